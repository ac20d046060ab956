"""Documents -> chunks: windows of whole sentences, and bullet lists with their lead-in. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.blocks import Block, BlockKind, blocks
from index.leaning import leans
from index.records import MAX_QUOTE, Chunk, Document, Span
from index.sentences import sentences

WINDOW = 3  # sentences; chosen by `python -m qa eval`, see the README
STRIDE = 1
MAX_LEAD_IN = 300  # characters before a list, unless one sentence is longer
MAX_CHUNK = 1000  # characters: about the 256 tokens that the encoder reads


def chunks(
    document: Document, unbroken: Sequence[str] = (), *, window: int = WINDOW, stride: int = STRIDE
) -> list[Chunk]:
    """Return the chunks of *document* in text order.

    No chunk crosses a heading, a boilerplate line or the border of a list, and none holds one. A list is one
    chunk with its lead-in, the sentence before it and those that one leans on, or several when it is long.
    *unbroken* holds names that no sentence boundary cuts.
    """
    if window < 1 or stride < 1:
        raise ValueError(f"a window of {window} sentences moved by {stride} loses text")
    found: list[Chunk] = []
    for heading, part in _sections(document):
        lead_in: tuple[Span, ...] = ()
        for is_list, run in groupby(part, key=lambda block: block.kind is BlockKind.ITEM):
            if is_list:
                members = [block.span for block in run]
                runs = list(_list_runs(document.text, lead_in, members))
            else:
                by_block = [sentences(document.text, block.span, unbroken) for block in run]
                runs = list(_windows([span for spans in by_block for span in spans], window, stride))
                lead_in = _lead_in(document, by_block[-1])
            found.extend(Chunk(document.id, spans_, heading, is_list) for spans_ in runs)
    return found


def _sections(document: Document) -> Iterator[tuple[str | None, list[Block]]]:
    """Yield the runs of quotable blocks between headings and boilerplate, each with the heading above it."""
    heading: str | None = None
    part: list[Block] = []
    for block in blocks(document.text, document.source.boilerplate):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            part.append(block)
            continue
        if part:
            yield heading, part
            part = []
        if block.kind is BlockKind.HEADING:
            heading = document.quote(block.span)
    if part:
        yield heading, part


def _windows(spans: Sequence[Span], window: int, stride: int) -> Iterator[tuple[Span, ...]]:
    """Yield runs of at most *window* sentences and MAX_CHUNK characters, none within the one before it."""
    first = reached = 0
    while reached < len(spans):
        last = first + 1
        while last < min(first + window, len(spans)) and spans[last].end - spans[first].start <= MAX_CHUNK:
            last += 1
        if last > reached:
            reached = last
            yield tuple(spans[first:last])
        first = min(first + stride, last)


def _lead_in(document: Document, paragraph: Sequence[Span]) -> tuple[Span, ...]:
    """Return the last sentence of *paragraph* with those that it leans on, up to MAX_LEAD_IN characters."""
    first = len(paragraph) - 1
    while first > 0 and leans(document.quote(paragraph[first])):
        if paragraph[-1].end - paragraph[first - 1].start > MAX_LEAD_IN:
            break
        first -= 1
    return tuple(paragraph[first:])


def _list_runs(text: str, lead_in: tuple[Span, ...], members: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Yield the list with its lead-in as one run, or several runs where it is too long for one quote."""
    run = list(lead_in)
    for member in _short(text, members):
        if run and member.end - run[0].start > MAX_QUOTE:
            if tuple(run) != lead_in:
                yield tuple(run)
            run = []
        run.append(member)
    yield tuple(run)


def _short(text: str, members: Sequence[Span]) -> Iterator[Span]:
    """Yield *members*, the sentences of one instead of it where it is longer than a quote may be."""
    for member in members:
        if member.end - member.start > MAX_QUOTE:
            yield from sentences(text, member)
        else:
            yield member


def context(chunk: Chunk, document: Document) -> str:
    """Return the text by which *chunk* is found: its heading, then its own words. It is never quoted."""
    words = document.quote(chunk.span)
    return f"{chunk.heading}\n{words}" if chunk.heading else words
