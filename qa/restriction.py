"""A question -> the dates it keeps to. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.records import Span
from qa.dates import Bound, dates, first_and_last

_PREPOSITION = re.compile(
    r"(?:as of|by|in|on|at|during|through|throughout|until|till|before|prior to|after|since|from|starting|"
    r"beginning)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Restriction:
    """The dates a question keeps to: from *earliest* to *latest*, both included, or one month of any year."""

    span: Span
    bound: Bound
    earliest: date | None
    latest: date | None
    month: int | None

    @property
    def is_stretch(self) -> bool:
        """Whether it is a stretch of time ("before 2026"), not a day, month or year, or "as of" one."""
        if self.month is not None or self.bound is Bound.BY:
            return False
        if self.earliest is None or self.latest is None:
            return True
        year, month, day = self.earliest.year, self.earliest.month, self.earliest.day
        whole = [
            first_and_last(*parts) for parts in ((year, None, None), (year, month, None), (year, month, day))
        ]
        return (self.earliest, self.latest) not in whole

    def admits(self, year: int | None, month: int | None, day: int | None) -> bool:
        """Return whether every day that fits the given parts fits the restriction; unknown parts do not."""
        if self.month is not None:
            return month == self.month
        if year is None:
            return False
        first, last = first_and_last(year, month, day)
        if first is None or last is None:
            return False
        return (self.earliest is None or self.earliest <= first) and (
            self.latest is None or last <= self.latest
        )


def restriction(question: str) -> Restriction | None:
    """Return the dates that *question* keeps to; None where it names none, or what cannot be settled.

    Nothing counts from today: "last year" restricts nothing.
    """
    for one in dates(question):
        if one.relation or not (one.is_period or _PREPOSITION.match(question, one.span.start)):
            continue
        if one.year is None and one.month is not None and not one.is_period and one.day is None:
            is_month = one.bound in (Bound.AT, Bound.BY)
            return Restriction(one.span, one.bound, None, None, one.month) if is_month else None
        if one.year is None:
            continue
        first, last = first_and_last(one.year, one.month, one.day)
        if one.last is not None:
            last = first_and_last(one.last.year or one.year, one.last.month, one.last.day)[1]
        if first is not None and last is not None:
            return Restriction(one.span, one.bound, *_limits(one.bound, first, last), None)
    return None


def _limits(bound: Bound, first: date, last: date) -> tuple[date | None, date | None]:
    match bound:
        case Bound.BY | Bound.UNTIL:
            return None, last
        case Bound.BEFORE:
            return None, first - timedelta(days=1)
        case Bound.AFTER:
            return last + timedelta(days=1), None
        case Bound.SINCE:
            return first, None
        case Bound.AT:
            return first, last
