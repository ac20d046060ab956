"""A question -> what it asks for: the kind of answer it expects and the words that matter. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from index.analysis import stem, words
from qa.courtesies import bare

# Words that say how something is asked, not what is asked about.
FUNCTION_WORDS = frozenset(
    """a about above actually after all also am an and any anybody anyone anything are around as at back
    be because been before being between both but by can cant could did didnt do does doesnt doing dont
    down during each either else even ever every for from get gets getting give given go goes going got
    had has have having he her here hers him his how i id if im in into is isnt it its itself just know
    let like made make makes many me mean might more most much must my myself near need no nor not now
    of off often on once one only or other ought our ours out over own per please put really said same
    say says see shall she should show so some somebody someone something still such take taken takes
    tell than that thats the their theirs them then there these they theyre thing things this those
    through to too toward try under until up upon us use used using very want wants was wasnt we were
    werent what whats when where which while who whom whose why will with within without wont would yes
    yet you your yours exactly currently today anymore ok okay hey hi hello thanks thank folks guys kind
    kinds sort different apart according""".split()
)
_MONTHS = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
    "october oct|november nov|december dec"
)
MONTHS = {name: number for number, names in enumerate(_MONTHS.split("|"), start=1) for name in names.split()}
AMBIGUOUS_MONTHS = frozenset("may march mar dec jan".split())  # months only when written with a capital


def month_names(number: int) -> list[str]:
    """Return the names and short forms of month *number* (1 to 12), in lower case."""
    return [name for name, month in MONTHS.items() if month == number]


class AnswerKind(StrEnum):
    """What a good answer is made of."""

    COUNT = "count"
    LENGTH = "length"  # of time or way
    NUMBER = "number"  # of any kind
    MONEY = "money"
    SHARE = "share"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    DEFINITION = "definition"
    LIST = "list"
    STATEMENT = "statement"  # a yes/no question: the clause that settles it
    MANNER = "manner"  # how something is done, or compares
    CLAIM = "claim"  # what somebody says, wants or fears
    OTHER = "other"


_PERSONS = (
    r"sheriff|governor|senator|president|secretary|director|official|analyst|person|man|woman|leader|mayor|"
    r"attorney|chief|spokes\w+"
)
_AREAS = r"states?|cit(?:y|ies)|count(?:y|ies)|towns?|countr(?:y|ies)"
_PLACES = rf"{_AREAS}|places?|areas?"
_PLURALS = (
    r"agencies|departments|groups|tasks|duties|incentives|benefits|types|models|reasons|places|cities|states|"
    r"counties|kinds|things|names"
)
_AUXILIARY = (
    r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must|isnt|arent|doesnt|dont|"
    r"didnt|cant"
)
# "Which governor", "what state": not "what did Governor Landry do", "what does the state require".
_WHICH = r"(?:which|what)(?! (?:do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b)"
# The first rule that fits a question says what kind of answer it expects.
_KINDS: tuple[tuple[AnswerKind, str], ...] = (
    (AnswerKind.STATEMENT, rf"^\W*(?:{_AUXILIARY})\b"),
    (
        AnswerKind.MONEY,
        r"how much (?:\w+ ){0,2}(?:money|cash|funding|dollars|reimburs\w+)"
        r"|how much (?:\S+ ){0,6}(?:costs?|pays?|paid|spend|spent|offer|gain|receive\w*|give|make|earn)\b"
        r"|how many (?:dollars|cents)\b|what (?:amount|sum|price)|how expensive|\bsalary\b",
    ),
    (
        AnswerKind.SHARE,
        r"(?:what|which) (?:share|percent\w*|proportion|fraction) (?:of)?"
        r"|how (?:large|big) a (?:share|part)|how many percent\b",
    ),
    (
        AnswerKind.COUNT,
        r"\bhow many\b|(?:what|which) (?:is|was|were|are)? ?(?:the )?(?:\w+ )?(?:number|count)\b",
    ),
    (
        AnswerKind.LENGTH,
        r"(?<!as )\bhow long\b|\b(?:what|which) (?:length|duration)\b",
    ),
    (
        AnswerKind.NUMBER,
        r"\bhow (?:much|big|large|old|far|tall|high|wide|deep)\b"
        r"|(?:what|which) (?:is|was|were|are)? ?(?:the )?(?:\w+ )?(?:total|size|rate)\b"
        r"|\bhow (?:has|have|did|does) the (?:\w+ )?(?:number|count|total|size|rate|share)\b",
    ),
    (
        AnswerKind.DATE,
        r"^\W*(?:since |until |by )?when\b|\b(?:what|which) (?:year|dates?|day|month|time)\b"
        r"|\bhow recently\b",
    ),
    (
        AnswerKind.PERSON,
        rf"^\W*(?:\w+ )?(?:who|whose|whom)\b|^\W*{_WHICH} (?:\w+ )?(?:{_PERSONS})\b(?! offices?\b)",
    ),
    (
        AnswerKind.REASON,
        r"\bwhy\b|\bwhat (?:is|are|was|were) the (?:reasons?|causes?|purpose)|\bhow come\b"
        r"|\bwhat (?:drives|caused|motivat\w+)|for what reason",
    ),
    (AnswerKind.MANNER, rf"^\W*how (?:{_AUXILIARY}|might|else)\b|\bhow \S+ (?:differ|compare)"),
    (
        AnswerKind.CLAIM,
        r"^\W*what (?:do|does|did|is|are|was|were|have|has)\b.*"
        r"\b(?:say|said|argue|think|believe|warn|claim|fear|object|worr(?:y|ied)|criticiz)(?:s|d|ed|ing)?\b"
        r"|^\W*what (?:worries|concerns)\b",
    ),
    (AnswerKind.LIST, rf"\b{_WHICH}(?: are| were)?(?: the)? (?:\w+ ){{0,3}}(?:{_PLURALS})\b"),
    (AnswerKind.PLACE, rf"^\W*(?:from |to )?where\b|\b{_WHICH} (?:\w+ ){{0,2}}(?:{_PLACES})\b"),
    (
        AnswerKind.DEFINITION,
        r"^\W*(?:what|who) (?:is|are|was|were)\b(?: \S+){1,7}?(?: mean| stand for)?\W*$"
        r"|\bwhat (?:does|do) .+ (?:mean|stand for)\b|^\W*(?:define|explain)\b",
    ),
)
# "Which state", "who runs", "who is the director": 97 in 100 of their answers in SQuAD 1.1's training set
# have a capital, of the other answers to "who" 90.
_NAMED = re.compile(
    rf"\b{_WHICH} (?!(?:\w+ )?(?:is|are|was|were|types?|kinds?|sorts?|forms?|parts?)\b)"
    rf"(?:\w+ ){{0,2}}(?:{_AREAS})\b"
    r"|^\W*(?:\w+ )?who (?:(?:is|was) (?:the \w|in charge\b)"
    r"|(?:\w+ly |now )?(?:runs|ran|leads|led|heads|headed|chairs|chaired|directs|directed|governs|governed"
    r"|commands|commanded)\b)",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"\b(what|who|where|when|how|that|there)[’']?s\b", re.IGNORECASE)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was analysed: the words that ask it, the kind of answer, the terms that matter."""

    text: str
    kind: AnswerKind
    terms: tuple[str, ...]  # stems of the content words, in order, none twice
    subject: str  # the last content word, as it stands there

    @property
    def asks_name(self) -> bool:
        """Whether a proper name is asked for, of a state or city or of who leads something."""
        return bool(_NAMED.search(_plain(self.text)))


