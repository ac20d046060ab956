"""Text -> the places of what could answer: figures, dates, names, and the shape of an answer. Pure.

Every repetition is bounded or ends at one kind of character, so that the time grows with the length of the
text and no faster.
"""

import re

from index.records import Span
from qa.counting import counts_another, head
from qa.dates import Bound, dates
from qa.figures import Figure, figures
from qa.numerals import FigureKind
from qa.question import FUNCTION_WORDS, AnswerKind

_LINK = r"\s+(?:of|for)\s+(?=[A-Z])"  # "Department of Homeland Security"
_NAME = (
    rf"(?:[A-Z][\w’'.-]*[\w’]|[A-Z]\.)(?:{_LINK}|\s+(?:the|and)\s+(?=[A-Z])|\s+)?"
    rf"(?:(?:[A-Z][\w’'.-]*\w|[A-Z]\.)(?:{_LINK}|\s+)?)*"
)

# What kinds of figure answer a question of a kind.
_FIGURES = {
    AnswerKind.MONEY: frozenset({FigureKind.MONEY}),
    AnswerKind.SHARE: frozenset({FigureKind.SHARE}),
    AnswerKind.COUNT: frozenset({FigureKind.COUNT, FigureKind.SHARE}),
    AnswerKind.LENGTH: frozenset({FigureKind.COUNT}),
    AnswerKind.NUMBER: frozenset({FigureKind.COUNT, FigureKind.MONEY, FigureKind.SHARE}),
}
_NAMES = re.compile(_NAME)
# "several months", "over a decade", "centuries". Without them 194 of the 614 answers to "how long" in SQuAD
# 1.1's training set pass for none, with them and with what begins with "since" or "until" 90.
_UNIT = r"(?:second|minute|hour|day|week|month|year|decade|century|generation)"
_UNITS = r"(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries|generations)"
_DURATION = re.compile(
    r"(?<![\w-])(?:(?:about|over|nearly|almost|around|under|up to|at least|at most|more than|less than)\s)?"
    rf"(?:(?:half\s)?an?\s{_UNIT}(?:\sand a half)?|the\s(?:whole|entire|full)\s{_UNIT}"
    r"|(?:(?:several|many|some|a few|few|a couple of|hundreds of|thousands of|millions of|(?:one|two|three)"
    rf"\sand a half)\s)?{_UNITS})(?![\w-])",
    re.IGNORECASE,
)

_REASON = re.compile(
    r"\b(?:because|due to|owing to|cite[sd]?|citing|worr(?:y|ied|ies)|concern(?:s|ed)?|fear(?:s|ed|ing)?|"
    r"reasons?|in order to|so that|need to)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r"(?:,[^,;.]{1,400}){2}[,\s]\s{0,3}(?:and|or)\s|;[^;]+;")
# What stands before a term that is being defined, "a hold (often called a detainer)", and what follows one:
# "The jail model allows ...", "Section 287(g), a part of ...". Of the sentences like the first in paragraphs
# that SQuAD 1.1 asks "What" for a definition in, 123 of 168 hold the answer; of those like the others 1,178
# of 1,993, of all others with the term 3,302 of 7,312.
_NAMED = (
    r"\b(?:called(?!\s(?:for|on|upon|in|out|off|to|it)\b)|known as|termed|dubbed)\s"
    r"(?:an?\s|the\s)?(?:[\w’'.&-]+\s){0,4}[“‘\"']?"
)
PLURAL = re.compile(r"(?<=\w{3}[^\Wius])s\Z", re.IGNORECASE)
_DEFINES = (
    r"(?:\.\w+)?[”’\"']?(?:\s+(?:model|program|agreements?))?"
    r"\s*(?:\(|,\s+(?:an?|the|which|who|where)\b|\s(?:is|are|means?|allows?|lets?|authoriz\w+|may)\b|\s[—–-]\s)"
)


def shape(kind: AnswerKind, subject: str) -> re.Pattern[str] | None:
    """Return what a text that gives a reason, a series, or a definition of *subject* looks like.

    None for the other kinds, and where there is nothing to define.
    """
    match kind:
        case AnswerKind.REASON:
            return _REASON
        case AnswerKind.LIST:
            return _SERIES
        case AnswerKind.DEFINITION if subject:
            term = rf"{re.escape(PLURAL.sub('', subject))}\w*"
            return re.compile(rf"{_NAMED}{term}|\b{term}{_DEFINES}", re.IGNORECASE)
        case _:
            return None


def facts(text: str, kind: AnswerKind, counted: str | None = None) -> list[Span]:
    """Return the places in *text* of what could answer a question of *kind*, in text order.

    None for a kind that has no fixed form, such as a reason. *counted* is the head of what is to be counted,
    where that is known: figures that count something else are left out.
    """
    if kind in _FIGURES:
        found = [
            one.span
            for one in figures(text)
            if one.kind in _FIGURES[kind] and not (counted and _counts_another(text, one, counted))
        ]
        return _with_lengths(text, found) if kind is AnswerKind.LENGTH else found
    if kind is AnswerKind.DATE:
        return [one.span for one in dates(text)]
    if kind not in (AnswerKind.PERSON, AnswerKind.PLACE):
        return []
    found = [Span(*match.span()).trimmed(text) for match in _NAMES.finditer(text)]
    return [span for span in found if text[slice(*span)].lower() not in FUNCTION_WORDS]


def _with_lengths(text: str, figures: list[Span]) -> list[Span]:
    """Return *figures* with the lengths of time in *text* that have none, "a year", or more than one."""
    said = [Span(*match.span()) for match in _DURATION.finditer(text)]
    said += [one.span for one in dates(text) if one.bound in (Bound.SINCE, Bound.UNTIL)]
    ends = {figure.end for figure in figures}
    own = [one for one in said if ends.isdisjoint({one.start, one.start - 1})]  # not the "weeks" of "4 weeks"
    within = {at for one in own for at in range(*one)}
    return sorted([*own, *(figure for figure in figures if figure.start not in within)])


def _counts_another(text: str, figure: Figure, counted: str) -> bool:
    if figure.kind is FigureKind.MONEY or figure.unit is None:
        return False
    return counts_another(counted, head(text[slice(*figure.unit)]))
