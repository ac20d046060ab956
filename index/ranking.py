"""The order of hits: best first, ties by id, the same whatever engine found them."""

from collections.abc import Callable

from index.records import Hit

SPARE = 8  # hits asked for beyond those wanted


def best(search: Callable[[int], list[Hit]], top_k: int, total: int, digits: int) -> list[Hit]:
    """Return the *top_k* best of *total* chunks, best first; scores equal to *digits* places go by id.

    *search* takes a number and returns as many hits, best first. Which of several equals an engine leaves out
    is its own affair, so it is asked for more until the last hit is worse than the last one wanted.
    """
    wanted = min(top_k, total)
    if wanted < 1:
        return []
    depth = min(wanted + SPARE, total)
    while True:
        hits = search(depth)
        ordered = sorted(hits, key=lambda hit: (-round(hit.score, digits), hit.chunk_id))
        is_all = len(hits) < depth or depth == total
        if is_all or round(hits[-1].score, digits) < round(ordered[wanted - 1].score, digits):
            return ordered[:wanted]
        depth = min(2 * depth, total)
