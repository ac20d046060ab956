"""The file of a ledger: SQLite with a schema that only moves forward, writes that are whole or not there.

What is wrong with the file is said in one line with the next step.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import BotError

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
    (
        "ALTER TABLE events ADD COLUMN is_note INTEGER NOT NULL DEFAULT 0 CHECK (is_note IN (0, 1))",
        "DROP TRIGGER no_edit",
        """CREATE TRIGGER no_edit BEFORE UPDATE ON events
            WHEN NEW.id <> OLD.id OR NEW.passage <> OLD.passage OR NEW.state <> OLD.state
                OR NEW."by" <> OLD."by" OR NEW."at" <> OLD."at" OR NEW.is_note <> OLD.is_note
                OR NEW.staff_note <> '' OR NEW.public_note <> ''
                OR (SELECT exact FROM passages WHERE id = OLD.passage) <> ''
        BEGIN SELECT RAISE(ABORT, 'only added to'); END""",
    ),
)
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_WAITING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class LedgerError(BotError):
    """A ledger that cannot be used, or what it will not take."""


class ClashError(LedgerError):
    """Somebody has recorded something since the history was read."""


class LedgerFile:
    """An open file. Several processes may read and write it: a write waits its turn.

    Every method but `run` raises LedgerError where the file is locked for long, damaged or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        """Open the ledger in *path*, a new one where there is none, and bring it up to date.

        Raises LedgerError also where a newer version of this program made it.
        """
        from filelock import FileLock

        self.path = path
        with self.plainly():
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

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make one write of all that is run inside; where that fails, nothing of it is kept."""
        with self.plainly():
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def read(self, query: str, *values: object) -> list[Any]:
        """Return the rows of one *query*."""
        with self.plainly():
            return self.run(query, *values)

    def run(self, statement: str, *values: object) -> list[Any]:
        """Return the rows of one *statement*, inside of `writing` or `plainly`."""
        return self._database.execute(statement, values).fetchall()

    @contextmanager
    def plainly(self) -> Iterator[None]:
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

    def _check_header(self) -> None:
        """Refuse a few bytes of something else, which SQLite would take for an empty file and write over."""
        with self.path.open("rb") as file:
            if file.read(len(HEADER)) not in (b"", HEADER):
                raise LedgerError(f"{self.path}: is damaged or is no ledger: {RESTORE}")

    def _prepare(self) -> None:
        self.run("PRAGMA foreign_keys = ON")
        if self.run("PRAGMA application_id") != [(APPLICATION,)]:
            if self.run("SELECT 1 FROM sqlite_master LIMIT 1"):
                raise LedgerError(f"{self.path}: is a database of another program: move it away")
            self.run(f"PRAGMA application_id = {APPLICATION}")
        version = int(self.run("PRAGMA user_version")[0][0])
        if version > len(MIGRATIONS):
            raise LedgerError(f"{self.path}: was made by a newer version of this program: use that one")
        self.run("PRAGMA journal_mode = WAL")
        self.run("PRAGMA secure_delete = ON")  # what is erased is written over, not only let go
        self.run("PRAGMA synchronous = FULL")  # what was confirmed survives a power cut
        for step in MIGRATIONS[version:]:
            version += 1
            with self.writing():
                for statement in step:
                    self.run(statement)
                self.run(f"PRAGMA user_version = {version}")
