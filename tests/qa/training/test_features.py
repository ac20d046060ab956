"""Labels stand where the answers stand, and batches hold each window once."""

from dataclasses import replace

import numpy as np
import pytest

from index.records import Span
from qa.extraction import NULL, Windower, padded
from qa.training.examples import Example
from qa.training.features import batches, feature, labelled
from tests.qa.letters import letters_tokenizer

LONG = "the old team " * 30 + "anna lives in rome " + "the old team " * 30


def windower() -> Windower:
    return Windower(letters_tokenizer(), length=80, overlap=5)


def example(question: str, context: str, answer: str) -> Example:
    start = context.index(answer)
    return Example(question, context, Span(start, start + len(answer)))


@pytest.mark.parametrize(
    ("context", "answer"),
    [
        ("Anna lives in Rome.", "Rome"),
        ("Anna lives in  RÓME, in the old team", "RÓME, in the"),
        ("\U0001f600 Anna\u00a0lives in Lima", "Anna\u00a0lives"),
        ("rome", "rome"),
        (LONG, "rome"),
        (LONG, "anna lives"),
    ],
)
def test_the_labelled_tokens_are_the_answer(context: str, answer: str) -> None:
    one = feature(windower(), example("where is anna?", context, answer))
    assert context[slice(*one.window.place(one.start, one.end))] == answer


def test_an_answer_inside_a_word_takes_the_pieces_it_touches() -> None:
    one = feature(windower(), example("which year?", "in 2009x", "9"))
    assert "in 2009x"[slice(*one.window.place(one.start, one.end))] == "9"


def test_of_two_windows_with_the_answer_the_one_around_it_is_learnt() -> None:
    asked = example("where is anna?", LONG, "rome")
    one = feature(windower(), asked)
    place = (one.start - one.window.first) / len(one.window.places)
    assert 0.1 < place < 0.9


def test_no_answer_points_to_the_first_token_in_the_window_nearest_to_the_question() -> None:
    one = feature(windower(), Example("where is anna from?", LONG, None))
    assert (one.start, one.end) == (NULL, NULL)
    assert "anna" in LONG[one.window.places[0].start : one.window.places[-1].end]


def test_an_answer_that_no_window_holds_whole_is_learnt_as_none() -> None:
    one = feature(windower(), Example("what?", LONG, Span(0, len(LONG))))
    assert (one.start, one.end) == (NULL, NULL)


def test_a_window_that_holds_half_of_the_answer_is_labelled_as_none() -> None:
    windows = windower().windows("what?", LONG)
    border = windows[0].places[-1].end
    assert labelled(windows[0], Span(border - 2, border + 4)).start == NULL


def test_a_heading_is_read_before_the_context_and_holds_no_answer() -> None:
    asked = example("where is anna?", LONG, "rome")
    one = feature(windower(), replace(asked, heading="rome"))
    assert one.window.heading == 2
    assert LONG[slice(*one.window.place(one.start, one.end))] == "rome"
    assert feature(windower(), asked).window.heading == 0


def test_an_empty_context_is_learnt_as_none() -> None:
    assert feature(windower(), Example("what?", "", None)).start == NULL


def test_batches_hold_each_feature_once_and_pad_little() -> None:
    features = [
        feature(windower(), Example("who?", "rome " * count, None)) for count in (30, 1, 7, 2, 29, 8, 31)
    ]
    alone = [[one] for one in features]
    made = list(batches(alone, 2, "seed"))
    lengths = sorted(int(count) for batch in made for count in batch.padded.mask.sum(axis=1))
    assert lengths == sorted(len(one.window.ids) for one in features)
    assert all(np.ptp(batch.padded.mask.sum(axis=1)) <= 22 for batch in made)
    again = list(batches(alone, 2, "seed"))
    assert all((one.padded.ids == two.padded.ids).all() for one, two in zip(made, again, strict=True))


def test_the_features_of_a_question_stay_in_one_batch() -> None:
    features = [feature(windower(), Example("who?", "rome " * count, None)) for count in range(1, 10)]
    groups = [features[:2], features[2:3], features[3:6], features[6:9]]
    made = list(batches(groups, 4, "seed"))
    assert sorted(batch.questions.tolist() for batch in made) == [[0, 0, 0], [0, 0, 1, 2, 2, 2]]
    lengths = [[len(one.window.ids) for one in group] for group in groups]
    for batch in made:
        for number in set(batch.questions):
            own = [len(batch.windows[row].ids) for row in np.flatnonzero(batch.questions == number)]
            assert own in lengths


def test_padding_is_masked_and_the_context_is_the_second_segment() -> None:
    short, long = windower().windows("who?", "rome")[0], windower().windows("who?", "rome rome")[0]
    batch = padded([short, long])
    # [CLS] who ? [SEP] rome [SEP] and one token of padding
    assert batch.mask.tolist() == [[1] * 6 + [0], [1] * 7]
    assert batch.segments.tolist() == [[0, 0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 1, 1, 1]]
