"""A peer: cairn-assistant with its own settings, but for the number of passages; in its own environment."""

import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

LONG_BLOCK = 2000  # characters that are no paragraph
SHOWN = 3  # passages; its own default shows one


def main(job_path: Path, replies_path: Path) -> None:
    """Answer the questions of the job and write the replies."""
    from cairn.config import Config  # installed by `make peers` only
    from cairn.engine import ask
    from cairn.index import build_index

    job = json.loads(job_path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        documents = _write(job["documents"], Path(folder))
        index = build_index(folder)
        settings = Config(corpus_path=folder, max_passages=SHOWN)
        replies = []
        for question in job["questions"]:
            began = perf_counter()
            answer = ask(question["question"], index, settings).answer
            seconds = perf_counter() - began
            scores = {one.passage.passage_id: one.score for one in answer.trace.candidates}
            quotes = [_quote(source, documents, scores[source.source_id]) for source in answer.sources]
            replies.append({"id": question["id"], "seconds": seconds, "quotes": quotes})
    replies_path.write_text(json.dumps({"replies": replies}), encoding="utf-8")


def _write(documents: list[dict[str, str]], folder: Path) -> dict[str, dict[str, str]]:
    """Write *documents* as cairn reads them; return them by the names that it gives them."""
    named = {f"d{number}": document for number, document in enumerate(documents)}
    for name, document in named.items():
        title = " ".join(document["title"].split())
        head = f"---\nid: {name}\ntitle: {title}\nlang: en\n---\n"
        (folder / f"{name}.md").write_text(head + _spaced(document["text"]), encoding="utf-8")
    return named


def _spaced(text: str) -> str:
    """Return *text* with blank lines between its paragraphs, by which cairn divides, where it has none."""
    longest = max(len(block) for block in text.split("\n\n"))
    return text.replace("\n", "\n\n") if longest > LONG_BLOCK else text


def _quote(source: Any, documents: dict[str, dict[str, str]], score: float) -> dict[str, Any]:
    document = documents[source.source_id.partition("#")[0]]
    start = document["text"].find(source.text)
    if start < 0:
        raise SystemExit(f"cairn quotes what {document['id']} does not say: {source.text[:60]!r}")
    return {"document": document["id"], "start": start, "end": start + len(source.text), "score": score}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
