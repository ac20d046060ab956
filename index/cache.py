"""Embeddings kept from one build to the next, by content and encoder."""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from index.dense import FloatMatrix, FloatVector
from index.encoder import Encoder

log = logging.getLogger(__name__)
COMMIT_EVERY = 256  # texts: what an interrupted build has to do again at most
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@dataclass(frozen=True, slots=True)
class EmbeddingCache:
    """A SQLite file of vectors, without their texts. Where it fails, a build goes on without it."""

    path: Path

    def encode(
        self,
        encoder: Encoder,
        texts: Sequence[str],
        progress: Callable[[Iterable[str]], Iterable[str]] = iter,
    ) -> FloatMatrix:
        """Return one unit row a text, encoding only those that this *encoder* has not seen."""
        matrix = encoder.encode([])
        with _opened(self.path) as table:
            for at, text in enumerate(progress(texts)):
                key = _key(encoder, text)
                row = table.get(key)
                if row is None:
                    row = encoder.encode([text])[0]
                    table.put(key, row)
                if at == 0:
                    matrix = np.empty((len(texts), len(row)), dtype=np.float32)
                matrix[at] = row
        return matrix

    def keep_only(self, encoders: Collection[Encoder], texts: Iterable[str]) -> None:
        """Remove every vector but those that *encoders* made of *texts*: none outlives its document."""
        with _opened(self.path) as table:
            table.keep_only({_key(encoder, text) for text in texts for encoder in encoders})


def _key(encoder: Encoder, text: str) -> bytes:
    return hashlib.sha256(f"{encoder.name}\n{text}".encode()).digest()


@contextmanager
def _opened(path: Path) -> Iterator["_Table"]:
    table = _Table(path)
    try:
        yield table
    finally:
        table.close()


class _Table:
    """The open file. After its first failure it holds nothing and takes nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._waiting = 0
        self._was_damaged = False
        self._open()
        if self._was_damaged:  # and is gone now
            self._open()

    def get(self, key: bytes) -> FloatVector | None:
        """Return the vector of *key*, unless it is unknown or was altered."""
        found = self._run("SELECT vector, checksum FROM vectors WHERE key = ?", key)
        if not found or not isinstance(found[0][0], bytes) or crc32(found[0][0]) != found[0][1]:
            return None
        return np.frombuffer(found[0][0], dtype="<f4").astype(np.float32)

    def put(self, key: bytes, row: FloatVector) -> None:
        """Keep *row*; now and then what is kept goes to the disk."""
        vector = row.astype("<f4").tobytes()
        self._run("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", key, vector, crc32(vector))
        self._waiting += 1
        if self._waiting % COMMIT_EVERY == 0:
            self._run("COMMIT")
            self._run("BEGIN")

    def keep_only(self, keys: Iterable[bytes]) -> None:
        self._run("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
        for key in keys:
            self._run("INSERT INTO used VALUES (?)", key)
        self._run("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM used)")

    def close(self) -> None:
        self._run("COMMIT")
        self._let_go()

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self._path, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)
        self._run("PRAGMA synchronous = OFF")  # what a power cut spoils is made anew
        self._run("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB, checksum INTEGER)")
        self._run("BEGIN")

    def _run(self, statement: str, *values: object) -> list[Any]:
        if self._database is None:
            return []
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _give_up(self, error: Exception) -> None:
        log.warning("%s cannot be used (%s): encoding without it", self._path, error)
        self._let_go()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED:
            self._was_damaged = True
            for suffix in ("", "-journal"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None
