import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import BlockKind
from index.records import Span
from qa.web.passages import CONTEXT, Piece, cut, paragraphs, shown_part
from tests.qa.web.fakes import AGENCIES, DOCUMENTS, document

ODD_TEXTS = [
    "x",
    "\n\n one \n two\n",
    "caf\u00e9 \U0001f600\n\nend",
    "\u2022 a\n\u2022 b\n",
    "\u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627\n",
    "word " * 5000,
    "one\u2028two\u00a0three\x0bfour",
]


def joined(text: str, shown: Span, passage: Span | None) -> str:
    parts = paragraphs(document("d", text), shown, passage)
    return "".join(piece.text for part in parts for piece in part.pieces)


def test_cutting_marks_what_the_spans_cover_and_nothing_else() -> None:
    pieces = cut("abcdefgh", Span(1, 7), [Span(0, 2), Span(4, 5)])
    assert pieces == [Piece("b", True), Piece("cd", False), Piece("e", True), Piece("fg", False)]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_paragraphs_lose_no_character(text: str) -> None:
    assert joined(text, Span(0, len(text)), Span(0, 1)) == text


@given(st.text(alphabet="ab \n\u2022-.\u00e9\U0001f600\u202e", min_size=1, max_size=60), st.data())
def test_the_marked_pieces_are_the_passage_in_any_part_of_any_text(text: str, data: st.DataObject) -> None:
    if not text.strip():
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = Span(data.draw(st.integers(0, start)), data.draw(st.integers(end, len(text))))
    parts = list(paragraphs(document("d", text), shown, Span(start, end)))
    pieces = [piece for part in parts for piece in part.pieces]
    assert "".join(piece.text for piece in pieces) == text[shown.start : shown.end]
    assert "".join(piece.text for piece in pieces if piece.marked) == text[start:end]


def test_boilerplate_is_kept_and_named() -> None:
    whole = Span(0, len(AGENCIES.text))
    dull = [part for part in paragraphs(AGENCIES, whole, None) if part.kind is BlockKind.BOILERPLATE]
    assert ["".join(piece.text for piece in part.pieces).strip() for part in dull] == ["Leave a Reply"]


def test_an_excerpt_is_the_passage_with_600_characters_on_each_side() -> None:
    text = "a" * 5000
    excerpted = document("d", text, display="excerpt")
    assert shown_part(excerpted, Span(2000, 2100)) == Span(2000 - CONTEXT, 2100 + CONTEXT)
    assert shown_part(excerpted, Span(0, 10)) == Span(0, 610)
    assert shown_part(excerpted, Span(4990, 5000)) == Span(4390, 5000)
    assert shown_part(excerpted, None) is None


def test_a_document_without_restrictions_is_shown_whole() -> None:
    for whole in DOCUMENTS:
        assert shown_part(whole, None) == Span(0, len(whole.text))
