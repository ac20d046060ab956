"""Passages -> readings: which sentence of each answers the question, and which words in it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.aliases import matches
from index.analysis import stems
from index.blocks import BULLET, NUMBERED
from index.records import MAX_QUOTE, Passage, Span
from index.sources import Alias
from qa.facts import shape
from qa.question import AnswerKind, Question
from qa.records import Reading
from qa.spans import answer_span, nearest_fact
from qa.vocabulary import Vocabulary

# Fitted to the dev questions by `python -m qa.evaluation.calibrate`, and rounded.
WEIGHTS: Mapping[str, float] = {
    "sentence": 1.7,  # share of the question's words, by how telling they are, that the sentence holds
    "passage": 2.9,  # the same for the passage with its heading
    "cosine": 1.5,  # of the question and the passage
    "rank": 1.9,  # 1 / (2 + the passage's rank)
    "fact": 0.6,  # a figure, date or name of the kind that is asked for
    "no_fact": -1.0,  # none, where the question asks for one
    "shape": 1.3,  # reads like a reason, a list or a definition, where the question asks for one
}
TYPED = frozenset({AnswerKind.NUMBER, AnswerKind.MONEY, AnswerKind.SHARE, AnswerKind.DATE, AnswerKind.PERSON})


class Reader(Protocol):
    @property
    def name(self) -> str:
        """What tells one reader's scores from another's."""

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Reading]:
        """Return at most one reading a sentence or list, best first; higher scores are better."""


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Chooses sentences by shared words, retrieval and the kind of answer that is asked for; no model."""

    vocabulary: Vocabulary
    aliases: tuple[Alias, ...]
    name: str = "sentences-1"

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Reading]:
        asked = _Terms(question.terms, self.vocabulary, _equivalents(question.text, self.aliases))
        looks = shape(question.kind, question.subject)
        said: dict[
            tuple[str, Span], _Said
        ] = {}  # passages overlap, so that most sentences come several times
        best: dict[tuple[str, Span], Reading] = {}
        for passage in passages:
            whole = asked.share(stems(f"{passage.chunk.heading or ''} {passage.text}"))
            for sentence in _units(passage):
                key = (passage.document.id, sentence)
                if key not in said:
                    said[key] = _said(question, asked, looks, passage, sentence)
                reading = _reading(question, said[key], passage, sentence, whole)
                if key not in best or reading.score > best[key].score:
                    best[key] = reading
        return sorted(best.values(), key=_best_first)


def _best_first(reading: Reading) -> tuple[float, str, Span]:
    return -round(reading.score, 6), reading.document.id, reading.sentence


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence or list says to a question, whatever passage it was found in."""

    spans: tuple[Span, ...]
    has_fact: bool
    has_shape: bool
    share: float


def _said(
    question: Question, asked: "_Terms", looks: re.Pattern[str] | None, passage: Passage, sentence: Span
) -> _Said:
    text = passage.document.quote(sentence)
    fact = nearest_fact(text, question)
    is_whole_list = passage.chunk.is_list and sentence == passage.chunk.span
    if is_whole_list:
        spans = _list_spans(passage, question)
    else:
        spans = (_shifted(answer_span(text, question, fact), sentence.start),)
    return _Said(
        spans=spans,
        has_fact=fact is not None,
        has_shape=bool(looks and looks.search(text)) or (is_whole_list and question.kind is AnswerKind.LIST),
        share=asked.share(stems(text)),
    )


def _reading(question: Question, said: _Said, passage: Passage, sentence: Span, whole: float) -> Reading:
    typed = question.kind in TYPED
    features = {
        "sentence": said.share,
        "passage": whole,
        "cosine": passage.scores.get("dense", 0.0),
        "rank": 1 / (2 + passage.rank),
        "fact": float(typed and said.has_fact),
        "no_fact": float(typed and not said.has_fact),
        "shape": float(said.has_shape),
    }
    score = sum(WEIGHTS[name] * value for name, value in features.items())
    return Reading(passage, sentence, said.spans, score, typed and not said.has_fact, features)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The question's terms with their weights, and which other stems stand for which of them."""

    terms: Collection[str]
    vocabulary: Vocabulary
    equivalents: Sequence[
        tuple[frozenset[str], frozenset[str]]
    ]  # (stems of another form, terms it stands for)

    def share(self, found: Iterable[str]) -> float:
        """Return how much of the terms' weight *found* holds, in [0, 1]."""
        held = set(found)
        for form, terms in self.equivalents:
            if form <= held:
                held |= terms
        total = sum(self.vocabulary.weight(term) for term in self.terms)
        return (
            sum(self.vocabulary.weight(term) for term in self.terms if term in held) / total if total else 0.0
        )


def _equivalents(question: str, aliases: Sequence[Alias]) -> list[tuple[frozenset[str], frozenset[str]]]:
    return [
        (frozenset(stems(form)), frozenset(stems(question[slice(*match.span)])))
        for match in matches(question, aliases)
        for form in match.alias.forms
    ]


def _units(passage: Passage) -> Sequence[Span]:
    """Return what of *passage* may be quoted by itself: its sentences, or the whole list."""
    chunk = passage.chunk
    if chunk.is_list and chunk.span.end - chunk.span.start <= MAX_QUOTE:
        return (chunk.span,)
    return chunk.sentences


def _list_spans(passage: Passage, question: Question) -> tuple[Span, ...]:
    """Return the members of a list that hold the question's words; all if none does or a list is asked for.

    Where one member answers and a figure is asked for, only the figure. A list without a member, such as the
    rest of one that is too long, answers as a whole.
    """
    text = passage.document.text
    members = [span for span in passage.chunk.sentences if _is_member(text, span)]
    if not members:
        return (passage.chunk.span,)
    asked = set(question.terms)
    shared = [len(asked & set(stems(text[slice(*span)]))) for span in members]
    if question.kind is AnswerKind.LIST or max(shared) == 0 or len(set(shared)) == 1:
        return tuple(members)
    chosen = [span for span, count in zip(members, shared, strict=True) if count == max(shared)]
    if len(chosen) > 1:
        return tuple(chosen)
    member = passage.document.quote(chosen[0])
    return (_shifted(answer_span(member, question, nearest_fact(member, question)), chosen[0].start),)


def _is_member(text: str, span: Span) -> bool:
    mark = text[text.rfind("\n", 0, span.start) + 1 : span.start].lstrip()
    return bool(BULLET.fullmatch(mark) or NUMBERED.fullmatch(mark))


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
