"""Windows lose nothing and keep their places; the best span is that of a brute-force search."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.extraction import (
    HEADING_TOKENS,
    QUESTION_TOKENS,
    Windower,
    best_span,
    null_logit,
    padded,
    stretches,
)
from tests.qa.letters import letters_tokenizer

ODD_TEXTS = [
    "",
    " ",
    "a",
    "Cafe\u0301 \U0001f600 naïve",
    "one\r\ntwo\r\n",
    "x" * 1000,
    "Ünïcödé " * 50,
    "\u202eabc\u00a0def",
    "a b c d e f g " * 40,
]


def windower(length: int = 80, overlap: int = 5) -> Windower:
    return Windower(letters_tokenizer(), length=length, overlap=overlap)


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_every_token_of_the_context_lies_in_a_window_and_every_place_in_the_context(text: str) -> None:
    windows = windower().windows("who is anna?", text)
    whole = letters_tokenizer().encode(text, add_special_tokens=False).offsets
    assert {place for window in windows for place in window.places} == set(whole)
    assert all(0 <= place.start <= place.end <= len(text) for window in windows for place in window.places)
    assert all(len(window.ids) <= 80 for window in windows)


def test_neighbours_share_the_overlap_and_none_holds_the_overlap_alone() -> None:
    windows = windower(overlap=5).windows("who?", "a b c d e f g h i j " * 30)
    assert len(windows) > 2
    for one, next_ in zip(windows, windows[1:], strict=False):
        assert one.places[-5:] == next_.places[:5]
        assert len(next_.places) > 5


def test_a_window_ends_at_a_sentence_where_it_reaches_one_and_reads_none_twice() -> None:
    text = "a b c d e f g h. " * 9
    ends = [at + 1 for at, character in enumerate(text) if character == "."]
    windows = windower().windows("who?", text, ends)
    assert len(windows) == 2
    assert [text[window.places[0].start] + text[window.places[-1].start] for window in windows] == ["a."] * 2
    assert sum(len(window.places) for window in windows) == 9 * 9


@given(
    count=st.integers(0, 60),
    cuts=st.sets(st.integers(0, 70), max_size=12).map(sorted),
    room=st.integers(6, 20),
    overlap=st.integers(0, 5),
)
def test_stretches_cover_every_token_and_repeat_only_where_there_is_no_cut(
    count: int, cuts: list[int], room: int, overlap: int
) -> None:
    found = list(stretches(count, cuts, room, overlap))
    assert found[0][0] == 0 and found[-1][1] == count
    assert all(after - first <= room for first, after in found)
    for (first, after), (next_first, _) in zip(found, found[1:], strict=False):
        reached = [cut for cut in cuts if first < cut <= first + room]
        assert (after, next_first) == (
            (reached[-1], reached[-1]) if reached else (first + room, first + room - overlap)
        )


def test_a_place_is_where_the_words_stand_in_the_text_as_it_was() -> None:
    text = "In  RÓME, Anna\u00a0lives."
    (window,) = windower().windows("where?", text)
    tokens = [text[slice(*window.place(at, at))] for at in range(window.first, len(window.ids) - 1)]
    assert tokens[:4] == ["In", "RÓME", ",", "Anna"]
    assert text[slice(*window.place(window.first + 1, window.first + 3))] == "RÓME, Anna"


def test_a_window_is_the_question_between_marks_then_the_context_and_a_mark() -> None:
    tokenizer = letters_tokenizer()
    (window,) = windower().windows("who is anna", "ben lives")
    assert [tokenizer.id_to_token(number) for number in window.ids] == [
        *("[CLS]", "who", "is", "anna", "[SEP]", "ben", "lives", "[SEP]")
    ]
    assert window.is_context.tolist() == [False] * 5 + [True] * 2 + [False]


def test_each_window_begins_with_the_heading_which_holds_no_answer() -> None:
    tokenizer = letters_tokenizer()
    text = "ben lives in rome . " * 20
    plain = windower().windows("who is anna", text)
    for heading in ("The old team", "The old team:", "the old team. "):
        windows = windower().windows("who is anna", text, (), heading)
        assert len(windows) > 1
        for window in windows:
            head = [tokenizer.id_to_token(number) for number in window.ids[: window.first]]
            assert head == ["[CLS]", "who", "is", "anna", "[SEP]", "the", "old", "team", ":"]
            assert (
                window.is_context.sum() == len(window.places) and not window.is_context[: window.first].any()
            )
            assert text[slice(*window.place(window.first, window.first))] in text.split()
            assert len(window.ids) <= 80
        batch = padded(windows)
        assert batch.segments[0].tolist() == [0] * 5 + [1] * (len(windows[0].ids) - 5)
        assert {place for one in windows for place in one.places} == {
            place for one in plain for place in one.places
        }


@pytest.mark.parametrize("heading", [None, "", " . ", ":"])
def test_a_heading_without_words_is_none(heading: str | None) -> None:
    assert windower().windows("who?", "rome", (), heading) == windower().windows("who?", "rome")


@pytest.mark.parametrize("overlap", range(13))
def test_a_long_heading_is_cut_and_leaves_room_for_the_context(overlap: int) -> None:
    for question in ("who?", "who " * 500):
        windows = windower(overlap=overlap).windows(question, "ben lives in rome " * 30, (), "team " * 99)
        assert all(len(window.ids) <= 80 and len(window.places) > overlap for window in windows)
        assert all(window.heading <= HEADING_TOKENS for window in windows)


def test_a_mark_of_the_model_in_a_text_is_text() -> None:
    (window,) = windower().windows("who [SEP] is", "anna [CLS] lives [PAD]")
    tokenizer = letters_tokenizer()
    marks = [tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]", "[PAD]")]
    assert [number for number in window.ids if number in marks] == [marks[0], marks[1], marks[1]]


def test_a_long_question_is_cut_and_leaves_room_for_the_context() -> None:
    windows = windower().windows("who " * 500, "ben lives in rome")
    assert windows[0].first == QUESTION_TOKENS + 2
    assert all(len(window.ids) <= 80 for window in windows)


def test_an_overlap_that_fills_a_window_is_refused() -> None:
    with pytest.raises(ValueError, match="leave 13"):
        windower(length=80, overlap=13)


def test_the_best_span_on_five_tokens() -> None:
    # token 0 is the first, 1 the question, 2 to 4 the context: the two argmaxes, 4 and 2, run backwards
    start = np.array([9, 9, 1, 3, 4], dtype=np.float32)
    end = np.array([9, 9, 5, 2, 1], dtype=np.float32)
    context = np.array([False, False, True, True, True])
    assert best_span(start, end, context, 3) == (2, 2, 6.0)
    assert null_logit(start, end) == 18.0


def test_equal_spans_are_settled_by_place() -> None:
    flat = np.zeros(6, dtype=np.float32)
    assert best_span(flat, flat, np.array([False, True, True, True, True, False]), 4) == (1, 1, 0.0)


def test_no_context_is_no_span() -> None:
    with pytest.raises(ValueError, match="no token"):
        best_span(np.zeros(3, np.float32), np.zeros(3, np.float32), np.zeros(3, np.bool_), 3)


@given(
    rows=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.booleans()), min_size=1, max_size=12),
    max_tokens=st.integers(1, 12),
)
def test_the_best_span_is_that_of_a_brute_force_search(
    rows: list[tuple[int, int, bool]], max_tokens: int
) -> None:
    start, end = (np.array([one[side] for one in rows], dtype=np.float32) for side in (0, 1))
    context = np.array([one[2] for one in rows])
    found = [
        (-float(start[first] + end[last]), first, last)
        for first in range(len(rows))
        for last in range(first, min(first + max_tokens, len(rows)))
        if context[first] and context[last]
    ]
    if not found:
        return
    total, first, last = min(found)
    assert best_span(start, end, context, max_tokens) == (first, last, -total)


def test_the_whole_words_of_the_tokenizer_are_told_from_pieces_and_marks() -> None:
    found = windower().words
    assert {"anna", "paris", "a"} <= found
    assert not {"##a", "[CLS]", "7", "?"} & found
