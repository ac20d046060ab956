"""A sentence and what the reader marked in it -> the words that answer. Pure."""

import re
from bisect import bisect_left

from index.analysis import stem, words
from index.records import Span
from qa.counting import asked_head, names
from qa.facts import PLURAL, facts
from qa.question import FUNCTION_WORDS, AnswerKind, Question

# What stands before a clause, and what ends it.
_LEAD_IN = re.compile(
    r"(?:[,;:—–]\s+|(?<!\w)\()(?:(?:and|but|or)\s+)?|"
    r"\b(?:that|by|because of|because|due to|cites?|cited|citing|"
    r"worried(?: that| about)?|concerned(?: that| about)?|so that|in order to)\s+",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"[;—–]|:\s")
_BRACKET = re.compile(r"[()\[\]]")
_DIVIDER = re.compile(r"[,;:—–]")
_UNKNOWN = re.compile(
    r"\bthe\s(?:\w+\s){0,2}(?:numbers?|totals?|count)\b(?:\s[\w’'-]+){0,8}?\s(?:is|are|was|were|remains?)\s"
    r"(?:still\s)?(?:un(?:clear|known|certain)|not\s(?:clear|known))\b"
    r"|\b(?:do|does|did)\snot\s(?:indicate|say|show|give|state|tell)\s(?:the\snumber|how\s(?:many|much))"
    r"(?:\s[\w’'-]+){0,4}"
    r"|\b(?:unclear|not\sclear)\s(?:how\s(?:many|much)|what\snumber)(?:\s[\w’'-]+){0,4}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s?[—–][^—–]*[—–]\s?")
# What joins a name to what is said of it. "An agreement, which allows ...": what follows; "An agreement (a
# contract)": what is in brackets; "agreements may be refused": all of it.
_PREDICATE = re.compile(
    r"\s*(?:(?P<bracket>\()(?=[^\W\d_]+[\s)])|,\s+(?P<apposed>(?=(?:an?|the)\s))|,\s+(?:which|who)\s+"
    r"|\s(?:is|are|means?)\s+|\s+(?=(?:allows?|lets?|authoriz\w+|may)\s)|\s[—–-]\s)"
)
CLAUSES = frozenset({AnswerKind.REASON, AnswerKind.STATEMENT, AnswerKind.MANNER, AnswerKind.CLAIM})
FIGURES = frozenset(
    {
        AnswerKind.COUNT,
        AnswerKind.LENGTH,
        AnswerKind.NUMBER,
        AnswerKind.MONEY,
        AnswerKind.SHARE,
        AnswerKind.DATE,
    }
)
# Of SQuAD 1.1's answers 1 in 1,000 holds none but function words and is none of these.
_TELLING = frozenset("one no not none all both many more most every after before".split())
DIVIDED = 0.3  # how much a word counts beyond a divider
_OFFERS = re.compile(r"\bor\b", re.IGNORECASE)
_TRAILING = " \t\n\xa0.;,:"
FEW = 3  # words that go on with a name: "287(g) partnership papers"
NEARBY = 20  # characters: the ending of a name, a quotation mark, white space


def answer_span(text: str, question: Question, marked: Span) -> Span:
    """Return the words of the sentence *text* that answer *question*, never empty.

    Why, how, what is said, and yes or no are answered by the clause around what the reader *marked*: fewer
    words would leave out what they rest on. A figure or date is taken with its hedge; of several that are
    marked the one nearest to the question's words, or the clause that calls the number unknown. What only
    goes on with a name that is to be defined gives way to what is said of it. Anything else is as it was
    marked, unless it says nothing by itself ("what"). No word is cut, and no bracket is without its other
    half.
    """
    found = marked = _whole_words(text, marked)
    if question.kind in FIGURES:
        found = _figure(text, question, marked)
    found = _said_of_name(text, question, found) or found
    if question.kind in CLAUSES or _says_nothing(text, found):
        found = _clause(text, found)
    found = _balanced(text, found)
    end = found.start + len(text[found.start : found.end].rstrip(_TRAILING))
    return Span(found.start, end) if end > found.start else found


