"""Judged rows kept while a long run goes on, so that an interrupted one goes on where it stopped."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from pydantic import TypeAdapter, ValidationError

from qa.evaluation.records import Example, Judged

_ROW = TypeAdapter(Judged)
PACKAGES = ("index", "qa")


@dataclass(slots=True)
class Journal:
    """The rows judged so far, by key, and the file that takes the next ones, if they are kept at all."""

    rows: dict[str, Judged] = field(default_factory=dict)
    file: TextIO | None = None

    def add(self, row: Judged) -> None:
        self.rows[row.key] = row
        if self.file:
            self.file.write(_ROW.dump_json(row).decode() + "\n")
            self.file.flush()


@contextmanager
def kept(path: Path) -> Iterator[Journal]:
    """Open the journal at *path* with what an earlier run left; remove it once the run has come to its end.

    A last line that was cut off is dropped.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {row.key: row for row in _rows(path)}
    with path.open("w", encoding="utf-8") as file:
        journal = Journal({}, file)
        for row in rows.values():
            journal.add(row)
        yield journal
    path.unlink()


def fingerprint(made: str, examples: Iterable[Example]) -> str:
    """Return a name for asking *examples* of the bot *made*; another program or index has another name."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256(made.encode())
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.read_bytes())
    for example in examples:
        digest.update(f"{example.key} {example.question}\n".encode())
    return digest.hexdigest()[:16]


def _rows(path: Path) -> Iterator[Judged]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield _ROW.validate_json(line)
        except ValidationError:
            return
