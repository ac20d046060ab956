"""A peer of our own parts: quotes whole passages as BM25, the encoder or both rank them; never refuses."""

from qa.offline import go_offline

go_offline()

import json  # noqa: E402 - the environment must stand before anything heavy is imported
import sys  # noqa: E402
import tempfile  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402
from time import perf_counter  # noqa: E402
from typing import Any  # noqa: E402

from index.fusion import fuse  # noqa: E402
from index.records import Hit  # noqa: E402
from index.retriever import DEPTH  # noqa: E402

Search = Callable[[str], Sequence[Hit]]


def main(method: str, job_path: Path, replies_path: Path) -> None:
    """Answer the questions of the job with *method* (`bm25`, `dense` or `hybrid`) and write the replies."""
    job = json.loads(job_path.read_text(encoding="utf-8"))
    passages = {passage["id"]: passage for passage in job["passages"]}
    with tempfile.TemporaryDirectory() as folder:
        search = _search(method, job, Path(folder))
        search(job["questions"][0]["question"])  # warm
        replies = [_reply(search, question, passages, job["top"]) for question in job["questions"]]
    replies_path.write_text(json.dumps({"replies": replies}), encoding="utf-8")


def _search(method: str, job: dict[str, Any], folder: Path) -> Search:
    if method == "bm25":
        return _lexical(job, folder)
    if method == "dense":
        return _dense(job)
    words, meaning = _lexical(job, folder), _dense(job)
    return lambda question: fuse([[hit.chunk_id for hit in found(question)] for found in (meaning, words)])


def _lexical(job: dict[str, Any], folder: Path) -> Search:
    from index.lexical import LexicalIndex

    index = LexicalIndex.build(folder, ((passage["id"], passage["context"]) for passage in job["passages"]))
    return lambda question: index.search(question, DEPTH)


def _dense(job: dict[str, Any]) -> Search:
    from index.cache import EmbeddingCache
    from index.dense import DenseIndex
    from index.encoder import SentenceEncoder

    encoder = SentenceEncoder()
    vectors = EmbeddingCache(Path(job["cache"])).encode(
        encoder, [passage["context"] for passage in job["passages"]]
    )
    index = DenseIndex.of([passage["id"] for passage in job["passages"]], vectors)
    return lambda question: index.search(encoder.encode([question])[0], DEPTH)


def _reply(search: Search, question: dict[str, str], passages: dict[str, Any], top: int) -> dict[str, Any]:
    began = perf_counter()
    hits = search(question["question"])[:top]
    seconds = perf_counter() - began
    quotes = [
        {key: passages[hit.chunk_id][key] for key in ("document", "start", "end")} | {"score": hit.score}
        for hit in hits
    ]
    return {"id": question["id"], "seconds": seconds, "quotes": quotes}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
