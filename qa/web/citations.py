"""Passages of the documents as they are now, cited: as text to copy, and as files to save.

Addresses name places and nothing else, so that no question ever stands in one.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request

from index.records import MAX_QUOTE, Document, Span
from qa.bot import document_ref
from qa.citing import apa
from qa.citing.formats import FORMATS
from qa.citing.runs import as_html, plain
from qa.citing.works import Cited, cite
from qa.verification.anchors import Anchor, to_json_ld
from qa.web.links import Place, address, asked_place, places_query

MAX_PLACES = 20  # as many findings as a reply can have
MAX_EXCERPTED = 5 * MAX_QUOTE  # characters of one document that may only be excerpted: what a reply quotes
Passage = tuple[Document, Span]


class NotCitable(Exception):
    """Places that no passage of the documents as they are now stands at."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status
        super().__init__(status)


class LinkedQuote(NamedTuple):
    text: str
    link: str  # with the site's own address, to be pasted elsewhere


@dataclass(frozen=True, slots=True)
class Citation:
    """One document as it is cited on the page: what was quoted from it, the reference, what is not known."""

    quotes: tuple[LinkedQuote, ...]
    reference: Markup
    missing: tuple[str, ...]  # of what a full reference would hold
    language: str


class Download(NamedTuple):
    title: str
    media_type: str
    suffix: str  # of the file's name
    write: Callable[[Sequence[Passage], date, str], str]


def named_passages(documents: Mapping[str, Document], places: Sequence[str]) -> list[Passage]:
    """Return the passages that *places*, as `places_query` writes them, name.

    Raises NotCitable where one of them is none, where there is none, where there are too many, and where
    they are more of a document than may be shown.
    """
    if not 1 <= len(places) <= MAX_PLACES:
        raise NotCitable(HTTPStatus.BAD_REQUEST)
    passages = [_named(documents, place) for place in places]
    excerpted: Counter[str] = Counter()
    for document, span in dict.fromkeys(passages):
        if document.source.display == "excerpt":
            excerpted[document.id] += span.end - span.start
    if max(excerpted.values(), default=0) > MAX_EXCERPTED:
        raise NotCitable(HTTPStatus.FORBIDDEN)
    return passages


def _named(documents: Mapping[str, Document], place: str) -> Passage:
    parts = place.split(".", 3)
    if len(parts) != 4:
        raise NotCitable(HTTPStatus.BAD_REQUEST)
    version, start, end, id = parts
    document = documents.get(id)
    if document is None:
        raise NotCitable(HTTPStatus.NOT_FOUND)
    asked = asked_place(document, {"start": start, "end": end, "v": version})
    if asked.place is None:
        raise NotCitable(HTTPStatus.NOT_FOUND if asked.other else asked.status)
    return document, asked.place


def citations(passages: Sequence[Passage], accessed: date, site: str) -> list[Citation]:
    """Return each document of *passages* once, in APA style, with links that begin with *site*."""
    languages = {document.id: document.source.language for document, _ in passages}
    return [
        Citation(
            quotes=tuple(
                LinkedQuote(
                    passage.text, site + address(one.work.id, passage.sha256, passage.start, passage.end)
                )
                for passage in one.passages
            ),
            reference=Markup(as_html(apa.reference(one))),  # which escapes all that is not its own
            missing=one.work.missing,
            language=languages[one.work.id],
        )
        for one in cite(passages, accessed)
    ]


def query_of(passages: Sequence[Passage]) -> str:
    """Return the part of an address behind `?` that names *passages*."""
    return places_query(Place(document.id, document.sha256, *span) for document, span in passages)


def site_of(request: Request) -> str:
    """Return the beginning of this site's addresses, as the browser that asks names it."""
    return f"{request.scope['scheme']}://{request.headers.get('host', '')}"


def _as_json(passages: Sequence[Passage], accessed: date, site: str) -> str:
    """Return the passages with all that is known of their documents, and as W3C selectors, for programs."""
    rows = []
    for document, span in passages:
        (cited,) = cite([(document, span)], accessed)
        rows.append(
            {
                "quote": {"text": document.quote(span), "start": span.start, "end": span.end},
                "document": document_ref(document).model_dump(mode="json"),
                "anchor": to_json_ld(Anchor.of(document, span)),
                "link": site + address(document.id, document.sha256, *span),
                "reference": plain(apa.reference(cited)),
                "missing": cited.work.missing,
            }
        )
    whole = {"version": 1, "accessed": accessed.isoformat(), "passages": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _exported(export: Callable[[Sequence[Cited]], str]) -> Callable[[Sequence[Passage], date, str], str]:
    return lambda passages, accessed, site: export(cite(passages, accessed))


DOWNLOADS: Mapping[str, Download] = {
    "markdown": Download("Markdown", "text/markdown", "md", _exported(FORMATS["markdown"].export)),
    "json": Download("JSON", "application/json", "json", _as_json),
    **{
        name: Download(one.title, one.media_type, one.suffix, _exported(one.export))
        for name, one in FORMATS.items()
        if name != "markdown"
    },
}
