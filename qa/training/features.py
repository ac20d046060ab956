"""Examples -> labelled windows -> batches."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.records import Span
from qa.extraction import NULL, Ints, Padded, Window, Windower, padded
from qa.training.examples import Example


@dataclass(frozen=True, slots=True)
class Feature:
    """A window with the tokens at which its answer starts and ends; both are NULL where it holds none."""

    window: Window
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Features side by side."""

    windows: tuple[Window, ...]
    padded: Padded
    starts: Ints
    ends: Ints
    questions: Ints  # the same number where the same is asked


def feature(windower: Windower, example: Example) -> Feature:
    """Return the one window from which *example* is learnt.

    With an answer: the window that holds it nearest to its middle. Without: the one that shares the most
    words with the question, for there a wrong answer would be found. An answer longer than any window is
    learnt as none.
    """
    windows = windower.windows(example.question, example.context, (), example.heading)
    if example.answer is None:
        return Feature(max(windows, key=_shared), NULL, NULL)
    answer = example.answer
    return min((labelled(window, answer) for window in windows), key=_off_centre)


def labelled(window: Window, answer: Span) -> Feature:
    """Return *window* with the tokens of *answer*; NULL twice where it does not hold the whole of it."""
    touched = [at for at, place in enumerate(window.places) if place.overlap(answer)]
    if not touched or answer.start < window.places[0].start or window.places[-1].end < answer.end:
        return Feature(window, NULL, NULL)
    return Feature(window, window.first + touched[0], window.first + touched[-1])


def batches(groups: Sequence[Sequence[Feature]], size: int, seed: str) -> Iterator[Batch]:
    """Yield *groups* in batches of *size* features or a few more, in an order that *seed* decides.

    The features of a group, those of one question, stay together. The groups are sorted by length first:
    those of much the same length need little padding, which costs as much as text does.
    """
    ordered = sorted(groups, key=lambda group: max(len(one.window.ids) for one in group))
    cut: list[list[Sequence[Feature]]] = [[]]
    for group in ordered:
        if sum(map(len, cut[-1])) >= size:
            cut.append([])
        cut[-1].append(group)
    random.Random(seed).shuffle(cut)
    for together in cut:
        features = [one for group in together for one in group]
        windows = tuple(one.window for one in features)
        yield Batch(
            windows,
            padded(windows),
            np.array([one.start for one in features]),
            np.array([one.end for one in features]),
            np.repeat(np.arange(len(together)), [len(group) for group in together]),
        )


def _shared(window: Window) -> int:
    asked = window.ids[1 : window.first - window.heading - 1]
    return len(set(asked).intersection(window.ids[window.first : -1]))


def _off_centre(one: Feature) -> float:
    if one.start == NULL:
        return math.inf
    return abs((one.start + one.end) / 2 - one.window.first - len(one.window.places) / 2)
