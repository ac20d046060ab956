"""What everybody may know of staff's findings: the verdict, its day and the public note, and never who."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.records import Document, Span
from qa.verification.anchors import located
from qa.verification.events import Entry, Event, Standing, judged
from qa.verification.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Verdict:
    """What staff last found of a passage. It has no room for a name or a staff note."""

    state: Literal["verified", "disputed"]
    on: date
    note: str


def verdict_at(ledger: Ledger, document: Document, place: Span) -> Verdict | None:
    """Return the verdict on the passage at *place*, also where it was given in an earlier version.

    A verdict holds for the very words wherever they have moved without doubt. None where staff have not
    judged them, or took their verdict back.
    """
    found = [
        event
        for entry in ledger.entries_of(document.id, document.quote(place))
        if located(entry.anchor, document).place == place and (event := judged(ledger.history(entry.id)))
    ]
    return _shown(max(found, key=lambda event: event.at, default=None))


def verdict_on(ledger: Ledger, entry: Entry) -> Verdict | None:
    """Return the verdict on *entry* as it was when it was given; None where there is none."""
    return _shown(judged(ledger.history(entry.id)))


def _shown(event: Event | None) -> Verdict | None:
    match event:
        case Event(state=Standing.VERIFIED):
            state: Literal["verified", "disputed"] = "verified"
        case Event(state=Standing.DISPUTED):
            state = "disputed"
        case _:
            return None
    return Verdict(state, event.at.astimezone().date(), event.public_note.strip())
