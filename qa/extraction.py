"""What a span model reads at once, and what its logits say: windows, and the best span in one. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.records import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

QUESTION_TOKENS = 64  # a longer question is cut
HEADING_TOKENS = 24  # so is a longer heading
ANSWER_TOKENS = 30  # the longest answer that is looked for
NULL = 0  # the first token: where both ends point when a window does not answer (Devlin et al., NAACL 2019)


@dataclass(frozen=True, slots=True)
class Window:
    """The question and a stretch of the context as tokens: [CLS] question [SEP] heading: stretch [SEP]."""

    ids: tuple[int, ...]
    places: tuple[Span, ...]  # in the context, one for each token of the stretch
    heading: int = 0  # tokens of the heading, which is read and holds no answer

    @property
    def first(self) -> int:
        """The number of the stretch's first token."""
        return len(self.ids) - len(self.places) - 1

    @property
    def is_context(self) -> Bools:
        """Which tokens belong to the stretch."""
        mask = np.zeros(len(self.ids), dtype=np.bool_)
        mask[self.first : -1] = True
        return mask

    def place(self, first: int, last: int) -> Span:
        """Return where the tokens *first* to *last*, the last included, stand in the context."""
        return Span(self.places[first - self.first].start, self.places[last - self.first].end)


@dataclass(frozen=True, slots=True)
class Padded:
    """Windows side by side, padded to the longest."""

    ids: Ints
    mask: Ints  # 1 for a token, 0 for padding
    segments: Ints  # 1 for the heading, the context and the [SEP] after it


class Windower:
    """Cuts a question and its context into windows of *length* tokens; neighbours share *overlap*."""

    def __init__(self, tokenizer: "Tokenizer", *, length: int, overlap: int) -> None:
        room = length - QUESTION_TOKENS - 3
        if not 0 <= overlap < room:
            raise ValueError(
                f"{length} tokens leave {room} for the context, which an overlap of {overlap} fills"
            )
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
        self.length, self.overlap = length, overlap
        self._tokenizer = tokenizer
        self._cls, self._sep = tokenizer.encode("").ids  # every text of BERT's stands between these two

    @property
    def words(self) -> frozenset[str]:
        """The whole words that the tokenizer knows: ordinary English words and names, in its lower case."""
        return frozenset(token for token in self._tokenizer.get_vocab() if token.isalpha())

    def windows(
        self, question: str, context: str, ends: Iterable[int] = (), heading: str | None = None
    ) -> list[Window]:
        """Return the windows of *context* in order, at least one; each token of it lies in one of them.

        *ends* are places in the context, such as the ends of its sentences. A window ends at the last of them
        that it reaches, and the next one begins there; where it reaches none, the next one overlaps it. Each
        begins with the *heading* of the context, which often says what its sentences only point to.
        """
        asked = self._ids(question)[:QUESTION_TOKENS]
        read = self._tokenizer.encode(context, add_special_tokens=False)
        ids, places = read.ids, [Span(*offsets) for offsets in read.offsets]
        room = self.length - len(asked) - 3
        above = self._above(heading or "", min(HEADING_TOKENS, room - self.overlap - 1))
        head = (self._cls, *asked, self._sep, *above)
        starts = [place.start for place in places]
        cuts = sorted({bisect_left(starts, end) for end in ends})
        return [
            Window((*head, *ids[first:after], self._sep), tuple(places[first:after]), len(above))
            for first, after in stretches(len(ids), cuts, room - len(above), self.overlap)
        ]

    def _above(self, heading: str, most: int) -> list[int]:
        """Return the tokens of *heading* and a colon, at most *most*; none where there is room for no word.

        Without the colon it would run on into the first sentence.
        """
        words = self._ids(heading.rstrip(" .:"))[: max(most - 1, 0)]
        return [*words, *self._ids(":")] if words else []

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids


def stretches(count: int, cuts: Sequence[int], room: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield the first token and the one after the last of each stretch of at most *room* of *count* tokens.

    A stretch ends at the last of *cuts* (ascending) that it reaches, and the next one begins there; where it
    reaches none, it is full, and the next one repeats its last *overlap* tokens.
    """
    at = 0
    while count - at > room:
        reached = bisect_right(cuts, at + room)
        if reached and cuts[reached - 1] > at:
            yield at, cuts[reached - 1]
            at = cuts[reached - 1]
        else:
            yield at, at + room
            at += room - overlap
    yield at, count


def padded(windows: Sequence[Window]) -> Padded:
    """Return *windows* padded to the longest of them."""
    shape = len(windows), max(len(window.ids) for window in windows)
    ids, mask, segments = (
        np.zeros(shape, dtype=np.int64) for _ in range(3)
    )  # [PAD] is 0 in BERT's vocabulary
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
        segments[row, window.first - window.heading : len(window.ids)] = 1
    return Padded(ids, mask, segments)


def best_span(start: Floats, end: Floats, is_context: Bools, max_tokens: int) -> tuple[int, int, float]:
    """Return the first token, the last token and the logit sum of the best span; of equal ones the earliest.

    The two ends are chosen together, so the span lies in the context, runs forward and stays within
    *max_tokens*. Two separate argmaxes promise none of it. Raises ValueError where no token is context.
    """
    if not is_context.any():
        raise ValueError("no token belongs to the context")
    legal = is_context[:, None] & is_context[None, :]
    legal &= np.triu(np.ones_like(legal)) & ~np.triu(np.ones_like(legal), k=max_tokens)
    pairs = np.where(legal, start[:, None] + end[None, :], -np.inf)
    first, last = np.unravel_index(int(pairs.argmax()), pairs.shape)
    return int(first), int(last), float(pairs[first, last])


def null_logit(start: Sequence[float] | Floats, end: Sequence[float] | Floats) -> float:
    """Return the logit sum of "this window does not answer", on the scale of `best_span`."""
    return float(start[NULL]) + float(end[NULL])
