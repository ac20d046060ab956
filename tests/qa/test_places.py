"""Places by their words: states, and the names before "County" and the like, however they are written."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from qa.places import STATES, localities, states


def texts(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Prince George's County signed it.", ["Prince George's"]),
        ("the St. Louis County police, and St. John’s Parish", ["St. Louis", "St. John’s"]),
        ("The Miami-Dade\nSheriff's Office and the Dallas police department", ["Miami-Dade", "Dallas"]),
        ("In the county, every county and The County of Kent", []),
        ("from the North of York County", ["York"]),
        ("Winston-Salem PD", ["Winston-Salem"]),
        ("a Day-to-day County matter", []),
    ],
)
def test_a_name_before_county_and_the_like_is_found_by_its_capitals(text: str, names: list[str]) -> None:
    assert texts(text, localities(text, lambda word: word[0].isupper())) == names


def test_who_asks_says_what_is_a_name() -> None:
    plain = {"which", "local", "big"}
    text = "which big prince george's county, local police department, frederick county"
    assert texts(text, localities(text, lambda word: word not in plain)) == ["prince george's", "frederick"]


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_found_in_any_case_and_across_a_line(state: str) -> None:
    for text in (state, state.upper(), state.lower(), state.replace(" ", "\n")):
        assert texts(f"in {text}, now", states(f"in {text}, now")) == [text]
    assert not states(f"x{state}y")


@given(st.text() | st.lists(st.sampled_from(["’", "a", "ʰ", "s", " ", "county", "St.", "-"])).map("".join))
def test_no_words_are_too_odd(text: str) -> None:
    for start, end in localities(text, lambda _: True):
        assert 0 <= start < end <= len(text)
