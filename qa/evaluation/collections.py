"""The questions on the seeds, with their gold, and the ways in which each is also asked."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import BotError
from index.records import Document, Span
from qa.evaluation.records import Evidence, Example
from qa.question import content_words

AS_ASKED = "as asked"
LOWER_CASED = "lower-cased"
UNMARKED = "without ? and '"
ONE_TYPO = "with one typo"
TALKED = "with talk around it"
KEYWORDS = "its content words alone"
LEFT_OUT = "its documents left out"
VARIANTS = (LOWER_CASED, UNMARKED, ONE_TYPO, TALKED, KEYWORDS)
TALK = "Hello, I work at a library and a patron wants to know: {} Thanks!"
JOINED_KINDS = ("list", "comparison")  # kinds whose answers are parts of one answer
SEED = 287

Model = TypeVar("Model", bound=BaseModel)


class CollectionError(BotError):
    """A file of questions that cannot be used."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        self.path, self.line = path, line
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {reason}: correct it and measure again; nothing was reported")


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Place(_Row):
    file: str
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int
    occurrences: int = 1
    value: str | None = None
    as_of: str | None = None
    note: str | None = None


class _Turn(_Row):
    role: Literal["user", "assistant"]
    content: str


class _Question(_Row):
    """One line of `questions.jsonl`."""

    id: str = Field(min_length=1)
    kind: str
    lang: str
    asker: str
    question: str = Field(min_length=1)
    history: tuple[_Turn, ...]
    answerable: bool
    expect: Literal["answer", "no_answer", "refer", "refuse"]
    answers: tuple[str, ...]
    evidence: tuple[_Place, ...]
    need: Literal["any", "all"]
    conflict: tuple[_Place, ...]
    conflict_note: str
    traps: tuple[str, ...]
    parent: str | None
    group: str
    split: str


def read_questions(path: Path, collection: str, documents: Mapping[str, Document]) -> list[Example]:
    """Return the questions of *path* over *documents*, in its order.

    Raises CollectionError, with the line, for a file that is missing, empty, truncated or of another shape,
    and for evidence that is not where it is said to be.
    """
    examples: dict[str, Example] = {}
    for number, row in _rows(path):
        question = parsed(_Question, row, path, number)
        if question.id in examples:
            raise CollectionError(path, number, f"the id {question.id!r} is used twice")
        if question.answerable != bool(question.evidence):
            raise CollectionError(path, number, "an answerable question has evidence, and no other has")
        for place in (*question.evidence, *question.conflict):
            _check(place, documents, path, number)
        examples[question.id] = _example(question, collection)
    return list(examples.values())


def json_lines(lines: Iterable[str], path: Path) -> Iterator[tuple[int, Any]]:
    """Yield each line's number, from 1, and its JSON value. Raises CollectionError for one that is none."""
    for number, line in enumerate(lines, start=1):
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise CollectionError(
                path, number, f"is not JSON ({error.msg} at column {error.colno})"
            ) from error


def parsed(model: type[Model], row: object, path: Path, number: int) -> Model:
    """Return *row* as a *model*. Raises CollectionError that names the field."""
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the line"
        raise CollectionError(path, number, f"{field}: {first['msg'].lower()}") from error


def variants(examples: Iterable[Example]) -> list[Example]:
    """Return each of *examples* lower-cased, without marks, with a typo, with talk around it, as keywords."""
    changed = []
    for example in examples:
        words = example.question
        changed += [
            example.rephrased(LOWER_CASED, words.lower()),
            example.rephrased(UNMARKED, "".join(character for character in words if character not in "?¿'’")),
            example.rephrased(ONE_TYPO, with_typo(words, f"{SEED} {example.id}")),
            example.rephrased(TALKED, TALK.format(words)),
            example.rephrased(KEYWORDS, " ".join(content_words(words)).lower()),
        ]
    return changed


def with_typo(text: str, seed: str) -> str:
    """Return *text* with two neighbouring letters of one of its longer words exchanged, as *seed* decides.

    The first letter stays, as in most slips of a hand; a word of figures is left alone.
    """
    chance = random.Random(seed)
    starts = [
        at for at in range(1, len(text) - 2) if text[at - 1 : at + 2].isalpha() and text[at] != text[at + 1]
    ]
    long = [at for at in starts if _word_length(text, at) >= 6] or starts
    if not long:
        return text
    at = chance.choice(long)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _word_length(text: str, at: int) -> int:
    before = len(text[:at]) - len(text[:at].rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    rest = text[at:]
    return before + len(rest) - len(rest.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _rows(path: Path) -> list[tuple[int, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CollectionError(path, None, "not found") from error
    except OSError as error:
        raise CollectionError(path, None, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise CollectionError(path, None, "is not UTF-8") from error
    rows = list(json_lines(text.splitlines(), path))
    if not rows:
        raise CollectionError(path, None, "is empty")
    return rows


def _check(place: _Place, documents: Mapping[str, Document], path: Path, number: int) -> None:
    document = documents.get(Path(place.file).stem)
    if document is None:
        raise CollectionError(path, number, f"{place.file} is not in the index")
    if document.text[place.start : place.end] != place.quote:
        raise CollectionError(
            path, number, f"{place.file} does not say {place.quote!r} at {place.start} to {place.end}"
        )


def _example(question: _Question, collection: str) -> Example:
    return Example(
        id=question.id,
        collection=collection,
        variant=AS_ASKED,
        question=question.question,
        history=tuple((turn.role, turn.content) for turn in question.history),
        language=question.lang,
        kind=question.kind,
        asker=question.asker,
        answerable=question.answerable,
        answers=question.answers,
        evidence=tuple(
            Evidence(Path(place.file).stem, Span(place.start, place.end), place.quote)
            for place in question.evidence
        ),
        needs_all=question.need == "all",
        joined=question.kind.removeprefix("es_") in JOINED_KINDS,
        group=question.group,
        touched=frozenset(Path(place.file).stem for place in (*question.evidence, *question.conflict)),
    )
