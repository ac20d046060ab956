"""The whole ledger against the documents as they are now: what has drifted, and which words must go."""

from collections.abc import Iterator
from datetime import datetime

from index.records import Span
from qa.contract import Frozen, Place
from qa.verification.anchors import Located, State, located
from qa.verification.checking import Collection
from qa.verification.events import Entry
from qa.verification.ledger import Ledger
from qa.verification.ledger_file import LedgerError

AT_ONCE = 1000  # entries that are settled in one write; between two of them others may write


class CheckedEntry(Frozen):
    """What has become of one entry."""

    document: str
    sha256: str  # of the version that it was entered from
    start: int
    end: int
    state: State
    is_news: bool  # whether the last check found something else
    is_answered: bool  # whether a person has said something since it drifted; true where it is intact
    now: Place | None
    suggestion: Place | None  # the nearest text: for a person to confirm
    problem: str | None  # why the document could not be loaded


def bring_up_to_date(
    ledger: Ledger, collection: Collection, at: datetime, *, removed: bool = False
) -> Iterator[CheckedEntry]:
    """Yield each entry of *ledger* as it is in *collection*, and record what is news; read it to the end.

    At the end the words of documents that are no longer in the records are erased. Those of a document that
    is recorded and cannot be loaded are kept: it may come back. Where most of the documents are gone, this
    is hardly the collection that the ledger is about: raises LedgerError before anything is written, unless
    *removed* says that they were taken out.
    """
    if not removed:
        _refuse_another(ledger, collection)
    last = 0
    while page := ledger.entries(after=last, limit=AT_ONCE):
        found = [_found(ledger, entry, collection) for entry in page]
        states = [(entry.id, one.state) for entry, one in zip(page, found, strict=True)]
        news = set(ledger.settle(states, at))
        for entry, one in zip(page, found, strict=True):
            is_answered = one.state is State.INTACT or ledger.is_answered(entry.id)
            yield _checked(entry, one, collection, is_news=entry.id in news, is_answered=is_answered)
        last = page[-1].id
    for id in ledger.documents():
        if not _is_recorded(id, collection):
            ledger.erase(id)


def _is_recorded(id: str, collection: Collection) -> bool:
    return id in collection.documents or id in collection.problems


def _refuse_another(ledger: Ledger, collection: Collection) -> None:
    """Raise LedgerError where of the documents with words in *ledger* most are gone, and more than one."""
    held = ledger.documents(with_words=True)
    gone = [id for id in held if not _is_recorded(id, collection)]
    if len(gone) > 1 and 2 * len(gone) > len(held):
        what = f"{len(gone)} of the {len(held)} documents that it has words of are not in this collection"
        meant = "if they were taken out, run `python -m qa verify --all --removed`"
        remedy = f"correct QA_SEEDS_DIR or QA_DATA_DIR; {meant}"
        raise LedgerError(f"{ledger.path}: {what}, so nothing was checked: {remedy}")


def _found(ledger: Ledger, entry: Entry, collection: Collection) -> Located:
    document = collection.documents.get(entry.anchor.document)
    if not entry.is_erased:
        return located(entry.anchor, document)
    if document is None or document.sha256 != entry.anchor.sha256:
        return Located(State.ORPHANED)
    ledger.enter(document, entry.anchor.span)  # the very text is back, and so are its words
    return Located(State.INTACT, place=entry.anchor.span)


def _checked(
    entry: Entry, found: Located, collection: Collection, *, is_news: bool, is_answered: bool
) -> CheckedEntry:
    anchor = entry.anchor
    return CheckedEntry(
        document=anchor.document,
        sha256=anchor.sha256,
        start=anchor.span.start,
        end=anchor.span.end,
        state=found.state,
        is_news=is_news,
        is_answered=is_answered,
        now=_place(found.place),
        suggestion=_place(found.suggestion),
        problem=collection.problems.get(anchor.document),
    )


def _place(span: Span | None) -> Place | None:
    return Place(start=span.start, end=span.end) if span else None
