"""Stand-ins at the seams of `index`, and seeds of a few words, for tests that need no model."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from string import ascii_lowercase

import numpy as np

from index.build import build
from index.cache import EmbeddingCache
from index.dense import FloatMatrix, FloatVector
from index.encoder import Encoder
from index.records import Document, Source
from index.sources import ALIASES, SOURCES
from index.store import Manifest, Store

# Three seeds whose every sentence can be told from the others by its letters.
TOWNS = {
    "alba.txt": "Alba signed in May. Its sheriff has 12 deputies.\n\nThe mayor objected.\n",
    "brno.txt": "Brno declined.\n\nIts council cites cost. A vote comes in June.\n",
    "cork.txt": "Cork waits.\n",
}


class LetterEncoder:
    """Counts letters: a vector you can work out on paper."""

    name = "letters"

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        counts = [[text.lower().count(letter) for letter in ascii_lowercase] for text in texts]
        rows = np.array(counts, dtype=np.float32).reshape(len(texts), 26)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1.0)
        return rows


class AnyLanguageEncoder(LetterEncoder):
    """Letters that tell questions from passages, and notes the questions."""

    name = "any letters"

    def __init__(self) -> None:
        self.questions: list[str] = []

    def encode_question(self, question: str) -> FloatVector:
        self.questions.append(question)
        row: FloatVector = self.encode([question])[0]
        return row


@dataclass
class RecordingEncoder:
    """Encodes as *inner* does and notes what it was given."""

    inner: Encoder = field(default_factory=LetterEncoder)
    name: str = "letters"
    seen: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.seen.extend(texts)
        return self.inner.encode(texts)


def make_document(text: str, id: str = "d", boilerplate: Sequence[str] = ()) -> Document:
    """Return a document of *text* about which hardly anything is known."""
    digest = sha256(text.encode()).hexdigest()
    source = Source(file=f"{id}.txt", kind="reporting", boilerplate=tuple(boilerplate))
    return Document(id, text, digest, digest, source)


def write_seeds(
    folder: Path, texts: Mapping[str, str | bytes], *, records: str | None = None, aliases: str | None = None
) -> Path:
    """Write *texts* by file name into *folder*, with a plain record each or with *records*; return it."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    plain = "".join(f'[[documents]]\nfile = {json.dumps(name)}\nkind = "reporting"\n\n' for name in texts)
    (folder / SOURCES).write_text(plain if records is None else records, encoding="utf-8")
    if aliases is not None:
        (folder / ALIASES).write_text(aliases, encoding="utf-8")
    return folder


def build_letters(
    seeds: Path, data: Path, encoder: Encoder | None = None, multilingual: Encoder | None = None
) -> Manifest:
    """Build *seeds* into the data folder *data* with letters for vectors."""
    cache = EmbeddingCache(data / "cache" / "embeddings.sqlite3")
    return build(seeds, Store(data / "index"), encoder or LetterEncoder(), cache, multilingual=multilingual)
