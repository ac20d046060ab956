"""Text -> blocks: which lines are headings, paragraphs, list items or boilerplate. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from index.records import Span

BULLET = re.compile(r"[•‣▪◦·*–—-][ \t\xa0]+")
NUMBERED = re.compile(r"\d{1,2}[.)][ \t\xa0]+")
CLOSED = re.compile(r"[.!…:;,][”’\"')\]]*$")  # how the last line of a paragraph ends; a heading does not
MAX_HEADING = 160  # characters
MAX_HEADING_WORDS = 25
MAX_WRAPPED = 100  # characters in the longest line of a text that was wrapped by hand


class BlockKind(StrEnum):
    HEADING = "heading"  # also a question that the text goes on to answer, as in a FAQ
    PARAGRAPH = "paragraph"
    ITEM = "item"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    span: Span  # without the white space around it; an item without its bullet


def blocks(text: str, boilerplate: Collection[str] = ()) -> list[Block]:
    """Return the blocks of *text* in order; together they hold every character that is not white space or a bullet.

    *boilerplate* holds whole lines. A line is a paragraph of its own unless the text was wrapped by hand
    (no long line, and lines that follow each other directly) or the next line goes on in lower case.
    """
    dull = {line.strip() for line in boilerplate}
    lines = [Span(*match.span()).trimmed(text) for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    runs: list[list[Span]] = []
    wrapped = _is_wrapped(text)
    for line in lines:
        if runs and _continues(text, runs[-1], line, dull, wrapped):
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
    line = text[span.start : span.end]
    if line in dull:
        return Block(BlockKind.BOILERPLATE, span)
    mark = BULLET.match(line) or (NUMBERED.match(line) if in_numbered_list else None)
    if mark and mark.end() < len(line):
        return Block(BlockKind.ITEM, Span(span.start + mark.end(), span.end))
    return Block(BlockKind.HEADING if _is_heading(line) else BlockKind.PARAGRAPH, span)


def _is_heading(line: str) -> bool:
    fits = len(line) <= MAX_HEADING and len(line.split()) <= MAX_HEADING_WORDS
    return fits and not CLOSED.search(line)


def _is_wrapped(text: str) -> bool:
    """Return whether *text* was wrapped by hand: no long line, and paragraphs of several lines."""
    lines = text.split("\n")
    followed = sum(1 for line, after in zip(lines, lines[1:], strict=False) if line.strip() and after.strip())
    return "\n\n" in text.strip() and followed >= 5 and max(map(len, lines)) <= MAX_WRAPPED


def _continues(text: str, run: list[Span], line: Span, dull: Collection[str], wrapped: bool) -> bool:
    """Return whether *line* goes on with the paragraph or item in *run*."""
    before, here = text[run[-1].start : run[-1].end], text[line.start : line.end]
    if before in dull or here in dull or text.count("\n", run[-1].end, line.start) > 1:
        return False
    if BULLET.match(here) or NUMBERED.match(here):
        return False
    return wrapped or (here[0].islower() and not CLOSED.search(before))

