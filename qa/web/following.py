"""A link to a passage, followed: where it leads in the document as it is now, and what staff found of it."""

import logging
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path

from index.records import Document, Span
from qa.verification.anchors import located
from qa.verification.ledger import Ledger
from qa.verification.ledger_file import LedgerError
from qa.verification.public import Verdict, verdict_at, verdict_on
from qa.web.links import Asked, Place

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Followed:
    """What the document page says of a link, and of the passage it leads to."""

    place: Span | None
    notice: str | None = None  # key of LINKS: how the document has changed since, or what is wrong
    suggestion: Span | None = None  # the nearest text: for a person to confirm
    verdict: Verdict | None = None
    verdict_is_older: bool = False  # than the change by which the words are gone
    is_readable: bool = True  # the ledger
    status: HTTPStatus = HTTPStatus.OK


def follow(asked: Asked, document: Document, ledger: Path | None) -> Followed:
    """Return where *asked* leads in *document*, with what the ledger in that file knows; None knows nothing.

    A place in another version is found again by the words that the ledger keeps, or not at all. A ledger that
    cannot be read is said to be so, and the page is shown without it.
    """
    plain = Followed(asked.place, asked.problem, status=asked.status)
    if asked.other:
        plain = replace(plain, notice="other_version")
    if ledger is None or not ledger.exists() or not (asked.place or asked.other):
        return plain
    try:
        with Ledger(ledger) as opened:
            if asked.place:
                return replace(plain, verdict=verdict_at(opened, document, asked.place))
            return _found_again(asked.other, document, opened) if asked.other else plain
    except LedgerError as error:
        logger.warning("%s", error)
        return replace(plain, is_readable=False)


def _found_again(place: Place, document: Document, ledger: Ledger) -> Followed:
    entry = ledger.entry_at(place.document, place.version, Span(place.start, place.end))
    if entry is None:
        return Followed(None, "other_version")
    found = located(entry.anchor, document)
    notice = found.state.value
    if found.place is None:
        verdict = verdict_on(ledger, entry)
        return Followed(None, notice, found.suggestion, verdict, verdict_is_older=True)
    return Followed(found.place, notice, verdict=verdict_at(ledger, document, found.place))
