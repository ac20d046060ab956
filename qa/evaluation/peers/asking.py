"""Asks other answerers the same questions over the same documents, each in a process of its own.

A peer is a program that is given two file names. It reads the first, a JSON object with `documents` (`id`,
`title`, `text`), `passages` (`id`, `document`, `start`, `end` of what may be quoted, `context` to search by),
`questions` (`id`, `question`), `cache`, a file of embeddings, and `top`, the most quotes a reply may have. It
writes the second, a JSON object with `replies`: for each question its `id`, the `seconds` it took and its
`quotes`, best first, none for a refusal (`document`, `start`, `end`, `score`).
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from index.chunking import chunks, context
from index.errors import BotError
from index.records import Document, Span
from qa.evaluation.judging import judge
from qa.evaluation.records import Attempt, Judged, Shown
from qa.evaluation.results import Group, Peer
from qa.evaluation.suite import Corpus

TOP = 5  # quotes that a peer may give
ROOT = Path(__file__).parents[3]
ENVIRONMENT = ROOT / ".venv-peers"  # made by `make peers`
OURS = ("BM25 alone", "dense alone", "hybrid, no reading")
CAIRN = "cairn-assistant 0.3.0"
HAYSTACK = "Haystack, extractive reader"


class _Loose(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Quote(_Loose):
    document: str
    start: int
    end: int
    score: float


class _Reply(_Loose):
    id: str
    seconds: float
    quotes: tuple[_Quote, ...]


class _Replies(_Loose):
    replies: tuple[_Reply, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """How a peer is started: with which Python, and which arguments before the two file names."""

    name: str
    python: Path
    arguments: tuple[str, ...]


def programs() -> list[Program]:
    """Return the peers that can read without a model of ours, whether or not they are installed."""
    ours = [
        Program(name, Path(sys.executable), ("-m", "qa.evaluation.peers.retrieval", method))
        for name, method in zip(OURS, ("bm25", "dense", "hybrid"), strict=True)
    ]
    folder = "Scripts" if sys.platform == "win32" else "bin"
    cairn = Program(
        CAIRN, ENVIRONMENT / folder / "python", (str(Path(__file__).with_name("cairn_worker.py")),)
    )
    return [*ours, cairn]


def ask_all(
    name: str, corpus: Corpus, ours: Sequence[Judged], cache: Path, asked: Sequence[Program]
) -> list[Peer]:
    """Return what this bot (*ours*, judged) and every peer *asked* got on the *corpus* called *name*."""
    keys = {example.key for example in corpus.examples}
    found = [
        Peer(
            name="this bot",
            corpus=name,
            not_run=None,
            group=Group.of([row for row in ours if row.key in keys]),
        )
    ]
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        job = Path(folder) / "job.json"
        job.write_text(json.dumps(_job(corpus, cache)), encoding="utf-8")
        found += [_asked(program, name, corpus, job) for program in asked]
    return [*found, Peer(name=HAYSTACK, corpus=name, not_run="needs a reader", group=None)]


def _asked(program: Program, name: str, corpus: Corpus, job: Path) -> Peer:
    if not program.python.is_file():
        return Peer(name=program.name, corpus=name, not_run="not installed: run `make peers`", group=None)
    answers = job.with_name("replies.json")
    answers.unlink(missing_ok=True)
    command = [str(program.python), *program.arguments, str(job), str(answers)]
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        return Peer(name=program.name, corpus=name, not_run=last, group=None)
    return Peer(
        name=program.name, corpus=name, not_run=None, group=Group.of(_judged(program, corpus, answers))
    )


def _job(corpus: Corpus, cache: Path) -> dict[str, Any]:
    return {
        "documents": [
            {"id": one.id, "title": one.source.title or one.id, "text": one.text} for one in corpus.documents
        ],
        "passages": [passage for document in corpus.documents for passage in _passages(document)],
        "questions": [{"id": example.key, "question": example.question} for example in corpus.examples],
        "cache": str(cache.absolute()),
        "top": TOP,
    }


def _passages(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "id": chunk.id,
            "document": document.id,
            "start": chunk.quotable.start,
            "end": chunk.quotable.end,
            "context": context(chunk, document),
        }
        for chunk in chunks(document)
    ]


def _judged(program: Program, corpus: Corpus, answers: Path) -> list[Judged]:
    try:
        replies = {reply.id: reply for reply in _Replies.model_validate_json(answers.read_bytes()).replies}
    except (OSError, ValidationError) as error:
        raise BotError(f"{program.name} wrote no replies that can be read: run `make peers` again") from error
    texts = {document.id: document.text for document in corpus.documents}
    missing = [example.key for example in corpus.examples if example.key not in replies]
    if missing:
        raise BotError(f"{program.name} gave no reply to {missing[0]}: run `make peers` again")
    return [judge(example, _attempt(replies[example.key], texts), texts) for example in corpus.examples]


def _attempt(reply: _Reply, texts: dict[str, str]) -> Attempt:
    quotes = tuple(_shown(quote, texts[quote.document]) for quote in reply.quotes)
    return Attempt(
        quotes=quotes,
        withheld=None,
        reason=None if quotes else "refused",
        silence=None if quotes else "other",
        confidence=reply.quotes[0].score if quotes else None,
        seconds=reply.seconds,
    )


def _shown(quote: _Quote, text: str) -> Shown:
    span = Span(quote.start, quote.end)
    words = text[quote.start : quote.end]
    return Shown(quote.document, span, words, ((span, words),))
