"""The parts of a question, by the names of a collection that holds none of its words."""

from functools import partial

import pytest

from qa.parts import ENGLISH, SPANISH, Grammar, parts, tokens
from tests.fakes import make_document
from tests.qa.fakes import guard_of

named = partial(guard_of(make_document("Nothing of this is here.")).named, by_case=True)


def found(text: str, grammar: Grammar = ENGLISH) -> list[tuple[str, str, str]]:
    return [
        (str(one.kind), text[slice(*one.whole)], text[slice(*one.core)])
        for one in parts(text, named(text), grammar)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many agencies work?", []),
        ("How many agencies work in Texas?", [("place", "in Texas", "Texas")]),
        ("who signed in quill county, ohio", [("place", "in quill county, ohio", "quill county, ohio")]),
        ("did the Milford police sign", [("place", "the Milford police", "Milford police")]),
        ("What did the Bureau of Maps ask Rosa Quill?", [
            ("name", "the Bureau", "Bureau"), ("name", "of Maps", "Maps"),
            ("name", "Rosa Quill", "Rosa Quill"),
        ]),
        ("Who won in 2010 and on Mondays?", [("time", "in 2010", "2010"), ("time", "on Mondays", "Mondays")]),
        ("Who signed as of January 26?", [("time", "as of January 26", "January 26")]),
        ("Who paid at the end of Quill's first term?", [
            ("time", "at the end of Quill's first term", "end of Quill's first term"),
        ]),
        ("How much is paid for the new vehicles with tape?", [
            ("phrase", "for the new vehicles", "new vehicles"), ("phrase", "with tape", "tape"),
        ]),
    ],
)  # fmt: skip
def test_places_times_names_and_phrases_are_found_with_what_leads_to_them(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text) == expected


def test_spanish_has_its_own_words_for_them() -> None:
    assert found("cuánto paga el condado de Quill para el equipo en enero", SPANISH) == [
        ("place", "el condado de Quill", "condado de Quill"),
        ("phrase", "para el equipo", "equipo"),
        ("time", "en enero", "enero"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" ?! ", []),
        ("What is 287(g), in the U.S.?", ["What", "is", "287(g)", "in", "the", "U.S."]),
        ("ICE's 1,168 agencies.", ["ICE's", "1", "168", "agencies"]),
        ("<b>bold</b>", ["b", "bold", "/b"]),
    ],
)
def test_words_are_cut_at_blanks_and_marks(text: str, expected: list[str]) -> None:
    assert [one.text for one in tokens(text)] == expected
    assert all(text[slice(*one.span)] == one.text for one in tokens(text))
