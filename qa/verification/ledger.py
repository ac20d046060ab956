"""What staff found out about cited passages: a SQLite file whose history is only ever added to.

It keeps each passage as it was (the quote, 32 characters around it and its paragraph), who said what about it
and when. It never holds a question, nor anything about who asked one.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from index.blocks import blocks
from index.errors import BotError
from index.records import Document, Span
from qa.verification.anchors import Anchor, AnchorError, from_json_ld, to_json_ld

MAX_NAME = 100  # characters of a staff member's name
MAX_NOTE = 4000  # characters
CHECKER = "automatic check"  # in the place of a name, where no person found it; nobody can be called so
MAX_PARAGRAPH = 4000  # characters kept of a paragraph, the passage in the middle
APPLICATION = 0x11CE_1ED9  # by which SQLite knows whose file it is
RESTORE = "move it away and load the last export"
HEADER = b"SQLite format 3\x00"
PATIENCE = 5.0  # seconds to wait for another process that writes
# Each step is run once, in one transaction; the file's user_version counts those it has had. A step that was
# released is never edited: add another.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE passages (
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL, sha256 TEXT NOT NULL,
            start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            utf16_start INTEGER NOT NULL, utf16_end INTEGER NOT NULL,
            exact TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL, paragraph TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'unverified',
            UNIQUE (document, sha256, start, "end")
        ) STRICT""",
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            passage INTEGER NOT NULL REFERENCES passages (id),
            state TEXT NOT NULL
                CHECK (state IN ('unverified', 'verified', 'disputed', 'moved', 'changed', 'orphaned')),
            "by" TEXT NOT NULL, "at" TEXT NOT NULL, staff_note TEXT NOT NULL, public_note TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX events_of_passage ON events (passage, id)",
        "CREATE INDEX passages_by_state ON passages (state, id)",
        # The latest event decides; a reader need not look for it.
        """CREATE TRIGGER latest AFTER INSERT ON events BEGIN
            UPDATE passages SET state = NEW.state WHERE id = NEW.passage;
        END""",
        "CREATE TRIGGER no_edit BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'only added to'); END",
        "CREATE TRIGGER no_loss BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'only added to'); END",
    ),
)
_COLUMNS = 'document, sha256, start, "end", utf16_start, utf16_end, exact, prefix, suffix'
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_WAITING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class LedgerError(BotError):
    """A ledger that cannot be used, or what it will not take."""


class ClashError(LedgerError):
    """Somebody has recorded something since the history was read."""


