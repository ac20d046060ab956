"""The truth tables, and the paragraphs that their rows stand in."""

import json
from pathlib import Path
from typing import Any

from index.records import Span
from index.sentences import sentences

TESTS = Path(__file__).parent.parent


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of the table *name*."""
    return _read(TESTS / "data" / f"{name}.jsonl")


def quality_rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of *name*, which judges answers as a whole."""
    return _read(TESTS / "quality" / f"{name}.jsonl")


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sentences_of(text: str) -> list[Span]:
    """Return the sentences of *text*, which is one paragraph."""
    return sentences(text, Span(0, len(text)))


def words_at(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.start : span.end]
