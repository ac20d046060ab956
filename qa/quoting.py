"""Which sentences a quote takes in around the one that answers, and which places repeat it. Pure."""

import re
from collections.abc import Sequence
from itertools import takewhile

from index.analysis import stems
from index.blocks import BlockKind, blocks
from index.leaning import leans, lists
from index.records import Chunk, Document, Span
from index.sentences import sentences

MAX_SENTENCES = 3
MAX_WITH_CONTEXT = 400  # characters to which a quote may grow by the sentences it leans on: read at a glance


def quote_around(document: Document, chunk: Chunk, sentence: Span) -> tuple[Span, bool]:
    """Return the quote for *sentence* of *chunk*, and whether it still leans on words before it.

    A sentence that leans on the one before ("They worried ...") takes it in, and any sentence the next one
    that lists what it names ("This includes ..."): up to three sentences and 400 characters, never past its
    chunk, so never over a heading or a boilerplate line.
    """
    every = chunk.sentences
    if sentence not in every:  # a whole list
        return sentence, False
    first = last = every.index(sentence)
    while first > 0 and leans(document.quote(every[first])) and _fits(every, first - 1, last):
        first -= 1
    if last + 1 < len(every) and lists(document.quote(every[last + 1])) and _fits(every, first, last + 1):
        last += 1
    return Span(every[first].start, every[last].end), leans(document.quote(every[first]))


def _fits(every: Sequence[Span], first: int, last: int) -> bool:
    """Return whether the sentences from the *first* to the *last* are few and short enough for a quote."""
    return last - first < MAX_SENTENCES and every[last].end - every[first].start <= MAX_WITH_CONTEXT


def neighbour(document: Document, sentence: Span, unbroken: Sequence[str] = ()) -> Span | None:
    """Return the sentence that *sentence* leans on where only boilerplate lines lie between the two.

    No quote may cross those, so it is a finding of its own. None where nothing leans, or where the two stand
    in one paragraph or under different headings. *unbroken* holds names that no sentence boundary cuts.
    """
    if not leans(document.quote(sentence)):
        return None
    every = blocks(document.text, document.source.boilerplate)
    at = next((n for n, block in enumerate(every) if block.span.covers(sentence)), None)
    if at is None or document.text[every[at].span.start : sentence.start].strip():
        return None
    before = every[:at][::-1]
    between = len(list(takewhile(lambda block: block.kind is BlockKind.BOILERPLATE, before)))
    if between in (0, len(before)) or before[between].kind is not BlockKind.PARAGRAPH:
        return None
    return sentences(document.text, before[between].span, unbroken)[-1]


def near_copy(one: str, other: str, share: float = 0.6) -> bool:
    """Return whether the texts say the same: equal figures, and *share* of the shorter's stems in common."""
    stems_of_one, stems_of_other = set(stems(one)), set(stems(other))
    shorter = min(len(stems_of_one), len(stems_of_other))
    common = len(stems_of_one & stems_of_other)
    return shorter > 0 and common >= share * shorter and _figures(one) == _figures(other)


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text))
