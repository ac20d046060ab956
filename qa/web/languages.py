"""In which language a page is shown: as its address says, else as the browser asks."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import HTTPConnection

from qa.language import primary
from qa.texts import CATALOGUES
from qa.texts.operator import Frame, Frames

PARAMETER = "lang"
PLACES = ("start", "end", "v", "place")  # all else that an address may hold; a switch passes on nothing more


class Choice(NamedTuple):
    """One language of the switch: its tag, its name in its own words, and this page in it."""

    language: str
    name: str
    href: str
    is_current: bool


def page_language(request: HTTPConnection) -> str:
    """Return the language of the page: that of `?lang=`, else what `Accept-Language` prefers."""
    asked = request.query_params.get(PARAMETER, "")
    return asked if asked in CATALOGUES else preferred(request.headers.get("accept-language", ""))


def page_frame(request: HTTPConnection, frames: Frames) -> Frame:
    return frames[page_language(request)]


def choices(current: str, query: Sequence[tuple[str, str]] = ()) -> Sequence[Choice]:
    """Return this page in each language, by its query alone; *current* is the one that it is in.

    Of a form's answer that is the empty form again: what was asked stands in no address.
    """
    rest = [(name, value) for name, value in query if name in PLACES]
    return [
        Choice(language, t.NAME, f"?{urlencode([*rest, (PARAMETER, language)])}", language == current)
        for language, t in CATALOGUES.items()
    ]


def preferred(accepted: str) -> str:
    """Return the language that the header *accepted* puts first of ours; English where it names none."""
    best, quality = "en", 0.0
    for item in accepted.split(","):
        tag, _, weight = item.partition(";")
        language = primary(tag.strip())
        if language in CATALOGUES and (given := _quality(weight)) > quality:
            best, quality = language, given
    return best


def _quality(weight: str) -> float:
    name, _, value = weight.partition("=")
    if not name.strip():
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
