"""Findings of one question -> values that differ, side by side. Pure.

Nothing is merged, averaged or decided: every value keeps its words, hedge, unit, date and speaker. Values are
compared only where they answer the question for the same thing and place; what is counted in another way
stands apart and is labelled.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import Protocol

from index.analysis import stem, stems
from index.blocks import BlockKind, blocks
from index.records import Document, Span
from index.sentences import sentences
from qa.attribution import Attribution, attribution
from qa.dates import AsOf, Restriction, as_of, is_former, restriction
from qa.figures import Figure, FigureKind, figures, places
from qa.question import FUNCTION_WORDS, AnswerKind, analyse
from qa.quoting import near_copy

AROUND = Decimal("0.05")  # how far from "about 1,000" another value still says the same
BEYOND = Decimal("0.1")  # how far above "more than 2,000"
ROUNDED = 1  # per cent by which "two-thirds" may differ from a share in digits


class Found(Protocol):
    """What is compared: `qa.records.Finding` is one."""

    @property
    def document(self) -> Document: ...
    @property
    def quote(self) -> Span: ...
    @property
    def heading(self) -> str | None: ...
    @property
    def spans(self) -> tuple[Span, ...]: ...
    @property
    def score(self) -> float: ...
    @property
    def also_at(self) -> tuple[tuple[str, Span], ...]: ...


class Kind(StrEnum):
    """How values differ."""

    CONFLICT = "conflict"  # and no date tells them apart
    OVER_TIME = "over_time"
    DIFFERENT_MEASURE = "different_measure"  # counted in another way: narrower, planned, per day


@dataclass(frozen=True, slots=True)
class Told:
    """When the words of a finding hold and who says them; each None where the document does not say."""

    figure: Figure | None
    as_of: AsOf | None
    attribution: Attribution | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value in its document's words; all places are in its document's text."""

    finding: int  # which of the findings gives it
    document: Document
    sentence: Span
    figure: Figure
    as_of: AsOf | None
    attribution: Attribution | None
    documents: tuple[
        str, ...
    ]  # ids of those that give the same value, near copies left out; its own is the first

    @property
    def words(self) -> str:
        """The hedge and the value as they stand: "About 1,000"."""
        return self.document.quote(self.figure.span)

    @property
    def hedge(self) -> str | None:
        return self.figure.hedge and self.document.quote(self.figure.hedge)

    @property
    def unit(self) -> str | None:
        return self.figure.unit and self.document.quote(self.figure.unit)

    @property
    def place(self) -> str | None:
        return self.figure.place and self.document.quote(self.figure.place)

    @property
    def speaker(self) -> str | None:
        return self.document.quote(self.attribution.speaker) if self.attribution else None

    @property
    def published(self) -> date | None:
        return self.document.source.published

    @property
    def when(self) -> str | None:
        """The ISO date it is ordered by: as of, else published; None where there is neither."""
        if self.as_of and self.as_of.iso:
            return self.as_of.iso
        return self.published.isoformat() if self.published else None


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


