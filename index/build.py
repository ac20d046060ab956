"""Seeds -> a new generation of the index: the stages in order."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from index import chunking
from index.cache import EmbeddingCache
from index.chunking import chunks, context
from index.dense import DenseIndex
from index.encoder import Encoder
from index.errors import SeedError
from index.lexical import LexicalIndex
from index.loading import load_documents
from index.records import Document
from index.sources import ALIASES, SOURCES, Alias, read_aliases, read_sources
from index.store import FORMAT, Manifest, Store, write_records

Progress = Callable[[Iterable[str]], Iterable[str]]  # tqdm, or anything that hands its items on


def build(seeds: Path, store: Store, encoder: Encoder, cache: EmbeddingCache, progress: Progress = iter) -> Manifest:
    """Build the documents of *seeds* into a new generation of *store* and return its manifest.

    Raises SeedError for a seed that cannot be used and BotError for a folder that cannot be written; the old
    generation then goes on serving.
    """
    with store.lock():
        inputs = inputs_hash(seeds)
        documents = load_documents(seeds)
        if not documents:
            raise SeedError(seeds / SOURCES, "lists no document", "add a [[documents]] table and its file")
        aliases = read_aliases(seeds)
        unbroken = unbroken_names(aliases)
        pieces = [chunk for document in documents for chunk in chunks(document, unbroken)]
        by_id = {document.id: document for document in documents}
        texts = [context(chunk, by_id[chunk.document_id]) for chunk in pieces]
        vectors = cache.encode(encoder, texts, progress)

        def fill(folder: Path) -> None:
            write_records(folder, documents, pieces, aliases)
            DenseIndex.of([chunk.id for chunk in pieces], vectors).save(folder / "vectors.faiss")
            (folder / "lexical").mkdir()
            LexicalIndex.build(folder / "lexical", zip([chunk.id for chunk in pieces], texts, strict=True))

        def manifest_of(content: str) -> Manifest:
            return Manifest(
                format=FORMAT,
                encoder=encoder.name,
                inputs=inputs,
                corpus=corpus_hash(documents),
                documents=len(documents),
                chunks=len(pieces),
                content=content,
            )

        return store.write(manifest_of, fill)


def inputs_hash(seeds: Path) -> str:
    """Return a hash of all that a build of *seeds* reads, and of how it cuts; needs no model."""
    digest = hashlib.sha256(f"{FORMAT} {chunking.WINDOW} {chunking.STRIDE} {chunking.MAX_CHUNK}".encode())
    for name in [SOURCES, ALIASES, *(source.file for source in read_sources(seeds))]:
        path = seeds / name
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def corpus_hash(documents: Iterable[Document]) -> str:
    """Return one hash of the texts and records of *documents*, whatever their order."""
    rows = sorted(f"{document.id} {document.sha256} {document.source.model_dump_json()}" for document in documents)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def unbroken_names(aliases: Iterable[Alias]) -> list[str]:
    """Return the written forms that no sentence boundary may cut."""
    return sorted({form for alias in aliases for form in alias.forms})
