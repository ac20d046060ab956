"""Passages -> readings: which sentence or list of each answers the question, and which words in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.aliases import as_written_in
from index.analysis import stems
from index.blocks import BULLET, NUMBERED
from index.records import Document, Passage, Span
from index.sources import Alias
from qa.counting import is_of_asked_place
from qa.coverage import Coverage
from qa.facts import shape
from qa.figures import figures
from qa.inference import Inference
from qa.marking import Mark, Unit, marked, windows_of
from qa.question import AnswerKind, Question, analyse
from qa.records import Effort, Reading
from qa.regions import units
from qa.series import members
from qa.spans import FIGURES, answer_span, has_name, nearest_fact, only_names, unknown_number
from qa.vocabulary import Vocabulary

# Fitted by `python -m qa.evaluation.calibrate` to an earlier reader, and rounded, but for the margin: the
# fit to this one gives it 0.22, up to 0.45 the order of readings is much the same, and 0.4 tells better
# whether the first one answers (AUROC of right first readings among all others, 500 SQuAD questions of
# titles 0 to 6, by the reader before: 0.895, with 0.25 0.883). On questions left out of it, the fit to this
# reader orders no better (28 of 30 dev, 29 of 36 own, 165 of 182 SQuAD questions first; with these 29, 29
# and 168), so they stay.
WEIGHTS: Mapping[str, float] = {
    "margin": 0.4,  # by how many logits the words that answer best are ahead of "no answer here"
    "sentence": 1.8,  # share of the question's words, by how telling they are, that the sentence holds
    "passage": 4.8,  # the same for the passage with its heading
    "cosine": 1.4,  # of the question and the passage
    "rank": 0.4,  # 1 / (2 + the passage's rank)
    "fact": 0.5,  # a figure, date or name of the kind that is asked for
    "no_fact": -0.5,  # none, where the question asks for one
    "shape": 1.7,  # reads like a reason, a list or a definition, where the question asks for one
}
_JOINS = re.compile(r",|\band\b|\bor\b")
TYPED = FIGURES | {AnswerKind.PERSON}
# The margin from which the reader is believed though no date or name was found: a quarter of the answers to
# SQuAD's "when" are no date ("after the war"), but only 7 in 100 of those to "how many" are no figure. Of 95
# questions on all its paragraphs (titles 0 to 6) the third pass's weights answer 79 rightly with 3 to 5, 78
# with 6, and 74 without it; nothing else changes.
SURE = 5.0
OFTEN_WITHOUT = frozenset({AnswerKind.DATE, AnswerKind.PERSON})


class Reader(Protocol):
    @property
    def name(self) -> str:
        """What tells one reader's scores from another's."""

    def read(self, question: Question, passages: Sequence[Passage]) -> tuple[list[Reading], Effort]:
        """Return at most one reading a sentence or list, best first, and what was read for them.

        Higher scores are better.
        """


@dataclass(frozen=True, slots=True)
class OnnxReader:
    """Finds the words that answer by trained weights; shared words and retrieval add what they lack."""

    inference: Inference
    vocabulary: Vocabulary
    aliases: tuple[Alias, ...]

    @property
    def name(self) -> str:
        return self.inference.name

    def read(self, question: Question, passages: Sequence[Passage]) -> tuple[list[Reading], Effort]:
        windows = windows_of(self.inference.windower, question.text, passages, self.aliases)
        marks, effort = marked(self.inference.logits, windows)
        asked = Coverage.of(question, self.vocabulary, self.aliases)
        joined = [form for alias in self.aliases for form in alias.forms if _JOINS.search(form)]
        said: dict[Unit, _Said] = {}  # passages overlap, so that most sentences come several times
        best: dict[Unit, Reading] = {}
        for passage in passages:
            own = analyse(as_written_in(passage.text, question.text, self.aliases))
            whole = asked.share(stems(f"{passage.chunk.heading or ''} {passage.text}"))
            for sentence in units(passage):
                key = (passage.document.id, sentence)
                if key not in marks:
                    continue
                if key not in said:
                    said[key] = _said(own, asked, passage, sentence, marks[key].span, joined)
                reading = _reading(question, said[key], marks[key], passage, sentence, whole)
                if key not in best or reading.score > best[key].score:
                    best[key] = reading
        return sorted(best.values(), key=_best_first), effort


def _best_first(reading: Reading) -> tuple[float, str, Span]:
    return -round(reading.score, 6), reading.document.id, reading.sentence


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence or list says to a question, whatever passage it was found in."""

    spans: tuple[Span, ...]
    has_fact: bool
    has_shape: bool
    is_of_place: bool
    only_names: bool
    share: float


