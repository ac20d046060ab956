"""Passages -> the words of each sentence and list that answer best, by the reader's logits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.aliases import as_written_in
from index.records import Passage, Span
from index.sources import Alias
from qa.extraction import ANSWER_TOKENS, Bools, Window, Windower, best_span, null_logit
from qa.inference import Logits
from qa.records import Effort
from qa.regions import Region, regions

# A word, a number with its signs ("$1,168", "2.5%"), a name with a letter in brackets ("287(g)").
_WHOLE = re.compile(r"[$€£]?\w+(?:[.,](?<=\d.)(?=\d)\w+|\(\w{1,2}\))*%?")
MAX_TOKENS = 15_000  # read for one question, a second on two cores; passages of a low rank go unread

Unit = tuple[str, Span]  # a document's id, and a sentence or list in it


@dataclass(frozen=True, slots=True)
class Mark:
    """The words of a sentence or list that answer best, and by how many logits they beat no answer."""

    span: Span
    margin: float


def windows_of(
    windower: Windower, question: str, passages: Sequence[Passage], aliases: Sequence[Alias] = ()
) -> list[tuple[Region, Window]]:
    """Return what there is to read of *passages*, the better ranked first: each sentence once.

    Each is read with its own form of the names in *question*: which bureau "ATF" is no reader can know.
    """
    return [
        (region, window)
        for region in regions(passages)
        for window in windower.windows(
            as_written_in(region.text, question, aliases), region.text, _ends(region), region.heading
        )
        if window.places
    ]


def marked(logits: Logits, windows: Sequence[tuple[Region, Window]]) -> tuple[dict[Unit, Mark], Effort]:
    """Return the mark of each sentence and list that was read, of the first MAX_TOKENS of *windows*.

    The first window is read whatever it holds. The margin is over no answer in the same window; where several
    hold a part of the sentence or list, the highest counts.
    """
    sizes = [len(window.ids) for _, window in windows]
    read = windows[: max(1, sum(total <= MAX_TOKENS for total in accumulate(sizes)))]
    marks: dict[Unit, Mark] = {}
    for (region, window), (start, end) in zip(read, logits([window for _, window in read]), strict=True):
        null = null_logit(start, end)
        for unit in region.units:
            inside = _tokens_of(window, region, unit)
            if not inside.any():
                continue
            first, last, total = best_span(start, end, inside, ANSWER_TOKENS)
            mark = Mark(_place(region, window.place(first, last), unit), total - null)
            key = (region.document.id, unit)
            if key not in marks or mark.margin > marks[key].margin:
                marks[key] = mark
    return marks, Effort(len(read), sum(sizes[: len(read)]), len(windows) - len(read))


def _ends(region: Region) -> list[int]:
    return [sentence.end - region.span.start for sentence in region.sentences]


def _tokens_of(window: Window, region: Region, unit: Span) -> Bools:
    """Return which tokens of *window* belong to *unit*."""
    inside = window.is_context
    start, end = unit.start - region.span.start, unit.end - region.span.start
    inside[window.first : -1] = [start <= place.start and place.end <= end for place in window.places]
    return inside


def _place(region: Region, words: Span, unit: Span) -> Span:
    """Return where *words* of the region stand in the document, made whole: a token may be half a word."""
    start, end = words.start + region.span.start, words.end + region.span.start
    for match in _WHOLE.finditer(region.document.text, unit.start, unit.end):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return Span(start, end)
