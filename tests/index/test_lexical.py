import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.lexical import LexicalIndex

TEXTS = {
    "a": "Sarah Saldaña led the agency.",
    "b": "By Jan. 26, 1,168 agencies were involved under 287(g).",
    "c": "The sheriff signed. The sheriff resigned.",
    "d": "The mayor wrote to the U.S. Marshals (deputies).",
}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    return LexicalIndex.build(tmp_path, TEXTS.items())


def ids(index: LexicalIndex, text: str, top_k: int = 9, also: tuple[str, ...] = ()) -> list[str]:
    return [hit.chunk_id for hit in index.search(text, top_k, also=also)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Saldana", ["a"]),
        ("SALDAÑA", ["a"]),
        ("Saldan\u0303a", ["a"]),  # the tilde as a character of its own
        ("agencies", ["a", "b"]),
        ("agency", ["a", "b"]),
        ("1,168", ["b"]),
        ("287(g)", ["b"]),
        ("resigning sheriffs", ["c"]),
        ("u.s. marshal", ["d"]),
        ("zebra", []),
    ],
)
def test_words_are_found_in_every_form(question: str, found: list[str], index: LexicalIndex) -> None:
    assert sorted(ids(index, question)) == found


def test_a_text_with_its_accents_apart_is_found_by_either_form(tmp_path: Path) -> None:
    index = LexicalIndex.build(tmp_path, [("a", "Saldan\u0303a")])
    assert ids(index, "Saldaña") == ids(index, "Saldan\u0303a") == ids(index, "saldana") == ["a"]


@pytest.mark.parametrize("question", ["", " ", "?!…", "\n", "\U0001f600", "()", "\x00"])
def test_a_question_without_a_word_finds_nothing(question: str, index: LexicalIndex) -> None:
    assert index.search(question, 9) == []


@pytest.mark.parametrize(
    "mark",
    [
        "sheriff AND NOT mayor",
        "text:sheriff",
        "sheriff*",
        '"sheriff',
        "+sheriff -sheriff",
        "sheriff^9",
        "[sheriff TO x]",
    ],
)
def test_the_syntax_of_queries_means_nothing(mark: str, index: LexicalIndex) -> None:
    assert "c" in ids(index, mark)


def test_rare_words_weigh_more_than_common_ones(index: LexicalIndex) -> None:
    assert ids(index, "the mayor")[0] == "d"
    assert ids(index, "the sheriff")[0] == "c"


def test_equal_scores_are_ordered_by_id_even_at_the_border(tmp_path: Path) -> None:
    index = LexicalIndex.build(tmp_path, ((f"{number:02}", "One came.") for number in reversed(range(40))))
    assert ids(index, "came", 3) == ["00", "01", "02"]


@pytest.mark.parametrize(("top_k", "found"), [(0, 0), (-1, 0), (1, 1), (2, 2), (99, 2)])
def test_no_more_are_found_than_hold_a_word(top_k: int, found: int, index: LexicalIndex) -> None:
    assert len(ids(index, "agency", top_k)) == found


def test_other_forms_are_searched_at_half_weight(index: LexicalIndex) -> None:
    assert ids(index, "sheriff", also=("mayor",)) == ["c", "d"]
    (alone,) = index.search("mayor", 9)
    both = dict(index.search("sheriff", 9, also=("mayor",)))
    assert both["d"] == pytest.approx(alone.score / 2)


def test_a_word_of_the_question_counts_in_full_though_another_form_has_it(index: LexicalIndex) -> None:
    assert index.search("sheriff", 9, also=("sheriff",)) == index.search("sheriff", 9)


def test_an_index_that_is_opened_again_gives_the_same_hits(tmp_path: Path, index: LexicalIndex) -> None:
    again = LexicalIndex.load(tmp_path)
    for question in ("Saldana", "the agencies", "sheriff mayor"):
        assert again.search(question, 9) == index.search(question, 9) != []


def test_an_index_that_may_only_be_read_gives_the_same_hits(
    tmp_path: Path, index: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    again = LexicalIndex.load(tmp_path)
    for question in ("Saldana", "the agencies", "sheriff mayor"):
        assert again.search(question, 9) == index.search(question, 9) != []
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert LexicalIndex.build(tmp_path, []).search("sheriff", 9) == []


def test_many_can_search_at_once(index: LexicalIndex) -> None:
    expected = index.search("the sheriff of the agencies", 9)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: index.search("the sheriff of the agencies", 9), range(200)))
    assert all(hits == expected for hits in found)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_question_is_harmless(index: LexicalIndex, question: str) -> None:
    assert set(ids(index, question)) <= set(TEXTS)
