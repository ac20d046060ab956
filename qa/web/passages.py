"""A document's text cut into pieces for the page. Pure: places in, places out, and no character lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.blocks import BlockKind, blocks
from index.records import Document, Span

SHORT = 60  # characters
CONTEXT = 600  # characters shown before and after a passage of a document that may only be excerpted


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are shown alike: marked or not."""

    text: str
    marked: bool

    @property
    def is_short(self) -> bool:
        """Whether it may stand out in bold, as a name or a figure and not as a whole sentence."""
        return len(self.text) <= SHORT


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: BlockKind
    pieces: tuple[Piece, ...]

    @property
    def is_set_off(self) -> bool:
        """Whether the text itself sets it off from the next one, by a blank line."""
        return self.pieces[-1].text.endswith("\n\n")


def cut(text: str, shown: Span, marks: Sequence[Span]) -> list[Piece]:
    """Return the text at *shown* in pieces: marked where one of *marks* covers it, plain elsewhere."""
    edges = {shown.start, shown.end}
    for mark in marks:
        edges |= {min(max(edge, shown.start), shown.end) for edge in mark}
    ordered = sorted(edges)
    return [
        Piece(text[start:end], any(mark.covers(Span(start, end)) for mark in marks))
        for start, end in pairwise(ordered)
    ]


def shown_part(document: Document, passage: Span | None) -> Span | None:
    """Return as much of *document* as its record lets the public see around *passage*; None is nothing."""
    if document.source.display == "full":
        return Span(0, len(document.text))
    if passage is None:
        return None
    return Span(max(0, passage.start - CONTEXT), min(len(document.text), passage.end + CONTEXT))


def paragraphs(document: Document, shown: Span, passage: Span | None) -> Iterator[Paragraph]:
    """Yield *shown* in paragraphs. Joined, their pieces are exactly the text at *shown*.

    White space and bullets between two blocks of text stay at the end of one or the beginning of the other.
    """
    marks = [passage] if passage else []
    for kind, span in _lines(document):
        part = Span(max(span.start, shown.start), min(span.end, shown.end))
        if part.start < part.end:
            yield Paragraph(kind, tuple(cut(document.text, part, marks)))


def _lines(document: Document) -> Iterator[tuple[BlockKind, Span]]:
    """Yield each block from the beginning of its line to that of the next, so that nothing lies between."""
    text = document.text
    found = blocks(text, document.source.boilerplate)
    starts = [text.rfind("\n", 0, block.span.start) + 1 for block in found]
    edges = [0, *starts[1:], len(text)] if found else []
    for block, (start, end) in zip(found, pairwise(edges), strict=True):
        yield block.kind, Span(start, end)
