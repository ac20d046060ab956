"""What staff found out about cited passages: a SQLite file whose history is only ever added to.

It keeps each passage as it was (the quote, 32 characters around it and its paragraph), who said what about it
and when. It never holds a question, nor anything about who asked one. One thing is taken out again: the words
of a document that left the collection, here and in the notes. What was found, and when, stays.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from index.blocks import blocks
from index.errors import BotError
from index.records import Document, Span
from qa.verification.anchors import Anchor, AnchorError, State, from_json_ld, to_json_ld

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
    (
        # Of a passage whose words were erased the notes may go too, for they may repeat them; nothing else.
        "DROP TRIGGER no_edit",
        """CREATE TRIGGER no_edit BEFORE UPDATE ON events
            WHEN NEW.id <> OLD.id OR NEW.passage <> OLD.passage OR NEW.state <> OLD.state
                OR NEW."by" <> OLD."by" OR NEW."at" <> OLD."at"
                OR NEW.staff_note <> '' OR NEW.public_note <> ''
                OR (SELECT exact FROM passages WHERE id = OLD.passage) <> ''
        BEGIN SELECT RAISE(ABORT, 'only added to'); END""",
        # By length and not by the words themselves, which would then stand in the file twice.
        'CREATE INDEX passages_by_length ON passages (document, "end" - start)',
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


VERDICTS = (Standing.UNVERIFIED, Standing.VERIFIED, Standing.DISPUTED)
DRIFTED: Mapping[State, Standing] = {
    State.MOVED: Standing.MOVED,
    State.CHANGED: Standing.CHANGED,
    State.ORPHANED: Standing.ORPHANED,
}


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

    @property
    def is_erased(self) -> bool:
        """Whether its words went with the document; the place, the states and the dates are still here."""
        return not self.anchor.exact


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    anchor: dict[str, Any]
    paragraph: str
    history: tuple[Event, ...]


class _ErasedPlace(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    document: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    utf16_start: int = Field(ge=0)
    utf16_end: int = Field(ge=1)


class _ErasedLine(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    erased: _ErasedPlace
    history: tuple[Event, ...]


_LINE: TypeAdapter[_Line | _ErasedLine] = TypeAdapter(_Line | _ErasedLine)


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
        anchor, paragraph = Anchor.of(document, span), paragraph_of(document, span)
        with self._writing():
            id = self._entered(anchor, paragraph)
            # Erased with its document, which is back: this is the very text it was taken from.
            self._run(
                "UPDATE passages SET exact = ?, prefix = ?, suffix = ?, paragraph = ? "
                "WHERE id = ? AND exact = ''",
                *(anchor.exact, anchor.prefix, anchor.suffix, paragraph, id),
            )
            return id

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

    def entry_at(self, document: str, version: str, span: Span) -> Entry | None:
        """Return the passage at *span* of the *document* whose sha256 begins with *version*.

        None where there is none, where its words were erased, and where two versions begin so.
        """
        where = 'document = ? AND "end" - start = ? AND start = ? AND substr(sha256, 1, ?) = ?'
        query = f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE {where} AND exact <> '' LIMIT 2"
        length = span.end - span.start
        rows = self._read(query, document, length, span.start, len(version), version)
        return _entry(rows[0]) if len(rows) == 1 else None

    def entries_of(self, document: str, exact: str) -> list[Entry]:
        """Return the passages of any version of *document* that have the very words *exact*."""
        where = 'document = ? AND "end" - start = ? AND exact = ?'
        query = f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE {where} ORDER BY id"
        return [_entry(row) for row in self._read(query, document, len(exact), exact)]

    def documents(self) -> list[str]:
        """Return the id of each document that has an entry, in order."""
        return [id for (id,) in self._read("SELECT DISTINCT document FROM passages ORDER BY document")]

    def settle(self, found: Iterable[tuple[int, State]], at: datetime) -> list[int]:
        """Record what has become of passages, each by its number, and return those for which it is news.

        It is news where it is not what the last check found. A passage that is intact again stands as people
        last judged it.
        """
        news = []
        with self._writing():
            for id, state in found:
                last = self._run(
                    'SELECT state FROM events WHERE passage = ? AND "by" = ? ORDER BY id DESC LIMIT 1',
                    *(id, CHECKER),
                )
                before = last[0][0] if last and last[0][0] in DRIFTED.values() else None
                now = DRIFTED.get(state)
                if before != now:
                    verdict = judged(self._history(id))
                    standing = now or (verdict.state if verdict else Standing.UNVERIFIED)
                    self._add(id, Event(state=standing, by=CHECKER, at=at))
                    news.append(id)
        return news

    def erase(self, document: str) -> int:
        """Take the words of *document* out, and all notes on its passages; return how many entries had any.

        Their places, states, dates and the names of staff stay. Nothing of the words is left in the file.
        """
        of_it = "passage IN (SELECT id FROM passages WHERE document = ?)"
        with self._writing():
            (count,) = self._run(
                "SELECT count(*) FROM passages WHERE document = ? AND exact <> ''", document
            )[0]
            words = "exact = '', prefix = '', suffix = '', paragraph = ''"
            self._run(f"UPDATE passages SET {words} WHERE document = ? AND exact <> ''", document)
            notes = "staff_note = '', public_note = ''"
            some = "(staff_note <> '' OR public_note <> '')"
            self._run(f"UPDATE events SET {notes} WHERE {of_it} AND {some}", document)
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")  # the journal still holds the pages as they were
        return int(count)

    def history(self, id: int) -> tuple[Event, ...]:
        """Return all that was recorded of the passage with number *id*, in the order in which it was."""
        with self._plainly():
            return self._history(id)

    def export(self) -> Iterator[str]:
        """Yield one line of JSON a passage, with its anchor, its paragraph and its whole history."""
        last = 0
        while page := self.entries(after=last, limit=1000):
            for entry in page:
                history = [event.model_dump(mode="json") for event in self.history(entry.id)]
                if entry.is_erased:
                    place = (
                        entry.anchor.document,
                        entry.anchor.sha256,
                        *entry.anchor.span,
                        *entry.anchor.utf16,
                    )
                    line: dict[str, object] = {
                        "erased": dict(zip(_ErasedPlace.model_fields, place, strict=True))
                    }
                else:
                    line = {"anchor": to_json_ld(entry.anchor), "paragraph": entry.paragraph}
                yield json.dumps({**line, "history": history}, ensure_ascii=False)
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
        anchor, paragraph, history = _parsed(number, line)
        id = self._entered(anchor, paragraph)
        has_words = self._run("SELECT 1 FROM passages WHERE id = ? AND exact <> ''", id)
        here = self._history(id)
        if not (
            anchor.exact and has_words
        ):  # erased on one side at least, so the notes say nothing about whether the two have parted
            here, history = _without_notes(here), _without_notes(history)
        if here[: len(history)] != history[: len(here)]:
            what = f"its history of {anchor.document} {anchor.span.start}–{anchor.span.end} is not that here"
            raise LedgerError(f"line {number}: {what}: take it into an empty ledger")
        for event in history[len(here) :]:
            self._add(id, event)
        return max(len(history) - len(here), 0)

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
        self._run("PRAGMA secure_delete = ON")  # what is erased is written over, not only let go
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


def judged(history: Sequence[Event]) -> Event | None:
    """Return the last event by which a person judged the passage; None where nobody has."""
    for event in reversed(history):
        if event.by != CHECKER and event.state in VERDICTS:
            return event
    return None


def _parsed(number: int, line: str) -> tuple[Anchor, str, tuple[Event, ...]]:
    """Return the anchor, paragraph and history of an exported line. Raises LedgerError where it is none."""
    try:
        row = _LINE.validate_json(line)
        if isinstance(row, _Line):
            return from_json_ld(row.anchor), row.paragraph, row.history
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        what = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise LedgerError(f"line {number}: {what}: export the ledger again") from problem
    except AnchorError as problem:
        raise LedgerError(f"line {number}: {problem}") from problem
    place = row.erased
    spans = (Span(place.start, place.end), Span(place.utf16_start, place.utf16_end))
    return Anchor(place.document, place.sha256, *spans, exact="", prefix="", suffix=""), "", row.history


def _without_notes(history: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(event.model_copy(update={"staff_note": "", "public_note": ""}) for event in history)
