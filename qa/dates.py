"""Words -> dates, with what the words leave open left open. Pure."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.records import Span
from qa.question import AMBIGUOUS_MONTHS, MONTHS

NEAR = 60  # characters before a date in which its prepositions stand


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


def first_and_last(year: int, month: int | None, day: int | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that fit the parts; None, None where no calendar has them."""
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None, None
