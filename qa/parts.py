"""The parts of a question that others can take the place of: places, times, names and phrases. Pure.

No grammar is learnt here: closed word classes (articles, prepositions, auxiliaries) tell where a part ends.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from index.records import Span
from qa.dates import dates
from qa.guard import Named
from qa.question import FUNCTION_WORDS

Namer = Callable[[str], Sequence[Named]]  # the names of a text


class PartKind(StrEnum):
    PLACE = "place"
    TIME = "time"
    NAME = "name"
    PHRASE = "phrase"  # common words after a preposition


class Part(NamedTuple):
    """A part of a question that another of its kind can take the place of."""

    kind: PartKind
    whole: Span  # with its preposition and article
    core: Span  # without them
    preposition: str  # in lower case; "" where there is none
    article: str  # in lower case; "" where there is none
    is_common: bool  # a name that many passages hold
    is_known: bool  # whether the collection has its words, so that a name that is no known place is none


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed word classes of a language."""

    lead: str  # the word for "and"
    inside: str  # the preposition of a place
    prepositions: frozenset[str]
    articles: frozenset[str]
    auxiliaries: frozenset[str]
    function_words: frozenset[str]  # these and all others that are no subject of a question
    joins: frozenset[str]  # prepositions that tie a phrase to the noun before it
    days: re.Pattern[str]  # words that are a time by themselves, beside dates
    time_words: re.Pattern[str]  # words that make a phrase a time


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EN_PREPOSITIONS = _words(
    "in at on for with to by from of under during before after since about against within near across "
    "between among per over through until around into toward towards without behind inside outside"
)
_EN_AUXILIARIES = _words(
    "is are was were do does did has have had can could will would should may might must isn't aren't wasn't "
    "weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't"
)
ENGLISH = Grammar(
    lead="and",
    inside="in",
    prepositions=_EN_PREPOSITIONS,
    articles=_words("the a an"),
    auxiliaries=_EN_AUXILIARIES,
    function_words=FUNCTION_WORDS
    | _EN_PREPOSITIONS
    | _EN_AUXILIARIES
    | _words("the a an percent percentage"),
    joins=_words("of"),
    days=re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend)s\b", re.IGNORECASE),
    time_words=re.compile(
        r"\b(?:terms?|administration|presidency|years?|months?|weeks?|days?|summer|spring|winter|autumn|era|"
        r"decades?|century)\b",
        re.IGNORECASE,
    ),
)
_ES_PREPOSITIONS = _words(
    "en a al de del con por para desde hasta sobre bajo durante antes después contra entre según sin hacia"
)
_ES_ARTICLES = _words("el la los las un una unos unas")
SPANISH = Grammar(
    lead="y",
    inside="en",
    prepositions=_ES_PREPOSITIONS,
    articles=_ES_ARTICLES,
    auxiliaries=_words("es son era eran fue fueron está están ha han había hay tiene tienen puede pueden"),
    function_words=_ES_PREPOSITIONS
    | _ES_ARTICLES
    | _words(
        "y e o u que qué quién quien quiénes quienes cuál cual cuáles cuales cuándo cuando cuánto cuánta "
        "cuántos cuántas cuanto cuanta cuantos cuantas cómo como dónde donde es son era eran fue fueron ser "
        "está están estaba ha han había hay se lo le les me te nos su sus mi mis tu tus este esta esto estos "
        "estas ese esa eso esos esas aquel aquella no sí si más muy ya también pero ellos ellas él ella "
        "usted ustedes puede pueden tiene tienen hace hacen debe deben dice dijo"
    ),
    joins=_words("de del"),
    days=re.compile(
        r"\b(?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|enero|febrero|marzo|abril|mayo|junio|"
        r"julio|agosto|septiembre|octubre|noviembre|diciembre)\b",
        re.IGNORECASE,
    ),
    time_words=re.compile(
        r"\b(?:mandato|gobierno|presidencia|años?|mes(?:es)?|semanas?|días?|siglo)\b", re.IGNORECASE
    ),
)
_TOKEN = re.compile(r"[^\s,;:?!¿¡“”\"()<>]+(?:\([a-z]\))?")
# What stands behind the name of a place that has police, or a council.
_LOCAL_BEHIND = re.compile(
    r"\s(?:county|parish|city|township|(?:city\s|county\s)?police(?:\sdepartment|\sforce)?|pd|"
    r"sheriff[’']?s?(?:\s(?:office|department))?)(?![\w’'])",
    re.IGNORECASE,
)
_LOCAL_BEFORE = re.compile(r"(?:condado|ciudad|estado|policía)\sde\s\Z", re.IGNORECASE)
_AND_STATE = re.compile(r",\s")


class Token(NamedTuple):
    text: str
    lower: str  # with straight apostrophes
    span: Span


