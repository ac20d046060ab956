"""Bots over other corpora: paragraphs, the seeds less some documents, an index of which some are hidden."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.build import corpus_hash
from index.cache import EmbeddingCache
from index.chunking import chunks, context
from index.dense import DenseIndex
from index.encoder import Encoder
from index.lexical import LexicalIndex
from index.records import Chunk, Document, Passage, Source
from index.retriever import Retriever
from index.store import FORMAT, Generation, Manifest
from qa.bot import Bot

Progress = Callable[[Iterable[str]], Iterable[str]]


def paragraph_document(title: str, text: str) -> Document:
    """Return the paragraph *text* of the article *title* as a document of its own, named by its content."""
    name = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16]
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(file=f"{name}.txt", title=title.replace("_", " "), kind="reporting")
    return Document(name, text, digest, digest, source)


def generation_of(
    documents: Sequence[Document],
    encoder: Encoder,
    cache: EmbeddingCache,
    folder: Path,
    progress: Progress = iter,
    multilingual: Encoder | None = None,
) -> Generation:
    """Return an index of *documents*, cut and encoded as the seeds are; *folder* takes its lexical part."""
    by_id = {document.id: document for document in documents}
    pieces = [chunk for document in documents for chunk in chunks(document)]
    ids = [chunk.id for chunk in pieces]
    texts = [context(chunk, by_id[chunk.document_id]) for chunk in pieces]
    vectors = cache.encode(encoder, texts, progress)
    return Generation(
        manifest=_manifest(documents, pieces, encoder.name, multilingual.name if multilingual else None),
        documents=by_id,
        chunks={chunk.id: chunk for chunk in pieces},
        aliases=(),
        dense=DenseIndex.of(ids, vectors),
        multilingual=DenseIndex.of(ids, cache.encode(multilingual, texts, progress))
        if multilingual
        else None,
        lexical=_lexical(folder, pieces, by_id),
    )


def without(generation: Generation, left_out: Collection[str], folder: Path) -> Generation:
    """Return *generation* as if the documents *left_out* had never been; *folder* takes its lexical part."""
    documents = {id: document for id, document in generation.documents.items() if id not in left_out}
    kept = {id: chunk for id, chunk in generation.chunks.items() if chunk.document_id in documents}
    return replace(
        generation,
        manifest=_manifest(
            list(documents.values()),
            list(kept.values()),
            generation.manifest.encoder,
            generation.manifest.multilingual,
        ),
        documents=documents,
        chunks=kept,
        dense=_kept(generation.dense, kept),
        multilingual=generation.multilingual and _kept(generation.multilingual, kept),
        lexical=_lexical(folder, list(kept.values()), documents),
    )


@dataclass(frozen=True, slots=True)
class MaskedRetriever(Retriever):
    """A retriever that passes over the chunks of some documents, which stay in the index."""

    left_out: frozenset[str]

    def retrieve(self, question: str, top_k: int, *, asked: str | None = None) -> list[Passage]:
        masked = sum(chunk.document_id in self.left_out for chunk in self.generation.chunks.values())
        found = Retriever.retrieve(self, question, top_k + masked, asked=asked)
        kept = [passage for passage in found if passage.document.id not in self.left_out][:top_k]
        return [replace(passage, rank=rank) for rank, passage in enumerate(kept, start=1)]


def masked(bot: Bot, left_out: frozenset[str]) -> Bot:
    """Return *bot* blind to the documents *left_out* at search time."""
    retriever = bot.answerer.retriever
    blind = MaskedRetriever(
        retriever.generation, retriever.encoder, left_out, multilingual=retriever.multilingual
    )
    return replace(bot, answerer=replace(bot.answerer, retriever=blind))


def _kept(index: DenseIndex, kept: Collection[str]) -> DenseIndex:
    ids = index.chunk_ids
    vectors = index.flat.reconstruct_n(0, len(ids))[[id in kept for id in ids]]
    return DenseIndex.of([id for id in ids if id in kept], vectors)


def _lexical(folder: Path, pieces: Sequence[Chunk], documents: dict[str, Document]) -> LexicalIndex:
    return LexicalIndex.build(
        folder, ((chunk.id, context(chunk, documents[chunk.document_id])) for chunk in pieces)
    )


def _manifest(
    documents: Sequence[Document], pieces: Sequence[Chunk], encoder: str, multilingual: str | None
) -> Manifest:
    corpus = corpus_hash(documents)
    return Manifest(
        format=FORMAT,
        encoder=encoder,
        multilingual=multilingual,
        inputs=corpus,
        corpus=corpus,
        documents=len(documents),
        chunks=len(pieces),
        content=corpus,
    )
