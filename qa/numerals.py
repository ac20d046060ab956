"""Text -> the numbers written in it, in digits or words, before it is known what they count. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from index.records import Span

MAX_DIGITS = 30  # of a number; a longer run of digits is an identifier


class FigureKind(StrEnum):
    """What a figure measures; its number is in whole units, of the currency where there is one."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"  # in per cent
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, or a range of numbers, as it is written, before it is known what it counts."""

    span: Span
    kind: FigureKind
    low: Decimal
    high: Decimal
    scale: int = 0  # the power of ten that a word gives it
    is_plain: bool = False  # digits alone, without a separator, a decimal or a scale
    is_lone_one: bool = False  # the word "one" by itself
    is_lone_half: bool = False


_DIGITS = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6, "bn": 9}
_SCALE = "hundred|thousand|million|billion|trillion"
_SPELLED = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    f"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|{_SCALE}"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_PARTS_OF = {
    "a": Decimal(1),
    "an": Decimal(1),
    "one": Decimal(1),
    "two": Decimal(2),
    "three": Decimal(3),
    "four": Decimal(4),
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_NUMERAL = re.compile(
    rf"""
      \[[0-9]{{1,3}}\]  # a reference mark
    | (?-i:\b(?:US|CA|AU?|C|NZ))?\s?[$£€]\s?(?P<sum>{_DIGITS})(?P<short>bn|k|m)?(?![\w(]|[.,][0-9])
      (?:\s(?P<sums>{_SCALE})\b)?
    | (?<![\w$£€\#\[.])(?<!\w\()(?<![0-9][,:/])(?<![^\W\d_]-)(?P<digits>{_DIGITS})
      (?:(?P<percent>\s?%|\sper\s?cent\b)|(?P<th>st|nd|rd|th)\b
       |(?:[:][0-9]{{2}}\b|\s?[ap](?:m\b|\.m\.))  # a time of day
       |(?P<plain>(?![\w(\]%/]|[.,:][0-9]|\.[a-z])(?:\s(?P<scale>{_SCALE})\b)?))
    | (?<![\w’'])(?P<parts>one|two|three|four)-(?P<part>half|third|quarter|fourth|fifth|tenth)s?(?![\w-])
    | (?<![\w’'])(?:(?P<parts_of>an?|one|two|three|four)\s)?
      (?P<part_of>third|quarter|fourth|fifth|tenth)s?(?=\sof\b)
    | (?<![\w’'-])(?P<half>half)(?![\w-]|\san?\b)
    | (?<![\w’'-])(?P<spelled>(?:a\s(?=hundred|thousand|million|billion|trillion))?(?:{_SPELLED})
      (?:(?:\s|-)(?:and\s)?(?:{_SPELLED})){{0,12}})(?![\w’'])
    | (?<![\w’'-])(?P<ordinal>{"|".join(_ORDINALS)})(?![\w’'-])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of *text* in its order; reference marks and times of day are none."""
    for match in _NUMERAL.finditer(text):
        if numeral := _numeral(match, Span(*match.span()).trimmed(text)):
            yield numeral


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return how many per cent of *whole* the *part* is, to two decimals."""
    return (100 * part / whole).quantize(Decimal("0.01"))


def _numeral(match: re.Match[str], span: Span) -> Numeral | None:
    """Return the numeral that *match* has found at *span*; None for marks, times and what has no value."""
    if match["sum"] or match["digits"]:
        word = (match["short"] or match["sums"] or match["scale"] or "").lower()
        scale = _SCALES.get(word, 0)
        number = _read(match["sum"] or match["digits"], scale)
        if number is None:
            return None
        if match["sum"]:
            return Numeral(span, FigureKind.MONEY, number, number, scale)
        if match["percent"]:
            return Numeral(span, FigureKind.SHARE, number, number)
        if match["th"]:
            return Numeral(span, FigureKind.ORDINAL, number, number)
        if match["plain"] is None:
            return None
        is_plain = match["digits"].isdigit() and not scale
        return Numeral(span, FigureKind.COUNT, number, number, scale, is_plain)
    if match["half"]:
        return Numeral(span, FigureKind.SHARE, Decimal(50), Decimal(50), is_lone_half=True)
    if part := match["part"] or match["part_of"]:
        parts = (match["parts"] or match["parts_of"] or "a").lower()
        number = percent(_PARTS_OF[parts], Decimal(_PARTS[part.lower()]))
        return Numeral(span, FigureKind.SHARE, number, number)
    if match["ordinal"]:
        number = Decimal(_ORDINALS.index(match["ordinal"].lower()) + 1)
        return Numeral(span, FigureKind.ORDINAL, number, number)
    if match["spelled"]:
        words = match["spelled"].lower()
        number = _spelled(words)
        if number is not None:
            return Numeral(span, FigureKind.COUNT, number, number, is_lone_one=words == "one")
    return None


def _read(digits: str, scale: int) -> Decimal | None:
    if len(digits) > MAX_DIGITS:
        return None
    return Decimal(digits.replace(",", "")).scaleb(scale)


@lru_cache(maxsize=1000)
def _spelled(words: str) -> Decimal | None:
    """Return the value of a number in words; None where they are none ("seven eight", "few hundred")."""
    from text_to_num import text2num  # compiled; only spelled numbers need it

    if words in _SCALES:
        return None
    plain = " ".join(re.sub(r"^a\s", "one ", words).split())
    try:
        return Decimal(text2num(plain, "en"))
    except ValueError:
        return None
