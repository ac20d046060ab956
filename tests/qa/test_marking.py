"""Which words are marked, by how much, and what goes unread: on logits that are told what to mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document, Passage
from qa.marking import Mark, Unit, marked, windows_of
from qa.records import Effort
from tests.fakes import make_document
from tests.qa.fakes import passage_of
from tests.qa.letters import told

TEXT = "The mayor objects. The county has 12 deputies."
DOCUMENT = make_document(TEXT)
PASSAGE = passage_of(DOCUMENT, "The mayor objects.", "The county has 12 deputies.")


def read(margins: dict[str, float], *passages: Passage) -> tuple[dict[Unit, Mark], Effort]:
    inference = told(margins)
    return marked(inference.logits, windows_of(inference.windower, "How many?", passages))


def said(marks: dict[Unit, Mark], document: Document = DOCUMENT) -> dict[str, tuple[str, float]]:
    return {
        document.quote(sentence): (document.quote(mark.span), mark.margin)
        for (_, sentence), mark in marks.items()
    }


def test_the_margin_is_that_of_the_best_words_in_the_sentence_itself() -> None:
    marks, _ = read({"12 deputies": 4.0, "mayor": -2.0}, PASSAGE)
    found = said(marks)
    assert found["The county has 12 deputies."] == ("12 deputies", 4.0)
    assert found["The mayor objects."][1] == 0.0  # what speaks against an answer is passed over


def test_what_stands_under_a_heading_is_read_with_it_and_it_is_never_marked() -> None:
    under = passage_of(DOCUMENT, "The mayor objects.", heading="12 deputies")
    inference = told({"12 deputies": 4.0})
    ((region, window),) = windows_of(inference.windower, "How many?", [under])
    assert region.heading == "12 deputies" and window.heading > 0
    marks, _ = read({"12 deputies": 4.0}, under)
    assert [DOCUMENT.quote(mark.span) in "The mayor objects." for mark in marks.values()] == [True]


def test_words_are_marked_whole() -> None:
    marks, _ = read({"12 d": 1.0}, PASSAGE)  # the tokens of "12" and the first of "deputies"
    assert said(marks)["The county has 12 deputies."] == ("12 deputies", 1.0)


@pytest.mark.parametrize(
    ("text", "best", "whole"),
    [
        ("By May 1,168 agencies had signed.", "168", "1,168"),
        ("By May 1,168 agencies had signed.", "1", "1,168"),
        ("They pay $7,500 in all.", "7,500", "$7,500"),
        ("It rose to 2.5% in May.", "2.5", "2.5%"),
        ("The 287(g) agreement is new.", "g) agreement", "287(g) agreement"),
        ("It is formal 287(g) work.", "formal 287", "formal 287(g)"),
        ("The mayor’s car (a Ford) left.", "mayor", "mayor"),
        ("The mayor’s car (a Ford) left.", "car", "car"),
        ("They came in 2012, 2013.", "2012", "2012"),
    ],
)
def test_numbers_and_names_are_marked_whole(text: str, best: str, whole: str) -> None:
    document = make_document(text)
    marks, _ = read({best: 1.0}, passage_of(document, text))
    assert said(marks, document)[text] == (whole, 1.0)


def test_a_sentence_of_overlapping_passages_is_read_once() -> None:
    other = passage_of(DOCUMENT, "The county has 12 deputies.", rank=2)
    assert read({}, PASSAGE, other) == read({}, PASSAGE)


def test_what_is_too_much_to_read_goes_unread_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    far = make_document("The council objects.", "b")
    passages = passage_of(far, far.text, rank=2), PASSAGE
    all_read, whole = read({}, *passages)
    assert {document for document, _ in all_read} == {DOCUMENT.id, "b"}
    for most in (1, whole.tokens - 1):  # the first window is read in any case
        monkeypatch.setattr("qa.marking.MAX_TOKENS", most)
        marks, effort = read({}, *passages)
        assert {document for document, _ in marks} == {DOCUMENT.id}
        assert (effort.windows, effort.unread) == (1, 1)
        assert 1 < effort.tokens < whole.tokens
    monkeypatch.setattr("qa.marking.MAX_TOKENS", whole.tokens)
    assert read({}, *passages) == (all_read, whole)


@pytest.mark.parametrize("text", ["\u200b\u200d", "\x07 \x07"])
def test_a_sentence_without_a_single_token_is_left_out(text: str) -> None:
    document = make_document(f"Here. {text}")
    marks, effort = read({}, passage_of(document, text))
    assert (marks, effort) == ({}, Effort(0, 0, 0))


@given(st.lists(st.text(min_size=1, max_size=200).filter(str.strip), min_size=1, max_size=4))
def test_what_is_marked_lies_in_its_sentence(sentences: list[str]) -> None:
    document = make_document("\n".join(sentences))
    marks, _ = read({"a": 1.0, "e f": 2.0}, passage_of(document, *sentences))
    for (_, sentence), mark in marks.items():
        assert sentence.covers(mark.span) and mark.span.start < mark.span.end
