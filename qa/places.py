"""Places by their words: US states, and the names before "County", "police department" and the like. Pure."""

import re
from collections.abc import Callable

from index.analysis import words
from index.records import Span
from qa.question import FUNCTION_WORDS

STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|"
    "North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|"
    "Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Puerto Rico"
).split("|")
PLACES = frozenset(STATES) - {"Washington"}  # that is a city, a state and a government
_STATE = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(STATES, key=len, reverse=True))})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE
)
_LOCAL = re.compile(
    r"(?<!\w)((?:[^\W\d_][\w’'.-]*\s+){1,3})"
    r"(?:county|parish|city|township|police\s+department|sheriff[’']?s?\s+(?:office|department)|pd)(?!\w)",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"\S+")


def states(text: str) -> list[Span]:
    """Return where *text* names US states, in any case, in text order."""
    return [Span(*hit.span()) for hit in _STATE.finditer(text)]


def localities(text: str, is_name: Callable[[str], bool]) -> list[Span]:
    """Return the names before "county", "police department" and the like in *text*, in text order.

    A name is as many words as *is_name* takes for one, up to three, and no function word is among them.
    """
    found = []
    for match in _LOCAL.finditer(text):
        named: list[Span] = []
        for written in reversed(list(_WRITTEN.finditer(text, *match.span(1)))):
            spans = list(words(written[0]))
            parts = [written[0][start:end] for start, end in spans]
            if parts[1:] and parts[-1].lower() == "s":  # "Prince George's County"
                parts.pop()
            if not parts or not all(part.lower() not in FUNCTION_WORDS and is_name(part) for part in parts):
                break
            named.insert(0, Span(written.start(), written.start() + spans[-1][1]))
        if named:
            found.append(Span(named[0].start, named[-1].end))
    return found
