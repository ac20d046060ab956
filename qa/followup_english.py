"""An English follow-up and the question before it -> one question. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.analysis import stem
from index.records import Span
from qa.clauses import WH, Clause, clause, is_plural, is_verb
from qa.earlier import Earlier, shifted
from qa.parts import ENGLISH, Namer, Part, PartKind, tokens
from qa.reference import EXPLETIVE, OF_US, object_of, referring
from qa.rephrasing import asked_for, joined, stated
from qa.scope import asks_something_else

MAX_NAMING = 6  # words of "the 287(g) task force model", that "the model" may stand for

_CONTRACTED = re.compile(r"\b(what|who|where|when|how|that|there)[’']s\b", re.IGNORECASE)  # no "it's goal"
_LEAD = re.compile(
    r"(?P<word>(?:(?:and|but|or|so|then|also|ok|okay|well|now)(?!\w)[\s,]*)*)"
    r"(?P<about>(?:(?:what|how)\s+about|what\s+of)(?!\w)\s*)?",
    re.IGNORECASE,
)
_JOINING = re.compile(r"\b(?:and|or|but)\b", re.IGNORECASE)
_ELSE = re.compile(r"(?:who|what|where|which|any(?:thing|one|body|where))\s(?:else|others?)", re.IGNORECASE)
_FIGURE = (
    r"(?:number|figure|count|total|amount|sum|share|percentage|estimate|claim|statistic|statement|information|"
    r"data)s?"
)
# "Is that number different in the newer article?", "Has that changed?"
_SAME = re.compile(
    rf"""(?:is|are|was|were|has|have|does|do|did)\s(?:that|this|those|these|the|it|they)(?:\s{_FIGURE})?\s
      (?:(?:still|now|ever|since)\s)*(?:been\s)?
      (?:true|different|differ|changed?|the\ssame|higher|lower|larger|smaller|bigger|current|right|correct|accurate|
        the\scase)(?!\w)\s?(?P<more>.*)""",
    re.IGNORECASE | re.VERBOSE,
)
# Where to look, which is no part of what is asked: figures of all sources are compared anyway.
_IN_A_SOURCE = re.compile(
    r"(?:in|by|from|according\sto)\s(?:the|another|an?|any)\s(?:(?:new|old|lat|earli|oth)\w*\s)?"
    r"(?:articles?|reports?|sources?|documents?|story|stories|ones?)",
    re.IGNORECASE,
)
_SOURCE = r"(?:source|article|document|paper|group|official|person)s?"
_WHO_SAYS = re.compile(
    rf"""
      (?P<who>who|which\s(?:\w+\s)?{_SOURCE})\s
        (?P<says>(?:is|are|was|were)\s(?:saying|reporting|claiming)|said|says?|reports?|reported|claims?|claimed|estimate[sd]?|found|wrote|stated|states)
        (?:\s(?:so|that|this|it))?
    | (?P<whose>whose\s(?:\w+\s)?(?:is|are|was|were))\s(?:that|this|it|those|these)(?:\s{_FIGURE})?
    | says\swho | according\sto\swhom?
    | (?:what\sis\s|who\sis\s)?(?:the\s|your\s)?sources?(?:\s(?:of|for)\s(?:that|this|it))?
    | where\s(?:does|do|did)\s(?:that|this|it|those|the)(?:\s{_FIGURE})?\scome\sfrom
    | where\s(?:that|this|it|those|the)(?:\s{_FIGURE})?\s(?:comes?|came)\sfrom
    | whose\s(?:\w+\s)?(?:that|this|it|those|these)\s(?:is|are|was|were)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WH = r"(?:when|where|why|how(?:\s(?:many|much|long|often|so|come))?|who|whom|which(?:\sones?)?)"
