"""Which sentences a quote takes in around the one that answers, and which places repeat it. Pure."""

import re

from index.analysis import stems
from index.records import Chunk, Document, Span

MAX_SENTENCES = 3
MAX_WITH_CONTEXT = 400  # characters to which a quote may grow by the sentences it leans on: read at a glance
# A sentence that begins so leans on the one before it.
_LEANING = re.compile(
    r"[“‘\"'(]*(?:(?:It|Its|They|Their|Them|He|His|She|Her|This|That|These|Those|Such|But|And|Yet|Only|Also|"
    r"However|Instead|Still|Both|In comparison|By comparison|In the past|For example|For instance|"
    r"As a result)\b|(?:Ms|Mr|Mrs)\.\s)"
)


def quote_around(document: Document, chunk: Chunk, sentence: Span) -> tuple[Span, bool]:
    """Return the quote for *sentence* of *chunk*, and whether it still leans on words before it.

    A sentence that leans on the one before ("They worried ...") takes it in, up to three sentences and 400
    characters, never past its chunk, so never over a heading or a boilerplate line.
    """
    if sentence not in chunk.sentences:  # a whole list
        return sentence, False
    first = chunk.sentences.index(sentence)
    start = first
    while _leans(document, chunk.sentences[start]) and start > 0 and first - start + 1 < MAX_SENTENCES:
        if sentence.end - chunk.sentences[start - 1].start > MAX_WITH_CONTEXT:
            break
        start -= 1
    return Span(chunk.sentences[start].start, sentence.end), _leans(document, chunk.sentences[start])


def _leans(document: Document, sentence: Span) -> bool:
    return bool(_LEANING.match(document.quote(sentence)))


def near_copy(one: str, other: str, share: float = 0.6) -> bool:
    """Return whether the texts say the same: equal figures, and *share* of the shorter's stems in common."""
    stems_of_one, stems_of_other = set(stems(one)), set(stems(other))
    shorter = min(len(stems_of_one), len(stems_of_other))
    common = len(stems_of_one & stems_of_other)
    return shorter > 0 and common >= share * shorter and _figures(one) == _figures(other)


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text))
