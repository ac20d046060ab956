"""The file of the ledger: nothing is lost or half-written, and what is wrong with it is said plainly."""

import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from qa.verification import ledger_file
from qa.verification.anchors import Anchor
from qa.verification.events import Entry, Standing
from qa.verification.ledger import Ledger
from qa.verification.ledger_file import LedgerError, LedgerFile
from tests.qa.verification.towns import BRNO, NOON, TOWNS, event, filled

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "ledger.sqlite3"


def test_the_file_is_for_its_owner_and_keeps_its_promises(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.enter(TOWNS, BRNO)
        assert ledger._file.run("PRAGMA journal_mode") == [("wal",)]
        assert ledger._file.run("PRAGMA foreign_keys") == [(1,)]
        assert ledger._file.run("PRAGMA secure_delete") == [(1,)]
        assert ledger._file.run("PRAGMA user_version") == [(len(ledger_file.MIGRATIONS),)]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.with_name(path.name + "-wal").stat().st_mode) == 0o600


def test_an_older_file_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = filled(path)
    step = ("ALTER TABLE passages ADD COLUMN extra TEXT NOT NULL DEFAULT ''",)
    monkeypatch.setattr(ledger_file, "MIGRATIONS", (*ledger_file.MIGRATIONS, step))
    with Ledger(path) as ledger:
        assert ledger._file.run("PRAGMA user_version") == [(len(ledger_file.MIGRATIONS),)]
        assert list(ledger.export()) == lines


@pytest.mark.parametrize("steps", range(1, len(ledger_file.MIGRATIONS)))
def test_a_file_of_every_earlier_schema_keeps_what_it_holds(
    path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchor = Anchor.of(TOWNS, BRNO)
    with monkeypatch.context() as patch:
        patch.setattr(ledger_file, "MIGRATIONS", ledger_file.MIGRATIONS[:steps])
        LedgerFile(path).close()
    with sqlite3.connect(path) as database:
        place = (anchor.document, anchor.sha256, *anchor.span, *anchor.utf16)
        words = (anchor.exact, anchor.prefix, anchor.suffix, "A paragraph.")
        database.execute(
            'INSERT INTO passages (document, sha256, start, "end", utf16_start, utf16_end, exact, prefix, '
            f"suffix, paragraph) VALUES ({', '.join('?' * 10)})",
            (*place, *words),
        )
        database.execute(
            'INSERT INTO events (passage, state, "by", "at", staff_note, public_note) '
            f"VALUES (1, 'disputed', 'Ann', '{NOON.isoformat()}', 'For us.', 'For all.')"
        )
    database.close()
    with Ledger(path) as ledger:
        assert ledger.entries() == [Entry(1, anchor, "A paragraph.", Standing.DISPUTED)]
        kept = event(Standing.DISPUTED, staff_note="For us.", public_note="For all.")
        assert ledger.history(1) == (kept,)
        ledger.record(1, event(is_note=True), seen=1)
        ledger.erase("towns")
        assert ledger._file.run("PRAGMA user_version") == [(len(ledger_file.MIGRATIONS),)]


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = filled(path)
    with monkeypatch.context() as patch:
        step = ("CREATE TABLE more (id INTEGER)", "nonsense")
        patch.setattr(ledger_file, "MIGRATIONS", (*ledger_file.MIGRATIONS, step))
        with pytest.raises(sqlite3.OperationalError):
            Ledger(path)
    with Ledger(path) as ledger:
        assert list(ledger.export()) == lines
        assert ledger._file.run("SELECT name FROM sqlite_master WHERE name = 'more'") == []


def assert_refused(path: Path, *parts: str) -> None:
    with pytest.raises(LedgerError) as refused, Ledger(path) as ledger:
        ledger.record(ledger.enter(TOWNS, BRNO), event())
    assert "\n" not in str(refused.value)
    assert all(part in str(refused.value) for part in (str(path), *parts)), refused.value


def test_a_newer_file_is_left_alone(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert_refused(path, "newer version")


@pytest.mark.parametrize("content", [b"not a database at all, but text" * 100, b"\x00" * 5000, b"x"])
def test_a_file_that_is_no_ledger_is_named_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert_refused(path, "is damaged or is no ledger", "load the last export")
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE vectors (key BLOB)")
    database.close()
    before = path.read_bytes()
    assert_refused(path, "is a database of another program", "move it away")
    assert path.read_bytes() == before


def test_a_file_that_may_only_be_read_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root, who may write anything: SQLite itself is told that it may not."""
    filled(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    database.close()
    connect = sqlite3.connect

    def read_only(name: Path, **more: Any) -> sqlite3.Connection:
        opened: sqlite3.Connection = connect(f"file:{name}?mode=ro", uri=True, **more)
        return opened

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert_refused(path, "cannot be written", "permissions")


def test_a_damaged_file_is_named(path: Path) -> None:
    filled(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert_refused(path, "is damaged")


def test_a_file_held_by_another_program_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    monkeypatch.setattr(ledger_file, "PATIENCE", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert_refused(path, "is locked by another program", "try again")
    finally:
        holder.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert_refused(tmp_path / "file" / "ledger.sqlite3", "cannot be opened", "QA_DATA_DIR")


def test_a_folder_in_place_of_the_file_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    assert_refused(path, "cannot be opened")


# Several at once, and killed


def writer(path: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.qa.verification.writing", str(path), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_people_at_once_lose_nothing(path: Path) -> None:
    """Both also make the file, at the same moment."""
    processes = [writer(path, name, 50) for name in ("Ann", "Bea")]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    with Ledger(path) as ledger:
        (entry,) = ledger.entries()
        history = ledger.history(entry.id)
    for name in ("Ann", "Bea"):
        assert [one.staff_note for one in history if one.by == name] == [str(number) for number in range(50)]


def kill_in_the_middle(path: Path, rounds: int) -> None:
    promised = 0
    for round in range(rounds):
        process = writer(path, f"round {round}", 1_000_000)
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        time.sleep(0.003 * (round % 10))
        process.kill()
        said = process.stdout.read().splitlines()
        process.wait()
        process.stdout.close()
        process.stderr.close()
        promised += 1 + len([line for line in said if line.isdigit()])
        with Ledger(path) as ledger:
            assert ledger._file.run("PRAGMA integrity_check") == [("ok",)]
            (entry,) = ledger.entries()
            kept = ledger.history(entry.id)
        notes = [one.staff_note for one in kept if one.by == f"round {round}"]
        assert notes == [str(number) for number in range(len(notes))]
        # The last one may have been kept without there having been time to say so.
        assert promised - 1 <= len(kept) and len(said) <= len(notes) <= len(said) + 2
        promised = len(kept)


def test_a_killed_process_leaves_all_that_it_had_promised(path: Path) -> None:
    kill_in_the_middle(path, 5)


@pytest.mark.soak
def test_fifty_killed_processes_leave_all_that_they_had_promised(path: Path) -> None:
    kill_in_the_middle(path, 50)