# "Why not?", "When was that?", "How much for vehicles?"
_ASKED_ANEW = re.compile(
    rf"""(?P<wh>(?:(?:since|until|by|for|from|to|as\sof|in)\s)?
        (?:{_WH}(?:\sand\s{_WH})?|(?:what|which)\s(?:year|month|day|date|time)))
      (?P<not>\snot)?
      (?:(?<!who)(?<!how)(?<!long)\s(?:is|was|are|were)\s(?:that|this)
        |\s(?:did|does)\s(?:that|this|it)\shappen|(?<=when|much)\s(?:is|was)\sit)?
      (?:\s(?P<more>(?:{"|".join(sorted(ENGLISH.prepositions - ENGLISH.joins))})\s.+))?""",
    re.IGNORECASE | re.VERBOSE,
)
_NOUN_ASKED = re.compile(
    r"(?P<wh>how\smany|which|what)\s(?P<noun>(?:[\w’'-]+\s){0,2}[\w’'-]+)", re.IGNORECASE
)
_ONE_OF_THEM = re.compile(r"the\s(?:ones?|people|places)\s", re.IGNORECASE)
_GOING_ON = ENGLISH.prepositions | {"that", "which", "who"}  # behind a noun, they say which one is meant
_THE = re.compile(r"\Athe\s", re.IGNORECASE)
_QUANTITIES = frozenset(
    "percent percentage share number proportion part fraction many much total count rate".split()
)


def in_english(question: str, before: str, namer: Namer) -> str | None:
    """Return what *question* asks after the question *before*; None where it begins a new topic."""
    own, lead = _Lead.of(before), _Lead.of(question)
    asked = lead.rest.strip(" ?.!")
    if not asked or asks_something_else(asked) or EXPLETIVE.search(asked):
        return None
    text = (own.rest if not own.is_about else before).strip(" ?.!")
    earlier = Earlier(text, ENGLISH, namer)
    rules = _Rules(earlier, clause(text, namer(text)))
    found = (
        rules.same(asked)
        or rules.who_says(asked)
        or rules.asked_anew(asked)
        or rules.fragment(asked, is_led=lead.is_led)
        or referring(asked, earlier, rules.cut)
        or rules.another_noun(asked)
        or rules.bare_verb(asked)
        or rules.definite(asked)
    )
    return f"{found[0].upper()}{found[1:]}?" if found else None


