"""A finding -> the value it gives: its figure, when that holds and who says it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Protocol

from index.blocks import BlockKind, blocks
from index.records import Document, Span
from index.sentences import sentences
from qa.as_of import AsOf, as_of, is_former
from qa.attribution import Attribution, attribution
from qa.figures import Figure, figures
from qa.numerals import FigureKind


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


def value_of(at: int, finding: Found, unbroken: tuple[str, ...]) -> Value | None:
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


def order(value: Value) -> tuple[bool, list[int], str, int]:
    """Return what values are sorted by: newest first, undated last, then document and place."""
    parts = [-int(part) for part in (value.when or "").split("-") if part]
    return not parts, [*parts, 1], value.document.id, value.figure.span.start


def told_apart(values: Sequence[Value]) -> bool:
    """Return whether every two of *values* have dates, and none of them may be the same."""
    dated = [value.when for value in values]
    return None not in dated and not any(
        one and other and (one.startswith(other) or other.startswith(one))
        for one, other in combinations(dated, 2)
    )


def _is_no_count(figure: Figure) -> bool:
    """Return whether *figure* only says that there is one, or another: "at least one", "more than one"."""
    return figure.kind is FigureKind.COUNT and figure.hedge is not None and figure.low == figure.high == 1


@lru_cache(maxsize=256)
def _paragraph(document: Document, span: Span, unbroken: tuple[str, ...]) -> tuple[Span, ...]:
    """Return the sentences of the paragraph, list item or heading in which *span* begins."""
    for block in blocks(document.text, document.source.boilerplate):
        if block.span.start <= span.start < block.span.end:
            if block.kind is BlockKind.PARAGRAPH:
                return tuple(sentences(document.text, block.span, unbroken))
            return (block.span,)
    return ()
