"""The whole product in one method: retrieve, read, guard, choose, cite."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from index.aliases import matches, other_forms
from index.analysis import stems
from index.build import unbroken_names
from index.records import Passage, Span
from index.retriever import Retriever
from qa.asides import without_asides
from qa.attribution import own_words
from qa.calibration import UNRELATED_COSINE, Calibration
from qa.contract import MAX_QUESTION
from qa.disagreement import Comparison, compare
from qa.guard import Guard, Required
from qa.offices import asked_office
from qa.question import Question, analyse
from qa.quoting import near_copy, neighbour, quote_around
from qa.reader import Reader
from qa.records import Answer, Considered, Finding, Nearest, NoAnswer, Reading, Reason, Trace
from qa.restriction import restriction
from qa.scope import asks_advice, asks_something_else, asks_to_decide, is_invalid, own_place
from qa.spans import FIGURES
from qa.values import told

PASSAGES = 20  # read for a question
NEAREST = 3  # passages shown where nothing answers
AHEAD_WITHOUT_FACT = 2.0  # how far ahead a sentence without the fact that is asked for may lie
# How far behind the first finding's score a further one may lie; it may be weaker than a first.
BEHIND_FIRST = 2.0


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers one question from the passages of one index."""

    retriever: Retriever
    reader: Reader
    guard: Guard
    calibration: Calibration
    max_findings: int = 5
    guarded: bool = True  # switched off only to measure what the guard costs

    def answer(self, text: str, *, english: bool = True, asked: str | None = None) -> Answer | NoAnswer:
        """Return the findings for the question *text*, or the kind of silence; the trace says why.

        *english* false keeps a question in another language from being taken for another subject. *asked* is
        the question in its own language where *text* is the English one that is searched for it.
        """
        spoken = (text, asked or text)
        alone = without_asides(text[:MAX_QUESTION], self.guard.spoken_names)
        question = analyse(alone)
        if is_invalid(text):
            return _unsearched(Reason.INVALID, question, "it is no question")
        if any(map(asks_something_else, spoken)) and not any(map(asks_advice, spoken)):
            return _unsearched(Reason.OUT_OF_SCOPE, question, "it asks for what no document can answer")
        timeless = _timeless(question)
        passages = self.retriever.retrieve(timeless.text, PASSAGES, asked=asked)
        required = self._required(alone, asked or text)
        missing = {passage.chunk.id: tuple(self.guard.missing(required, passage)) for passage in passages}
        readings, effort = self.reader.read(timeless, passages)
        of_another = self._of_another(question, required, readings)
        considered = [
            Considered(reading, missing[reading.passage.chunk.id] or others)
            for reading, others in zip(readings, of_another, strict=True)
        ]
        passing = _stating([one.reading for one in considered if not one.missing])
        late = _stating([one.reading for one in considered if one.lacks_only_time])
        lacking = () if passing else self._lacking(required, considered)
        reason, decision = self._silence(question, spoken, passages, passing, lacking, english=english)
        trace = Trace(
            question=question,
            searched_as=self._searched_as(alone),
            passages=tuple(passages),
            considered=tuple(considered),
            effort=effort,
            required=tuple(one.words for one in required),
            threshold=self.calibration.threshold,
            decision=decision,
        )
        comparison = None
        if reason in (None, Reason.NOT_IN_COLLECTION, Reason.NOT_STATED):
            findings, comparison = self._compared(alone, () if reason else passing, late)
            if findings:
                return Answer(findings, comparison, trace)
        if reason is None:
            reason = Reason.NOT_STATED
            trace = replace(trace, decision="no figure that was found surely holds at the time asked for")
        nearest = () if reason is Reason.OUT_OF_SCOPE else _nearest(passages)
        return NoAnswer(reason, tuple(one.words for one in lacking), nearest, comparison, trace)

    def _silence(
        self,
        question: Question,
        spoken: Sequence[str],
        passages: Sequence[Passage],
        passing: Sequence[Reading],
        lacking: Sequence[Required],
        *,
        english: bool,
    ) -> tuple[Reason | None, str]:
        """Return the reason for silence, None where there is an answer, and the decision in words."""
        best = passing[0].score if passing else -inf
        is_stated = bool(passing) and not passing[0].lacks_fact and best >= self.calibration.fair
        threshold = self.calibration.threshold
        if any(map(asks_to_decide, spoken)):
            return Reason.ADVICE, "it asks what the asker should do, which no document can decide"
        if any(map(asks_advice, spoken)) and not is_stated:
            return Reason.ADVICE, "it asks what a person may or should do, and no passage states it"
        if any(map(asks_something_else, spoken)):
            return Reason.OUT_OF_SCOPE, "it asks for what no document can answer"
        if english and self._is_unrelated(question, passages):
            return (
                Reason.OUT_OF_SCOPE,
                "the collection knows hardly a word of it and nothing close in meaning",
            )
        if lacking:
            named = ", ".join(one.words for one in lacking)
            if any(self.guard.is_unknown(one) for one in lacking):
                return Reason.NOT_IN_COLLECTION, f"the guard: {named} occurs nowhere in the collection"
            return Reason.NOT_STATED, f"the guard: no passage covers {named}"
        if not passing:
            return Reason.NOT_STATED, "no passage was found"
        if passing[0].lacks_fact:
            return Reason.NOT_STATED, f"the best passage gives no {question.kind}"
        if best < threshold:
            return Reason.NOT_STATED, f"the best score {best:.2f} is under the threshold {threshold:.2f}"
        return None, f"the best score {best:.2f} reaches the threshold {threshold:.2f}"

    def _required(self, text: str, asked: str) -> list[Required]:
        """Return what a passage must cover; no passage covers the asker's own place."""
        required = self.guard.required(text) if self.guarded else []
        own = own_place(asked)
        return [*required, Required.uncovered(own)] if own else required

    def _of_another(
        self, question: Question, required: Sequence[Required], readings: Sequence[Reading]
    ) -> Iterator[tuple[Required, ...]]:
        """Yield for each of *readings* the places and the office asked for that its sentence is not about.

        It names other places and none of them, or a like office: the deputy director, not the director.
        Where one does that, those that name no office at all do not answer either.
        """
        sentences = [reading.document.quote(reading.sentence) for reading in readings]
        office = asked_office(question.text, self.guard.aliases)
        held = [office and office.is_held_in(sentence) for sentence in sentences]
        unheld = (False, None) if False in held else ()
        for reading, sentence, is_held in zip(readings, sentences, held, strict=True):
            places = self.guard.elsewhere(required, reading.passage.chunk.heading, sentence)
            offices = [Required.uncovered(office.words)] if office and is_held in unheld else []
            yield (*places, *offices)

    def _is_unrelated(self, question: Question, passages: Sequence[Passage]) -> bool:
        vocabulary = self.guard.vocabulary
        aliases = matches(question.text, self.guard.aliases)  # "287g", which no document writes so
        named = {term for match in aliases for term in stems(question.text[slice(*match.span)])}
        total = sum(vocabulary.weight(term) for term in question.terms)
        unknown = sum(
            vocabulary.weight(term) for term in question.terms if term not in vocabulary and term not in named
        )
        closest = max((passage.scores.get("dense", 0.0) for passage in passages), default=0.0)
        return closest < UNRELATED_COSINE * (unknown / total if total else 1.0)

    def _lacking(
        self, required: Sequence[Required], considered: Sequence[Considered]
    ) -> tuple[Required, ...]:
        """Return what to name where no reading passes: unknown terms, else those the best reading lacks."""
        unknown = tuple(one for one in required if self.guard.is_unknown(one))
        return unknown or (considered[0].missing if considered else ())

    def _compared(
        self, text: str, passing: Sequence[Reading], late: Sequence[Reading]
    ) -> tuple[tuple[Finding, ...], Comparison]:
        """Return the findings of *passing* that hold at the time *text* keeps to, and how they compare.

        Those of *late* lack nothing but that time: they are left out, and the comparison names their values.
        """
        documents = self.retriever.generation.documents
        apart: Collection[int] = ()
        if restriction(text):  # before quotes that overlap are folded into one
            one_each = [self._finding(reading) for reading in passing]
            apart = compare(text, one_each, self._unbroken, documents).outside
        held = [reading for at, reading in enumerate(passing) if at not in apart]
        left = [passing[at] for at in sorted(apart)]
        if apart and held and held[0].score < self.calibration.threshold:
            held = []
        findings = self._findings(held)
        every = (*findings, *self._findings(left), *self._findings(late))
        found = compare(text, every, self._unbroken, documents, range(len(findings), len(every)))
        if every == findings:
            return findings, found
        kept = compare(text, findings, self._unbroken, documents)
        return findings, replace(kept, outside=found.outside, left_out=found.left_out)

    @property
    def _unbroken(self) -> tuple[str, ...]:
        return tuple(unbroken_names(self.retriever.generation.aliases))

    def _findings(self, readings: Sequence[Reading]) -> tuple[Finding, ...]:
        """Return the findings of *readings*, best first: near copies folded into one, no document missed.

        The best of another document is kept however far behind, if it could be a first itself or gives the
        figure of the place that is asked for: it may be another one.

        A sentence that one leans on, beyond a line that no quote may cross, stands behind it. Where there are
        more than may be shown, the best of each document goes before the second of another.
        """
        kept: list[Finding] = []
        for reading in readings:
            is_near = reading.score >= readings[0].score - BEHIND_FIRST
            is_first_there = all(one.document is not reading.document for one in kept)
            could_answer = reading.is_of_place or reading.score >= self.calibration.threshold
            if not is_near and not (is_first_there and could_answer):
                continue
            finding = self._finding(reading)
            twin = next((at for at, other in enumerate(kept) if _repeats(finding, other)), None)
            if twin is not None:
                kept[twin] = kept[twin].seen_also(finding)
                continue
            kept.append(finding)
            beyond = self._beyond(reading, finding) if finding.needs_context else None
            if beyond and not any(_repeats(beyond, other) for other in kept):
                kept.append(beyond)
        firsts = {finding.document.id: at for at, finding in reversed(list(enumerate(kept)))}
        order = sorted(range(len(kept)), key=lambda at: (at not in firsts.values(), at))
        return tuple(kept[at] for at in sorted(order[: self.max_findings]))

    def _finding(self, reading: Reading) -> Finding:
        quote, leans = quote_around(reading.document, reading.passage.chunk, reading.sentence)
        return self._quoting(reading, quote, reading.spans, needs_context=leans)

    def _beyond(self, reading: Reading, finding: Finding) -> Finding | None:
        """Return what *finding* leans on beyond a boilerplate line as a finding of its own."""
        sentences = reading.passage.chunk.sentences
        first = next((one for one in sentences if one.start == finding.quote.start), reading.sentence)
        place = neighbour(reading.document, first, self._unbroken)
        return place and self._quoting(reading, place, (place,), needs_context=True)

    def _quoting(
        self, reading: Reading, quote: Span, spans: tuple[Span, ...], *, needs_context: bool
    ) -> Finding:
        document = reading.document
        return Finding(
            document=document,
            quote=quote,
            heading=reading.passage.chunk.heading,
            spans=spans,
            score=reading.score,
            support=self.calibration.support(reading.score, document.source.kind),
            needs_context=needs_context,
            also_at=(),
            told=told(document, spans[0], self._unbroken),
            own_words=tuple(own_words(document, quote)),
        )

    def _searched_as(self, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(
            (text[slice(*match.span)], tuple(other_forms(text, match)))
            for match in self.retriever.aliases(text)
        )


def _timeless(question: Question) -> Question:
    """Return a *question* for a figure without the time it keeps to, which few sentences state themselves.

    The guard and the comparison see to the time.
    """
    wanted = restriction(question.text) if question.kind in FIGURES else None
    if wanted is None:
        return question
    before, after = question.text[: wanted.span.start].rstrip(), question.text[wanted.span.end :]
    return analyse(before + after)


def _unsearched(reason: Reason, question: Question, decision: str) -> NoAnswer:
    return NoAnswer(reason, (), (), None, Trace.unsearched(question, decision))


def _nearest(passages: Sequence[Passage]) -> tuple[Nearest, ...]:
    """Return the best passages that do not overlap each other."""
    kept: list[Nearest] = []
    for passage in passages:
        span = passage.chunk.quotable
        if len(kept) < NEAREST and not any(
            one.document is passage.document and one.quote.overlap(span) for one in kept
        ):
            kept.append(Nearest(passage.document, span, passage.chunk.heading))
    return tuple(kept)


def _stating(readings: list[Reading]) -> list[Reading]:
    """Return the *readings* (best first) that give the figure, date or name that is asked for.

    Where a place is named, only its figures: not what a passage that names it says of the whole country.
    Where one without it lies far ahead of the first with it, all are returned: the collection speaks of the
    thing but does not state the fact.
    """
    stating = _unless_far(readings, [reading for reading in readings if not reading.lacks_fact])
    return _unless_far(stating, [reading for reading in stating if reading.is_of_place])


def _unless_far(readings: list[Reading], chosen: list[Reading]) -> list[Reading]:
    """Return *chosen*, but all *readings* where the best of them lies far ahead of the best chosen one."""
    return chosen if chosen and readings[0].score - chosen[0].score <= AHEAD_WITHOUT_FACT else readings


def _repeats(finding: Finding, other: Finding) -> bool:
    """Return whether *finding* stands where *other* does, gives the same answer, or says the same."""
    if finding.document is other.document and finding.quote.overlap(other.quote):
        return True
    same_answer = bool(finding.answer) and finding.answer == other.answer
    return same_answer or near_copy(finding.document.quote(finding.quote), other.document.quote(other.quote))
