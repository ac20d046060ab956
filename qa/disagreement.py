"""Findings of one question -> values that differ, side by side. Pure.

Nothing is merged, averaged or decided: every value keeps its words, hedge, unit, date and speaker. Values are
compared only where they answer the question for the same thing and place; what is counted in another way
stands apart and is labelled.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.records import Document
from qa.counting import are_kin, asked_head, names
from qa.figures import places
from qa.measures import head_of, is_other_measure, is_other_thing, may_agree, share_words
from qa.numerals import FigureKind
from qa.question import AnswerKind, analyse
from qa.quoting import near_copy
from qa.restriction import Restriction, restriction
from qa.spans import FIGURES
from qa.values import Found, Value, order, told_apart, value_of

_GROWTH = re.compile(
    r"\b(?:number|gr[eo]wn?|growth|increase[ds]?|decrease[ds]?|changed?|changes)\b", re.IGNORECASE
)
_ASKED = FIGURES - {AnswerKind.DATE}


class Kind(StrEnum):
    """How values differ."""

    CONFLICT = "conflict"  # and no date tells them apart
    OVER_TIME = "over_time"
    DIFFERENT_MEASURE = "different_measure"  # counted in another way: narrower, planned, per day


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Values that differ, newest first, undated last; *others* are counted in another way than *values*."""

    about: str
    kind: Kind
    values: tuple[Value, ...]
    others: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing the findings of a question gave."""

    disagreement: Disagreement | None
    agreeing: tuple[str, ...]  # ids of the documents that give the best finding's value, near copies left out
    restriction: Restriction | None  # the dates that the question keeps its figures to
    outside: frozenset[int]  # findings that do not surely fit them
    left_out: tuple[Value, ...]  # their values, newest first, each once, without those that others give too


class _Relation(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    OTHER_MEASURE = "other measure"
    APART = "apart"  # another thing or place: not to be compared


def compare(
    question: str,
    findings: Sequence[Found],
    unbroken: Sequence[str] = (),
    documents: Mapping[str, Document] | None = None,
    outside: Collection[int] = (),
) -> Comparison:
    """Return how the values of *findings* differ, and which documents agree with the best value.

    The order of *findings* does not matter, only their scores. A date in a question for a figure selects
    those that surely hold then, by their as-of, else by their document's date; those of *outside* are known
    not to. *unbroken* holds names that no sentence boundary cuts. With *documents* by id, those that only
    repeat a finding (`also_at`) count as agreeing, unless they are near copies of its words.
    """
    asked = _Asked(question)
    wanted = restriction(question) if asked.is_for_figures else None
    ranked = _ranked(findings)
    values = {at: value for at in ranked if (value := value_of(at, findings[at], tuple(unbroken)))}
    left = frozenset(
        at
        for at in ranked
        if at in outside or (wanted and not _fits(findings[at].document, values.get(at), wanted))
    )
    known = documents or {}
    answering = [value for value in values.values() if asked.is_answered_by(value, findings[value.finding])]
    kept = [value for value in answering if value.finding not in left]
    late = [value for value in answering if value.finding in left]
    left_out = asked.distinct(asked.differing(late, kept, findings), findings, known) if wanted else ()
    if not kept:
        return Comparison(None, (), wanted, left, left_out)
    best = kept[0]
    same = [value for value in kept if asked.relation(best, value, findings) is _Relation.SAME]
    is_of_best = best.finding == next(at for at in ranked if at not in left)
    agreeing = _independent(same, findings, known) if asked.is_for_figures and is_of_best else ()
    found = _disagreement(asked, kept, findings, known) if asked.is_for_figures else None
    return Comparison(found, agreeing, wanted, left, left_out)


def _ranked(findings: Sequence[Found]) -> list[int]:
    """Return the places of *findings*, best first; ties fall to the document and the place in it."""
    return sorted(
        range(len(findings)),
        key=lambda at: (
            -findings[at].score,
            findings[at].document.id,
            findings[at].quote,
            findings[at].spans,
        ),
    )


def _fits(document: Document, value: Value | None, wanted: Restriction) -> bool:
    """Return whether a *value*, or else words without one, surely hold at the time that is *wanted*."""
    if value and value.as_of:
        return wanted.admits(value.as_of.year, value.as_of.month, value.as_of.day)
    day = document.source.published
    return day is not None and wanted.admits(day.year, day.month, day.day)


def _disagreement(
    asked: "_Asked", values: Sequence[Value], findings: Sequence[Found], documents: Mapping[str, Document]
) -> Disagreement | None:
    best = values[0]
    relations = [asked.relation(best, value, findings) for value in values]
    comparable = (_Relation.SAME, _Relation.DIFFERENT)
    same_measure = [
        value for value, relation in zip(values, relations, strict=True) if relation in comparable
    ]
    other_measure = [
        value
        for value, relation in zip(values, relations, strict=True)
        if relation is _Relation.OTHER_MEASURE
    ]
    rows = asked.distinct(same_measure, findings, documents)
    others = asked.distinct(other_measure, findings, documents)
    about = best.unit or best.place or asked.subject
    if len(rows) > 1:
        kind = Kind.OVER_TIME if told_apart(rows) else Kind.CONFLICT
        return Disagreement(about, kind, rows, others)
    if others:
        return Disagreement(about, Kind.DIFFERENT_MEASURE, tuple(sorted((*rows, *others), key=order)), ())
    return None


def _independent(
    values: Sequence[Value], findings: Sequence[Found], documents: Mapping[str, Document]
) -> tuple[str, ...]:
    """Return the ids of the documents that give *values*, each once and without those that copy another."""
    kept: dict[str, str] = {}
    for value in values:
        finding = findings[value.finding]
        said = [(finding.document, finding.quote)]
        said += [(documents[id], span) for id, span in finding.also_at if id in documents]
        for document, span in said:
            words = document.quote(span)
            if document.id not in kept and not any(near_copy(words, other) for other in kept.values()):
                kept[document.id] = words
    return tuple(kept)


class _Asked:
    """What a question asks for, and how two values relate under it."""

    def __init__(self, question: str) -> None:
        analysed = analyse(question)
        self.subject = analysed.subject
        self.terms = set(analysed.terms)
        self.is_for_figures = analysed.kind in _ASKED or (
            analysed.kind is AnswerKind.OTHER and _GROWTH.search(question) is not None
        )
        self.head = asked_head(question)
        self.places = {place.casefold() for place in _named(question)}

    def distinct(
        self, values: Sequence[Value], findings: Sequence[Found], documents: Mapping[str, Document]
    ) -> tuple[Value, ...]:
        """Return one value of each that say the same, newest first, with the documents that agree."""
        groups: list[list[Value]] = []
        for value in sorted(values, key=order):
            group = next(
                (one for one in groups if self.relation(one[0], value, findings) is _Relation.SAME), None
            )
            if group is None:
                groups.append([value])
            else:
                group.append(value)
        return tuple(
            replace(group[0], documents=_independent(group, findings, documents)) for group in groups
        )

    def differing(
        self, late: Sequence[Value], kept: Sequence[Value], findings: Sequence[Found]
    ) -> list[Value]:
        """Return those of *late* that could be compared with the best value and that none of *kept* gives."""
        best = next(iter([*kept, *late]), None)
        return [
            value
            for value in late
            if best
            and self.relation(best, value, findings) is not _Relation.APART
            and all(self.relation(one, value, findings) is not _Relation.SAME for one in kept)
        ]

    def relation(self, one: Value, other: Value, findings: Sequence[Found]) -> _Relation:
        """Return how two values relate: the same, different, another measure, or not to be compared."""
        if one.finding == other.finding:
            return _Relation.SAME
        if one.figure.kind is not other.figure.kind or self._is_elsewhere(one, other, findings):
            return _Relation.APART
        if is_other_thing(one, other):
            return _Relation.APART
        if may_agree(one, other):
            return _Relation.SAME
        if one.document.id == other.document.id and not told_apart([one, other]):
            # A document seldom contradicts itself: it counts a part, or something else.
            return _Relation.OTHER_MEASURE if share_words(one, other) else _Relation.APART
        return _Relation.OTHER_MEASURE if is_other_measure(one, other) else _Relation.DIFFERENT

    def is_answered_by(self, value: Value, finding: Found) -> bool:
        """Return whether *value* counts what is asked for, as far as the question says what that is."""
        if self.head is None or value.figure.kind is not FigureKind.COUNT:
            return True
        if head := head_of(value):
            return are_kin(head, self.head)
        around = f"{finding.heading or ''} {finding.document.quote(finding.quote)}"
        return (value.place or "").casefold() in self.places or names(around, self.head)

    def _is_elsewhere(self, one: Value, other: Value, findings: Sequence[Found]) -> bool:
        """Return whether the values are of different places, or one of a place and the other of all."""
        first, second = (value.place and value.place.casefold() for value in (one, other))
        if first and second:
            return first != second
        if not first and not second:
            return False
        finding = findings[(other if first else one).finding]
        place = first or second or ""
        around = f"{finding.heading or ''} {finding.document.quote(finding.quote)}".casefold()
        return place not in self.places or place not in around


def _named(text: str) -> list[str]:
    return [text[start:end] for start, end in places(text)]
