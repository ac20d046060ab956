"""Text -> its figures: counts, sums of money, shares and ordinals, with hedge, unit and place. Pure.

Dates, times of day, scores, names ("287(g)", "Chapter 247", "Flight 17"), list numbers and reference marks
are no figures. Everything is looked for within a bounded distance of a number, so that the time grows with
the length of the text and no faster.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.records import Span
from qa.dates import dates
from qa.numerals import FigureKind, Numeral, numerals, percent
from qa.places import STATES
from qa.question import FUNCTION_WORDS

NEAR = 40  # characters before a number in which its hedge, its determiner or a name stands
REACH = 160  # characters after a number in which its unit stands
MAX_UNIT = 9  # words


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its places in the text it was found in; what is not there is None."""

    span: Span  # the hedge and the value, without the unit: "More than 40"
    value: Span  # the value alone: "40"
    kind: FigureKind
    low: Decimal
    high: Decimal  # equal to low unless the value is a range
    hedge: Span | None
    unit: Span | None  # the counted noun with the words before it: "permanent ERO officers"
    place: Span | None  # the state or county that holds it

    @property
    def number(self) -> Decimal | None:
        """The value; None for a range."""
        return self.low if self.low == self.high else None

    @property
    def whole(self) -> Span:
        """The figure together with its unit."""
        return Span(self.span.start, self.unit.end) if self.unit else self.span

    def moved(self, by: int) -> "Figure":
        """Return the same figure in a text that begins *by* characters earlier."""
        return Figure(
            span=_moved(self.span, by),
            value=_moved(self.value, by),
            kind=self.kind,
            low=self.low,
            high=self.high,
            hedge=self.hedge and _moved(self.hedge, by),
            unit=self.unit and _moved(self.unit, by),
            place=self.place and _moved(self.place, by),
        )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


_HEDGE = re.compile(
    r"(?<![\w’'-])(?:(?:(?:only|just|well|still)\s)?(?:about|around|roughly|approximately|nearly|almost|"
    r"close\sto|over|above|under|below|upwards\sof|up\sto|at\sleast|at\smost|at\sthe\svery\s(?:least|most)|"
    r"(?:no\s)?(?:more|less|fewer|greater|larger|smaller|higher|lower)\sthan|"
    r"as\s(?:many|much|few|little|low|high)\sas|some)|only|just|(?:an\s)?estimated)\s\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s(?:to|or)\s\Z|[–-]\Z")
