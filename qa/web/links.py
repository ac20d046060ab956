"""The address of a place in a document, written and read: `/documents/{id}?start=&end=&v=&lang=#passage`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, NamedTuple
from urllib.parse import quote, urlencode

from index.records import MAX_QUOTE, Document, Span

VERSION_LENGTH = 8  # of the text's sha256: enough to notice that the text is another
VERSION = re.compile(rf"[0-9a-f]{{{VERSION_LENGTH},64}}")


class Place(NamedTuple):
    """A place in one version of a document, as an address names it."""

    document: str
    version: str  # the first digits of the text's sha256
    start: int
    end: int


def address(document_id: str, sha256: str, start: int, end: int, language: str | None = None) -> str:
    """Return the address of the document page with this place marked and scrolled to.

    Without *language*, as in a link to pass on, the page has that of whoever follows it.
    """
    path = f"/documents/{quote(document_id, safe='')}"
    shown = f"&lang={language}" if language else ""
    return f"{path}?start={start}&end={end}&v={sha256[:VERSION_LENGTH]}{shown}#passage"


def places_query(places: Iterable[Place]) -> str:
    """Return the part of an address behind `?` that names *places*: nothing but where they are."""
    named = (
        f"{place.version[:VERSION_LENGTH]}.{place.start}.{place.end}.{place.document}" for place in places
    )
    return urlencode([("place", name) for name in named])


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a document: a place in it, one in another version, none, or a bad one."""

    place: Span | None = None
    other: Place | None = None
    problem: Literal["incomplete", "backwards", "too_long", "beyond"] | None = None
    status: HTTPStatus = HTTPStatus.OK


def asked_place(document: Document, query: Mapping[str, str]) -> Asked:
    """Return the place that *query* names in *document*; where it names none that can be shown, the reason.

    A link is whole (start, end and version) or it is not followed: a place counted in another text would
    mark the wrong words. Where only excerpts may be shown, a place longer than any quote is refused:
    it would show the document.
    """
    if not query.keys() & {"start", "end", "v"}:
        return Asked()
    start, end, version = (query.get(name, "") for name in ("start", "end", "v"))
    if not (_is_count(start) and _is_count(end) and VERSION.fullmatch(version)):
        return Asked(problem="incomplete", status=HTTPStatus.BAD_REQUEST)
    place = Span(int(start), int(end))
    if place.start >= place.end:
        return Asked(problem="backwards", status=HTTPStatus.BAD_REQUEST)
    if document.source.display == "excerpt" and place.end - place.start > MAX_QUOTE:
        return Asked(problem="too_long", status=HTTPStatus.FORBIDDEN)
    if not document.sha256.startswith(version):
        return Asked(other=Place(document.id, version, *place))
    if place.end > len(document.text):
        return Asked(problem="beyond", status=HTTPStatus.NOT_FOUND)
    return Asked(place)


def _is_count(text: str) -> bool:
    """Return whether *text* is a plain number; `int` also takes signs, spaces, underscores and any length."""
    return text.isascii() and text.isdigit() and len(text) <= 9
