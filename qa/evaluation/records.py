"""The values of a measurement: an example with what is right, an attempt at it, and the judged attempt."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from index.records import Span

Silence = Literal["score", "guard", "other"]  # what kept a reply from being an answer


class Evidence(NamedTuple):
    """A place that answers."""

    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its right answer; *evidence* is empty where the collection has none."""

    id: str
    collection: str
    variant: str  # "as asked", or how the question or the collection was changed
    question: str
    history: tuple[tuple[Literal["user", "assistant"], str], ...]
    language: str
    kind: str
    asker: str
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    needs_all: bool  # whether all the evidence is needed, not any one
    joined: bool  # whether the answers are parts of one answer
    group: str  # examples of one group are about one fact: they are never split between fitting and checking
    touched: frozenset[str]  # documents that hold evidence or a value that differs from it
    left_out: frozenset[str] = frozenset()  # documents that the answerer may not use

    @property
    def key(self) -> str:
        """The name of the example among all that are measured."""
        return f"{self.collection}/{self.variant}/{self.id}"

    def rephrased(self, variant: str, question: str) -> "Example":
        return replace(self, variant=variant, question=question)

    def bereft(self, variant: str) -> "Example":
        """Return the same question for an answerer that lacks every document which could answer it."""
        return replace(
            self,
            variant=variant,
            answerable=False,
            answers=(),
            evidence=(),
            needs_all=False,
            left_out=self.touched,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as an answerer gave it, right or wrong: nothing about it is trusted before it is judged."""

    document: str
    span: Span
    text: str
    answers: tuple[tuple[Span, str], ...]  # the words in it that answer, with their places
    also_at: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an answerer made of one example."""

    quotes: tuple[Shown, ...]  # best first; none where it refused
    withheld: Shown | None  # the best quote that it found and did not show
    reason: str | None  # of a refusal
    silence: Silence | None
    confidence: float | None  # that the best quote answers; None where nothing could be quoted
    seconds: float
    stages: Mapping[str, float] = field(default_factory=dict, hash=False)  # seconds by stage
    searched: tuple[Shown, ...] = ()  # the passages in the order of the search
    read: tuple[Shown, ...] = ()  # the same in the order of the reader


@dataclass(frozen=True, slots=True)
class Judged:
    """One attempt, judged: what every figure is worked out from, and what JSON keeps."""

    id: str
    collection: str
    variant: str
    question: str
    kind: str
    language: str
    asker: str
    follow_up: bool
    answerable: bool
    answered: bool
    reason: str | None
    silence: Silence | None
    rank: int | None  # of the finding with which the evidence suffices
    searched_rank: int | None  # the same of the passages as the search orders them
    read_rank: int | None  # and as the reader does
    focused: bool  # whether the first finding is enough by itself, and short or a list
    ndcg: float
    exact_match: float | None  # None where no answer is given to compare with
    f1: float | None
    item_recall: float | None
    quote_lengths: tuple[int, ...]
    verbatim: tuple[bool, ...]  # of each quote shown
    confidence: float | None
    right: bool  # whether the best quote, shown or withheld, holds evidence
    seconds: float
    stages: Mapping[str, float] = field(hash=False)

    @property
    def key(self) -> str:
        return f"{self.collection}/{self.variant}/{self.id}"

    @property
    def good(self) -> bool:
        """Whether the reply is the one a careful librarian would give: the evidence first, or silence."""
        return self.rank == 1 if self.answerable else not self.answered


def part_of(title: str) -> int:
    """Return which tenth of all titles *title* is in: 0 to 6 to decide and learn from, 7 to 9 to report."""
    return int(hashlib.sha256(title.encode()).hexdigest(), 16) % 10
