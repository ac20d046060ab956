"""Words -> dates: when a figure holds, and to which dates a question keeps. Pure.

Nothing is guessed: what the words and the document's published date do not settle stays unresolved, and the
words themselves are kept. The published date is never taken for the date of a figure.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from index.records import Span
from qa.question import AMBIGUOUS_MONTHS, MONTHS

if TYPE_CHECKING:  # qa.figures looks for dates, so as not to take them for figures
    from qa.figures import Figure

NEAR = 60  # characters before a date in which its prepositions stand, or between a figure and its own date


class Bound(StrEnum):
    """How the words before a date limit it."""

    AT = "at"  # in, on, during, or nothing
    BY = "by"  # as of, by: a state reached on that day
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Date:
    """A date as the words give it, with its preposition; what they leave open is None."""

    span: Span
    bound: Bound
    year: int | None
    month: int | None
    day: int | None
    relation: str = ""  # "last", "this" or "next", where the year or month is told by it
    unit: str = ""  # of a relation: "year", "month", or "" for a named month
    last: "Date | None" = None  # the other end of a period

    @property
    def is_period(self) -> bool:
        """Whether it reaches from one date to another."""
        return self.last is not None


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
        whole = [_days(*parts) for parts in ((year, None, None), (year, month, None), (year, month, day))]
        return (self.earliest, self.latest) not in whole

    def admits(self, year: int | None, month: int | None, day: int | None) -> bool:
        """Return whether every day that fits the given parts fits the restriction; unknown parts do not."""
        if self.month is not None:
            return month == self.month
        if year is None:
            return False
        first, last = _days(year, month, day)
        if first is None or last is None:
            return False
        return (self.earliest is None or self.earliest <= first) and (
            self.latest is None or last <= self.latest
        )


_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_PLAIN = "|".join(sorted(set(MONTHS) - AMBIGUOUS_MONTHS, key=len, reverse=True))
_CAPITAL = "|".join(sorted((name.capitalize() for name in AMBIGUOUS_MONTHS), key=len, reverse=True))
# A month that is also another word ("may", "march") counts only with its capital or in full capitals.
_MONTH = rf"(?:(?i:{_PLAIN})|{_CAPITAL}|{_CAPITAL.upper()})(?![^\W\d_])\.?"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?:19|20)[0-9]{2}(?![\w%]|[.,][0-9])"
_ANY_YEAR = r"[0-9]{4}(?![\w%]|[.,][0-9])"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = re.compile(
    rf"""(?<![\w$£€])(?<![0-9][.,/])(?:(?<![0-9]-)|(?<=(?:19|20)[0-9]{{2}}-))(?:
      (?P<iso>(?:19|20)[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}})(?![\w-])
    | (?P<slashed>[0-9]{{1,2}}/[0-9]{{1,2}}/(?:19|20)[0-9]{{2}})(?![\w/])
    | (?:{_WEEKDAY},?\s)?(?P<month_first>{_MONTH})\s(?P<day_after>{_DAY})(?:st|nd|rd|th)?(?![\w%(:]|[.,][0-9])
      (?:(?:\sand\s|\s?[–-]\s?)(?P<to>{_DAY})(?![\w%:]|[.,][0-9]))?(?:,?\s(?P<year_after>{_ANY_YEAR}))?
    | (?P<day_before>{_DAY})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month_second>{_MONTH})
      (?:,?\s(?P<year_last>{_ANY_YEAR}))?
    | (?P<month>{_MONTH})(?:,?\s|\sof\s)(?P<year>{_YEAR})
    | (?P<relation>(?i:last|this|next))\s
      (?:(?P<related_month>{_MONTH})|(?P<unit>(?i:year|month|week|spring|summer|fall|autumn|winter)|{_WEEKDAY}))(?!\w)
    | (?:{_WEEKDAY}|(?i:yesterday|tomorrow))(?!\w)
    | (?P<era>[0-9]{{1,4}}\s?(?:AD|BC|BCE|CE))(?!\w)
    | (?P<lone_year>{_YEAR})
    | (?P<old_year>1[0-8][0-9]{{2}})(?![\w%]|[.,][0-9])
    | (?P<lone_month>{_MONTH})
    )""",
    re.VERBOSE,
)
_LEAD = re.compile(
    r"""(?:(?<![\w’'-])
      (?P<word>as\ of|by|in|on|at|during|through|throughout|until|till|before|prior\ to|after|since|from
        |between|starting(?:\ in|\ on)?|beginning(?:\ in|\ on)?)\s)?
      (?:the\s)?(?P<part>(?:end|start|beginning|middle|close)\sof\s)?
      (?P<rough>(?:early|late|mid)[\s-])?\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_END = re.compile(r"\syear-end(?!\w)", re.IGNORECASE)
_LINK = re.compile(r"\s(?:(?P<and>and)|to|through|until)\s(?:the\s)?|\s?[–—-]\s?", re.IGNORECASE)
_BOUNDS = {
    "as of": Bound.BY,
    "by": Bound.BY,
    "until": Bound.UNTIL,
    "till": Bound.UNTIL,
    "through": Bound.UNTIL,
    "before": Bound.BEFORE,
    "prior to": Bound.BEFORE,
    "after": Bound.AFTER,
    "since": Bound.SINCE,
    "from": Bound.SINCE,
    "starting": Bound.SINCE,
    "beginning": Bound.SINCE,
}
_HEDGED = re.compile(
    r"(?:about|around|over|than|nearly|almost|roughly|some|least|most|up to)\s\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s(?!(?:ha|wa|i|a|thi|doe)s\b)[a-z]+(?<![su])s\b")  # "2000 officers"
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|by|of|since|until|the|and|to|from|before|after|during)|[(,–—-])\s*\Z", re.IGNORECASE
)
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
_PREPOSITION = re.compile(
    r"(?:as of|by|in|on|at|during|through|throughout|until|till|before|prior to|after|since|from|starting|"
    r"beginning)\s",
    re.IGNORECASE,
)
_BEFORE_OLD_YEAR = re.compile(
    r"\b(?:in|since|until|before|after|during|between|circa|end of|"
    r"(?:between|from)\s[0-9]{4}\s(?:and|to))\s\Z",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.", re.IGNORECASE)


def dates(text: str) -> list[Date]:
    """Return the dates in *text* in text order, each with the words before it that limit it.

    A period ("between Aug. 5 and 28", "from January to March 2025") is one. "now" and "today" are none.
    """
    found: list[Date] = []
    for match in _DATE.finditer(text):
        one = _date(text, match)
        if one is None:
            continue
        if found and (period := _period(text, found[-1], one, match.start())):
            found[-1] = period
        else:
            found.append(one)
    return found


def _date(text: str, match: re.Match[str]) -> Date | None:
    """Return the date of *match* with the words that lead to it; None where it is none after all."""
    lead = _LEAD.search(text, max(0, match.start() - NEAR), match.start())
    word = " ".join((lead["word"] or "").lower().split()) if lead else ""
    has_lead = lead is not None and bool(word or lead["part"] or lead["rough"])
    span = Span(lead.start() if lead and has_lead else match.start(), match.end())
    bound = _BOUNDS.get(word if word in _BOUNDS else word.partition(" ")[0], Bound.AT)
    form = match.lastgroup or ""
    if form == "lone_month" and (not has_lead or _is_name(text, match)):
        return None  # "the May agreement", "by April Jones"
    if form == "old_year" and not _is_old_year(text, match):
        return None
    if form == "lone_year":
        if not _is_year(text, match):
            return None
        if ends := _YEAR_END.match(text, span.end):
            span = Span(span.start, ends.end())
    if match["relation"]:
        month = MONTHS.get((match["related_month"] or "").rstrip(".").lower())
        unit = "month" if month else (match["unit"] or "").lower()
        return Date(span, bound, None, month, None, match["relation"].lower(), unit)
    if text[span.end - 1] == "." and not _ABBREVIATION.fullmatch(match["lone_month"] or "jan."):
        span = Span(span.start, span.end - 1)  # the sentence's own
    year, month, day = _parts(match)
    last = Date(Span(*match.span("to")), Bound.AT, year, month, int(match["to"])) if match["to"] else None
    return Date(span, bound, year, month, day, last=last)


def _parts(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Return year, month and day of *match* as far as it gives them and leaves no doubt."""
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return year, month, day
    if match["slashed"]:
        one, other, year = map(int, match["slashed"].split("/"))
        if other > 12 or one == other:
            return year, one, other
        return (year, other, one) if one > 12 else (None, None, None)
    if match["era"]:
        return int(re.sub(r"\D", "", match["era"])), None, None
    year_digits, month_name, day_digits = (
        next((match[group] for group in groups if match[group]), None)
        for groups in (
            ("year_after", "year_last", "year", "lone_year", "old_year"),
            ("month_first", "month_second", "month", "lone_month"),
            ("day_after", "day_before"),
        )
    )
    return (
        int(year_digits) if year_digits else None,
        MONTHS[month_name.rstrip(".").lower()] if month_name else None,
        int(day_digits) if day_digits else None,
    )


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Return whether four digits are a year rather than a count ("about 2000", "2000 officers")."""
    at = match.start()
    if _HEDGED.search(text, max(0, at - 12), at):
        return False
    return bool(_BEFORE_YEAR.search(text, max(0, at - 12), at)) or not _COUNTED.match(text, match.end())


def _is_old_year(text: str, match: re.Match[str]) -> bool:
    """Return whether four digits before 1900, which are more often a count, are a year: "in 1752"."""
    at = match.start()
    return bool(_BEFORE_OLD_YEAR.search(text, max(0, at - 20), at)) and not _COUNTED.match(text, match.end())


def _is_name(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() - 1 : match.end() + 2]
    return after[0].isalpha() and after[1:2] == " " and after[2:].isupper()


def _period(text: str, one: Date, other: Date, core: int) -> Date | None:
    """Return the period from *one* to *other*, whose words begin at *core*; None where they stand apart."""
    between = text[one.span.end : core]
    link = _LINK.fullmatch(between) if len(between) <= 12 and not one.last else None
    if link is None or (link["and"] and not text.startswith(("between", "Between"), one.span.start)):
        return None
    year = other.year if one.year is None and not one.relation else one.year
    span = Span(one.span.start, other.span.end)
    return Date(span, Bound.AT, year, one.month, one.day, one.relation, one.unit, other)


def as_of(
    text: str,
    figure: "Figure",
    figures: Sequence["Figure"],
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
    is_settled = year is not None and not one.is_period and _days(year, month, day)[0] is not None
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


def _days(year: int, month: int | None, day: int | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that fit the parts; None, None where no calendar has them."""
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None, None


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
        first, last = _days(one.year, one.month, one.day)
        if one.last is not None:
            last = _days(one.last.year or one.year, one.last.month, one.last.day)[1]
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