def _said(
    question: Question,
    asked: Coverage,
    passage: Passage,
    sentence: Span,
    marked: Span,
    joined: Sequence[str],
) -> _Said:
    """Return what *sentence* says to *question*, which has the passage's own form of each name.

    *joined* are the names that read like a series.
    """
    text = passage.document.quote(sentence)
    looks = shape(question.kind, question.subject)
    is_whole_list = passage.chunk.is_list and sentence == passage.chunk.span
    spans = (
        _list_spans(passage, question, marked)
        if is_whole_list
        else _answers(passage.document, sentence, question, marked, joined)
    )
    answer = _shifted(spans[0], -sentence.start) if len(spans) == 1 else None
    return _Said(
        spans=spans,
        has_fact=_has_fact(passage.document, text, question, spans),
        has_shape=bool(looks and looks.search(text)) or (is_whole_list and question.kind is AnswerKind.LIST),
        is_of_place=_is_of_place(question, text, passage.chunk.heading, answer),
        only_names=only_names(text, question, _shifted(marked, -sentence.start)),
        share=asked.share(stems(text)),
    )


def _has_fact(document: Document, text: str, question: Question, spans: Sequence[Span]) -> bool:
    """Return whether *spans* hold a name, where one is asked for, or the sentence *text* such a fact."""
    if question.asks_name:
        return any(has_name(document.quote(span), question) for span in spans)
    return nearest_fact(text, question) is not None or unknown_number(text, question) is not None


def _is_of_place(question: Question, text: str, heading: str | None, answer: Span | None) -> bool:
    """Return whether *answer*, words of *text*, is a figure of a place that *question* asks one of."""
    if question.kind not in FIGURES - {AnswerKind.DATE} or answer is None:
        return False
    held = [one for one in figures(text) if one.span.overlap(answer)]
    return any(is_of_asked_place(question.text, text, one, heading) for one in held)


def _answers(
    document: Document, sentence: Span, question: Question, marked: Span, joined: Sequence[str]
) -> tuple[Span, ...]:
    """Return the words of *sentence* that answer; of a series each member, where several are asked for."""
    answer = _answer(document, sentence, question, marked)
    if question.kind is not AnswerKind.LIST:
        return (answer,)
    found = members(document.quote(sentence), _shifted(answer, -sentence.start), joined)
    return tuple(_shifted(one, sentence.start) for one in found)


def _answer(document: Document, sentence: Span, question: Question, marked: Span) -> Span:
    """Return the words of *sentence* that answer; all of it where *marked* lies elsewhere."""
    inside = Span(max(marked.start, sentence.start), min(marked.end, sentence.end))
    local = _shifted(inside if inside.start < inside.end else sentence, -sentence.start)
    return _shifted(answer_span(document.quote(sentence), question, local), sentence.start)


def _reading(
    question: Question, said: _Said, mark: Mark, passage: Passage, sentence: Span, whole: float
) -> Reading:
    typed = question.kind in TYPED or question.asks_name
    features = {
        "margin": min(mark.margin, 0.0) if said.only_names else mark.margin,
        "sentence": said.share,
        "passage": whole,
        "cosine": passage.scores.get("dense", 0.0),
        "rank": 1 / (2 + passage.rank),
        "fact": float(typed and said.has_fact),
        "no_fact": float(typed and not said.has_fact),
        "shape": float(said.has_shape),
    }
    score = sum(WEIGHTS[name] * value for name, value in features.items())
    is_sure = mark.margin >= SURE and question.kind in OFTEN_WITHOUT and not question.asks_name
    lacks_fact = typed and not said.has_fact and not is_sure
    return Reading(passage, sentence, said.spans, score, lacks_fact, said.is_of_place, features)


def _list_spans(passage: Passage, question: Question, marked: Span) -> tuple[Span, ...]:
    """Return the members of a list that hold the question's words; all if none does or a list is asked for.

    Where one member answers, only the words in it that do. A list without a member, such as the rest of one
    that is too long, answers as a whole.
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
    return (_answer(passage.document, chosen[0], question, marked),)


def _is_member(text: str, span: Span) -> bool:
    mark = text[text.rfind("\n", 0, span.start) + 1 : span.start].lstrip()
    return bool(BULLET.fullmatch(mark) or NUMBERED.fullmatch(mark))


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