def unknown_number(text: str, question: Question) -> Span | None:
    """Return the words of the sentence *text* that call the number unknown which *question* asks for."""
    if question.kind not in (AnswerKind.COUNT, AnswerKind.NUMBER):
        return None
    counted = asked_head(question.text)
    said = _UNKNOWN.search(text)
    return Span(*said.span()) if said and (counted is None or names(said[0], counted)) else None


def only_names(text: str, question: Question, marked: Span) -> bool:
    """Return whether what is *marked* in the sentence *text* only goes on with a name that is to be defined.

    "What is 287(g)?" is not answered by "states with a 287(g) agreement". Of the 1,557 short questions of the
    kind in SQuAD 1.1's training set 2 in 100 have an answer that stands right behind the name.
    """
    marked = _whole_words(text, marked)
    few = len(text[slice(*marked)].split()) <= FEW
    return few and _follows_name(text, question, marked) and _said_of_name(text, question, marked) is None


def _follows_name(text: str, question: Question, marked: Span) -> bool:
    """Return whether *marked* goes on, in lower case, with the name that *question* asks to define."""
    if question.kind is not AnswerKind.DEFINITION or not question.subject:
        return False
    name = rf"(?<!\w){re.escape(PLURAL.sub('', question.subject))}\w*[”\"']?\s+\Z"
    before = text[max(0, marked.start - len(question.subject) - NEARBY) : marked.start]
    said = text[slice(*marked)]
    return said == said.lower() and bool(re.search(name, before, re.IGNORECASE))


def _said_of_name(text: str, question: Question, marked: Span) -> Span | None:
    """Return what is said of that name behind the first words of *marked*, if anything is."""
    if not _follows_name(text, question, marked):
        return None
    ends = [word.end for word in words(text) if marked.covers(word)][:FEW]
    return next((said for end in ends if (said := _predicate(text, end))), None)


def _predicate(text: str, at: int) -> Span | None:
    """Return what is said of the name that ends *at*; None where nothing is, as far as the words tell."""
    joined = _PREDICATE.match(text, at)
    if joined is None:
        return None
    start = joined.end()
    if joined["bracket"]:
        end = _partners(text).get(start - 1)
        return Span(start, end) if end else None
    if joined["apposed"] is not None:
        end = text.find(",", start)
        return Span(start, end if end > start else len(text))
    within = {place for aside in _ASIDE.finditer(text, start) for place in range(*aside.span())}
    closes = (close.start() for close in _CLOSE.finditer(text, start))
    return Span(start, next((close for close in closes if close not in within), len(text)))


def _says_nothing(text: str, span: Span) -> bool:
    """Return whether *span* holds none but function words; "US" within the sentence is none."""
    said = [text[slice(*word)] for word in words(text) if span.covers(word)]
    lower = {word.lower() if span.start == 0 else word for word in said}
    return bool(lower) and lower <= FUNCTION_WORDS and lower.isdisjoint(_TELLING)


def _whole_words(text: str, span: Span) -> Span:
    cut = [word for word in words(text) if word.overlap(span)]
    return Span(min(span.start, cut[0].start), max(span.end, cut[-1].end)) if cut else span


def _clause(text: str, marked: Span) -> Span:
    start = max((cue.end() for cue in _LEAD_IN.finditer(text) if cue.end() <= marked.start), default=0)
    rest, partners = Span(start, len(text)), _partners(text)
    end = next((at for at in _alone(partners, rest) if at >= marked.end), len(text))
    pairs = [(one, other) for one, other in partners.items() if other is not None and start <= one < other]
    for close in _CLOSE.finditer(text, marked.end, end):
        if not any(one < close.start() < other for one, other in pairs):
            return Span(start, close.start())
    return Span(start, end)


