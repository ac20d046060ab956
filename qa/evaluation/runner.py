"""Asks a bot every example and collects what it replied and how long each stage took."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Protocol

from index.dense import FloatMatrix
from index.encoder import Encoder
from index.records import Document, Passage, Span
from index.retriever import Retriever
from qa import contract
from qa.bot import Bot
from qa.contract import Request
from qa.evaluation.corpora import masked
from qa.evaluation.judging import judge
from qa.evaluation.records import Attempt, Example, Judged, Shown, Silence
from qa.question import Question
from qa.quoting import quote_around
from qa.reader import Reader
from qa.records import Effort, Reading, Trace

UNSCORED = ("invalid", "advice", "out_of_scope")  # silences that no score decides


class Explains(Protocol):
    """Whatever replies to a request and says why, as `qa.bot.Bot` does."""

    @property
    def documents(self) -> Mapping[str, Document]: ...

    def explained(self, request: Request) -> tuple[contract.Reply, Trace]: ...


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Adds up seconds by stage. Stages do not nest: what an inner one takes is taken from the outer one."""

    seconds: dict[str, float] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = perf_counter()
        self.running.append(name)
        try:
            yield
        finally:
            self.running.pop()
            took = perf_counter() - began
            self.seconds[name] = self.seconds.get(name, 0.0) + took
            if self.running:
                self.seconds[self.running[-1]] = self.seconds.get(self.running[-1], 0.0) - took


@dataclass(frozen=True, slots=True)
class _TimedEncoder:
    encoder: Encoder
    watch: Stopwatch
    name: str

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        with self.watch.stage("encode"):
            return self.encoder.encode(texts)


@dataclass(frozen=True, slots=True)
class _TimedReader:
    reader: Reader
    watch: Stopwatch
    name: str

    def read(self, question: Question, passages: Sequence[Passage]) -> tuple[list[Reading], Effort]:
        with self.watch.stage("read"):
            return self.reader.read(question, passages)


@dataclass(frozen=True, slots=True)
class _TimedRetriever(Retriever):
    inner: Retriever
    watch: Stopwatch

    def retrieve(self, question: str, top_k: int, *, asked: str | None = None) -> list[Passage]:
        with self.watch.stage("search"):
            return self.inner.retrieve(question, top_k, asked=asked)


def timed(bot: Bot, watch: Stopwatch) -> Bot:
    """Return *bot* with its stages measured by *watch*; its replies are the same."""
    answerer = bot.answerer
    retriever, reader = answerer.retriever, answerer.reader
    encoder = _TimedEncoder(retriever.encoder, watch, retriever.encoder.name)
    inner = replace(retriever, encoder=encoder)
    return replace(
        bot,
        answerer=replace(
            answerer,
            retriever=_TimedRetriever(
                inner.generation, encoder, inner, watch, multilingual=inner.multilingual
            ),
            reader=_TimedReader(reader, watch, reader.name),
        ),
    )


def measure(bot: Explains, examples: Iterable[Example]) -> Iterator[Judged]:
    """Yield the judged attempt of *bot* at each of *examples*, with the time of every stage.

    A document that an example leaves out is hidden from the search where the bot has it.
    """
    watch = Stopwatch()
    texts = {id: document.text for id, document in bot.documents.items()}
    for example in examples:
        asked = blinded(bot, example)
        asked = timed(asked, watch) if isinstance(asked, Bot) else asked
        watch.seconds.clear()
        with watch.stage("other"):
            reply, trace = asked.explained(request_of(example))
        stages = {name: round(seconds, 6) for name, seconds in sorted(watch.seconds.items())}
        yield judge(example, attempt_of(reply, trace, stages), texts)


def blinded(bot: Explains, example: Example) -> Explains:
    """Return *bot* as *example* has to be asked: blind to the documents that it leaves out."""
    hidden = example.left_out & bot.documents.keys()
    return masked(bot, hidden) if hidden and isinstance(bot, Bot) else bot


def request_of(example: Example) -> Request:
    """Return the request that asks *example*."""
    history = tuple(contract.Turn(role=role, content=content) for role, content in example.history)
    return Request(id=example.id, question=example.question, history=history)


def attempt_of(reply: contract.Reply, trace: Trace, stages: Mapping[str, float]) -> Attempt:
    """Return *reply* as an attempt; *trace* tells what was found and not shown."""
    quotes = tuple(_shown(finding) for finding in reply.findings)
    best = None if quotes or reply.reason in UNSCORED else _best_below(trace)
    confidence = reply.findings[0].score if quotes else best.score if best else None
    return Attempt(
        quotes=quotes,
        withheld=withheld(best) if best else None,
        reason=reply.reason,
        silence=None if quotes else _silence(reply, trace),
        confidence=None if confidence is None else round(confidence, 2),
        seconds=round(sum(stages.values()), 6),
        stages=stages,
        searched=tuple(_passage(passage) for passage in trace.passages),
        read=tuple(_passage(passage) for passage in _as_read(trace)),
    )


def _as_read(trace: Trace) -> list[Passage]:
    """Return the passages in the order of their best readings, then those that none was taken from."""
    best_first = [one.reading.passage for one in trace.considered]
    return list({passage.chunk.id: passage for passage in (*best_first, *trace.passages)}.values())


def _passage(passage: Passage) -> Shown:
    return Shown(passage.document.id, passage.chunk.span, passage.text, ())


def _best_below(trace: Trace) -> Reading | None:
    """Return the reading that the threshold alone kept back, if it was the threshold."""
    passing = [one.reading for one in trace.considered if not one.missing and not one.reading.lacks_fact]
    return passing[0] if passing and passing[0].score < trace.threshold else None


def _silence(reply: contract.Reply, trace: Trace) -> Silence:
    """Return what kept the reply from being an answer: the guard, where it barred a reading good enough."""
    if reply.reason in UNSCORED or not trace.considered:
        return "other"
    barred = [one.reading for one in trace.considered if one.missing and not one.reading.lacks_fact]
    return "guard" if any(reading.score >= trace.threshold for reading in barred) else "score"


def _shown(finding: contract.Finding) -> Shown:
    return Shown(
        document=finding.document.id,
        span=Span(finding.quote.start, finding.quote.end),
        text=finding.quote.text,
        answers=tuple((Span(words.start, words.end), words.text) for words in finding.spans),
        also_at=tuple((place.document, Span(place.start, place.end)) for place in finding.also_at),
    )


def withheld(reading: Reading) -> Shown:
    document = reading.document
    quote, _ = quote_around(document, reading.passage.chunk, reading.sentence)
    answers = tuple((span, document.quote(span)) for span in reading.spans)
    return Shown(document.id, quote, document.quote(quote), answers)
