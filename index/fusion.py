"""Several rankings -> one, by ranks alone."""

from collections import defaultdict
from collections.abc import Sequence

from index.records import Hit


def fuse(rankings: Sequence[Sequence[str]], *, k: int = 60) -> list[Hit]:
    """Return the chunk ids of *rankings* ordered by the sum of 1 / (*k* + rank), the first rank being 1.

    Only ranks count, so BM25 and cosine never meet on one scale. Equal sums are ordered by id.
    (Cormack, Clarke and Buettcher, SIGIR 2009.)
    """
    scores: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, chunk_id in enumerate(ranking, start=1):
            scores[chunk_id] += 1 / (k + rank)
    ordered = sorted(scores.items(), key=lambda item: (-round(item[1], 12), item[0]))
    return [Hit(chunk_id, score) for chunk_id, score in ordered]