_PAIR = re.compile(r"\sand\s\Z")  # "between 20 and 30"
_SCORE = re.compile(r"\s?(?:--|[–—-])\s?\Z")
_RATIO = re.compile(r"(?:\s|-)(?:in|out\sof|of\severy|in\severy)(?:\s|-)\Z")
_RATIO_OF = frozenset(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 100, 1000)))
_FROM = re.compile(r"(?<!\w)(?P<ranging>rang(?:ing|es?|ed)\s)?from\s\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<!\w)between\s\Z", re.IGNORECASE)
_COMPOUND = re.compile(r"-([^\W\d_]+(?:-[^\W\d_]+){0,3})")
_LINE_START = re.compile(r"(?:\A|\n)[ \t\xa0]*\Z")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;“”\"(—–\n])\s?\Z")
_LIST_MARK = re.compile(r"[.)]\s")
# What stands before an ordinal that ranks, and not before one that tells when ("first built in 1911").
_RANKS = re.compile(
    r"(?:(?<![\w’'])(?:the|an?|his|her|its|their|our|your|my|this|that|every|each|in|"
    r"was|were|is|are|be|been|ranked?|placed|finished|came|tied\sfor)|[’']s|s[’'])\s\Z",
    re.IGNORECASE,
)
_IDIOM = re.compile(r"(?<!\w)(?:top|split\sin|cut\sin)\s\Z", re.IGNORECASE)
_DESIGNATOR = re.compile(
    r"(?<!\w)(?:flight|chapter|section|category|tier|title|article|phase|room|number|no\.|page|figure|table|"
    r"volume|level|grade|route|highway|interstate|channel|version|type|step|district|precinct|form|rule)\s\Z",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?P<edge>(?:\A|[.!?:;“”\"(—–\n])\s?)?(?<![\w’'.&-])(?P<word>[A-Z][\w’'.&-]*)\s\Z")
_WORD = re.compile(r"\s?((?:[^\W\d_]\.){2,}|[^\W_][\w’'‑-]*(?:\([a-z]\))?)")
_VERBS = (
    "approve disapprove support oppose favor remain follow lead say include need take make get come go "
    "become work join sign participate show help accept serve cover report"
).split()
# Where the words of a unit end.
_STOPS = (
    FUNCTION_WORDS - {"kind", "kinds", "sort", "folks", "guys", "things"}
    | {form for verb in _VERBS for form in (verb, f"{verb}s", f"{verb}d", f"{verb}ed")}
    | frozenset(
        """behind apart apiece each dead ill strong hurt including plus minus versus vs among amid across
        along against beyond despite inside outside within throughout upon via onto toward towards beside
        besides whereas whether neither although though unless ago later earlier elsewhere instead together
        alone already always additionally somewhat higher lower greater larger smaller bigger total overall
        combined nationwide worldwide statewide last next per as less perhaps been took taken came went
        became made got led said shown since""".split()
    )
)
_PLURALS = frozenset(
    """people men women children personnel crew staff police folks ft feet km kg mph lb mi saola aircraft
    others""".split()
)
_SINGULARS = frozenset("plus news politics economics always thus besides towards".split())
_AMBIGUOUS = frozenset({"aircraft"})  # "Boeing 777 aircraft"
_ATTRIBUTE = re.compile(r"\s(?:point|year|month|day|week|hour|minute|mile|man|member)\s[a-z]")
_DETERMINERS = r"(?:the|an?|these|those|its|their|his|her|our|all|every|such)\s"
_HALF_OF = re.compile(r"\s(?:of|the)\b")
_OF_THOSE = re.compile(rf"\sof\s(?:{_DETERMINERS}){{1,2}}(?:[0-9][0-9,.]{{0,20}}\s)?", re.IGNORECASE)
_OF = re.compile(rf"\s(?:of\s)?(?:{_DETERMINERS}){{0,2}}(?:[0-9][0-9,.]{{0,20}}\s)?", re.IGNORECASE)
_NAME_WITH_COMMAS = re.compile(  # "Bureau of Alcohol, Tobacco, Firearms, and Explosives staff"
    r"[A-Z][\w-]{0,30}(?:\s(?:(?:of|for)\s)?[A-Z][\w-]{0,30}){1,4}(?:,\s[A-Z][\w-]{0,30}){1,6},?"
    r"\sand\s[A-Z][\w-]{0,30}\s[a-z]{1,30}"
)
_STATE = "|".join(sorted({*STATES, "Washington state"} - {"Washington"}, key=len, reverse=True))
_PLACE = re.compile(
    rf"(?<!\w)(?:(?!(?:In|At|The|Of|From|For|And|But|Across|Near)\s)(?:[A-Z][\w’'-]{{0,30}}\s){{1,3}}(?:County|Parish)(?:,\s(?:{_STATE}))?|{_STATE})(?![\w-])".replace(
        " ", r"\s"
    )
)
_BREAK = re.compile(r"[;:(—\n]|[,.!?](?=\s)")
_HELD = re.compile(r"\s?\(|:?,?\s")  # "Florida (342)", "Florida: 342", "In Florida, 342"
_WHERE = re.compile(r"\s(?:in|across|throughout)\s")


def figures(text: str, within: Span | None = None) -> list[Figure]:
    """Return the figures of *text*, or of its slice *within*, in text order; none overlap another.

    Places count code points of *text*.
    """
    if within is not None:
        return [one.moved(within.start) for one in figures(text[within.start : within.end])]
    return _Text(text).figures()


def places(text: str) -> list[Span]:
    """Return the US states and counties that *text* names, in text order."""
    return [Span(*match.span()) for match in _PLACE.finditer(text)]


class _Text:
    """A text and the places in it that every figure is compared with."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dates = [one.span for one in dates(text)]
        self.date_ends = [span.end for span in self.dates]
        self.places = places(text)
        self.place_starts = [span.start for span in self.places]
        self.place_ends = [span.end for span in self.places]
        self.breaks = [match.start() for match in _BREAK.finditer(text)]

    def figures(self) -> list[Figure]:
        return [figure for one in self._joined() if (figure := self._figure(one))]

    def _before(self, pattern: re.Pattern[str], at: int) -> re.Match[str] | None:
        """Return what *pattern* finds right before *at*; it ends with `\\Z`."""
        return pattern.search(self.text, max(0, at - NEAR), at)

    def _numerals(self) -> Iterator[Numeral]:
        return (one for one in numerals(self.text) if not self._is_in_date(one.span))

    def _is_in_date(self, span: Span) -> bool:
        at = bisect_right(self.date_ends, span.start)
        return at < len(self.dates) and self.dates[at].start < span.end

    def _joined(self) -> list[Numeral]:
        """Return the numerals with ranges and ratios as one each, and without scores."""
        kept: list[Numeral] = []
        scored = False  # whether the last one kept is half of a score
        for one in self._numerals():
            before = kept[-1] if kept else None
            gap = self.text[before.span.end : one.span.start] if before else ""
            if before is None or not 0 < len(gap) <= 10:
                joined = None
            else:
                joined = self._pair(before, one, gap)
                if joined is None and before.is_plain and one.is_plain and _SCORE.match(gap):
                    kept[-1], scored = one, True
                    continue
            if scored:
                kept.pop()
                scored = False
                joined = None
            if joined:
                kept[-1] = joined
            else:
                kept.append(one)
        return kept[:-1] if scored else kept

    def _pair(self, one: Numeral, other: Numeral, gap: str) -> Numeral | None:
        """Return the range or the ratio that the two numerals make; None where they stand apart."""
        span = Span(one.span.start, other.span.end)
        counts = one.kind is other.kind is FigureKind.COUNT
        if counts and _RATIO.match(gap) and one.low < other.low in _RATIO_OF and one.low == one.high:
            share = percent(one.low, other.low)
            return Numeral(span, FigureKind.SHARE, share, share)
        is_between = bool(_PAIR.match(gap) and self._before(_BETWEEN, one.span.start))
        if not is_between:
            change = self._before(_FROM, one.span.start)
            if not _RANGE.match(gap) or (change and not change["ranging"] and gap.strip() == "to"):
                return None
        if FigureKind.ORDINAL in (one.kind, other.kind) or one.low != one.high:
            return None
        if (
            one.kind is not other.kind
            and one.kind is not FigureKind.COUNT
            and other.kind is not FigureKind.COUNT
        ):
            return None
        is_dash = gap in "–-"
        if is_dash and not all(
            len(self.text[slice(*each.span)]) <= 3 or not each.is_plain for each in (one, other)
        ):
            return None  # a telephone number
        low = one.low * 10 ** (other.scale - one.scale) if one.scale < other.scale else one.low
        if low >= other.low:
            return None
        kind = one.kind if one.kind is not FigureKind.COUNT else other.kind
        return Numeral(span, kind, low, other.low)

    def _figure(self, one: Numeral) -> Figure | None:
        """Return the figure of a numeral, None where it is none after all."""
        start, end = one.span
        hedge = self._before(_HEDGE, start)
        if one.is_lone_one and not hedge:
            return None
        if one.is_lone_half and not hedge and not _HALF_OF.match(self.text, end):
            return None  # "in the second half"
        if one.kind is FigureKind.ORDINAL and not self._ranks(one):
            return None
        unit = self._unit(one)
        if one.kind is FigureKind.COUNT and self._is_label(one, unit):
            return None
        span = Span(hedge.start() if hedge else start, end)
        found = Span(hedge.start(), hedge.end() - 1) if hedge else None
        return Figure(span, one.span, one.kind, one.low, one.high, found, unit, self._place(span, unit))

    def _ranks(self, one: Numeral) -> bool:
        """Return whether an ordinal gives a rank."""
        return self.text[one.span.start].isdigit() or self._before(_RANKS, one.span.start) is not None

    def _is_label(self, one: Numeral, unit: Span | None) -> bool:
        """Return whether a number is part of a name, a list number or an idiom."""
        start, end = one.span
        if self._before(_LINE_START, start) and _LIST_MARK.match(self.text, end):
            return True
        if self._before(_IDIOM, start) or self._before(_DESIGNATOR, start):
            return True
        if unit is None and _ATTRIBUTE.match(self.text, end):
            return True  # "2 point field goal"
        if not one.is_plain and not self.text[start].isupper():
            return False
        if self.text[start].isupper() and not self._before(_SENTENCE_START, start):
            return self.text[end : end + 2].strip().isupper()  # "the Seven Years' War"
        counted = unit and self.text[slice(*unit)].lower() not in _AMBIGUOUS
        name = self._before(_NAMED, start)
        if counted or name is None or name["edge"] is not None:
            return False
        place = bisect_right(self.place_ends, start) - 1
        is_place = place >= 0 and self.places[place].end >= name.end() - 1
        return not is_place and name["word"].lower() not in FUNCTION_WORDS

    def _unit(self, one: Numeral) -> Span | None:
        end = one.span.end
        compound = _COMPOUND.match(self.text, end, end + REACH)
        if one.kind is FigureKind.COUNT and compound:
            return Span(*compound.span(1))
        if one.kind in (FigureKind.ORDINAL, FigureKind.MONEY):
            return self._noun(end, 1)
        if one.kind is FigureKind.SHARE:
            of = _OF.match(self.text, end, end + REACH)
            if of is None or (of.end() == end + 1 and not self._is_fraction(one)):
                return self._noun(end, 2)
            listed = _NAME_WITH_COMMAS.match(self.text, of.end(), of.end() + REACH)
            if listed:
                return Span(*listed.span())
            return self._counted(of.end() - 1) or self._noun(of.end() - 1, 4)
        of = _OF_THOSE.match(self.text, end, end + REACH)
        counted = self._counted(of.end() - 1 if of else end)
        return self._noun(end, 3) if counted is None and one.low == one.high == 1 else counted

    def _is_fraction(self, one: Numeral) -> bool:
        return self.text[one.span.end - 1].isalpha()  # "half", "one in five"; not "60%"

    def _words(self, at: int) -> Iterator[re.Match[str]]:
        """Yield the words from *at* on, as far as only one white space parts them."""
        reach = min(len(self.text), at + REACH)
        while match := _WORD.match(self.text, at, reach):
            if "\n" in self.text[at : match.start(1)] or (match.start(1) == at and at > 0):
                return
            yield match
            at = match.end()

    def _counted(self, at: int) -> Span | None:
        """Return the plural noun that follows *at* with the words before it: "permanent ERO officers".

        A plural with a capital may be part of a name ("Homeland Security Investigations personnel").
        """
        found: Span | None = None
        first = -1
        last = ""
        is_open = False  # after "and", "of": something must follow
        for number, match in enumerate(self._words(at)):
            word = match[1]
            lower = word.lower()
            first = match.start(1) if first < 0 else first
            if number >= MAX_UNIT:
                break
            if lower in ("and", "or", "of", "for") and last and not is_open:
                is_name = last[0].isupper() and self.text[match.end() + 1 : match.end() + 2].isupper()
                if is_name or (lower in ("and", "or") and found is None):
                    is_open = True
                    continue
                break
            if lower in _STOPS or (word[0].isdigit() and "(" not in word):
                break
            if found and not last[0].isupper() and not (_is_plural(word) and last.lower() in _PLURALS):
                break
            if _is_possessive(word) and word[0].isupper() and not word[1:].islower():
                break  # "supported ICE’s operations"
            last, is_open = word, False
            if _is_plural(word):
                found = Span(first, match.end())
                if word[0].islower() and lower not in _PLURALS:
                    break
        return found

    def _noun(self, at: int, words: int) -> Span | None:
        """Return up to *words* words that follow *at* and may be a noun with what describes it."""
        found: Span | None = None
        for match in self._words(at):
            word = match[1].lower()
            is_verb = word.endswith(("ed", "ing", "ly")) and len(word) > 4
            if words == 0 or word in _STOPS or word in ("and", "or") or is_verb or not word[0].isalpha():
                break
            if found and word.endswith("s") and words < 3:
                break  # rather a verb: "donation helps"
            found = Span(found.start if found else match.start(1), match.end())
            words -= 1
        return found

    def _place(self, span: Span, unit: Span | None) -> Span | None:
        """Return the state or county that holds a figure: right after or before it, or in its clause."""
        end = unit.end if unit else span.end
        after = bisect_left(self.place_starts, end)
        if after < len(self.places) and _WHERE.fullmatch(self.text[end : self.places[after].start][:14]):
            return self.places[after]
        at = bisect_right(self.place_ends, span.start) - 1
        if at >= 0:
            place = self.places[at]
            clause = bisect_left(self.breaks, span.start) - 1
            if clause < 0 or self.breaks[clause] < place.start:
                return place
            if _HELD.fullmatch(self.text[place.end : span.start][:4]):
                return place
        return None


def _is_possessive(word: str) -> bool:
    return word.endswith(("’s", "'s"))


def _is_plural(word: str) -> bool:
    lower = word.lower()
    if lower in _PLURALS:
        return True
    regular = lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and len(lower) > 2
    return regular and not _is_possessive(word) and lower not in _SINGULARS
