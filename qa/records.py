"""The values between a question and its reply: readings, findings, and the two kinds of reply."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from index.records import Document, Passage, Span
from qa.disagreement import Comparison
from qa.guard import Required
from qa.question import Question, content_terms
from qa.values import Told


class Reason(StrEnum):
    """Why the collection does not answer, in the order in which it is decided."""

    INVALID = "invalid"
    ADVICE = "advice"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_IN_COLLECTION = "not_in_collection"
    NOT_STATED = "not_stated"


class Support(StrEnum):
    """How often first findings of such a score held the evidence on the calibration questions."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one sentence or list of a passage: the words that answer, and how well."""

    passage: Passage
    sentence: Span  # the sentence, or the list, that answers
    spans: tuple[Span, ...]  # the words in it that do, in text order
    score: float  # compared with other readings of the same question only
    lacks_fact: bool  # a figure, date or name is asked for, the sentence has none, and the reader is not sure
    is_of_place: bool  # its figure is of a place that the question for one names
    features: Mapping[str, float] = field(hash=False)

    @property
    def document(self) -> Document:
        return self.passage.document


@dataclass(frozen=True, slots=True)
class Effort:
    """What a reader read for one question."""

    windows: int
    tokens: int  # with the question's, which is read in every window
    unread: int  # windows left out, because they were too many


@dataclass(frozen=True, slots=True)
class Finding:
    """A quote that answers: a place in a document, and the words in it that do."""

    document: Document
    quote: Span
    heading: str | None
    spans: tuple[Span, ...]
    score: float
    support: Support
    needs_context: bool
    also_at: tuple[tuple[str, Span], ...]  # (document id, place) of near copies
    told: Told  # when its words hold, and who says them
    own_words: tuple[Span, ...]  # words in quotation marks in the quote that may be shown as a speaker's own

    @property
    def answer(self) -> tuple[str, ...]:
        """The stems of the words that answer, without function words: equal where two findings agree."""
        return tuple(term for span in self.spans for term in content_terms(self.document.quote(span)))

    def seen_also(self, copy: "Finding") -> "Finding":
        """Return this finding with the place of *copy* noted, unless that lies in this quote or is known."""
        place = (copy.document.id, copy.quote)
        inside = copy.document is self.document and copy.quote.overlap(self.quote)
        if inside or any(known == place[0] and span.overlap(place[1]) for known, span in self.also_at):
            return self
        return replace(self, also_at=tuple(sorted((*self.also_at, place))))


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage near the question that does not answer it."""

    document: Document
    quote: Span
    heading: str | None


@dataclass(frozen=True, slots=True)
class Considered:
    """One reading with what the guard made of it."""

    reading: Reading
    missing: tuple[Required, ...]  # what of the question its passage, or itself, does not cover

    @property
    def lacks_only_time(self) -> bool:
        """Whether nothing but the time that the question keeps to is missing."""
        return bool(self.missing) and all(one.time for one in self.missing)


@dataclass(frozen=True, slots=True)
class Trace:
    """Why the reply is what it is: every passage, every reading, the guard and the threshold."""

    question: Question
    searched_as: tuple[tuple[str, tuple[str, ...]], ...]  # (name in the question, other forms searched)
    passages: tuple[Passage, ...]
    considered: tuple[Considered, ...]  # best first
    effort: Effort
    required: tuple[str, ...]
    threshold: float
    decision: str

    @classmethod
    def unsearched(cls, question: Question, decision: str) -> "Trace":
        """Return the trace of a *question* for which nothing was searched."""
        return cls(question, (), (), (), Effort(0, 0, 0), (), 0.0, decision)


@dataclass(frozen=True, slots=True)
class Answer:
    """Findings, best first, at least one, and what comparing them gave."""

    findings: tuple[Finding, ...]
    comparison: Comparison
    trace: Trace


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """An honest silence: which kind, and where it looked."""

    reason: Reason
    missing: tuple[str, ...]
    nearest: tuple[Nearest, ...]
    comparison: Comparison | None  # where figures were found, and none of the time that is asked for
    trace: Trace
