"""What words and names the collection holds, and how telling each is."""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from index.analysis import stems
from index.chunking import context
from index.records import Chunk, Document


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In how many chunks each stem occurs, headings and the record of the document counted in."""

    chunk_count: int
    frequencies: Mapping[str, int]

    @classmethod
    def of(cls, chunks: Collection[Chunk], documents: Mapping[str, Document]) -> "Vocabulary":
        counts: Counter[str] = Counter()
        for chunk in chunks:
            counts.update(set(stems(context(chunk, documents[chunk.document_id]))))
        for document in documents.values():
            source = document.source
            for part in (source.title, source.publisher, *source.authors):
                counts.update(term for term in set(stems(part or "")) if term not in counts)
        return cls(len(chunks), dict(counts))

    def __contains__(self, term: str) -> bool:
        return term in self.frequencies

    def weight(self, term: str) -> float:
        """Return how telling *term* is: BM25's probabilistic idf, above 0, highest for what never occurs."""
        found = self.frequencies.get(term, 0)
        return math.log(1 + (self.chunk_count - found + 0.5) / (found + 0.5))

    def is_common(self, term: str, share: float = 0.25) -> bool:
        """Return whether *term* is in more than *share* of the chunks, so that it tells hardly anything."""
        return self.frequencies.get(term, 0) > share * self.chunk_count
