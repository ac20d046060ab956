"""Anchors: a place kept, written as JSON-LD and back, and what has become of it after a change."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.chunking import chunks
from index.records import Document, Span
from qa.verification.anchors import (
    AROUND,
    Anchor,
    AnchorError,
    Located,
    State,
    from_json_ld,
    located,
    reanchor,
    to_json_ld,
)
from qa.verification.nearest import nearest_text
from tests.fakes import make_document

ROWS = tomllib.loads(Path(__file__).with_name("reanchoring.toml").read_text(encoding="utf-8"))["rows"]
# Signs of two UTF-16 units, letters in two code points, Windows line ends, and what joins or breaks lines.
ODD = st.text(st.sampled_from("ab \U0001f600\U0001d49cñn\u0303\r\n\u2028\u00a0\u200d.⟦"), max_size=90)


def unmarked(marked: str) -> tuple[str, Span | None]:
    """Return the text of *marked* and the place between its marks, if it has any."""
    before, mark, rest = marked.partition("⟦")
    inside, _, after = rest.partition("⟧")
    text = before + inside + after
    return text, Span(len(before), len(before) + len(inside)) if mark else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}: {row.get('after', 'removed')[:40]}")
def test_every_row_of_the_table(row: dict[str, str]) -> None:
    text, span = unmarked(row["before"])
    assert span is not None
    anchor = Anchor.of(make_document(text), span)
    after, expected = unmarked(row["after"]) if "after" in row else (None, None)
    found = located(anchor, None if after is None else make_document(after or "\n"))
    assert found.state == row["state"]
    if found.state in (State.INTACT, State.MOVED):
        assert (found.place, found.suggestion) == (expected, None)
    else:
        assert (found.place, found.suggestion) == (None, expected)


# Keeping a place


def test_an_anchor_counts_in_code_points_and_in_utf_16_units() -> None:
    text = "\U0001f600 a\U0001f600 b"
    anchor = Anchor.of(make_document(text), Span(2, 4))
    assert (anchor.exact, anchor.span, anchor.utf16) == ("a\U0001f600", Span(2, 4), Span(3, 6))
    assert (anchor.prefix, anchor.suffix) == ("\U0001f600 ", " b")


def test_an_anchor_keeps_32_characters_on_either_side() -> None:
    anchor = Anchor.of(make_document("x" * 40 + "yes" + "z" * 40), Span(40, 43))
    assert (anchor.prefix, anchor.suffix) == ("x" * 32, "z" * 32)


@pytest.mark.parametrize("span", [Span(0, 0), Span(2, 1), Span(-1, 2), Span(0, 4)])
def test_a_place_that_a_document_does_not_have_cannot_be_kept(span: Span) -> None:
    with pytest.raises(ValueError, match="not a place"):
        Anchor.of(make_document("abc"), span)


@st.composite
def anchored(draw: st.DrawFn) -> tuple[Document, Anchor]:
    document = make_document(draw(ODD.filter(bool)))
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, len(document.text)))
    return document, Anchor.of(document, Span(start, end))


@given(anchored())
def test_an_anchor_is_the_same_after_json_ld(made: tuple[Document, Anchor]) -> None:
    _, anchor = made
    assert from_json_ld(json.loads(json.dumps(to_json_ld(anchor)))) == anchor


@given(anchored())
def test_the_utf_16_offsets_are_those_of_the_encoded_text(made: tuple[Document, Anchor]) -> None:
    document, anchor = made
    units = document.text.encode("utf-16-le")
    assert units[2 * anchor.utf16.start : 2 * anchor.utf16.end].decode("utf-16-le") == anchor.exact


def test_json_ld_is_what_the_standard_says() -> None:
    made = to_json_ld(Anchor.of(make_document("Alba signed. Brno \U0001f600 waits.", "towns"), Span(13, 19)))
    assert made["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (made["type"], made["source"]) == ("SpecificResource", "towns")
    position, quote = made["selector"]
    assert position == {
        "type": "TextPositionSelector", "start": 13, "end": 19, "utf16Start": 13, "utf16End": 20,
    }  # fmt: skip
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": "Brno \U0001f600",
        "prefix": "Alba signed. ",
        "suffix": " waits.",
    }


def changed_json(**changes: Any) -> dict[str, Any]:
    made = to_json_ld(Anchor.of(make_document("Alba signed."), Span(0, 4)))
    for name, value in changes.items():
        for target in (made, *made["selector"]):
            if name in target:
                target[name] = value
    return made


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        "Alba",
        changed_json(start=-1),
        changed_json(end=5),
        changed_json(end=10**30),
        changed_json(start="0"),
        changed_json(utf16End=5),
        changed_json(exact=""),
        changed_json(exact="Brno!"),
        changed_json(exact=None),
        changed_json(prefix="x" * 33),
        changed_json(sha256="0"),
        changed_json(source=""),
        {**changed_json(), "selector": changed_json()["selector"][:1]},
        {**changed_json(), "selector": changed_json()["selector"] * 2},
        {**changed_json(), "selector": [{"type": "XPathSelector"}]},
        {**changed_json(), "type": "Annotation"},
    ],
    ids=lambda value: str(value)[-60:],
)
def test_json_that_is_no_anchor_is_named_in_one_line(value: object) -> None:
    with pytest.raises(AnchorError, match=r"^not an anchor: .+: export it again$"):
        from_json_ld(value)


def test_more_than_we_ask_for_is_passed_over() -> None:
    made = changed_json()
    made["purpose"] = made["selector"][0]["purpose"] = "citing"
    assert from_json_ld(made).exact == "Alba"


# Finding it again


@given(anchored())
def test_in_an_unchanged_text_every_passage_is_intact(made: tuple[Document, Anchor]) -> None:
    document, anchor = made
    assert located(anchor, document) == Located(State.INTACT, place=anchor.span)


@given(anchored(), ODD)
def test_a_state_is_never_better_than_the_text_allows(made: tuple[Document, Anchor], after: str) -> None:
    """Over random texts: what is found are the very words, and what is not found is not claimed."""
    anchor = made[1]
    found = reanchor(after, anchor.exact, anchor.span.start, prefix=anchor.prefix, suffix=anchor.suffix)
    stands = after[anchor.span.start : anchor.span.end] == anchor.exact
    assert (found.state is State.INTACT) == stands
    if found.place is not None:
        assert after[slice(*found.place)] == anchor.exact and found.suggestion is None
    elif anchor.exact in after:
        assert found.state is State.CHANGED and found.suggestion is not None
        assert after[slice(*found.suggestion)] == anchor.exact
    if found.suggestion is not None:
        assert found.state is State.CHANGED and after[slice(*found.suggestion)]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, Span, str, State]:
    """Return a text of sentences all unlike, a passage in it, the text after an edit, and its state."""
    sentences = [f"Town {letter} of {letter * 5} has signed paper {letter * 3}." for letter in "abcdefghij"]
    at = draw(st.integers(0, 9))
    cited = sentences[at]
    kind = draw(st.sampled_from(["before", "after", "word", "letter", "delete", "shuffle"]))
    after = list(sentences)
    if kind == "before":
        after.insert(draw(st.integers(0, at)), draw(st.sampled_from(["An addition.", "\U0001f600", "\r\n"])))
    elif kind == "after":
        after.insert(draw(st.integers(at + 1, 10)), "An addition.")
    elif kind == "word":
        after[at] = cited.replace(draw(st.sampled_from(cited.split())), "other", 1)
    elif kind == "letter":
        place = draw(st.integers(0, len(cited) - 1))
        after[at] = cited[:place] + "#" + cited[place + 1 :]
    elif kind == "delete":
        after = [
            "Nothing here is about it at all." if one == cited else "Gone, and this too." for one in after
        ]
    else:
        after = [*after[at + 1 :], *after[: at + 1]]
        assume(at < 9)
    start = " ".join(sentences).index(cited)
    state = {
        "before": State.MOVED, "after": State.INTACT, "word": State.CHANGED, "letter": State.CHANGED,
        "delete": State.ORPHANED, "shuffle": State.MOVED,
    }[kind]  # fmt: skip
    return " ".join(sentences), Span(start, start + len(cited)), " ".join(after), state


@given(edited())
def test_random_edits_are_sorted_without_a_mistake(made: tuple[str, Span, str, State]) -> None:
    text, span, after, state = made
    found = located(Anchor.of(make_document(text), span), make_document(after))
    assert found.state is state
    if state is State.CHANGED:
        assert found.suggestion is not None and found.suggestion.overlap(span) > 0.8 * (span.end - span.start)


def test_one_character_changed_is_never_intact_nor_moved(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for chunk in chunks(document, ()):
            anchor = Anchor.of(document, chunk.quotable)
            middle = anchor.span.start + len(anchor.exact) // 2
            other = "x" if document.text[middle] != "x" else "y"
            text = document.text[:middle] + other + document.text[middle + 1 :]
            found = located(anchor, make_document(text))
            assert found.state is State.CHANGED, anchor
            assert found.suggestion is not None
            assert found.suggestion.overlap(anchor.span) > 0.9 * len(anchor.exact)


def test_a_copy_with_a_paragraph_at_its_top_has_every_passage_moved(documents: dict[str, Document]) -> None:
    added = "A new paragraph, with \U0001f600 in it.\n\n"
    for document in documents.values():
        copy = make_document(added + document.text)
        for chunk in chunks(document, ()):
            found = located(Anchor.of(document, chunk.quotable), copy)
            span = chunk.quotable
            assert found == Located(State.MOVED, place=Span(span.start + len(added), span.end + len(added)))


@pytest.mark.parametrize(
    ("text", "exact", "start"),
    [
        ("word " * 200_000, "word " * 159 + "xxxx", 0),
        ("a b " * 250_000, "b a " * 199 + "c d", 10**30),
        ("ab" * 500_000, "ba" * 400 + "x", 17),
        ("x" * 1_000_000, "x" * 799 + "y", 5),
        (" ".join(map(str, range(150_000))), " ".join(map(str, range(90_000, 90_120))) + " more", 0),
        ("." * 1_000_000, "a" * 800, 0),
    ],
    ids=["one word", "two words", "one long word", "one letter", "figures", "signs"],
)
def test_words_that_left_a_megabyte_are_never_called_intact(text: str, exact: str, start: int) -> None:
    found = reanchor(text, exact, start, prefix="a" * AROUND, suffix="b" * AROUND)
    assert found.state in (State.CHANGED, State.ORPHANED)


def test_the_nearest_text_is_found_far_from_the_old_place() -> None:
    exact = "The sheriff of Alba trained twelve deputies in the spring."
    text = "Nothing of the kind. " * 500 + exact.replace("twelve", "thirteen") + " And so on." * 500
    found = nearest_text(text, exact, 0)
    assert found is not None
    assert text[slice(*found)] == exact.replace("twelve", "thirteen")


def test_of_equally_near_texts_the_one_by_the_old_place_is_suggested() -> None:
    text = "Alba has 11 deputies. It waits. Alba has 14 deputies. It waits. Alba has 17 deputies."
    assert nearest_text(text, "Alba has 12 deputies.", 30) == Span(32, 53)


def test_the_table_shows_every_state() -> None:
    assert {row["state"] for row in ROWS} == set(State)
