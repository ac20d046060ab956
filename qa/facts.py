"""Text -> the places of figures, amounts of money, shares, dates and names. Pure regular expressions.

Every repetition is bounded or ends at one kind of character, so that the time grows with the length of the
text and no faster.
"""

import re
from bisect import bisect_right

from index.records import Span
from qa.question import FUNCTION_WORDS, AnswerKind

_HEDGE = (
    r"(?:\b(?:about|around|roughly|nearly|almost|over|more than|less than|fewer than|at least|at most|up to|"
    r"some|approximately|only|as many as|just)\s+)?"
)
_SPELLED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|"
    r"half|third|thirds|quarter)"
)
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_COUNT = rf"(?<![\w.,$\[]){_FIGURE}(?![\w(\]]|[.,]\d)"  # neither "287(g)" nor the mark "[3]"
_AMOUNT = rf"\${_FIGURE}(?:\s+(?:thousand|million|billion|trillion))?"
_MONEY = rf"{_HEDGE}{_AMOUNT}(?:\s+to\s+{_AMOUNT})?"
_SHARE = (
    rf"{_HEDGE}(?:(?<![\w.,]){_FIGURE}\s?(?:%|percent|per cent)"
    rf"|\b{_SPELLED}[- ](?:in|out of|of every)[- ](?:{_SPELLED}|\d+)\b"
    rf"|\b{_SPELLED}-(?:thirds?|quarters?|fifths?)\b|\bhalf\b)"
)
_NUMBER = rf"{_HEDGE}(?:{_COUNT}(?:\s+(?:million|billion))?|\b(?:{_SPELLED}[- ])*{_SPELLED}\b)"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = (
    r"(?:\b(?:between|by|as of|on|in|since|until|early|late|mid-?)\s+){0,3}"
    rf"(?:\b{_MONTH}\s+\d{{1,2}}(?!\d)(?:\s+and\s+\d{{1,2}}(?!\d))?(?:,\s+\d{{4}}(?!\d))?"
    rf"|\b(?:early|late|mid)[\s-]?(?:\d{{4}}|{_MONTH})(?!\w)"
    rf"|\b{_MONTH}\s+\d{{4}}(?!\d)"
    r"|\b(?:19|20)\d\d\b(?!%)"
    rf"|\b(?:last|next|this)\s+(?:{_MONTH}|year|month|week)\b"
    rf"|\b(?-i:{_MONTH})(?!\w))"  # a month alone only with its capital: "may" is hardly ever one
)
_LINK = r"\s+(?:of|for)\s+(?=[A-Z])"  # "Department of Homeland Security"
_NAME = (
    rf"(?:[A-Z][\w’'.-]*[\w’]|[A-Z]\.)(?:{_LINK}|\s+(?:the|and)\s+(?=[A-Z])|\s+)?"
    rf"(?:(?:[A-Z][\w’'.-]*\w|[A-Z]\.)(?:{_LINK}|\s+)?)*"
)

_PATTERNS: dict[AnswerKind, re.Pattern[str]] = {
    AnswerKind.MONEY: re.compile(_MONEY, re.IGNORECASE),
    AnswerKind.SHARE: re.compile(_SHARE, re.IGNORECASE),
    AnswerKind.DATE: re.compile(_DATE, re.IGNORECASE),
    AnswerKind.NUMBER: re.compile(rf"{_MONEY}|{_SHARE}|{_NUMBER}", re.IGNORECASE),
    AnswerKind.PERSON: re.compile(_NAME),
    AnswerKind.PLACE: re.compile(_NAME),
}

_REASON = re.compile(
    r"\b(?:because|due to|owing to|cite[sd]?|citing|worr(?:y|ied|ies)|concern(?:s|ed)?|fear(?:s|ed|ing)?|"
    r"reasons?|in order to|so that|need to)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(r"(?:,[^,;.]{1,400}){2}[,\s]\s{0,3}(?:and|or)\s|;[^;]+;")
# What follows a term that is being defined: "The jail model allows ...", "Section 287(g), a part of ...".
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
            return re.compile(rf"\b{re.escape(subject)}\w*{_DEFINES}", re.IGNORECASE)
        case _:
            return None


def facts(text: str, kind: AnswerKind) -> list[Span]:
    """Return the places in *text* of what could answer a question of *kind*, in text order.

    None for a kind that has no fixed form, such as a reason.
    """
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return []
    found = [Span(*match.span()).trimmed(text) for match in pattern.finditer(text)]
    if kind is AnswerKind.NUMBER:
        found = _outside(found, facts(text, AnswerKind.DATE))
    if kind in (AnswerKind.PERSON, AnswerKind.PLACE):
        found = [span for span in found if text[slice(*span)].lower() not in FUNCTION_WORDS]
    return found


def _outside(found: list[Span], others: list[Span]) -> list[Span]:
    """Return those *found* that none of *others* overlaps; both are in text order."""
    ends = [other.end for other in others]
    kept = []
    for span in found:
        at = bisect_right(ends, span.start)  # the first that reaches beyond the start
        if at == len(others) or others[at].start >= span.end:
            kept.append(span)
    return kept
