"""The values that travel from the seeds to a retrieved passage: small, frozen, equal by content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, Strict

MAX_QUOTE = 800  # characters of one quote, and so of one sentence

Kind = Literal["reporting", "rewrite", "summary", "paraphrased", "blog"]
Display = Literal["full", "excerpt"]
Text = Annotated[str, Field(min_length=1)]
Day = Annotated[date, Strict()]  # a bare date of TOML or a string of JSON; a number would be read as seconds


class Span(NamedTuple):
    """A place in a document's canonical text: Unicode code points, end not included."""

    start: int
    end: int

    def covers(self, other: "Span") -> bool:
        """Return whether *other* lies inside this place."""
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str) -> "Span":
        """Return this place of *text* without the white space at its ends; empty if there is nothing else."""
        words = text[self.start : self.end]
        start = self.start + len(words) - len(words.lstrip())
        return Span(start, start + len(words.strip()))

    def overlap(self, other: "Span") -> int:
        """Return how many characters the two places share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class Source(BaseModel):
    """What is known about a document: one table of `sources.toml`. Unknown is None, never a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    file: Text
    title: Text | None = None
    publisher: Text | None = None
    authors: tuple[Text, ...] = ()
    published: Day | None = None
    retrieved: Day | None = None
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    kind: Kind
    original: Text | None = None
    rights: Text | None = None
    display: Display = "full"
    note: Text | None = None
    boilerplate: tuple[Text, ...] = ()  # whole lines


@dataclass(frozen=True, slots=True)
class Document:
    """A seed's text, settled once at loading, with what is known about it."""

    id: str
    text: str
    sha256: str  # of the canonical text in UTF-8
    file_sha256: str  # of the file's bytes
    source: Source

    def quote(self, span: Span) -> str:
        """Return the very characters at *span*. Every quote that is shown is made here."""
        if not 0 <= span.start < span.end <= len(self.text):
            raise ValueError(f"{span} is not a place in {self.id}, which has {len(self.text)} characters")
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences of one document, or a bullet list with the sentence that leads into it."""

    document_id: str
    sentences: tuple[Span, ...]  # in text order; for a list the lead-in sentences and one span an item
    heading: str | None
    is_list: bool

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].start, self.sentences[-1].end)

    @property
    def quotable(self) -> Span:
        """The place, or as many of its first sentences as one quote may hold."""
        start = self.span.start
        ends = [sentence.end for sentence in self.sentences if sentence.end - start <= MAX_QUOTE]
        return Span(start, max(ends))

    @property
    def id(self) -> str:
        """The place as a name: `003_ed2f12c857ef2d14#3115-3232`."""
        return f"{self.document_id}#{self.span.start}-{self.span.end}"


class Hit(NamedTuple):
    """A chunk found for a question; *score* is compared only with its own kind (cosine, BM25, fused rank)."""

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk retrieved for a question: its final rank (the first is 1) and the hit of each retriever."""

    chunk: Chunk
    document: Document
    rank: int
    score: float  # reciprocal rank fusion
    ranks: Mapping[str, int] = field(hash=False)  # retriever's name -> rank there
    scores: Mapping[str, float] = field(hash=False)  # retriever's name -> cosine or BM25

    @property
    def text(self) -> str:
        return self.document.quote(self.chunk.span)
