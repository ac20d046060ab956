"""SQuAD-like files (official JSON, or a question a line; also xz-compressed) -> examples over paragraphs."""

import json
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.records import Document, Span
from index.sentences import sentences
from qa.evaluation.collections import AS_ASKED, CollectionError, json_lines, parsed
from qa.evaluation.corpora import paragraph_document
from qa.evaluation.records import Evidence, Example, part_of

Part = Literal["decide", "report"]
REPORTED = range(7, 10)  # tenths of the titles whose figures are reported; nothing is tuned on them
READING, OPEN, MASKED = "SQuAD, one paragraph", "SQuAD, all paragraphs", "SQuAD, its paragraph masked"
SPANISH = "Spanish, their paragraphs"
ORIGINALS = "their English originals"
SEED = 20180611


class _Loose(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Answer(_Loose):
    text: str = Field(min_length=1)
    start: int = Field(ge=0)


class Row(_Loose):
    """One question with its paragraph."""

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    question_en: str | None = None  # the English original of a question in another language
    context: str = Field(min_length=1)
    answers: tuple[_Answer, ...]
    is_impossible: bool
    title: str


def read_squad(path: Path, part: Part) -> tuple[list[Row], list[Row]]:
    """Return the rows of *path* whose titles belong to *part*, and all of its rows, as `read_rows` does."""
    rows = read_rows(path)
    wanted = [row for row in rows if (part_of(row.title) in REPORTED) == (part == "report")]
    if not wanted:
        raise CollectionError(path, None, f"has no title of the part to {part}")
    return wanted, rows


def read_rows(path: Path) -> list[Row]:
    """Return the rows of *path*: official SQuAD JSON, 1.1 or 2.0, or one question a line; also `.xz`.

    Raises CollectionError, with the line or the question, for a file that is missing, truncated, empty or of
    another shape, and for an answer that is not at its place.
    """
    rows = [_checked(path, number, row) for number, row in _numbered_rows(path)]
    if not rows:
        raise CollectionError(path, None, "is empty")
    return rows


def sampled(rows: Sequence[Row], count: int | None) -> list[Row]:
    """Return *count* of *rows* (None: all) in id order, chosen with a fixed seed whatever their order."""
    ordered = sorted(rows, key=lambda row: row.id)
    if count is None or count >= len(ordered):
        return ordered
    return sorted(random.Random(SEED).sample(ordered, count), key=lambda row: row.id)


def paragraphs(rows: Iterable[Row]) -> list[Document]:
    """Return each paragraph of *rows* once, as a document, in id order."""
    unique = {(row.title, row.context) for row in rows}
    return sorted(
        (paragraph_document(title, text) for title, text in unique), key=lambda document: document.id
    )


def examples(rows: Iterable[Row], collection: str, language: str = "en") -> list[Example]:
    """Return *rows* as examples; evidence is the sentence that holds an answer, never the answer alone."""
    return [_example(row, collection, language) for row in rows]


def originals(rows: Iterable[Row]) -> list[Row]:
    """Return those of *rows* whose question has an English original, with that one in its place."""
    return [row.model_copy(update={"question": row.question_en}) for row in rows if row.question_en]


def masked(example: Example) -> Example:
    """Return *example* with its paragraph hidden, so that nothing should answer."""
    return replace(example.bereft(AS_ASKED), collection=MASKED)


def _example(row: Row, collection: str, language: str) -> Example:
    document = paragraph_document(row.title, row.context)
    places = sentences(document.text, Span(0, len(document.text)))
    spans = [Span(answer.start, answer.start + len(answer.text)) for answer in row.answers]
    holding = sorted({_around(span, places) for span in spans})
    return Example(
        id=row.id,
        collection=collection,
        variant=AS_ASKED,
        question=row.question,
        history=(),
        language=language,
        kind="unanswerable" if row.is_impossible else "answerable",
        asker="crowd worker",
        answerable=not row.is_impossible,
        answers=tuple(dict.fromkeys(answer.text for answer in row.answers)),
        evidence=tuple(Evidence(document.id, span, document.quote(span)) for span in holding),
        needs_all=False,
        joined=False,
        group=row.title,
        touched=frozenset({document.id}),
    )


def _around(span: Span, places: Sequence[Span]) -> Span:
    touched = [place for place in places if place.overlap(span)]
    return Span(touched[0].start, touched[-1].end)


def _numbered_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield each row with its line, or for the official JSON with its number."""
    text = _text(path)
    if text.lstrip().startswith('{"') and '"paragraphs"' in text[:100_000]:
        yield from enumerate(_official_rows(path, text), start=1)
        return
    for number, value in json_lines(text.splitlines(), path):
        yield number, parsed(Row, value, path, number)


def _official_rows(path: Path, text: str) -> Iterator[Row]:
    try:
        data = json.loads(text)["data"]
        values: list[dict[str, Any]] = [
            {
                "id": question["id"],
                "question": question["question"],
                "context": paragraph["context"],
                "answers": [
                    {"text": one["text"], "start": one["answer_start"]} for one in question["answers"]
                ],
                "is_impossible": question.get("is_impossible", False),
                "title": article["title"],
            }
            for article in data
            for paragraph in article["paragraphs"]
            for question in paragraph["qas"]
        ]
    except json.JSONDecodeError as error:
        raise CollectionError(
            path, error.lineno, f"is not JSON ({error.msg} at column {error.colno})"
        ) from error
    except (KeyError, TypeError) as error:
        raise CollectionError(path, None, f"is not the official SQuAD JSON (no {error})") from error
    for number, value in enumerate(values, start=1):
        yield parsed(Row, value, path, number)


def _checked(path: Path, number: int, row: Row) -> Row:
    for answer in row.answers:
        if row.context[answer.start : answer.start + len(answer.text)] != answer.text:
            raise CollectionError(
                path, number, f"{row.id}: the paragraph does not say {answer.text!r} at {answer.start}"
            )
    if row.is_impossible == bool(row.answers):
        raise CollectionError(path, number, f"{row.id}: an answerable question has answers, and no other has")
    return row


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8")
    except FileNotFoundError as error:
        raise CollectionError(path, None, "not found") from error
    except OSError as error:
        raise CollectionError(path, None, f"cannot be read ({error.strerror})") from error
    except (lzma.LZMAError, UnicodeDecodeError) as error:
        raise CollectionError(path, None, f"is damaged or truncated ({error})") from error
