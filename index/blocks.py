"""Text -> blocks: which lines are headings, paragraphs, list items or boilerplate. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.records import Span

BULLET = re.compile(r"[•●○‣▪■◦▸►·*–—-][ \t\xa0]+")
NUMBERED = re.compile(r"\d{1,2}[.)][ \t\xa0]+")
HASHES = re.compile(r"#{1,6}[ \t\xa0]+")  # a heading of Markdown
# How the last line of a paragraph ends, and a heading does not; "[3]" may follow.
CLOSED = re.compile(r"[.!…:;,][”’»\"')\]]*(?:[ \xa0]?\[\d{1,3}\])*$")
MAX_HEADING = 160  # characters
MAX_HEADING_WORDS = 25
MAX_WRAPPED = 100  # characters in a line of a text that was wrapped by hand
MIN_WRAPPED = 5  # lines that are followed by another one directly, in a text that was wrapped by hand


class BlockKind(StrEnum):
    """What a block of text is to a reader."""

    HEADING = "heading"  # also a question that the text goes on to answer, as in a FAQ
    PARAGRAPH = "paragraph"
    ITEM = "item"
    BOILERPLATE = "boilerplate"  # also a line without a letter or digit, such as "* * *"


@dataclass(frozen=True, slots=True)
class Block:
    """A place in a text and what stands there."""

    kind: BlockKind
    span: Span  # without the white space around it; an item without its bullet


def blocks(text: str, boilerplate: Collection[str] = ()) -> list[Block]:
    """Return the blocks of *text* in order: every character is in one, but for white space and bullets.

    *boilerplate* holds whole lines. A line is a paragraph of its own unless the text was wrapped by hand
    (hardly a long line, and lines that follow each other directly) or the next line goes on in lower case.
    """
    dull = {line.strip() for line in boilerplate}
    runs: list[list[Span]] = []
    wrapped = _is_wrapped(text)
    for line in _lines(text):
        if runs and _continues(text, runs[-1][-1], line, dull, wrapped):
            runs[-1].append(line)
        else:
            runs.append([line])
    spans = [Span(run[0].start, run[-1].end) for run in runs]
    numbered = [bool(NUMBERED.match(text, span.start)) for span in spans]
    found = []
    for at, span in enumerate(spans):
        in_list = numbered[at] and any(numbered[max(at - 1, 0) : at] + numbered[at + 1 : at + 2])
        found.append(_block(text, span, dull, in_list))
    return found


def _block(text: str, span: Span, dull: Collection[str], in_numbered_list: bool) -> Block:
    words = text[span.start : span.end]
    if _is_dull(words, dull):
        return Block(BlockKind.BOILERPLATE, span)
    if mark := HASHES.match(words):
        return Block(BlockKind.HEADING, Span(span.start + mark.end(), span.end))
    if mark := BULLET.match(words) or (NUMBERED.match(words) if in_numbered_list else None):
        return Block(BlockKind.ITEM, Span(span.start + mark.end(), span.end))
    return Block(BlockKind.HEADING if _is_heading(words) else BlockKind.PARAGRAPH, span)


def _is_dull(words: str, dull: Collection[str]) -> bool:
    return words in dull or not any(map(str.isalnum, words))


def _is_heading(words: str) -> bool:
    fits = len(words) <= MAX_HEADING and len(words.split()) <= MAX_HEADING_WORDS
    return fits and not CLOSED.search(words)


def _lines(text: str) -> Iterator[Span]:
    """Yield the place of each line that holds more than white space, trimmed."""
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line)).trimmed(text)
        if span.start < span.end:
            yield span
        start += len(line) + 1


def _is_wrapped(text: str) -> bool:
    """Return whether *text* was wrapped by hand: paragraphs of several lines, and hardly a long line."""
    lines = [line.strip() for line in text.strip().split("\n")]
    followed = sum(1 for line, after in pairwise(lines) if line and after)
    long = sum(1 for line in lines if len(line) > MAX_WRAPPED)
    return "" in lines and followed >= MIN_WRAPPED and long <= len(lines) / 20


def _continues(text: str, last: Span, line: Span, dull: Collection[str], wrapped: bool) -> bool:
    """Return whether *line* goes on with the paragraph or item whose latest line is *last*."""
    before, here = text[last.start : last.end], text[line.start : line.end]
    if _is_dull(before, dull) or _is_dull(here, dull) or text.count("\n", last.end, line.start) > 1:
        return False
    if any(mark.match(here) for mark in (BULLET, NUMBERED, HASHES)) or HASHES.match(before):
        return False
    return wrapped or (here[0].islower() and not CLOSED.search(before))
