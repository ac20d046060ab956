"""The ledger: what it keeps of a passage and of what was found, and what it takes out again."""

import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from index.records import Span
from qa.verification.anchors import Anchor, State
from qa.verification.events import CHECKER, MAX_NAME, MAX_NOTE, Standing, judged
from qa.verification.ledger import Ledger, paragraph_of
from qa.verification.ledger_file import ClashError, LedgerError
from tests.fakes import make_document
from tests.qa.verification.towns import BRNO, NOON, TEXT, TOWNS, event, filled


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "ledger.sqlite3"


# What is kept


def test_a_passage_is_entered_once_with_all_that_shows_it_as_it_was(path: Path) -> None:
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        assert ledger.enter(TOWNS, BRNO) == id
        (entry,) = ledger.entries()
        assert entry == ledger.entry(id)
        assert entry.anchor == Anchor.of(TOWNS, BRNO)
        assert entry.paragraph == "Alba signed \U0001f600 in May. Brno declined."
        assert entry.state is Standing.UNVERIFIED and ledger.history(id) == ()
        assert ledger.entry(id + 1) is None


def test_the_latest_event_decides_and_the_history_keeps_all(path: Path) -> None:
    events = [
        event(),
        event(Standing.DISPUTED, by="Bea", staff_note="See <b>p. 2</b>", public_note="Figure unclear"),
        event(Standing.CHANGED, at=NOON - timedelta(days=400)),  # the clock was set back
    ]
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        for one in events:
            ledger.record(id, one)
    with Ledger(path) as ledger:
        assert list(ledger.history(id)) == events
        assert [one.id for one in ledger.entries([Standing.CHANGED])] == [id]
        assert ledger.entries([Standing.VERIFIED, Standing.DISPUTED]) == []


def test_a_time_in_another_zone_is_the_same_time(path: Path) -> None:
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        ledger.record(id, event(at=NOON.astimezone(timezone(timedelta(hours=-5)))))
        assert ledger.history(id)[0].at == NOON


def test_a_list_of_passages_is_read_on(path: Path) -> None:
    with Ledger(path) as ledger:
        ids = [ledger.enter(TOWNS, Span(start, start + 3)) for start in range(12)]
        for id, state in zip(ids, 6 * [Standing.VERIFIED, Standing.CHANGED], strict=True):
            ledger.record(id, event(state))
        assert [one.id for one in ledger.entries(limit=5)] == ids[:5]
        assert [one.id for one in ledger.entries(after=ids[4], limit=5)] == ids[5:10]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("A head", "A heading"),
        ("Alba", "Alba signed \U0001f600 in May. Brno declined."),
        ("cars", "cars"),
        ("cars\n• radios", "cars\n• radios"),
        ("declined.\n\nIt", "Alba signed \U0001f600 in May. Brno declined.\n\nIt brings:"),
    ],
)
def test_the_paragraph_is_the_one_around_the_passage(words: str, expected: str) -> None:
    start = TEXT.index(words)
    assert paragraph_of(TOWNS, Span(start, start + len(words))) == expected


def test_of_a_very_long_paragraph_the_part_around_the_passage_is_kept() -> None:
    document = make_document("word " * 200_000 + "end.")
    kept = paragraph_of(document, Span(500_000, 500_004))
    assert kept == document.text[498_002:502_002]