def analyse(text: str) -> Question:
    """Return what *text* asks for, without what is said around it."""
    asked = bare(text.strip())
    content = content_words(asked)
    return Question(asked, answer_kind(asked), content_terms(asked), content[-1] if content else "")


def answer_kind(text: str) -> AnswerKind:
    """Return the kind of answer that *text* expects; the first rule that fits wins."""
    asked = _plain(bare(text))
    return next((kind for kind, pattern in _COMPILED if pattern.search(asked)), AnswerKind.OTHER)


def content_terms(text: str) -> tuple[str, ...]:
    """Return the stems of the words of *text* that are not function words, in order, none twice."""
    return tuple(dict.fromkeys(term for word in content_words(text) if (term := stem(word))))


def content_words(text: str) -> list[str]:
    """Return the words of *text* that are not function words, in order, without possessives."""
    plain = _plain(text)
    found = [plain[start:end] for start, end in words(plain)]
    return [
        word for word in found if word.lower() not in FUNCTION_WORDS and (len(word) > 1 or word.isdigit())
    ]


def _plain(text: str) -> str:
    """Return *text* without apostrophes and possessives, as many people type; `What's` becomes `What is`."""
    text = _CONTRACTED.sub(r"\1 is", text)
    return re.sub(r"[’']", "", re.sub(r"[’']s\b", "", text))
