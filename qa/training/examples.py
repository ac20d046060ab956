"""Files of questions -> examples to learn from, in an order that the seed alone decides."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.records import Span
from qa.evaluation.squad import Row, read_rows
from qa.training.files import sha256_of


@dataclass(frozen=True, slots=True)
class Example:
    """A question on a context, and the place of its answer there; None where the context does not answer."""

    question: str
    context: str
    answer: Span | None
    heading: str | None = None  # of the context


Group = tuple[Example, ...]  # learnt in one step


class DataFile(BaseModel):
    """What a run records of a file it learnt from or was scored on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sha256: str
    questions: int
    unanswerable: int


def read_examples(path: Path) -> tuple[list[Example], DataFile]:
    """Return the questions of *path* as examples, in its order; of several answers the first is learnt.

    A context is kept once, however many questions are asked on it. Raises CollectionError, with the line or
    the question, for a file that cannot be used.
    """
    rows = read_rows(path)
    contexts: dict[str, str] = {}
    examples = [
        Example(row.question, contexts.setdefault(row.context, row.context), _answer(row), _heading(row))
        for row in rows
    ]
    unanswerable = sum(row.is_impossible for row in rows)
    return examples, DataFile(
        name=path.name, sha256=sha256_of(path), questions=len(rows), unanswerable=unanswerable
    )


def sampled(path: Path, count: int) -> list[Example]:
    """Return *count* questions of *path*, or all if it has fewer: always the same ones."""
    examples, _ = read_examples(path)
    return random.Random(0).sample(examples, min(count, len(examples)))


def under_headings(examples: Sequence[Example], share: float, seed: str) -> list[Example]:
    """Return *examples* in their order, all but about *share* of them without a heading; *seed* decides."""
    chance = random.Random(seed)
    return [example if chance.random() < share else replace(example, heading=None) for example in examples]


def groups(examples: Sequence[Example], *, together: bool) -> list[Group]:
    """Return *examples* one by one or, *together*, each question with the contexts that do not answer it."""
    if not together:
        return [(example,) for example in examples]
    rivals: dict[str, list[Example]] = {example.question: [] for example in examples if example.answer}
    alone: list[Group] = []
    for example in examples:
        if example.answer is None and example.question in rivals:
            rivals[example.question].append(example)
        elif example.answer is None:
            alone.append((example,))
    asked = [(example, *rivals.pop(example.question, ())) for example in examples if example.answer]
    return asked + alone


def pools(groups: Sequence[Group], size: int, seed: str) -> Iterator[list[Group]]:
    """Yield each of *groups* once, in pools of *size*, in an order that *seed* decides.

    The order runs over all files, so each pool is a fair sample of the whole, and a run that ends early has
    seen answerable and unanswerable questions in proportion.
    """
    order = list(range(len(groups)))
    random.Random(seed).shuffle(order)
    for at in range(0, len(order), size):
        yield [groups[number] for number in order[at : at + size]]


def _answer(row: Row) -> Span | None:
    if row.is_impossible:
        return None
    first = row.answers[0]
    return Span(first.start, first.start + len(first.text))


def _heading(row: Row) -> str | None:
    """Return the title of the article; None where it is an identifier, as QAMR's are."""
    return None if ":" in row.title else row.title.replace("_", " ")