def _balanced(text: str, span: Span) -> Span:
    """Return *span* up to the first bracket that is alone in it; one that it begins with is left out."""
    start = span.start
    for at in _alone(_partners(text), span):
        if text[start:at].strip(_TRAILING):
            return Span(start, at)
        start = at + 1
    return Span(start, span.end) if start < span.end else span


def _alone(partners: dict[int, int | None], span: Span) -> list[int]:
    """Return the places of the brackets in *span* whose other half is not."""
    inside = range(*span)
    return [at for at, other in sorted(partners.items()) if at in inside and other not in inside]


def _partners(text: str) -> dict[int, int | None]:
    """Return the place of each bracket's other half, None where it has none; those within a word are none."""
    within = {at for word in words(text) for at in range(*word)}
    partners: dict[int, int | None] = {}
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text):
        at = bracket.start()
        if at in within:
            continue
        partners[at] = None
        if bracket[0] in "([":
            opened.append(at)
        elif opened:
            other = opened.pop()
            partners[at], partners[other] = other, at
    return partners


def _figure(text: str, question: Question, marked: Span) -> Span:
    inside = [fact for fact in facts(text, question.kind, asked_head(question.text)) if fact.overlap(marked)]
    if not inside and (unknown := unknown_number(text, question)):
        return _clause(text, unknown)
    if len(inside) == 1:
        return Span(inside[0].start, max(marked.end, inside[0].end))
    nearest = nearest_fact(text, question)
    return nearest if nearest in inside else inside[0] if inside else marked


def has_name(text: str, question: Question) -> bool:
    """Return whether *text* holds a proper name, told by its capital, that *question* does not, or offers."""
    offers = _OFFERS.search(question.text)
    said = (text[slice(*word)] for word in words(text))
    capital = (word for word in said if word[0].isupper() and word.lower() not in FUNCTION_WORDS)
    return any(offers or stem(word) not in question.terms for word in capital)


def nearest_fact(text: str, question: Question) -> Span | None:
    """Return the place of the figure, date or name in *text* that stands nearest to the question's words.

    Each shared word counts by 1 / (1 + the words between), less where a comma or the like divides them:
    in "Florida (342), Texas (296)" the figure of Texas is 296. Words of the question itself never answer.
    None where nothing else is left.
    """
    found = facts(text, question.kind, asked_head(question.text))
    if not found:
        return None
    asked = set(question.terms)
    said = _Said(text, asked)
    candidates = [fact for fact in found if said.adds(fact)]
    return max(candidates, key=lambda fact: (said.closeness(fact), -fact.start), default=None)


class _Said:
    """The words of a sentence, and which of them the question holds."""

    def __init__(self, text: str, asked: set[str]) -> None:
        places = list(words(text))
        self.starts = [span.start for span in places]
        self.ends = [span.end for span in places]
        self.is_asked = [stem(text[start:end]) in asked for start, end in places]
        self.dividers = [match.start() for match in _DIVIDER.finditer(text)]

    def adds(self, fact: Span) -> bool:
        """Return whether *fact* holds a word that the question does not."""
        first, after = bisect_left(self.starts, fact.start), bisect_left(self.starts, fact.end)
        inside = (at for at in range(first, after) if self.ends[at] <= fact.end)
        return not all(self.is_asked[at] for at in inside)

    def closeness(self, fact: Span) -> float:
        """Return how near *fact* stands to the question's words; higher is nearer."""
        first, after = bisect_left(self.starts, fact.start), bisect_left(self.starts, fact.end)
        total = 0.0
        for at, is_asked in enumerate(self.is_asked):
            if not is_asked:
                continue
            if self.ends[at] <= fact.start:
                between, gap = first - at - 1, (self.ends[at], fact.start)
            elif self.starts[at] >= fact.end:
                between, gap = at - after, (fact.end, self.starts[at])
            else:
                continue
            divided = bisect_left(self.dividers, gap[0]) < bisect_left(self.dividers, gap[1])
            total += (DIVIDED if divided else 1.0) / (1 + between)
        return total
