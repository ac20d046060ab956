"""Embeddings kept from one build to the next, by content and encoder."""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.dense import FloatMatrix
from index.encoder import Encoder

log = logging.getLogger(__name__)
COMMIT_EVERY = 256  # texts: what an interrupted build has to do again at most


@dataclass(frozen=True, slots=True)
class EmbeddingCache:
    """A SQLite file. A cache that cannot be read is set aside and made anew: it holds nothing that is missed."""

    path: Path

    def encode(
        self, encoder: Encoder, texts: Sequence[str], progress: Callable[[Iterable[str]], Iterable[str]] = iter
    ) -> FloatMatrix:
        """Return one unit row a text, encoding only those that this *encoder* has not seen."""
        rows: list[FloatMatrix] = []
        with self._open() as database:
            for at, text in enumerate(progress(texts)):
                key = hashlib.sha256(f"{encoder.name}\n{text}".encode()).digest()
                found = database.execute("SELECT vector FROM embeddings WHERE key = ?", (key,)).fetchone()
                if found:
                    rows.append(np.frombuffer(found[0], dtype="<f4"))
                    continue
                row = encoder.encode([text])[0]
                database.execute("INSERT OR REPLACE INTO embeddings VALUES (?, ?)", (key, row.astype("<f4").tobytes()))
                rows.append(row)
                if at % COMMIT_EVERY == 0:
                    database.commit()
        return np.array(rows, dtype=np.float32)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = self._connect()
        except sqlite3.DatabaseError:
            log.warning("%s cannot be read: embedding anew", self.path)
            self.path.unlink()
            database = self._connect()
        try:
            yield database
            database.commit()
        finally:
            database.close()

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path)
        try:
            database.execute("CREATE TABLE IF NOT EXISTS embeddings (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
            database.execute("PRAGMA quick_check")
        except sqlite3.DatabaseError:
            database.close()
            raise
        return database
