"""The reply as JSON: the one shape that the command line, the HTTP API and the page all give.

Field names and types are fixed by version 1; fields may be added. Every `start` and `end` counts
Unicode code points of the document's canonical text, end not included. The JSON schema of a line of
output is committed as `qa/reply.schema.json`; a test compares it.
"""

from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from index.records import MAX_QUOTE, Kind

MAX_QUESTION = 1000  # characters
MAX_TURNS = 20
MAX_TURN = 4000  # characters

Outcome = Literal["answer", "no_answer"]
Reason = Literal["invalid", "advice", "out_of_scope", "not_in_collection", "not_stated"]
Support = Literal["strong", "fair", "weak"]
Caution = Literal["undated", "relative_date", "paraphrased", "rewritten", "summary", "needs_context"]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16,64}$")]
Start = Annotated[int, Field(ge=0)]
End = Annotated[int, Field(ge=1)]


def printable(text: str) -> str:
    """Return *text* with lone surrogates, which no UTF-8 can hold, as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _made_printable(value: object) -> object:
    return printable(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_made_printable)]  # whatever the asker sent
Id = Annotated[StrictStr, BeforeValidator(_made_printable)] | StrictInt | None


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Turn(Frozen):
    """One turn of the conversation so far. What it says is never quoted or trusted."""

    role: Literal["user", "assistant"]
    content: Text = Field(max_length=MAX_TURN)


class Request(Frozen):
    """A question as a program asks it: one line of a batch, or the body of an API call.

    The question itself has no bounds: one that is too long gets a reply that says so.
    """

    id: Id = None
    question: Text
    history: tuple[Turn, ...] = Field(default=(), max_length=MAX_TURNS)
    filters: dict[Text, Text] = {}
    language: Text | None = Field(default=None, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")


class Place(Frozen):
    start: Start
    end: End


class Words(Place):
    """Verbatim words and their place."""

    text: str

    @model_validator(mode="after")
    def _fill_their_place(self) -> Self:
        if not self.text or len(self.text) != self.end - self.start:
            raise ValueError("the words are not as long as their place, or there are none")
        return self


class Quote(Words):
    """One contiguous slice: one to three sentences, or a list with its lead-in; at most 800 characters."""

    text: str = Field(max_length=MAX_QUOTE)
    page: int | None = None
    heading: str | None = None

    def holds(self, words: Words) -> bool:
        """Return whether *words* stand in this quote, at the place they name."""
        start, end = words.start - self.start, words.end - self.start
        return start >= 0 and self.text[start:end] == words.text


class DocumentRef(Frozen):
    """What is known of the quoted document; unknown is null."""

    id: str
    title: str | None
    publisher: str | None
    published: date | None
    kind: Kind
    language: str
    original: str | None
    url: str | None
    sha256: Hash
    file_sha256: Hash


class PlaceIn(Place):
    document: str


class Finding(Frozen):
    """A quote that answers, with the words in it that do. `span` is always `spans[0]`."""

    span: Words
    spans: tuple[Words, ...] = Field(min_length=1)
    quote: Quote
    document: DocumentRef
    as_of: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    as_of_at: Words | None = None
    speaker: str | None = None
    speaker_at: Place | None = None
    via: str | None = None
    own_words: tuple[Words, ...] = ()  # words in quotation marks that may be shown as a speaker's own
    support: Support
    score: float
    also_at: tuple[PlaceIn, ...] = ()
    caution: tuple[Caution, ...] = ()

    @model_validator(mode="after")
    def _answers_in_its_quote(self) -> Self:
        if self.span != self.spans[0]:
            raise ValueError("span is not the first of spans")
        if any(one.end > other.start for one, other in pairwise(self.spans)):
            raise ValueError("the spans are not in text order")
        if not all(self.quote.holds(span) for span in self.spans):
            raise ValueError("a span does not lie in the quote")
        return self

    @model_validator(mode="after")
    def _vouches_for_own_words(self) -> Self:
        if not all(self.quote.holds(words) for words in self.own_words):
            raise ValueError("a speaker's own words do not lie in the quote")
        if self.own_words and self.document.kind == "paraphrased":
            raise ValueError("a reworded document does not give a speaker's own words")
        return self


class Measured(Frozen):
    """A figure in the document's words, with what the document says about it."""

    value: str
    number: float | None
    low: float | None
    high: float | None
    hedge: str | None
    unit: str | None
    as_of: str | None
    as_of_at: Words | None  # the document's words for it, also where they do not settle it
    published: date | None
    speaker: str | None


class Value(Measured):
    """One of several values that differ."""

    finding: int = Field(ge=0)  # which of the reply's findings gives it
    documents: tuple[str, ...] = ()  # that give it, copies of one another left out


class LeftOut(Measured, PlaceIn):
    """A value that was found and is no finding, because the question keeps to another time."""


class Disagreement(Frozen):
    about: str
    kind: Literal["conflict", "over_time", "different_measure"]
    values: tuple[Value, ...]
    others: tuple[Value, ...] = ()


class Nearest(Frozen):
    """A passage near the question that does not answer it."""

    quote: Quote
    document: DocumentRef


class AliasUse(Frozen):
    """A name in the question that was also searched under the forms the documents use."""

    name: str
    also: tuple[str, ...]


class Receipt(Frozen):
    """What the reply was made from: the same receipt and question give the same reply."""

    answer_id: Hash
    corpus: Hash
    encoder: str
    reader: str
    settings: Hash  # of `made_with`
    made_with: dict[str, str] = {}  # settings, index, code and versions by name


class Reply(Frozen):
    """The reply to one question: findings, or the kind of silence and the nearest passages."""

    version: Literal[1] = 1
    id: Id = None
    question: str
    standalone_question: str  # what was searched for: with the words of earlier ones, misspelt words mended
    search_question: str | None = None  # the English question that was searched for one in Spanish
    language: str
    filters: dict[str, str] = {}
    outcome: Outcome
    reason: Reason | None = None
    findings: tuple[Finding, ...] = ()
    disagreement: Disagreement | None = None
    # documents that give the first finding's figure, copies of one another left out
    agreeing: tuple[str, ...] = ()
    # the words of `search_question`, else of `standalone_question`, that keep to a time
    restriction: Words | None = None
    left_out: tuple[LeftOut, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    missing: tuple[str, ...] = ()  # terms of the question that no passage which could answer covers
    searched_as: tuple[AliasUse, ...] = ()  # only those under which a quote of this reply was found
    receipt: Receipt

    @model_validator(mode="after")
    def _compares_its_findings(self) -> Self:
        values = (*self.disagreement.values, *self.disagreement.others) if self.disagreement else ()
        if any(value.finding >= len(self.findings) for value in values):
            raise ValueError("a value belongs to no finding")
        if self.agreeing and not self.findings:
            raise ValueError("documents agree with no finding")
        return self

    @model_validator(mode="after")
    def _answers_or_says_why_not(self) -> Self:
        answers = self.outcome == "answer"
        if answers != bool(self.findings) or answers == bool(self.reason):
            raise ValueError("an answer has findings and no reason, a silence a reason and no findings")
        return self


class BadLine(Reply):
    """The reply to a line of a batch that is no request."""

    line: int = Field(ge=1)
    error: str


def reply_schema() -> dict[str, Any]:
    """Return the JSON schema of one line of output: a reply, or the reply to a bad line of a batch."""
    return TypeAdapter(Reply | BadLine).json_schema(mode="serialization")
