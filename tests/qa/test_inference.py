"""A window has logits of its own: the same alone, among others, beside a long one, in many threads."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Document
from qa.artefact import load_artefact
from qa.extraction import ANSWER_TOKENS, Window, best_span, null_logit
from qa.inference import Inference

pytestmark = pytest.mark.models

QUESTION = "How many agencies signed agreements with ICE?"


@pytest.fixture(scope="module")
def windows(inference: Inference, documents: dict[str, Document]) -> list[Window]:
    """Windows of every seed: short ones, long ones, and one that is as long as a window may be."""
    windower = inference.windower
    lines = [line for document in documents.values() for line in document.text.split("\n") if len(line) > 40]
    short = [windower.windows(QUESTION, line)[0] for line in lines[::7]]
    long = windower.windows(QUESTION, " ".join(lines))[0]
    assert len(long.ids) == windower.length
    return [long, *short][:40]


def answers(inference: Inference, windows: Sequence[Window]) -> list[tuple[int, int, float]]:
    """Return the first and last token of the best span in each window, and its margin."""
    found = []
    for window, (start, end) in zip(windows, inference.logits(windows), strict=True):
        first, last, total = best_span(start, end, window.is_context, ANSWER_TOKENS)
        found.append((first, last, total - null_logit(start, end)))
    return found


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_passage_is_read_alike_alone_with_others_and_beside_a_long_one(
    inference: Inference, windows: list[Window], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(windows) - 1))
    others = data.draw(st.lists(st.sampled_from(windows), min_size=19, max_size=19))
    alone = answers(inference, [windows[at]])[0]
    for company in ([windows[at], *others], [windows[0], windows[at]]):
        place = company.index(windows[at])
        read = answers(inference, company)[place]
        assert read[:2] == alone[:2]
        assert read[2] == pytest.approx(alone[2], abs=1e-3)


def test_more_threads_read_the_same(inference: Inference, windows: list[Window]) -> None:
    alone = Inference.of(load_artefact(), threads=1)
    together = Inference.of(load_artefact(), threads=4)
    for one, other in zip(alone.logits(windows), together.logits(windows), strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_nothing_to_read_is_nothing_read(inference: Inference) -> None:
    assert inference.logits([]) == []
