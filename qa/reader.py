"""Passages -> readings: which sentence of each answers the question, and which words in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.aliases import matches
from index.analysis import stems
from index.blocks import BULLET, NUMBERED
from index.records import MAX_QUOTE, Document, Passage, Span
from index.sources import Alias
from qa.facts import has_shape
from qa.question import AnswerKind, Question
from qa.records import Reading
from qa.spans import answer_spans, nearest_fact
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
    name: str  # tells one reader's scores from another's

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
        best: dict[tuple[str, Span], Reading] = {}
        for passage in passages:
            whole = asked.share(stems(f"{passage.chunk.heading or ''} {passage.text}"))
            for sentence in _units(passage):
                reading = self._reading(question, asked, passage, sentence, whole)
                key = (passage.document.id, sentence)
                if key not in best or reading.score > best[key].score:
                    best[key] = reading
        return sorted(best.values(), key=lambda reading: (-round(reading.score, 6), reading.document.id, reading.sentence))

    def _reading(self, question: Question, asked: "_Terms", passage: Passage, sentence: Span, whole: float) -> Reading:
        text = passage.document.quote(sentence)
        typed = question.kind in TYPED
        is_whole_list = passage.chunk.is_list and sentence == passage.chunk.span
        found = typed and nearest_fact(text, question) is not None
        features = {
            "sentence": asked.share(stems(text)),
            "passage": whole,
            "cosine": passage.scores.get("dense", 0.0),
            "rank": 1 / (2 + passage.rank),
            "fact": float(found),
            "no_fact": float(typed and not found),
            "shape": float(
                (is_whole_list and question.kind is AnswerKind.LIST) or has_shape(text, question.kind, question.subject)
            ),
        }
        spans = (
            _list_spans(passage, question)
            if is_whole_list
            else answer_spans(passage.document.text, sentence, question)
        )
        score = sum(WEIGHTS[name] * value for name, value in features.items())
        return Reading(passage, sentence, spans, score, typed and not found, features)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The question's terms with their weights, and which other stems stand for which of them."""

    terms: Collection[str]
    vocabulary: Vocabulary
    equivalents: Sequence[tuple[frozenset[str], frozenset[str]]]  # (stems of another form, terms it stands for)

    def share(self, found: Iterable[str]) -> float:
        """Return how much of the terms' weight *found* holds, in [0, 1]."""
        held = set(found)
        for form, terms in self.equivalents:
            if form <= held:
                held |= terms
        total = sum(self.vocabulary.weight(term) for term in self.terms)
        return sum(self.vocabulary.weight(term) for term in self.terms if term in held) / total if total else 0.0


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
    """Return the members of a list that hold the question's words, all of them where none does or a list is asked for.

    Where one member answers and a figure is asked for, only the figure.
    """
    text = passage.document.text
    members = [span for span in passage.chunk.sentences if _is_member(text, span)]
    asked = set(question.terms)
    shared = [len(asked & set(stems(text[slice(*span)]))) for span in members]
    if question.kind is AnswerKind.LIST or max(shared) == 0 or len(set(shared)) == 1:
        return tuple(members)
    chosen = [span for span, count in zip(members, shared, strict=True) if count == max(shared)]
    return answer_spans(text, chosen[0], question) if len(chosen) == 1 else tuple(chosen)


def _is_member(text: str, span: Span) -> bool:
    mark = text[text.rfind("\n", 0, span.start) + 1 : span.start].lstrip()
    return bool(BULLET.fullmatch(mark) or NUMBERED.fullmatch(mark))
