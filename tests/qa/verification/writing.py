"""A process that writes into a ledger until it is done or killed, and says what it has been promised.

Run as `python -m tests.qa.verification.writing LEDGER NAME COUNT`.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from index.records import Span
from qa.verification.events import Event, Standing
from qa.verification.ledger import Ledger
from tests.fakes import make_document


def main(path: str, name: str, count: str) -> None:
    document = make_document("Alba signed. Brno declined.")
    with Ledger(Path(path)) as ledger:
        id = ledger.enter(document, Span(0, 12))
        for number in range(int(count)):
            now = datetime.now(UTC)
            ledger.record(id, Event(state=Standing.VERIFIED, by=name, at=now, staff_note=str(number)))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
