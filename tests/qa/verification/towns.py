"""A ledger of a few towns, for the tests of what it keeps and of the file in which it does."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.records import Span
from qa.verification.events import Event, Standing
from qa.verification.ledger import Ledger
from tests.fakes import make_document

TEXT = "A heading\n\nAlba signed \U0001f600 in May. Brno declined.\n\nIt brings:\n• cars\n• radios\n"
TOWNS = make_document(TEXT, "towns")
BRNO = Span(TEXT.index("Brno"), TEXT.index("Brno") + 14)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def event(state: Standing = Standing.VERIFIED, **changes: Any) -> Event:
    return Event.model_validate({"state": state, "by": "Ann", "at": NOON, **changes})


def filled(path: Path) -> list[str]:
    """Fill the ledger in *path* and return its export: five passages, the later the longer their history."""
    with Ledger(path) as ledger:
        for start in range(5):
            id = ledger.enter(TOWNS, Span(start, start + 20))
            for _ in range(start):
                ledger.record(id, event(by=f"Ann {start}", staff_note="line\nbreak “\u2028”"))
        return list(ledger.export())
