"""Text -> the places of figures, amounts of money, shares, dates and names. Pure regular expressions."""

import re

from index.records import Span
from qa.question import AnswerKind

_HEDGE = r"(?:(?:about|around|roughly|nearly|almost|over|more than|less than|fewer than|at least|at most|up to|some|approximately|only|as many as|just)\s+)?"
_SPELLED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|half|third|thirds|quarter)"
)
_DIGITS = r"(?<![\w.,$])\d+(?:,\d{3})*(?:\.\d+)?(?![\w(]|[.,]\d)"
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_MONEY = rf"{_HEDGE}\$\d+(?:,\d{{3}})*(?:\.\d+)?(?:\s+(?:thousand|million|billion|trillion))?(?:\s+to\s+\$\d+(?:,\d{{3}})*(?:\.\d+)?(?:\s+(?:thousand|million|billion|trillion))?)?"
_SHARE = rf"{_HEDGE}(?:\d+(?:\.\d+)?\s?(?:%|percent|per cent)|{_SPELLED}[- ](?:in|out of|of every)[- ](?:{_SPELLED}|\d+)|{_SPELLED}-(?:thirds?|quarters?|fifths?)|half)"
_NUMBER = rf"{_HEDGE}(?:{_DIGITS}(?:\s+(?:million|billion))?|\b(?:{_SPELLED}[- ])*{_SPELLED}\b)"
_DATE = (
    rf"(?:(?:between|by|as of|on|in|since|until|early|late|mid-?)\s+)*(?:\b{_MONTH}\s+\d{{1,2}}(?:\s+and\s+\d{{1,2}})?(?:,\s+\d{{4}})?"
    rf"|\b(?:early|late|mid-?)[\s-]?(?:\d{{4}}|{_MONTH})|\b{_MONTH}\s+\d{{4}}|\b(?:19|20)\d\d\b(?![\w%])|\b(?:last|next|this)\s+(?:{_MONTH}|year|month|week)|\bmid-{_MONTH}|\b(?-i:{_MONTH})(?![\w]))"
)
_NAME = r"(?:[A-Z][\w’'.-]*[\w’]|[A-Z]\.)(?:\s+(?:of|the|for|and)\s+(?=[A-Z])|\s+)?(?:(?:[A-Z][\w’'.-]*[\w]|[A-Z]\.)(?:\s+(?:of|for)\s+(?=[A-Z])|\s+)?)*"

_PATTERNS: dict[AnswerKind, re.Pattern[str]] = {
    AnswerKind.MONEY: re.compile(_MONEY, re.IGNORECASE),
    AnswerKind.SHARE: re.compile(_SHARE, re.IGNORECASE),
    AnswerKind.DATE: re.compile(_DATE, re.IGNORECASE),
    AnswerKind.NUMBER: re.compile(rf"{_MONEY}|{_SHARE}|{_NUMBER}", re.IGNORECASE),
    AnswerKind.PERSON: re.compile(_NAME),
    AnswerKind.PLACE: re.compile(_NAME),
}


# What a sentence looks like that gives a reason, a definition, or several things.
_REASON = re.compile(r"\b(?:because|due to|owing to|cite[sd]?|citing|worr(?:y|ied|ies)|concern(?:s|ed)?|fear(?:s|ed|ing)?|reasons?|in order to|so that|need to)\b", re.IGNORECASE)
_DEFINES = r"(?:\.\w+)?[”’\"']?(?:\s+(?:model|program|agreements?))?\s*(?:\(|,\s+(?:an?|the|which|who|where)\b|\s(?:is|are|means?|allows?|lets?|authoriz\w+|may)\b|\s[—–-]\s)"
_SERIES = re.compile(r"(?:,[^,;.]+){2,}(?:,|\s)\s*(?:and|or)\s|;[^;]+;")


def has_shape(text: str, kind: AnswerKind, subject: str) -> bool:
    """Return whether *text* looks like an answer of *kind*: a reason, a series, or a definition of *subject*.

    *subject* is the last content word of the question as it stands there; it counts for definitions only.
    """
    match kind:
        case AnswerKind.REASON:
            return bool(_REASON.search(text))
        case AnswerKind.LIST:
            return bool(_SERIES.search(text))
        case AnswerKind.DEFINITION:
            return bool(subject) and bool(re.search(rf"\b{re.escape(subject)}\w*{_DEFINES}", text, re.IGNORECASE))
        case _:
            return False


def facts(text: str, kind: AnswerKind) -> list[Span]:
    """Return the places in *text* of what could answer a question of *kind*; none where the kind has no fixed shape."""
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return []
    found = [Span(*match.span()).trimmed(text) for match in pattern.finditer(text)]
    if kind is AnswerKind.NUMBER:
        dates = facts(text, AnswerKind.DATE)
        found = [span for span in found if not any(span.overlap(date) for date in dates)]
    return [span for span in found if span.end > span.start]
