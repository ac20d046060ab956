import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stem, stems, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("By Jan. 26, 1,168 agencies", ["By", "Jan", "26", "1,168", "agencies"]),
        ("287(g) agreements (342)", ["287(g)", "agreements", "342"]),
        ("$1.4 billion, 25%.", ["1.4", "billion", "25"]),
        ("the U.S. government", ["the", "U.S.", "government"]),
        ("ICE’s task-force", ["ICE", "s", "task", "force"]),
        ("Saldaña — 2025", ["Saldaña", "2025"]),
        ("?!…", []),
        ("", []),
    ],
)
def test_words_keep_numbers_and_initials_whole(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("agencies", "agency"),
        ("Saldaña", "saldana"),
        ("DEPORTED", "deportations"),
        ("U.S.", "u.s."),
        ("287(g)", "287(g)"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other) != ""


def test_different_words_have_different_stems() -> None:
    assert len({stem(word) for word in ("agency", "agent", "1,168", "1,169", "287(g)", "287")}) == 6


def test_the_stems_of_a_text_are_in_its_order() -> None:
    assert stems("Agencies joined 1,168 agencies") == ["agenc", "join", "1,168", "agenc"]


@given(st.text())
def test_words_are_places_in_order_without_white_space(text: str) -> None:
    found = list(words(text))
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert all(one.start < one.end and not any(map(str.isspace, text[one.start : one.end])) for one in found)
    assert len(stems(text)) <= len(found)