@dataclass(frozen=True, slots=True)
class _Lead:
    """A question without "And", "So", "What about" before it, and which of these stood there."""

    rest: str
    is_led: bool  # by a word that leads over to another thing, and not only by "So" or "Well"
    is_about: bool

    @classmethod
    def of(cls, text: str) -> "_Lead":
        text = _CONTRACTED.sub(r"\1 is", text)
        match = _LEAD.match(text)
        assert match is not None  # it matches no words too
        is_about = bool(match["about"])
        return cls(text[match.end() :], is_about or bool(_JOINING.search(match["word"])), is_about)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Each gives the question that a follow-up asks, without mark and capital; None where it does not fit."""

    earlier: Earlier
    cut: Clause | None

    def same(self, asked: str) -> str | None:
        """Take "Is that number different in the newer article?" as the earlier question with the rest."""
        if _ELSE.fullmatch(asked):
            return self.earlier.text
        match = _SAME.fullmatch(asked)
        if match is None:
            return None
        more = tokens(match["more"])
        is_phrase = bool(more) and more[0].lower in ENGLISH.prepositions
        is_phrase = is_phrase and not _IN_A_SOURCE.fullmatch(match["more"])
        return self.fragment(match["more"], is_led=True) if is_phrase else self.earlier.text

    def who_says(self, asked: str) -> str | None:
        """Take "Who said so?" as who says what the earlier question asks."""
        match = _WHO_SAYS.fullmatch(asked)
        if match is None or self.cut is None:
            return None
        if match["whose"]:
            return joined(match["whose"], stated(self.cut))
        is_figure = bool(self.cut.noun) or self.cut.wh.lower() == "how much"
        says = "gave" if is_figure else match["says"] or "said"
        return joined(match["who"] or "who", says, stated(self.cut))

    def asked_anew(self, asked: str) -> str | None:
        """Take "Why?" or "How much for vehicles?" as the earlier question, asked for something else."""
        match = _ASKED_ANEW.fullmatch(asked)
        if match is None or self.cut is None:
            return None
        more = [token.lower for token in tokens(match["more"] or "")]
        if any(is_verb(word) for word in more[2:]):  # "Who at the office said so?"
            return None
        found = asked_for(self.cut, match["wh"], negated=bool(match["not"]))
        if found is None:
            return self.earlier.behind(asked)
        if not match["more"]:
            return found
        anew = _Rules(Earlier(found, ENGLISH, self.earlier.namer), None)
        return anew.fragment(match["more"], is_led=True)

    def fragment(self, asked: str, *, is_led: bool) -> str | None:
        """Take "And in Texas?" as the earlier question with it in the place of what is of its kind."""
        words = WH | ENGLISH.auxiliaries | OF_US
        if any(token.lower in words and token.text != "May" for token in tokens(asked)):
            return None
        return self.earlier.with_fragment(asked, is_led=is_led, common=self.common)

    def common(self, words: str, own: Sequence[Part]) -> str | None:
        """Return the earlier question with the common noun *words* for one that is built in the same way."""
        one_of = _ONE_OF_THEM.match(words)
        if one_of and own and own[0].whole.start == one_of.end() and own[0].preposition:
            return self.earlier.with_phrase(words[one_of.end() :], shifted(own[0], -one_of.end()), own)
        if self.cut is None or (own and own[0].whole.start > 0):
            return None
        if self.cut.is_definition:
            return joined(self.cut.wh, self.cut.auxiliary, words)
        if is_plural(self.cut.noun) and is_plural(words):
            return joined(*self.cut._replace(noun=_THE.sub("", words)))
        phrases = [
            one for one in self.earlier.parts if one.kind is PartKind.PHRASE and one.preposition == "for"
        ]
        if phrases:
            return self.earlier.put(phrases[-1].core, words)
        alike = [one for one in (self.cut.subject, object_of(self.cut)) if _is_built_alike(one, words)]
        at = self.earlier.text.find(alike[0]) if len(alike) == 1 else -1
        return self.earlier.put(Span(at, at + len(alike[0])), words) if at >= 0 else None

    def another_noun(self, asked: str) -> str | None:
        """Take "How many officers?" as the earlier question about other things."""
        match = _NOUN_ASKED.fullmatch(asked)
        if match is None or self.cut is None or not is_plural(match["noun"]):
            return None
        if len(self.earlier.content(match["noun"])) < len(tokens(match["noun"])):
            return None
        if not self.cut.noun:
            return self.earlier.behind(asked)
        return joined(*self.cut._replace(wh=match["wh"], noun=match["noun"]))

    def bare_verb(self, asked: str) -> str | None:
        """Take "What percent strongly approve?", which has hardly a word of its own, with those of before."""
        words = [token.lower for token in tokens(asked)]
        if words[0] not in WH or not (OF_US | ENGLISH.prepositions).isdisjoint(words):
            return None
        content = [one.lower for one in self.earlier.content(asked)]
        telling = [word for word in content if word not in _QUANTITIES and not word.endswith("ly")]
        is_counted = not _QUANTITIES.isdisjoint(words)
        is_bare = len(telling) == 1 and (is_counted or (is_verb(telling[0]) and words[-1] == telling[0]))
        if not (is_bare or (is_counted and not telling)) or self.earlier.namer(asked):
            return None
        return self.earlier.behind(asked)

    def definite(self, asked: str) -> str | None:
        """Take "the poll" as "the NBC poll", if that was asked about."""
        found = tokens(asked)
        text = asked
        for at in range(len(found) - 2, -1, -1):
            behind = found[at + 2].lower if at + 2 < len(found) else ""
            if found[at].lower != "the" or behind in _GOING_ON:
                continue
            if behind not in ENGLISH.function_words | {""} and not is_verb(behind):
                continue
            if naming := self._naming(found[at + 1].lower):
                span = found[at + 1].span
                text = f"{text[: span.start]}{naming}{text[span.end :]}"
        return text if text != asked else None

    def _naming(self, noun: str) -> str | None:
        """Return the words of the earlier question that end with *noun* and say which one is meant."""
        found = tokens(self.earlier.text)
        for at in range(1, len(found)):
            if stem(found[at].lower) != stem(noun):
                continue
            first = at
            while first > max(at - MAX_NAMING, 0) and self._is_one_run(
                found[first - 1].span, found[first].span
            ):
                first -= 1
            if first < at and not is_verb(found[first].lower):
                return self.earlier.text[found[first].span.start : found[at].span.end]
        return None

    def _is_one_run(self, one: Span, other: Span) -> bool:
        text = self.earlier.text
        return text[one.end : other.start] == " " and text[slice(*one)].lower() not in ENGLISH.function_words


def _is_built_alike(phrase: str, other: str) -> bool:
    """Return whether both noun phrases begin with the same article, or are plurals without one."""
    if not phrase:
        return False
    first, second = (
        "a" if word == "an" else word for word in (tokens(one)[0].lower for one in (phrase, other))
    )
    if first in ENGLISH.articles or second in ENGLISH.articles:
        return first == second
    return is_plural(phrase) and is_plural(other)
