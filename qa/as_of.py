"""A figure and its sentences -> when it holds. Pure.

Nothing is guessed: what the words and the document's published date do not settle stays unresolved, and the
words themselves are kept. The published date is never taken for the date of a figure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.records import Span
from qa.dates import Bound, Date, dates, first_and_last
from qa.figures import Figure

# What another figure came from: "up from 135 under Biden and 150 before". It has a date of its own or none.
_FORMER = re.compile(r"(?<!\w)(?:(?:up|down)\s(?:\S{1,30}\s){0,3}?from|from(?=\s[0-9]))\s", re.IGNORECASE)
# How a sentence begins that goes on with what the one before counts.
_GOES_ON = re.compile(
    r"(?:This|That|These|Those|It|They|Of (?:these|those|them|which)|Among (?:these|those|them)|"
    r"The (?:number|figure|total|count)s?)\b"
)
_FUTURE = re.compile(
    r"(?<!\w)(?:will|shall|is to|are to|expected|plans? to|planned|going to)(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AsOf:
    """When a figure holds: the document's words, and the ISO date, possibly partial, where they settle it."""

    span: Span
    iso: str | None
    year: int | None
    month: int | None
    day: int | None

    @property
    def is_relative(self) -> bool:
        """Whether the words alone do not say when: the reply warns of it."""
        return self.iso is None


def as_of(
    text: str,
    figure: Figure,
    figures: Sequence[Figure],
    sentences: Sequence[Span],
    published: date | None,
) -> AsOf | None:
    """Return when *figure* of *text* holds, with the words that say so; None where nothing does.

    *sentences* are those of its paragraph and *figures* those in them, both in text order. The words come
    from its own sentence, or from one before it that it goes on from ("This included ..."). They are
    resolved against the *published* date only.
    """
    at = next((n for n, one in enumerate(sentences) if one.start <= figure.span.start < one.end), None)
    if at is None:
        return None
    sentence = sentences[at]
    ends = {one.whole.end: one.span for one in figures}
    found = _of_figure(text, figure.span, ends, sentence)
    if found is None and not is_former(text, figure.span, sentence):
        while found is None and at > 0 and _GOES_ON.match(text, sentences[at].start):
            at -= 1
            sentence = sentences[at]
            free = [one for one, owner in _owned(text, ends, sentence) if owner is None]
            found = free[-1] if free else None
    if found is None:
        return None
    return resolved(found, published, is_future=bool(_FUTURE.search(text, *sentence)))


def resolved(one: Date, published: date | None, *, is_future: bool = False) -> AsOf:
    """Return the date of the words *one* as far as they and the *published* date settle it.

    A day or month without a year is the latest one that is not after *published*; never for what is to come
    (*is_future*). A period, a weekday and a day that no calendar has stay unresolved.
    """
    year, month, day = one.year, one.month, one.day
    if not one.is_period and published is not None:
        if one.relation:
            year, month = _related(one, published)
        elif year is None and month is not None and not is_future:
            is_past = (month, day or 1) <= (published.month, published.day)
            year = published.year if is_past else published.year - 1
    is_settled = year is not None and not one.is_period and first_and_last(year, month, day)[0] is not None
    iso = "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)]) if is_settled else None
    return AsOf(one.span, iso, year, month, day)


def _related(one: Date, published: date) -> tuple[int | None, int | None]:
    """Return year and month of "last year", "this month", "last December", told on the *published* date."""
    step = {"last": -1, "this": 0, "next": 1}[one.relation]
    if one.unit == "year":
        return published.year + step, None
    if one.unit != "month":
        return None, None
    if one.month is None:
        months = published.year * 12 + published.month - 1 + step
        return months // 12, months % 12 + 1
    if one.relation == "this":
        return published.year, one.month
    # In September "last March" may be this year's or the last's.
    is_clear = one.relation == "last" and one.month >= published.month
    return (published.year - 1 if is_clear else None), one.month


def _of_figure(text: str, figure: Span, ends: Mapping[int, Span], sentence: Span) -> Date | None:
    """Return the date of *figure* from its own *sentence*."""
    owned = _owned(text, ends, sentence)
    for one, owner in owned:
        if owner == figure:
            return one
    if is_former(text, figure, sentence):
        return None
    free = [one for one, owner in owned if owner is None]
    before = [one for one in free if one.span.end <= figure.start]
    return before[-1] if before else next(iter(free), None)


def _owned(text: str, ends: Mapping[int, Span], sentence: Span) -> list[tuple[Date, Span | None]]:
    """Return the dates of *sentence* that could be an as-of, each with the figure that it follows directly.

    *ends* tells where each figure with its unit ends.
    """
    found = []
    for one in dates(text[sentence.start : sentence.end]):
        if one.bound not in (Bound.AT, Bound.BY):
            continue
        moved = replace(one, span=Span(one.span.start + sentence.start, one.span.end + sentence.start))
        found.append((moved, ends.get(moved.span.start - 1)))
    return found


def is_former(text: str, figure: Span, sentence: Span) -> bool:
    """Return whether *figure* is what another one came from: "up from 135", and on to a dash."""
    cue = _FORMER.search(text, sentence.start, figure.start)
    return cue is not None and not re.search("[;—–]", text[cue.end() : figure.start])
