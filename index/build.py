"""Seeds -> a new generation of the index: the stages in order."""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from index import analysis, blocks, chunking, leaning, lexical, loading, sentences
from index.cache import EmbeddingCache
from index.chunking import chunks, context
from index.dense import DenseIndex
from index.encoder import Encoder
from index.errors import SeedError
from index.lexical import LexicalIndex
from index.loading import load_documents, seed_names
from index.multilingual import MAX_CHUNKS
from index.records import Document
from index.sources import ALIASES, SOURCES, Alias, read_aliases, read_sources
from index.store import FORMAT, LEXICAL, MULTILINGUAL, VECTORS, Manifest, Store, write_records

log = logging.getLogger(__name__)
Progress = Callable[[Iterable[str]], Iterable[str]]  # tqdm, or anything that hands its items on

# What decides how seeds become chunks and terms: our own modules by their source, libraries by their version.
OWN = (analysis, blocks, chunking, leaning, lexical, loading, sentences)
LIBRARIES = ("faiss-cpu", "nupunkt", "tantivy")


def build(
    seeds: Path,
    store: Store,
    encoder: Encoder,
    cache: EmbeddingCache,
    progress: Progress = iter,
    multilingual: Encoder | None = None,
) -> Manifest:
    """Build the documents of *seeds* into a new generation of *store* and return its manifest.

    With *multilingual*, up to MAX_CHUNKS chunks get a second vector index, for questions in other languages.

    Raises SeedError for a seed that cannot be used and BotError for a folder that cannot be written; the old
    generation then goes on serving.
    """
    with store.lock():
        # First: a seed that changes from here on makes the index stale, not wrong.
        inputs = inputs_hash(seeds)
        documents = load_documents(seeds)
        if not documents:
            raise SeedError(seeds / SOURCES, "lists no document", "add a [[documents]] table and its file")
        aliases = read_aliases(seeds)
        unbroken = unbroken_names(aliases)
        by_id = {document.id: document for document in documents}
        pieces = [chunk for document in documents for chunk in chunks(document, unbroken)]
        for id in sorted(by_id.keys() - {chunk.document_id for chunk in pieces}):
            log.warning("%s holds nothing but headings and boilerplate: nothing in it can be found", id)
        if not pieces:
            raise SeedError(seeds, "no document holds a sentence", "add one, or correct the boilerplate")
        texts = [context(chunk, by_id[chunk.document_id]) for chunk in pieces]
        vectors = cache.encode(encoder, texts, progress)
        second = multilingual if len(pieces) <= MAX_CHUNKS else None
        others = cache.encode(second, texts, progress) if second else None

        def fill(folder: Path) -> None:
            ids = [chunk.id for chunk in pieces]
            write_records(folder, documents, pieces, aliases)
            DenseIndex.of(ids, vectors).save(folder / VECTORS)
            if others is not None:
                DenseIndex.of(ids, others).save(folder / MULTILINGUAL)
            (folder / LEXICAL).mkdir()
            LexicalIndex.build(folder / LEXICAL, zip(ids, texts, strict=True))

        def manifest_of(content: str) -> Manifest:
            return Manifest(
                format=FORMAT,
                encoder=encoder.name,
                multilingual=second.name if second else None,
                inputs=inputs,
                corpus=corpus_hash(documents),
                documents=len(documents),
                chunks=len(pieces),
                content=content,
            )

        manifest = store.write(manifest_of, fill)
        cache.keep_only([encoder, *([second] if second else [])], texts)
        return manifest


def inputs_hash(seeds: Path) -> str:
    """Return a hash of all that a build of *seeds* reads, and of how it cuts; needs no model."""
    digest = hashlib.sha256(f"{FORMAT}\n".encode())
    for module in OWN:
        source = Path(str(module.__file__)).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{module.__name__} {hashlib.sha256(source).hexdigest()}\n".encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    # By the folder too, not only by the records: a file without a record is then noticed by the build.
    listed = {source.file for source in read_sources(seeds)}
    for name in [SOURCES, ALIASES, *sorted(listed.union(seed_names(seeds)))]:
        path = seeds / name
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def corpus_hash(documents: Iterable[Document]) -> str:
    """Return one hash of the texts and records of *documents*, whatever their order."""
    rows = sorted(
        f"{document.id} {document.sha256} {document.source.model_dump_json()}" for document in documents
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def unbroken_names(aliases: Iterable[Alias]) -> list[str]:
    """Return the written forms that no sentence boundary may cut."""
    return sorted({form for alias in aliases for form in alias.forms})
