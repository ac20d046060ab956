"""A question -> passages: words and meaning, each its own ranking, fused by rank."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.aliases import AliasMatch, matches, other_forms
from index.encoder import Encoder
from index.fusion import fuse
from index.records import Hit, Passage
from index.store import Generation

DEPTH = 60  # hits taken from each retriever


@dataclass(frozen=True, slots=True)
class Retriever:
    """Hybrid search over one generation of the index."""

    generation: Generation
    encoder: Encoder

    def retrieve(self, question: str, top_k: int) -> list[Passage]:
        """Return the *top_k* passages for *question*, best first, ties by id.

        A name that the documents write otherwise (an alias) is also searched in its other forms.
        """
        found = self.aliases(question)
        others = list(dict.fromkeys(form for match in found for form in other_forms(question, match)))
        rankings: dict[str, list[Hit]] = {
            "dense": self.generation.dense.search(self.encoder.encode([question])[0], DEPTH),
            "lexical": self.generation.lexical.search(question, DEPTH, also=others),
        }
        if others:
            restated = " ".join([question, *others])
            rankings["dense, with aliases"] = self.generation.dense.search(
                self.encoder.encode([restated])[0], DEPTH
            )
        return self._passages(rankings, top_k)

    def aliases(self, question: str) -> list[AliasMatch]:
        """Return the aliases that *question* names, in text order."""
        return matches(question, self.generation.aliases)

    def _passages(self, rankings: dict[str, list[Hit]], top_k: int) -> list[Passage]:
        ranks = {
            name: {hit.chunk_id: rank for rank, hit in enumerate(hits, start=1)}
            for name, hits in rankings.items()
        }
        scores = {name: dict(hits) for name, hits in rankings.items()}
        fused: Sequence[Hit] = fuse([[hit.chunk_id for hit in hits] for hits in rankings.values()])[:top_k]
        passages = []
        for rank, (chunk_id, score) in enumerate(fused, start=1):
            chunk = self.generation.chunks[chunk_id]
            passages.append(
                Passage(
                    chunk=chunk,
                    document=self.generation.documents[chunk.document_id],
                    rank=rank,
                    score=score,
                    ranks={name: found[chunk_id] for name, found in ranks.items() if chunk_id in found},
                    scores={name: found[chunk_id] for name, found in scores.items() if chunk_id in found},
                )
            )
        return passages