def tokens(text: str) -> list[Token]:
    """Return the words of *text* as they are written, punctuation left out."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group().rstrip(".") if match.group().count(".") == 1 else match.group()
        if word:
            lower = word.lower().replace("’", "'")
            found.append(Token(word, lower, Span(match.start(), match.start() + len(word))))
    return found


def parts(text: str, named: Sequence[Named], grammar: Grammar) -> list[Part]:
    """Return the parts of *text*, whose names are *named*, in text order; none overlaps another."""
    words = {token.span.start: at for at, token in enumerate(tokens(text))}
    found: list[Part] = []

    def add(kind: PartKind, core: Span, *, is_common: bool = False, is_known: bool = True) -> None:
        whole, preposition, article = _with_article(text, core, words, grammar)
        if not any(whole.overlap(one.whole) for one in found):
            found.append(Part(kind, whole, core, preposition, article, is_common, is_known))

    for date in dates(text):
        add(PartKind.TIME, _bare(text, date.span, grammar))
    for day in grammar.days.finditer(text):
        add(PartKind.TIME, Span(*day.span()))
    places, names = _places(text, named, grammar)
    for place in places:
        add(PartKind.PLACE, place)
    for name in names:
        add(PartKind.NAME, name.span, is_common=name.is_common, is_known=name.is_known)
    for phrase in _phrases(text, grammar):
        if not any(phrase.whole.overlap(one.core) for one in found):
            found.append(phrase)
        elif phrase.kind is PartKind.TIME:  # "at the end of Trump's first term": the name belongs to it
            found = [one for one in found if not one.core.overlap(phrase.whole)] + [phrase]
    return sorted(found, key=lambda one: one.whole)


def _places(text: str, named: Sequence[Named], grammar: Grammar) -> tuple[list[Span], list[Named]]:
    """Return the places among *named*, a county and its state as one, and the other names."""
    places: list[Span] = []
    names: list[Named] = []
    for one in named:
        if all(token.lower in grammar.function_words for token in tokens(text[slice(*one.span)])):
            continue
        one = replace(one, span=_bare(text, one.span, grammar))  # "under Obama" is the name of an alias
        behind = _LOCAL_BEHIND.match(text, one.span.end)
        before = _LOCAL_BEFORE.search(text[: one.span.start])
        start = before.start() if before else one.span.start
        span = Span(start, behind.end() if behind else one.span.end)
        if not (one.is_place or behind or before):
            names.append(one)
        elif places and _AND_STATE.fullmatch(text[places[-1].end : span.start]):
            places[-1] = Span(places[-1].start, span.end)
        else:
            places.append(span)
    return places, [one for one in names if not any(one.span.overlap(place) for place in places)]


def _bare(text: str, span: Span, grammar: Grammar) -> Span:
    """Return *span* without the prepositions and articles it begins with."""
    start = span.start
    for token in tokens(text[slice(*span)]):
        start = span.start + token.span.start
        if token.lower not in grammar.prepositions | grammar.articles | {"as", "prior"}:
            break
    return Span(start, span.end)


def _with_article(text: str, core: Span, words: Mapping[int, int], grammar: Grammar) -> tuple[Span, str, str]:
    """Return *core* with the preposition and the article directly before it, and these two."""
    starts = [*words][: words.get(core.start, 0)]  # of the words before
    start, article, preposition = core.start, "", ""
    if starts and (word := text[starts[-1] : start].rstrip().lower()) in grammar.articles:
        start, article = starts.pop(), word
    if starts and (word := text[starts[-1] : start].rstrip().lower()) in grammar.prepositions:
        start, preposition = starts.pop(), word
    if preposition == "of" and starts and text[starts[-1] : start].lower() == "as ":  # "as of January"
        start = starts.pop()
    return Span(start, core.end), preposition, article


def _phrases(text: str, grammar: Grammar) -> Iterator[Part]:
    """Yield what stands behind each preposition, up to the next one, an auxiliary or a comma."""
    found = tokens(text)
    at = 0
    while at < len(found):
        if found[at].lower not in grammar.prepositions - grammar.joins:
            at += 1
            continue
        end = at + 1
        while end < len(found) and _goes_on(text, found, end, grammar):
            end += 1
        start = at + 1
        if start < end and found[start].lower in grammar.articles:
            start += 1
        if start < end:
            core = Span(found[start].span.start, found[end - 1].span.end)
            whole = Span(found[at].span.start, core.end)
            is_time = bool(grammar.time_words.search(text[slice(*core)]))
            kind = PartKind.TIME if is_time else PartKind.PHRASE
            article = found[start - 1].lower if start > at + 1 else ""
            yield Part(kind, whole, core, found[at].lower, article, is_common=False, is_known=True)
        at = max(end, at + 1)


def _goes_on(text: str, found: Sequence[Token], at: int, grammar: Grammar) -> bool:
    if text[found[at - 1].span.end : found[at].span.start].strip():
        return False
    word = found[at].lower
    return word not in (grammar.prepositions - grammar.joins) and word not in grammar.auxiliaries