class Standing(StrEnum):
    """How a cited passage stands with staff, or what has become of it since."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    MOVED = "moved"
    CHANGED = "changed"
    ORPHANED = "orphaned"


class Event(BaseModel):
    """One entry of a passage's history. The staff note and the name never leave staff's pages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Standing
    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
    at: AwareDatetime
    staff_note: str = Field(default="", max_length=MAX_NOTE)
    public_note: str = Field(default="", max_length=MAX_NOTE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A cited passage as it was when it was entered, and how it stands now."""

    id: int
    anchor: Anchor
    paragraph: str
    state: Standing


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    anchor: dict[str, Any]
    paragraph: str
    history: tuple[Event, ...]


def paragraph_of(document: Document, span: Span) -> str:
    """Return the paragraph or list items in which *span* lies; of a very long one, the part around it."""
    around = [
        block.span for block in blocks(document.text, document.source.boilerplate) if block.span.overlap(span)
    ]
    start = min([span.start, *(one.start for one in around)])
    end = max([span.end, *(one.end for one in around)])
    margin = max(MAX_PARAGRAPH - (span.end - span.start), 0) // 2
    return document.text[max(start, span.start - margin) : min(end, span.end + margin)]


class Ledger:
    """An open ledger; use it in a `with` statement.

    Several processes may read and write one file: a write waits its turn and is whole or not there. Every
    method raises LedgerError where the file is locked for long, damaged or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        """Open the ledger in *path*, a new one where there is none, and bring it up to date.

        Raises LedgerError also where a newer version of this program made it.
        """
        from filelock import FileLock

        self.path = path
        with self._plainly():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Two processes that make one file WAL at once do not wait for each other.
            with FileLock(path.with_name(path.name + ".lock")):
                if not path.exists():
                    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # it names people
                self._check_header()
                self._database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
                try:
                    self._prepare()
                except BaseException:
                    self._database.close()
                    raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    def enter(self, document: Document, span: Span) -> int:
        """Return the number of the passage at *span*, which is entered as unverified unless it is known."""
        anchor = Anchor.of(document, span)
        with self._writing():
            return self._entered(anchor, paragraph_of(document, span))

    def record(self, id: int, event: Event, *, seen: int | None = None) -> None:
        """Add *event* to the history of the passage with number *id*. What was recorded before stays.

        Where *seen* says how many events the writer has read, and there are others, raises ClashError and
        adds nothing: nobody overrules what they have not seen.
        """
        with self._writing():
            if not self._run("SELECT 1 FROM passages WHERE id = ?", id):
                raise LedgerError(f"{self.path}: holds no passage {id}: go back to the queue")
            if seen not in (None, self._run("SELECT count(*) FROM events WHERE passage = ?", id)[0][0]):
                raise ClashError(f"passage {id}: somebody has recorded something since: read it first")
            self._add(id, event)

    def entry(self, id: int) -> Entry | None:
        """Return the passage with number *id*, None where there is none."""
        rows = self._read(f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE id = ?", id)
        return _entry(rows[0]) if rows else None

    def entries(
        self,
        states: Sequence[Standing] = tuple(Standing),
        *,
        after: int = 0,
        limit: int = 100,
        unanswered: bool = False,
    ) -> list[Entry]:
        """Return at most *limit* passages in one of *states*, in the order in which they were entered.

        Those with a number over *after* only, which is how a list is read on; with *unanswered* only those
        of which the automatic check had the last word, and no person has said anything since.
        """
        query = f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE {_in(states, unanswered)}"
        rows = self._read(f"{query} AND id > ? ORDER BY id LIMIT ?", *states, after, limit)
        return [_entry(row) for row in rows]

    def count(self, states: Sequence[Standing] = tuple(Standing), *, unanswered: bool = False) -> int:
        """Return how many passages `entries` gives in all."""
        query = f"SELECT count(*) FROM passages WHERE {_in(states, unanswered)}"
        return int(self._read(query, *states)[0][0])

    def history(self, id: int) -> tuple[Event, ...]:
        """Return all that was recorded of the passage with number *id*, in the order in which it was."""
        with self._plainly():
            return self._history(id)

    def export(self) -> Iterator[str]:
        """Yield one line of JSON a passage, with its anchor, its paragraph and its whole history."""
        last = 0
        while page := self.entries(after=last, limit=1000):
            for entry in page:
                line = {
                    "anchor": to_json_ld(entry.anchor),
                    "paragraph": entry.paragraph,
                    "history": [event.model_dump(mode="json") for event in self.history(entry.id)],
                }
                yield json.dumps(line, ensure_ascii=False)
            last = page[-1].id

    def load(self, lines: Iterable[str]) -> int:
        """Take in exported *lines*, all or none of them, and return how many entries were new to the ledger.

        A history goes on from what is here. Where the two have parted, LedgerError names the line: nobody
        could tell any more which event came first.
        """
        added = 0
        with self._writing():
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    added += self._taken_in(number, line)
        return added

    def _taken_in(self, number: int, line: str) -> int:
        try:
            row = _Line.model_validate_json(line)
            anchor = from_json_ld(row.anchor)
        except ValidationError as problem:
            first = problem.errors(include_input=False, include_url=False)[0]
            what = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
            raise LedgerError(f"line {number}: {what}: export the ledger again") from problem
        except AnchorError as problem:
            raise LedgerError(f"line {number}: {problem}") from problem
        id = self._entered(anchor, row.paragraph)
        here = self._history(id)
        if here[: len(row.history)] != row.history[: len(here)]:
            what = f"its history of {anchor.document} {anchor.span.start}–{anchor.span.end} is not that here"
            raise LedgerError(f"line {number}: {what}: take it into an empty ledger")
        for event in row.history[len(here) :]:
            self._add(id, event)
        return max(len(row.history) - len(here), 0)

    def _entered(self, anchor: Anchor, paragraph: str) -> int:
        key = (anchor.document, anchor.sha256, *anchor.span)
        values = (*key, *anchor.utf16, anchor.exact, anchor.prefix, anchor.suffix, paragraph)
        marks = ", ".join("?" * len(values))
        self._run(f"INSERT OR IGNORE INTO passages ({_COLUMNS}, paragraph) VALUES ({marks})", *values)
        query = 'SELECT id FROM passages WHERE document = ? AND sha256 = ? AND start = ? AND "end" = ?'
        return int(self._run(query, *key)[0][0])

    def _add(self, id: int, event: Event) -> None:
        at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
        self._run(
            'INSERT INTO events (passage, state, "by", "at", staff_note, public_note) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            *(id, event.state, event.by, at, event.staff_note, event.public_note),
        )

    def _history(self, id: int) -> tuple[Event, ...]:
        query = 'SELECT state, "by", "at", staff_note, public_note FROM events WHERE passage = ? ORDER BY id'
        return tuple(
            Event(
                state=Standing(state),
                by=by,
                at=datetime.fromisoformat(at),
                staff_note=staff_note,
                public_note=public_note,
            )
            for state, by, at, staff_note, public_note in self._run(query, id)
        )

    def _check_header(self) -> None:
        """Refuse a few bytes of something else, which SQLite would take for an empty file and write over."""
        with self.path.open("rb") as file:
            if file.read(len(HEADER)) not in (b"", HEADER):
                raise LedgerError(f"{self.path}: is damaged or is no ledger: {RESTORE}")

    def _prepare(self) -> None:
        self._run("PRAGMA foreign_keys = ON")
        if self._run("PRAGMA application_id") != [(APPLICATION,)]:
            if self._run("SELECT 1 FROM sqlite_master LIMIT 1"):
                raise LedgerError(f"{self.path}: is a database of another program: move it away")
            self._run(f"PRAGMA application_id = {APPLICATION}")
        version = int(self._run("PRAGMA user_version")[0][0])
        if version > len(MIGRATIONS):
            raise LedgerError(f"{self.path}: was made by a newer version of this program: use that one")
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = FULL")  # what was confirmed survives a power cut
        for step in MIGRATIONS[version:]:
            version += 1
            with self._writing():
                for statement in step:
                    self._run(statement)
                self._run(f"PRAGMA user_version = {version}")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._plainly():
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def _read(self, query: str, *values: object) -> list[Any]:
        with self._plainly():
            return self._run(query, *values)

    def _run(self, statement: str, *values: object) -> list[Any]:
        return self._database.execute(statement, values).fetchall()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn what is wrong with the file into one line with the next step."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _WAITING:
                remedy = "close what holds it, or try again"
                raise LedgerError(f"{self.path}: is locked by another program: {remedy}") from error
            if code in _DAMAGED:
                raise LedgerError(f"{self.path}: is damaged or is no ledger ({error}): {RESTORE}") from error
            if code in _UNWRITABLE:
                remedy = "correct its permissions, or set QA_DATA_DIR to another folder"
                raise LedgerError(f"{self.path}: cannot be written ({error}): {remedy}") from error
            if code == sqlite3.SQLITE_FULL:
                raise LedgerError(f"{self.path}: no space left: free some and try again") from error
            raise
        except OSError as error:
            remedy = "correct it, or set QA_DATA_DIR to another folder"
            raise LedgerError(f"{self.path}: cannot be opened ({error.strerror}): {remedy}") from error


def _in(states: Sequence[Standing], unanswered: bool) -> str:
    """Return the condition that a passage is in one of *states*, whose values are given beside it."""
    last = 'SELECT "by" FROM events WHERE passage = passages.id ORDER BY id DESC LIMIT 1'
    condition = f"state IN ({', '.join('?' * len(states))})"
    return f"{condition} AND ({last}) = '{CHECKER}'" if unanswered else condition


def _entry(row: tuple[Any, ...]) -> Entry:
    id, document, sha256, start, end, utf16_start, utf16_end, exact, prefix, suffix, paragraph, state = row
    anchor = Anchor(document, sha256, Span(start, end), Span(utf16_start, utf16_end), exact, prefix, suffix)
    return Entry(id, anchor, paragraph, Standing(state))
