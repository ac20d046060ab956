"""The whole ledger against the documents as they are now: what has drifted, and which words must go."""

from collections.abc import Iterator
from datetime import datetime

from index.records import Span
from qa.contract import Frozen, Place
from qa.verification.anchors import Located, State, located
from qa.verification.checking import Collection
from qa.verification.events import Entry
from qa.verification.ledger import Ledger

AT_ONCE = 1000  # entries that are settled in one write; between two of them others may write


class CheckedEntry(Frozen):
    """What has become of one entry."""

    document: str
    sha256: str  # of the version that it was entered from
    start: int
    end: int
    state: State
    is_news: bool  # whether the last check found something else
    now: Place | None
    suggestion: Place | None  # the nearest text: for a person to confirm
    problem: str | None  # why the document could not be loaded


def bring_up_to_date(ledger: Ledger, collection: Collection, at: datetime) -> Iterator[CheckedEntry]:
    """Yield each entry of *ledger* as it is in *collection*, and record what is news; read it to the end.

    At the end the words of documents that are no longer in the records are erased. Those of a document that
    is recorded and cannot be loaded are kept: it may come back.
    """
    last = 0
    while page := ledger.entries(after=last, limit=AT_ONCE):
        found = [_found(ledger, entry, collection) for entry in page]
        states = [(entry.id, one.state) for entry, one in zip(page, found, strict=True)]
        news = set(ledger.settle(states, at))
        for entry, one in zip(page, found, strict=True):
            yield _checked(entry, one, collection, is_news=entry.id in news)
        last = page[-1].id
    for id in ledger.documents():
        if id not in collection.documents and id not in collection.problems:
            ledger.erase(id)


def _found(ledger: Ledger, entry: Entry, collection: Collection) -> Located:
    document = collection.documents.get(entry.anchor.document)
    if not entry.is_erased:
        return located(entry.anchor, document)
    if document is None or document.sha256 != entry.anchor.sha256:
        return Located(State.ORPHANED)
    ledger.enter(document, entry.anchor.span)  # the very text is back, and so are its words
    return Located(State.INTACT, place=entry.anchor.span)


def _checked(entry: Entry, found: Located, collection: Collection, *, is_news: bool) -> CheckedEntry:
    anchor = entry.anchor
    return CheckedEntry(
        document=anchor.document,
        sha256=anchor.sha256,
        start=anchor.span.start,
        end=anchor.span.end,
        state=found.state,
        is_news=is_news,
        now=_place(found.place),
        suggestion=_place(found.suggestion),
        problem=collection.problems.get(anchor.document),
    )


def _place(span: Span | None) -> Place | None:
    return Place(start=span.start, end=span.end) if span else None