_GROWTH = re.compile(
    r"\b(?:number|gr[eo]wn?|growth|increase[ds]?|decrease[ds]?|changed?|changes)\b", re.IGNORECASE
)
_HOW_MANY = re.compile(r"\bhow many\s+(?:of\s+the\s+)?", re.IGNORECASE)
_ASKED = frozenset({AnswerKind.COUNT, AnswerKind.NUMBER, AnswerKind.MONEY, AnswerKind.SHARE})
# Nouns that count the same: those who take part, by what they are or what they sign; and those who work.
_KIN = (
    "agencies departments jurisdictions offices organizations localities places groups forces partners "
    "partnerships agreements",
    "officers personnel agents staff employees workers people folks officials deputies members men women "
    "cops",
)
# Words before a counted noun that narrow it; so does a name ("ERO officers").
_NARROWING = frozenset(
    """federal state local municipal county tribal national foreign domestic permanent temporary full-time
    part-time trained deputized active retired new former civilian criminal sworn armed
    undocumented""".split()
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned)?|goals?|targets?|expect(?:s|ed)?|will|propos\w+|seeks?|hopes?|aims?)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:\s\w+){0,2}?\s(?:(?:an?|per|every|each)\s(?P<each>day|week|month|year|hour)|(?P<adverb>daily|weekly|monthly|"
    r"yearly|annually))\b",
    re.IGNORECASE,
)
_CONTRARY = (
    ("approv", "disapprov"), ("support", "oppos"), ("arrest", "releas"), ("hire", "fire"), ("sign", "declin"),
    ("sign", "reject"), ("join", "left"),
)  # fmt: skip
_CHANGE = re.compile(
    r"\b(?:increas\w+|decreas\w+|grow\w*|grew|rose|risen|rise|fell|fallen|drop\w*|declin\w+|soar\w*|up|down)\b",
    re.IGNORECASE,
)
# Words that any two sentences with figures may share.
_COMMON = "year month week day hour time now end term number hundred thousand million billion trillion"
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|some|estimated|close to)\b", re.IGNORECASE)
_ABOVE = re.compile(
    r"\b(?:over|above|least|upwards|no (?:less|fewer)|(?<!no )(?:more|greater|larger|higher) than)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"\b(?:nearly|almost|up to|under|below|most|as many as|no more than|"
    r"(?<!no )(?:less|fewer|smaller|lower) than)\b",
    re.IGNORECASE,
)


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
    not to. *unbroken* holds names that
    no sentence boundary cuts. With *documents* by id, those that only repeat a finding (`also_at`) count as
    agreeing, unless they are near copies of its words.
    """
    asked = _Asked(question)
    wanted = restriction(question) if asked.is_for_figures else None
    order = _ranked(findings)
    values = {at: value for at in order if (value := _value(at, findings[at], tuple(unbroken)))}
    left = frozenset(
        at
        for at in order
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
    is_of_best = best.finding == next(at for at in order if at not in left)
    agreeing = _independent(same, findings, known) if asked.is_for_figures and is_of_best else ()
    found = _disagreement(asked, kept, findings, known) if asked.is_for_figures else None
    return Comparison(found, agreeing, wanted, left, left_out)


def told(document: Document, span: Span, unbroken: Sequence[str] = ()) -> Told:
    """Return when the words at *span* of *document* hold and who says them, from their own paragraph."""
    paragraph = _paragraph(document, span, tuple(unbroken))
    sentence = next((one for one in paragraph if one.start <= span.start < one.end), None)
    if sentence is None:
        return Told(None, None, None)
    known = [figure for one in paragraph if one.start <= span.start for figure in figures(document.text, one)]
    figure = next((one for one in known if one.whole.overlap(span)), None)
    published = document.source.published
    when = as_of(document.text, figure, known, paragraph, published) if figure else None
    return Told(figure, when, attribution(document.text, sentence, paragraph))


@lru_cache(maxsize=256)
def _paragraph(document: Document, span: Span, unbroken: tuple[str, ...]) -> tuple[Span, ...]:
    """Return the sentences of the paragraph, list item or heading in which *span* begins."""
    for block in blocks(document.text, document.source.boilerplate):
        if block.span.start <= span.start < block.span.end:
            if block.kind is BlockKind.PARAGRAPH:
                return tuple(sentences(document.text, block.span, unbroken))
            return (block.span,)
    return ()


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


def _value(at: int, finding: Found, unbroken: tuple[str, ...]) -> Value | None:
    """Return the value that a finding gives; None for a list, for what counts nothing, and for what was."""
    if len(finding.spans) != 1:
        return None
    (span,) = finding.spans
    told_there = told(finding.document, span, unbroken)
    if told_there.figure is None or _is_no_count(told_there.figure):
        return None
    sentence = next(
        one for one in _paragraph(finding.document, span, unbroken) if one.start <= span.start < one.end
    )
    if told_there.as_of is None and is_former(finding.document.text, told_there.figure.span, sentence):
        return None  # "up from 135 under Biden": its time is not said, and the published date is not it
    own = (finding.document.id,)
    return Value(
        at, finding.document, sentence, told_there.figure, told_there.as_of, told_there.attribution, own
    )


def _is_no_count(figure: Figure) -> bool:
    """Return whether *figure* only says that there is one, or another: "at least one", "more than one"."""
    return figure.kind is FigureKind.COUNT and figure.hedge is not None and figure.low == figure.high == 1


def _fits(document: Document, value: Value | None, wanted: Restriction) -> bool:
    """Return whether a *value*, or else words without one, surely hold at the time that is *wanted*."""
    if value and value.as_of:
        return wanted.admits(value.as_of.year, value.as_of.month, value.as_of.day)
    day = document.source.published
    return day is not None and wanted.admits(day.year, day.month, day.day)


def _order(value: Value) -> tuple[bool, list[int], str, int]:
    """Return what values are sorted by: newest first, undated last, then document and place."""
    parts = [-int(part) for part in (value.when or "").split("-") if part]
    return not parts, [*parts, 1], value.document.id, value.figure.span.start


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
        kind = Kind.OVER_TIME if _told_apart(rows) else Kind.CONFLICT
        return Disagreement(about, kind, rows, others)
    if others:
        return Disagreement(about, Kind.DIFFERENT_MEASURE, tuple(sorted((*rows, *others), key=_order)), ())
    return None


def _told_apart(values: Sequence[Value]) -> bool:
    """Return whether every two of *values* have dates, and none of them may be the same."""
    dated = [value.when for value in values]
    return None not in dated and not any(
        one and other and (one.startswith(other) or other.startswith(one))
        for one, other in combinations(dated, 2)
    )


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
        counted = _HOW_MANY.search(question)
        # What is asked for stands where the answer's unit would: "How many agencies", "2 agencies".
        units = (
            [one for one in figures(f"2 {question[counted.end() :]}") if one.span.start == 0]
            if counted
            else []
        )
        unit = units[0].unit if units else None
        self.head = (
            stem(_last_word(f"2 {question[counted.end() :]}"[slice(*unit)])) if counted and unit else None
        )
        self.places = {place.casefold() for place in _named(question)}

    def distinct(
        self, values: Sequence[Value], findings: Sequence[Found], documents: Mapping[str, Document]
    ) -> tuple[Value, ...]:
        """Return one value of each that say the same, newest first, with the documents that agree."""
        groups: list[list[Value]] = []
        for value in sorted(values, key=_order):
            group = next(
                (one for one in groups if self.relation(one[0], value, findings) is _Relation.SAME), None
            )
            if group is None:
                groups.append([value])
            else:
                group.append(value)
        return tuple(
            Value(
                first.finding, first.document, first.sentence, first.figure, first.as_of, first.attribution,
                _independent(group, findings, documents),
            )
            for group in groups
            for first in group[:1]
        )  # fmt: skip

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
        if _is_other_thing(one, other):
            return _Relation.APART
        if _agree(one, other):
            return _Relation.SAME
        if one.document.id == other.document.id and not _told_apart([one, other]):
            # A document seldom contradicts itself: it counts a part, or something else.
            return _Relation.OTHER_MEASURE if _share_words(one, other) else _Relation.APART
        return _Relation.OTHER_MEASURE if _is_other_measure(one, other) else _Relation.DIFFERENT

    def is_answered_by(self, value: Value, finding: Found) -> bool:
        """Return whether *value* counts what is asked for, as far as the question says what that is."""
        if self.head is None or value.figure.kind is not FigureKind.COUNT:
            return True
        if head := _head(value):
            return _are_kin(head, self.head)
        around = f"{finding.heading or ''} {finding.document.quote(finding.quote)}"
        return (value.place or "").casefold() in self.places or any(
            _are_kin(term, self.head) for term in stems(around)
        )

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


def _is_other_thing(one: Value, other: Value) -> bool:
    """Return whether the values count different things, or opposite sides of one."""
    first, second = (set(stems(value.document.quote(value.sentence))) for value in (one, other))
    if any(_only(first, second, pair) or _only(second, first, pair) for pair in _CONTRARY):
        return True
    heads = _head(one), _head(other)
    if one.figure.kind is FigureKind.SHARE:
        is_change = [
            _CHANGE.search(value.document.quote(value.sentence)) is not None for value in (one, other)
        ]
        if any(is_change):
            return not all(is_change)
    if all(heads) and one.figure.kind is not FigureKind.MONEY:
        return not _are_kin(heads[0] or "", heads[1] or "")
    return not _content(first) & _content(second)


def _only(first: set[str], second: set[str], pair: tuple[str, str]) -> bool:
    """Return whether *first* has but the one of a contrary *pair* and *second* but the other."""
    left, right = map(stem, pair)
    return left in first and right in second and right not in first and left not in second


@lru_cache(maxsize=32)
def _stems_of(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


def _content(terms: set[str]) -> set[str]:
    return {
        term for term in terms - _stems_of(_COMMON) if not term[0].isdigit() and term not in FUNCTION_WORDS
    }


def _head(value: Value) -> str | None:
    return stem(_last_word(value.unit)) if value.unit else None


def _last_word(unit: str) -> str:
    return unit.split()[-1].rsplit("-", 1)[-1]


def _are_kin(one: str, other: str) -> bool:
    return one == other or any({one, other} <= _stems_of(group) for group in _KIN)


def _is_other_measure(one: Value, other: Value) -> bool:
    """Return whether one value is narrower, planned or a rate, and the other is not."""
    if _rate(one) != _rate(other) or _is_planned(one) != _is_planned(other):
        return True
    return any(
        word.casefold() not in second.document.quote(second.sentence).casefold()
        for first, second in ((one, other), (other, one))
        for word in _narrowing(first)
    )


def _narrowing(value: Value) -> list[str]:
    """Return the words of the unit that narrow what is counted: "permanent" and "ERO" of ERO officers."""
    if value.figure.kind is not FigureKind.COUNT or not value.unit:
        return []
    return [word for word in value.unit.split()[:-1] if word in _NARROWING or word[0].isupper()]


def _share_words(one: Value, other: Value) -> bool:
    """Return whether the units of two values have a narrowing word in common, or are the same."""
    return bool(one.unit and other.unit) and (
        one.unit == other.unit or bool(set(_narrowing(one)) & set(_narrowing(other)))
    )


def _rate(value: Value) -> str | None:
    match = _RATE.match(value.document.text, value.figure.whole.end, value.sentence.end)
    return (match["each"] or match["adverb"]).lower() if match else None


def _is_planned(value: Value) -> bool:
    return _PLANNED.search(value.document.quote(value.sentence)) is not None


def _agree(one: Value, other: Value) -> bool:
    """Return whether the values may be one and the same, said with other words or other precision."""
    (low, high), (other_low, other_high) = _limits(one), _limits(other)
    return low <= other_high and other_low <= high


def _limits(value: Value) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that the words of *value* may mean."""
    low, high = value.figure.low, value.figure.high
    words = value.document.quote(value.figure.value)
    if scaled := re.search(
        r"(?:\.(\d+))?\s?(thousand|million|billion|trillion|bn|m|k)\b", words, re.IGNORECASE
    ):
        power = {"t": 3, "k": 3, "m": 6, "b": 9}[scaled[2][0].lower()] if scaled[2] != "trillion" else 12
        half = Decimal(5).scaleb(power - 1 - len(scaled[1] or ""))
        low, high = low - half, high + half
    if value.figure.kind is FigureKind.SHARE and not any(map(str.isdigit, words)):
        low, high = low - ROUNDED, high + ROUNDED
    hedge = value.hedge or ""
    if _ABOUT.search(hedge):
        low, high = low * (1 - AROUND), high * (1 + AROUND)
    elif _ABOVE.search(hedge):
        high *= 1 + BEYOND
    elif _BELOW.search(hedge):
        low *= 1 - BEYOND
    return low, high
