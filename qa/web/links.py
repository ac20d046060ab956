"""The address of a place in a document, written and read: `/documents/{id}?start=&end=&v=#passage`."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from index.records import MAX_QUOTE, Document, Span

VERSION_LENGTH = 8  # of the text's sha256: enough to notice that the text is another


def address(document_id: str, sha256: str, start: int, end: int) -> str:
    """Return the address of the document page with this place marked and scrolled to."""
    path = f"/documents/{quote(document_id, safe='')}"
    return f"{path}?start={start}&end={end}&v={sha256[:VERSION_LENGTH]}#passage"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a document: a place in it, no place, or a place that cannot be shown."""

    place: Span | None
    problem: str | None


def asked_place(document: Document, query: Mapping[str, str]) -> Asked:
    """Return the place that *query* names in *document*; where it names none that can be shown, the reason.

    A link is whole (start, end and version) or it is not followed: a place counted in another text would
    mark the wrong words. Where only excerpts may be shown, a place longer than any quote is refused:
    it would show the document.
    """
    if not query.keys() & {"start", "end", "v"}:
        return Asked(None, None)
    start, end, version = (query.get(name, "") for name in ("start", "end", "v"))
    if not (_is_count(start) and _is_count(end) and version):
        return Asked(None, "The link is incomplete, so no passage is marked.")
    if version != document.sha256[: len(version)] or len(version) < VERSION_LENGTH:
        return Asked(
            None, "The link was made from another version of this document, so no passage is marked."
        )
    place = Span(int(start), int(end))
    if not place.start < place.end <= len(document.text):
        return Asked(
            None, "The link points to a place that this document does not have, so no passage is marked."
        )
    if document.source.display == "excerpt" and place.end - place.start > MAX_QUOTE:
        return Asked(None, "The link points to more of this document than may be shown.")
    return Asked(place, None)


def _is_count(text: str) -> bool:
    """Return whether *text* is a plain number; `int` also takes signs, spaces, underscores and any length."""
    return text.isascii() and text.isdigit() and len(text) <= 9
