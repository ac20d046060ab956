"""What staff found out about cited passages: a SQLite file whose history is only ever added to.

It keeps each passage as it was (the quote, 32 characters around it and its paragraph), who said what about it
and when. It never holds a question, nor anything about who asked one. One thing is taken out again: the words
of a document that left the collection, here and in the notes. What was found, and when, stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.blocks import blocks
from index.records import Document, Span
from qa.verification.anchors import Anchor, State
from qa.verification.events import CHECKER, DRIFTED, Entry, Event, Standing, judged
from qa.verification.exchange import exported, parsed, without_notes
from qa.verification.ledger_file import ClashError, LedgerError, LedgerFile

MAX_PARAGRAPH = 4000  # characters kept of a paragraph, the passage in the middle
_LAST = 'SELECT "by" FROM events WHERE passage = passages.id AND NOT is_note ORDER BY id DESC LIMIT 1'
_COLUMNS = 'document, sha256, start, "end", utf16_start, utf16_end, exact, prefix, suffix'


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
        self.path = path
        self._file = LedgerFile(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def enter(self, document: Document, span: Span) -> int:
        """Return the number of the passage at *span*, which is entered as unverified unless it is known."""
        anchor, paragraph = Anchor.of(document, span), paragraph_of(document, span)
        with self._file.writing():
            id = self._entered(anchor, paragraph)
            # Erased with its document, which is back: this is the very text it was taken from.
            self._file.run(
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
        with self._file.writing():
            if not self._file.run("SELECT 1 FROM passages WHERE id = ?", id):
                raise LedgerError(f"{self.path}: holds no passage {id}: go back to the queue")
            if seen not in (None, self._file.run("SELECT count(*) FROM events WHERE passage = ?", id)[0][0]):
                raise ClashError(f"passage {id}: somebody has recorded something since: read it first")
            self._add(id, event)

    def entry(self, id: int) -> Entry | None:
        """Return the passage with number *id*, None where there is none."""
        rows = self._file.read(f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE id = ?", id)
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
        of which the automatic check had the last word: no person has said anything since, but for notes.
        """
        query = f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE {_in(states, unanswered)}"
        rows = self._file.read(f"{query} AND id > ? ORDER BY id LIMIT ?", *states, after, limit)
        return [_entry(row) for row in rows]

    def count(self, states: Sequence[Standing] = tuple(Standing), *, unanswered: bool = False) -> int:
        """Return how many passages `entries` gives in all."""
        query = f"SELECT count(*) FROM passages WHERE {_in(states, unanswered)}"
        return int(self._file.read(query, *states)[0][0])

    def entry_at(self, document: str, version: str, span: Span) -> Entry | None:
        """Return the passage at *span* of the *document* whose sha256 begins with *version*.

        None where there is none, where its words were erased, and where two versions begin so.
        """
        where = 'document = ? AND "end" - start = ? AND start = ? AND substr(sha256, 1, ?) = ?'
        query = f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE {where} AND exact <> '' LIMIT 2"
        length = span.end - span.start
        rows = self._file.read(query, document, length, span.start, len(version), version)
        return _entry(rows[0]) if len(rows) == 1 else None

    def entries_of(self, document: str, exact: str) -> list[Entry]:
        """Return the passages of any version of *document* that have the very words *exact*."""
        where = 'document = ? AND "end" - start = ? AND exact = ?'
        query = f"SELECT id, {_COLUMNS}, paragraph, state FROM passages WHERE {where} ORDER BY id"
        return [_entry(row) for row in self._file.read(query, document, len(exact), exact)]

    def is_answered(self, id: int) -> bool:
        """Return whether a person had the last word on the passage with number *id*, notes left aside."""
        return self._file.read(f"SELECT ({_LAST}) FROM passages WHERE id = ?", id) != [(CHECKER,)]

    def unanswered(self, document: str) -> list[int]:
        """Return the passages of *document* that have drifted and that no person has answered for."""
        states = tuple(DRIFTED.values())
        query = f"SELECT id FROM passages WHERE document = ? AND {_in(states, True)} ORDER BY id"
        return [id for (id,) in self._file.read(query, document, *states)]

    def documents(self, *, with_words: bool = False) -> list[str]:
        """Return the id of each document that has an entry; *with_words* only those not erased. In order."""
        where = "WHERE exact <> ''" if with_words else ""
        query = f"SELECT DISTINCT document FROM passages {where} ORDER BY document"
        return [id for (id,) in self._file.read(query)]

    def settle(self, found: Iterable[tuple[int, State]], at: datetime) -> list[int]:
        """Record what has become of passages, each by its number, and return those for which it is news.

        It is news where it is neither what the last check found nor what a person has said it is. A passage
        that is intact again stands as people last judged it.
        """
        drifted = ", ".join(f"'{state}'" for state in DRIFTED.values())
        last_drift = (
            'SELECT state FROM events WHERE passage = ? AND NOT is_note AND ("by" = ? OR '
            f"state IN ({drifted})) ORDER BY id DESC LIMIT 1"
        )
        news = []
        with self._file.writing():
            for id, state in found:
                last = self._file.run(last_drift, id, CHECKER)
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
        with self._file.writing():
            (count,) = self._file.run(
                "SELECT count(*) FROM passages WHERE document = ? AND exact <> ''", document
            )[0]
            words = "exact = '', prefix = '', suffix = '', paragraph = ''"
            self._file.run(f"UPDATE passages SET {words} WHERE document = ? AND exact <> ''", document)
            notes = "staff_note = '', public_note = ''"
            some = "(staff_note <> '' OR public_note <> '')"
            self._file.run(f"UPDATE events SET {notes} WHERE {of_it} AND {some}", document)
        self._file.read("PRAGMA wal_checkpoint(TRUNCATE)")  # the journal still holds the pages as they were
        return int(count)

    def history(self, id: int) -> tuple[Event, ...]:
        """Return all that was recorded of the passage with number *id*, in the order in which it was."""
        with self._file.plainly():
            return self._history(id)

    def export(self) -> Iterator[str]:
        """Yield one line of JSON a passage, with its anchor, its paragraph and its whole history."""
        last = 0
        while page := self.entries(after=last, limit=1000):
            for entry in page:
                yield exported(entry, self.history(entry.id))
            last = page[-1].id

    def load(self, lines: Iterable[str]) -> int:
        """Take in exported *lines*, all or none of them, and return how many entries were new to the ledger.

        A history goes on from what is here. Where the two have parted, LedgerError names the line: nobody
        could tell any more which event came first.
        """
        added = 0
        with self._file.writing():
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    added += self._taken_in(number, line)
        return added

    def _taken_in(self, number: int, line: str) -> int:
        anchor, paragraph, history = parsed(number, line)
        id = self._entered(anchor, paragraph)
        has_words = self._file.run("SELECT 1 FROM passages WHERE id = ? AND exact <> ''", id)
        here = self._history(id)
        if not (
            anchor.exact and has_words
        ):  # erased on one side at least, so the notes say nothing about whether the two have parted
            here, history = without_notes(here), without_notes(history)
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
        self._file.run(f"INSERT OR IGNORE INTO passages ({_COLUMNS}, paragraph) VALUES ({marks})", *values)
        query = 'SELECT id FROM passages WHERE document = ? AND sha256 = ? AND start = ? AND "end" = ?'
        return int(self._file.run(query, *key)[0][0])

    def _add(self, id: int, event: Event) -> None:
        at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
        self._file.run(
            'INSERT INTO events (passage, state, "by", "at", staff_note, public_note, is_note) '
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(id, event.state, event.by, at, event.staff_note, event.public_note, event.is_note),
        )

    def _history(self, id: int) -> tuple[Event, ...]:
        columns = 'state, "by", "at", staff_note, public_note, is_note'
        query = f"SELECT {columns} FROM events WHERE passage = ? ORDER BY id"
        return tuple(
            Event(
                state=Standing(state),
                by=by,
                at=datetime.fromisoformat(at),
                staff_note=staff_note,
                public_note=public_note,
                is_note=bool(is_note),
            )
            for state, by, at, staff_note, public_note, is_note in self._file.run(query, id)
        )


def _in(states: Sequence[Standing], unanswered: bool) -> str:
    """Return the condition that a passage is in one of *states*, whose values are given beside it."""
    condition = f"state IN ({', '.join('?' * len(states))})"
    return f"{condition} AND ({_LAST}) = '{CHECKER}'" if unanswered else condition


def _entry(row: tuple[Any, ...]) -> Entry:
    id, document, sha256, start, end, utf16_start, utf16_end, exact, prefix, suffix, paragraph, state = row
    anchor = Anchor(document, sha256, Span(start, end), Span(utf16_start, utf16_end), exact, prefix, suffix)
    return Entry(id, anchor, paragraph, Standing(state))
