"""What everybody may know of staff's findings, and that nothing else is in it."""

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from index.records import Document, Span
from qa.verification.anchors import State
from qa.verification.events import Event, Standing
from qa.verification.ledger import Ledger
from qa.verification.public import Verdict, verdict_at, verdict_on
from tests.fakes import make_document

TEXT = "Alba signed in May. Brno declined. No. No."
TOWNS = make_document(TEXT, "towns")
BRNO = Span(20, 34)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def event(state: Standing = Standing.VERIFIED, **changes: Any) -> Event:
    return Event.model_validate({"state": state, "by": "Ann", "at": NOON, **changes})


def judge(ledger: Ledger, document: Document, span: Span, *events: Event) -> int:
    id = ledger.enter(document, span)
    for one in events:
        ledger.record(id, one)
    return id


def test_a_verdict_is_its_state_its_day_and_the_public_note_and_nothing_else(path: Path) -> None:
    with Ledger(path) as ledger:
        judge(ledger, TOWNS, BRNO, event(public_note=" Checked. ", staff_note="Phoned."))
        verdict = verdict_at(ledger, TOWNS, BRNO)
    assert verdict == Verdict("verified", date(2026, 11, 22), "Checked.")
    assert [field.name for field in fields(Verdict)] == ["state", "on", "note"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), None),
        ((event(Standing.UNVERIFIED),), None),
        ((event(), event(Standing.DISPUTED)), "disputed"),
        ((event(Standing.DISPUTED), event(Standing.UNVERIFIED)), None),
    ],
)
def test_the_last_verdict_counts(path: Path, events: tuple[Event, ...], expected: str | None) -> None:
    with Ledger(path) as ledger:
        id = judge(ledger, TOWNS, BRNO, *events)
        verdict = verdict_at(ledger, TOWNS, BRNO)
        entry = ledger.entry(id)
        assert entry is not None and verdict_on(ledger, entry) == verdict
    assert (verdict.state if verdict else None) == expected


def test_a_staff_note_moves_neither_the_day_nor_the_public_note(path: Path) -> None:
    later = NOON.replace(day=25)
    with Ledger(path) as ledger:
        judge(
            ledger, TOWNS, BRNO, event(public_note="Checked."), event(at=later, is_note=True, staff_note="x")
        )
        assert verdict_at(ledger, TOWNS, BRNO) == Verdict("verified", date(2026, 11, 22), "Checked.")
        judge(ledger, TOWNS, BRNO, event(at=later))
        assert verdict_at(ledger, TOWNS, BRNO) == Verdict("verified", date(2026, 11, 25), "")


def test_a_verdict_goes_with_the_words_to_where_they_moved(path: Path) -> None:
    later = make_document(f"Corrected. {TEXT}", "towns")
    with Ledger(path) as ledger:
        id = judge(ledger, TOWNS, BRNO, event())
        ledger.settle([(id, State.MOVED)], NOON)
        assert verdict_at(ledger, later, Span(31, 45)) == Verdict("verified", date(2026, 11, 22), "")
        assert verdict_at(ledger, later, Span(31, 44)) is None, "another passage"
        assert verdict_at(ledger, make_document(TEXT, "others"), BRNO) is None, "another document"


def test_a_verdict_does_not_go_to_a_copy_of_the_words(path: Path) -> None:
    first, second = Span(35, 38), Span(39, 42)
    assert TOWNS.quote(first) == TOWNS.quote(second) == "No."
    with Ledger(path) as ledger:
        judge(ledger, TOWNS, first, event())
        assert verdict_at(ledger, TOWNS, first) is not None
        assert verdict_at(ledger, TOWNS, second) is None


def test_of_verdicts_in_two_versions_the_later_one_counts(path: Path) -> None:
    later = make_document(f"{TEXT} More.", "towns")
    with Ledger(path) as ledger:
        judge(ledger, later, BRNO, event(Standing.DISPUTED, at=NOON.replace(day=23)))
        judge(ledger, TOWNS, BRNO, event())
        verdict = verdict_at(ledger, later, BRNO)
    assert verdict is not None and verdict.state == "disputed"