@pytest.mark.parametrize(
    "changes",
    [
        {"by": ""},
        {"by": "  "},
        {"by": "x" * (MAX_NAME + 1)},
        {"staff_note": "x" * 1_000_000},
        {"public_note": "x" * (MAX_NOTE + 1)},
        {"at": datetime(2026, 11, 22)},
        {"state": "intact"},
        {"question": "How many?"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_does_not_belong_there_is_not_taken(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        event(**changes)


@pytest.mark.parametrize("name", ["Ann O’Neil", "Ана", "a\u202eb", "'; DROP TABLE events; --", "\U0001f600"])
def test_odd_names_and_notes_with_markup_are_kept_as_they_are(path: Path, name: str) -> None:
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        ledger.record(id, event(by=name, public_note="<script>alert(1)</script>\n\x00"))
        assert ledger.history(id)[0].by == name
        assert ledger.history(id)[0].public_note == "<script>alert(1)</script>\n\x00"


def test_an_event_needs_a_passage(path: Path) -> None:
    with Ledger(path) as ledger, pytest.raises(LedgerError, match="holds no passage 7: go back"):
        ledger.record(7, event())


@pytest.mark.parametrize("statement", ["DELETE FROM events", "UPDATE events SET state = 'verified'"])
def test_history_is_only_added_to(path: Path, statement: str) -> None:
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        ledger.record(id, event(Standing.DISPUTED))
    with sqlite3.connect(path) as database, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        database.execute(statement)
    database.close()


def test_a_passage_with_a_history_cannot_be_taken_out(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(ledger.enter(TOWNS, BRNO), event())
        with pytest.raises(sqlite3.IntegrityError):
            ledger._file.run("DELETE FROM passages")


# What the documents have become since


def test_a_check_records_what_is_news_and_only_that(path: Path) -> None:
    with Ledger(path) as ledger:
        ids = [ledger.enter(TOWNS, Span(start, start + 3)) for start in range(3)]
        ledger.record(ids[0], event(Standing.DISPUTED, public_note="Unclear"))
        found = list(zip(ids, (State.MOVED, State.CHANGED, State.INTACT), strict=True))
        assert ledger.settle(found, NOON) == ids[:2]
        assert [one.state for one in ledger.entries()] == ["moved", "changed", "unverified"]
        assert ledger.settle(found, NOON) == [], "it was said before"
        assert ledger.settle([(ids[0], State.INTACT)], NOON) == ids[:1]
        assert [one.state for one in ledger.history(ids[0])] == ["disputed", "moved", "disputed"]
        assert ledger.settle([(ids[1], State.INTACT)], NOON) == ids[1:2]
        assert ledger.history(ids[1])[-1].state is Standing.UNVERIFIED, "nobody has judged it"


def test_what_a_person_says_of_a_changed_passage_stands_until_it_changes_again(path: Path) -> None:
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        ledger.settle([(id, State.CHANGED)], NOON)
        ledger.record(id, event(Standing.DISPUTED))
        assert ledger.settle([(id, State.CHANGED)], NOON) == []
        assert ledger.settle([(id, State.INTACT)], NOON) == [id]
        assert ledger.settle([(id, State.CHANGED)], NOON) == [id]
        assert [one.state for one in ledger.history(id)] == ["changed", "disputed", "disputed", "changed"]


def test_what_a_person_has_said_before_the_check_is_no_news_to_it(path: Path) -> None:
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        ledger.record(id, event())
        ledger.record(id, event(Standing.CHANGED))
        ledger.record(id, event(Standing.CHANGED, is_note=True))
        assert ledger.settle([(id, State.CHANGED)], NOON) == [] and ledger.is_answered(id)
        assert ledger.settle([(id, State.ORPHANED)], NOON) == [id] and not ledger.is_answered(id)


def test_a_passage_is_found_by_its_place_in_a_version_and_by_its_words(path: Path) -> None:
    edited = make_document(f"More. {TEXT}", "towns")
    place = Span(BRNO.start + 6, BRNO.end + 6)
    with Ledger(path) as ledger:
        old, new = ledger.enter(TOWNS, BRNO), ledger.enter(edited, place)
        ledger.enter(make_document(TEXT, "others"), BRNO)
        assert ledger.entry_at("towns", TOWNS.sha256[:8], BRNO) == ledger.entry(old)
        assert ledger.entry_at("towns", edited.sha256[:8], BRNO) is None
        assert ledger.entry_at("towns", "", BRNO) is not None
        assert [one.id for one in ledger.entries_of("towns", TOWNS.quote(BRNO))] == [old, new]
        assert ledger.entries_of("towns", "Brno") == []
        assert ledger.documents() == ["others", "towns"]


def erased(path: Path) -> int:
    with Ledger(path) as ledger:
        id = ledger.enter(TOWNS, BRNO)
        ledger.record(id, event(staff_note="It says: Brno declined.", public_note="Brno declined."))
        ledger.settle([(id, State.ORPHANED)], NOON)
        ledger.enter(make_document(TEXT, "others"), Span(0, 9))
        assert ledger.erase("towns") == 1
        assert ledger.erase("towns") == 0
    return id


def test_the_words_of_a_removed_document_are_gone_and_what_was_found_stays(path: Path) -> None:
    id = erased(path)
    with Ledger(path) as ledger:
        entry = ledger.entry(id)
        assert entry is not None and entry.is_erased
        assert entry.anchor == Anchor("towns", TOWNS.sha256, BRNO, Anchor.of(TOWNS, BRNO).utf16, "", "", "")
        assert entry.paragraph == "" and entry.state is Standing.ORPHANED
        assert [(one.state, one.by, one.at) for one in ledger.history(id)] == [
            (Standing.VERIFIED, "Ann", NOON),
            (Standing.ORPHANED, CHECKER, NOON),
        ]
        assert not any(one.staff_note or one.public_note for one in ledger.history(id))
        assert ledger.entry_at("towns", TOWNS.sha256[:8], BRNO) is None
        (other,) = [one for one in ledger.entries() if one.id != id]
        assert other.anchor.exact == "A heading", "another document keeps its words"


def test_no_byte_of_an_erased_word_is_left_in_the_files(path: Path) -> None:
    secret = make_document("Zanzibar quibbles.\n\n" + TEXT * 50, "secret")
    with Ledger(path) as ledger:
        for start in range(40):
            id = ledger.enter(secret, Span(start % 3, 18 + start))
            ledger.record(id, event(staff_note="Zanzibar quibbles " * 100))
        assert any(b"quibbles" in file.read_bytes() for file in path.parent.iterdir())
        ledger.erase("secret")
        assert not any(b"quibbles" in file.read_bytes() for file in path.parent.iterdir())


@pytest.mark.parametrize(
    "change",
    ["state = 'disputed'", "staff_note = 'x'", "\"by\" = ''", "\"at\" = ''", "id = 9", "is_note = 1"],
)
def test_of_an_erased_passage_too_nothing_but_notes_can_go(path: Path, change: str) -> None:
    erased(path)
    with Ledger(path) as ledger, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        ledger._file.run(f"UPDATE events SET {change}")


def test_notes_of_a_passage_with_words_cannot_be_taken_out(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(ledger.enter(TOWNS, BRNO), event(staff_note="x"))
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            ledger._file.run("UPDATE events SET staff_note = '', public_note = ''")


def test_a_document_that_comes_back_as_it_was_brings_its_words(path: Path) -> None:
    id = erased(path)
    with Ledger(path) as ledger:
        assert ledger.enter(TOWNS, BRNO) == id
        entry = ledger.entry(id)
        assert entry is not None and entry.anchor == Anchor.of(TOWNS, BRNO)
        assert entry.paragraph == paragraph_of(TOWNS, BRNO)


def test_the_last_verdict_is_that_of_a_person() -> None:
    found = event(Standing.VERIFIED, by=CHECKER)
    verdict = event(Standing.DISPUTED)
    assert judged([]) is judged([found, event(Standing.CHANGED, by=CHECKER)]) is None
    assert judged([event(), verdict, found]) == verdict
    note = event(Standing.DISPUTED, by="Bea", at=NOON + timedelta(days=1), is_note=True)
    assert judged([verdict, note, found]) == verdict
    assert judged([note]) is None


def test_a_note_is_kept_as_one(path: Path, tmp_path: Path) -> None:
    events = (event(), event(staff_note="Asked.", is_note=True))
    with Ledger(path) as ledger, Ledger(tmp_path / "other.sqlite3") as other:
        id = ledger.enter(TOWNS, BRNO)
        for one in events:
            ledger.record(id, one)
        assert ledger.history(id) == events
        other.load(ledger.export())
        assert other.history(1) == events


def test_an_export_from_before_notes_were_told_apart_comes_in(path: Path, tmp_path: Path) -> None:
    lines = [line.replace(', "is_note": false', "") for line in filled(path)]
    assert "is_note" not in "".join(lines)
    with Ledger(path) as ledger, Ledger(tmp_path / "other.sqlite3") as other:
        assert other.load(lines) == 10
        assert list(other.export()) == list(ledger.export())


# Out and in


def test_what_is_exported_comes_in_as_it_was(path: Path, tmp_path: Path) -> None:
    lines = filled(path)
    with Ledger(tmp_path / "other.sqlite3") as other:
        assert other.load(lines) == 10
        assert list(other.export()) == lines
        assert other.load(lines) == 0
        assert list(other.export()) == lines


def test_a_history_goes_on_from_what_is_there(path: Path, tmp_path: Path) -> None:
    before = filled(path)
    with Ledger(path) as ledger, Ledger(tmp_path / "other.sqlite3") as other:
        other.load(before)
        ledger.record(2, event(Standing.DISPUTED))
        assert other.load(ledger.export()) == 1
        assert ledger.load(before) == 0, "what is behind adds nothing"
        assert list(other.export()) == list(ledger.export())


def test_histories_that_have_parted_are_refused_and_nothing_comes_in(path: Path, tmp_path: Path) -> None:
    lines = filled(path)
    with Ledger(path) as ledger, Ledger(tmp_path / "other.sqlite3") as other:
        other.load(lines)
        other.record(3, event(by="Bea"))
        ledger.record(3, event(by="Cem"))
        ledger.record(1, event())
        before = list(other.export())
        with pytest.raises(LedgerError, match="line 3: its history of towns 2–22 is not that here"):
            other.load(ledger.export())
        assert list(other.export()) == before


@pytest.mark.parametrize("line", ["nonsense", "{}", "[]", '{"anchor": {}, "paragraph": "", "history": []}'])
def test_a_line_that_is_no_entry_is_named_and_nothing_comes_in(path: Path, tmp_path: Path, line: str) -> None:
    lines = filled(path)
    with Ledger(tmp_path / "other.sqlite3") as other:
        with pytest.raises(LedgerError, match="^line 3: .*export"):
            other.load([lines[0], "", line])
        assert other.entries() == []


def test_an_erased_passage_goes_out_and_in_without_its_words(path: Path, tmp_path: Path) -> None:
    erased(path)
    with Ledger(path) as ledger, Ledger(tmp_path / "other.sqlite3") as other:
        lines = list(ledger.export())
        assert "declined" not in lines[0]
        assert other.load(lines) == 2
        assert list(other.export()) == lines


def test_what_was_exported_before_does_not_bring_erased_words_back(path: Path, tmp_path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(ledger.enter(TOWNS, BRNO), event(staff_note="Brno declined."))
        before = list(ledger.export())
        ledger.record(1, event(staff_note="Brno declined again."))
        longer = list(ledger.export())
    with Ledger(tmp_path / "other.sqlite3") as other:
        other.load(before)
        other.erase("towns")
        assert other.load(longer) == 1
        assert "declined" not in "".join(other.export())


def test_an_export_of_an_erased_passage_meets_one_that_has_its_words(path: Path, tmp_path: Path) -> None:
    with Ledger(path) as ledger, Ledger(tmp_path / "other.sqlite3") as other:
        ledger.record(ledger.enter(TOWNS, BRNO), event(staff_note="x"))
        other.load(ledger.export())
        other.settle([(1, State.ORPHANED)], NOON)
        other.erase("towns")
        assert ledger.load(other.export()) == 1
        assert [one.staff_note for one in ledger.history(1)] == ["x", ""]


# Two people at once


def test_nobody_overrules_what_they_have_not_seen(path: Path) -> None:
    with Ledger(path) as ann, Ledger(path) as bea:
        id = ann.enter(TOWNS, BRNO)
        ann.record(id, event(Standing.DISPUTED), seen=0)
        with pytest.raises(ClashError, match=f"passage {id}: somebody has recorded something since"):
            bea.record(id, event(by="Bea"), seen=0)
        assert [one.by for one in bea.history(id)] == ["Ann"]
        bea.record(id, event(by="Bea"), seen=1)
        assert [one.by for one in ann.history(id)] == ["Ann", "Bea"]


def test_what_the_automatic_check_found_waits_until_a_person_has_spoken(path: Path) -> None:
    drifted = (Standing.MOVED, Standing.CHANGED, Standing.ORPHANED)
    with Ledger(path) as ledger:
        ids = [ledger.enter(TOWNS, Span(start, start + 3)) for start in range(4)]
        for id in ids[:3]:
            ledger.record(id, event(Standing.CHANGED, by=CHECKER))
        ledger.record(ids[1], event(Standing.CHANGED))
        assert [one.id for one in ledger.entries(drifted, unanswered=True)] == [ids[0], ids[2]]
        assert [one.id for one in ledger.entries(drifted, unanswered=True, after=ids[0])] == [ids[2]]
        assert (ledger.count(drifted, unanswered=True), ledger.count(drifted), ledger.count()) == (2, 3, 4)
        assert [ledger.is_answered(id) for id in ids] == [False, True, False, True]
        ledger.record(ids[0], event(Standing.CHANGED, is_note=True))
        assert ledger.count(drifted, unanswered=True) == 2 and not ledger.is_answered(ids[0]), "a note alone"
        ledger.record(ids[1], event(Standing.ORPHANED, by=CHECKER))
        assert ledger.count(drifted, unanswered=True) == 3
