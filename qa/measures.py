"""Two values -> whether they count the same thing in the same way, and may be one and the same. Pure."""

import re
from decimal import Decimal
from functools import lru_cache

from index.analysis import stem, stems
from qa.counting import are_kin, head
from qa.numerals import FigureKind
from qa.question import FUNCTION_WORDS
from qa.values import Value

AROUND = Decimal("0.05")  # how far from "about 1,000" another value still says the same
BEYOND = Decimal("0.1")  # how far above "more than 2,000"
ROUNDED = 1  # per cent by which "two-thirds" may differ from a share in digits

# Words before a counted noun that narrow it; so does a name ("ERO officers").
_NARROWING = frozenset(
    """federal state local municipal county tribal national foreign domestic permanent temporary full-time
    part-time trained deputized active retired new former civilian criminal sworn armed
    undocumented""".split()
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned)?|goals?|targets?|expect(?:s|ed)?|will|propos\w+|seeks?|hopes?|aims?)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:\s\w+){0,2}?\s(?:(?:an?|per|every|each)\s(?P<each>day|week|month|year|hour)|(?P<adverb>daily|weekly|monthly|"
    r"yearly|annually))\b",
    re.IGNORECASE,
)
_CONTRARY = (
    ("approv", "disapprov"), ("support", "oppos"), ("arrest", "releas"), ("hire", "fire"), ("sign", "declin"),
    ("sign", "reject"), ("join", "left"),
)  # fmt: skip
_CHANGE = re.compile(
    r"\b(?:increas\w+|decreas\w+|grow\w*|grew|rose|risen|rise|fell|fallen|drop\w*|declin\w+|soar\w*|up|down)\b",
    re.IGNORECASE,
)
# Words that any two sentences with figures may share.
_COMMON = "year month week day hour time now end term number hundred thousand million billion trillion"
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|some|estimated|close to)\b", re.IGNORECASE)
_ABOVE = re.compile(
    r"\b(?:over|above|least|upwards|no (?:less|fewer)|(?<!no )(?:more|greater|larger|higher) than)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\b(?:nearly|almost|up to|under|below|most|as many as|no more than|"
    r"(?<!no )(?:less|fewer|smaller|lower) than)\b",
    re.IGNORECASE,
)


def is_other_thing(one: Value, other: Value) -> bool:
    """Return whether the values count different things, or opposite sides of one."""
    first, second = (set(stems(value.document.quote(value.sentence))) for value in (one, other))
    if any(_only(first, second, pair) or _only(second, first, pair) for pair in _CONTRARY):
        return True
    heads = head_of(one), head_of(other)
    if one.figure.kind is FigureKind.SHARE:
        is_change = [
            _CHANGE.search(value.document.quote(value.sentence)) is not None for value in (one, other)
        ]
        if any(is_change):
            return not all(is_change)
    if all(heads) and one.figure.kind is not FigureKind.MONEY:
        return not are_kin(heads[0] or "", heads[1] or "")
    return not _content(first) & _content(second)


def is_other_measure(one: Value, other: Value) -> bool:
    """Return whether one value is narrower, planned or a rate, and the other is not."""
    if _rate(one) != _rate(other) or _is_planned(one) != _is_planned(other):
        return True
    return any(
        word.casefold() not in second.document.quote(second.sentence).casefold()
        for first, second in ((one, other), (other, one))
        for word in _narrowing(first)
    )


def may_agree(one: Value, other: Value) -> bool:
    """Return whether the values may be one and the same, said with other words or other precision."""
    (low, high), (other_low, other_high) = _limits(one), _limits(other)
    return low <= other_high and other_low <= high


def share_words(one: Value, other: Value) -> bool:
    """Return whether the units of two values have a narrowing word in common, or are the same."""
    return bool(one.unit and other.unit) and (
        one.unit == other.unit or bool(set(_narrowing(one)) & set(_narrowing(other)))
    )


def head_of(value: Value) -> str | None:
    return head(value.unit) if value.unit else None


def _only(first: set[str], second: set[str], pair: tuple[str, str]) -> bool:
    """Return whether *first* has but the one of a contrary *pair* and *second* but the other."""
    left, right = map(stem, pair)
    return left in first and right in second and right not in first and left not in second


@lru_cache(maxsize=32)
def _stems_of(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


def _content(terms: set[str]) -> set[str]:
    return {
        term for term in terms - _stems_of(_COMMON) if not term[0].isdigit() and term not in FUNCTION_WORDS
    }


def _narrowing(value: Value) -> list[str]:
    """Return the words of the unit that narrow what is counted: "permanent" and "ERO" of ERO officers."""
    if value.figure.kind is not FigureKind.COUNT or not value.unit:
        return []
    return [word for word in value.unit.split()[:-1] if word in _NARROWING or word[0].isupper()]


def _rate(value: Value) -> str | None:
    match = _RATE.match(value.document.text, value.figure.whole.end, value.sentence.end)
    return (match["each"] or match["adverb"]).lower() if match else None


def _is_planned(value: Value) -> bool:
    return _PLANNED.search(value.document.quote(value.sentence)) is not None


def _limits(value: Value) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that the words of *value* may mean."""
    low, high = value.figure.low, value.figure.high
    words = value.document.quote(value.figure.value)
    if scaled := re.search(
        r"(?:\.(\d+))?\s?(thousand|million|billion|trillion|bn|m|k)\b", words, re.IGNORECASE
    ):
        power = {"t": 3, "k": 3, "m": 6, "b": 9}[scaled[2][0].lower()] if scaled[2] != "trillion" else 12
        half = Decimal(5).scaleb(power - 1 - len(scaled[1] or ""))
        low, high = low - half, high + half
    if value.figure.kind is FigureKind.SHARE and not any(map(str.isdigit, words)):
        low, high = low - ROUNDED, high + ROUNDED
    hedge = value.hedge or ""
    if _ABOUT.search(hedge):
        low, high = low * (1 - AROUND), high * (1 + AROUND)
    elif _ABOVE.search(hedge):
        high *= 1 + BEYOND
    elif _BELOW.search(hedge):
        low *= 1 - BEYOND
    return low, high
