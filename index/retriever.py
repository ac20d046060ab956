"""A question -> passages: words and meaning, each its own ranking, fused by rank."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.aliases import AliasMatch, matches, other_forms
from index.encoder import Encoder
from index.fusion import fuse
from index.multilingual import QuestionEncoder
from index.records import Chunk, Hit, Passage, Span
from index.store import Generation

DEPTH = 60  # hits taken from each retriever
LATE = 4  # one place in so many may go to documents that come too late


@dataclass(frozen=True, slots=True)
class Retriever:
    """Hybrid search over one generation of the index."""

    generation: Generation
    encoder: Encoder
    multilingual: QuestionEncoder | None = field(default=None, kw_only=True)  # of the second index

    def retrieve(self, question: str, top_k: int, *, asked: str | None = None) -> list[Passage]:
        """Return the *top_k* passages for *question*, best first, ties by id, with the best of each document.

        A name that the documents write otherwise (an alias) is also searched in its other forms. Where the
        question was *asked* in another language, that is searched too, in the second index; its ranking
        counts twice, as the words and the meaning of *question* do together.
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
        if asked and self.multilingual and self.generation.multilingual:
            vector = self.multilingual.encode_question(asked)
            rankings["multilingual"] = self.generation.multilingual.search(vector, DEPTH)
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
        counted = [*rankings.values(), *([rankings["multilingual"]] if "multilingual" in rankings else [])]
        fused = fuse([[hit.chunk_id for hit in hits] for hits in counted])
        chosen = represented(fused, self.generation.chunks, top_k)
        passages = []
        for rank, (chunk_id, score) in enumerate(chosen, start=1):
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


def represented(hits: Sequence[Hit], chunks: Mapping[str, Chunk], top_k: int) -> list[Hit]:
    """Return *top_k* of *hits* (best first), in their order, the best of each document among them.

    A document that comes too late for the first *top_k* takes the place of a hit whose every sentence others
    hold too, else of the last; never of a document's only one. At most a quarter of the places go so, to the
    best of such documents: in a large collection nearly every hit is another document's.
    """
    firsts: dict[str, int] = {}
    for at, hit in enumerate(hits):
        firsts.setdefault(chunks[hit.chunk_id].document_id, at)
    kept = list(range(min(top_k, len(hits))))
    held = Counter(sentence for at in kept for sentence in _sentences(chunks[hits[at].chunk_id]))
    for late in sorted(at for at in firsts.values() if at >= top_k)[: top_k // LATE]:
        spare = [at for at in reversed(kept) if at not in firsts.values()]
        told = (at for at in spare if all(held[one] > 1 for one in _sentences(chunks[hits[at].chunk_id])))
        way = next(told, next(iter(spare), None))
        if way is None:
            break
        held.subtract(_sentences(chunks[hits[way].chunk_id]))
        kept.remove(way)
        kept.append(late)
    return [hits[at] for at in sorted(kept)]


def _sentences(chunk: Chunk) -> list[tuple[str, Span]]:
    return [(chunk.document_id, sentence) for sentence in chunk.sentences]
