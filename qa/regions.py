"""Passages -> what is read of their documents, each sentence once. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from index.records import MAX_QUOTE, Document, Passage, Span

_GO = r"(?:see|visit|read|check\sout|click|go\sto|consult|contact|call|follow|subscribe)"
_POINTER = re.compile(
    rf"""\W*(?:
        (?:for|to\s(?:learn|find\sout|read|get))\s(?:more|further|additional|full)\b[^.;!?]*,\s(?:please\s)?{_GO}\b
      | see\salso\b | see\b[^.;!?]*\bfor\s(?:more|further|full|additional)\b
      | (?:read|learn)\s(?:more|further)\b | click\shere\b | (?:sign\sup|subscribe)\s(?:for|to)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a document that passages cover without a gap."""

    document: Document
    span: Span
    heading: str | None  # above it
    units: tuple[Span, ...]  # what of it may be quoted by itself, in text order
    sentences: tuple[Span, ...]  # where it may be cut, in text order
    rank: int  # the best of its passages'

    @property
    def text(self) -> str:
        return self.document.quote(self.span)


def regions(passages: Sequence[Passage]) -> list[Region]:
    """Return the stretches that *passages* cover, the one with the best rank first.

    Passages that overlap become one; those that only touch stay two, for a boilerplate line may lie between.
    """
    found = []
    in_text_order = sorted(passages, key=lambda one: (one.document.id, one.chunk.span))
    for _, group in groupby(in_text_order, key=lambda one: one.document.id):
        run: list[Passage] = []
        for passage in group:
            if run and passage.chunk.span.start >= max(one.chunk.span.end for one in run):
                found.append(_region(run))
                run = []
            run.append(passage)
        found.append(_region(run))
    return sorted(found, key=lambda region: (region.rank, region.document.id, region.span))


def units(passage: Passage) -> Sequence[Span]:
    """Return what of *passage* may be quoted by itself: its sentences, or the whole list.

    Without sentences that only point elsewhere.
    """
    chunk, document = passage.chunk, passage.document
    if chunk.is_list and chunk.span.end - chunk.span.start <= MAX_QUOTE:
        return (chunk.span,)
    return tuple(one for one in chunk.sentences if not points_elsewhere(document.quote(one)))


def points_elsewhere(sentence: str) -> bool:
    """Return whether *sentence* only says where to read on: it shares words, and answers nothing."""
    return bool(_POINTER.match(sentence))


def _region(run: Sequence[Passage]) -> Region:
    start = min(one.chunk.span.start for one in run)
    end = max(one.chunk.span.end for one in run)
    return Region(
        document=run[0].document,
        span=Span(start, end),
        heading=run[0].chunk.heading,  # no two chunks under different ones overlap
        units=tuple(sorted({unit for one in run for unit in units(one)})),
        sentences=tuple(sorted({sentence for one in run for sentence in one.chunk.sentences})),
        rank=min(one.rank for one in run),
    )
