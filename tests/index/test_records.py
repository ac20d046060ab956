from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from pydantic import ValidationError

from index.records import MAX_QUOTE, Chunk, Source, Span
from tests.fakes import make_document


def test_a_quote_is_a_slice_of_the_text() -> None:
    document = make_document("one, two")
    assert document.quote(Span(5, 8)) == "two"


@pytest.mark.parametrize("place", [Span(5, 9), Span(-1, 3), Span(3, 3), Span(4, 2)])
def test_a_place_that_is_none_is_not_quoted(place: Span) -> None:
    with pytest.raises(ValueError, match="is not a place in d"):
        make_document("one, two").quote(place)


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("  a b\n", Span(2, 5)),
        ("ab", Span(0, 2)),
        ("\xa0\u2028a", Span(2, 3)),
        (" \t\n", Span(3, 3)),
        ("", Span(0, 0)),
    ],
)
def test_a_place_is_trimmed_of_white_space(text: str, trimmed: Span) -> None:
    assert Span(0, len(text)).trimmed(text) == trimmed


def test_places_know_what_they_share() -> None:
    assert Span(0, 5).overlap(Span(3, 9)) == 2
    assert Span(0, 3).overlap(Span(3, 9)) == 0
    assert Span(0, 9).covers(Span(3, 9))
    assert not Span(3, 9).covers(Span(2, 5))


def test_a_chunk_is_named_by_its_place() -> None:
    chunk = Chunk("d", (Span(3, 8), Span(9, 20)), None, False)
    assert chunk.span == Span(3, 20)
    assert chunk.id == "d#3-20"
    assert chunk.quotable == chunk.span


def test_of_a_long_chunk_the_first_sentences_that_fit_are_quotable() -> None:
    chunk = Chunk("d", (Span(0, 500), Span(501, MAX_QUOTE), Span(MAX_QUOTE + 1, 900)), None, False)
    assert chunk.quotable == Span(0, MAX_QUOTE)


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        make_document("one").text = "two"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        make_document("one").source.title = "One"


def test_a_source_knows_no_more_than_it_was_told() -> None:
    source = Source(file="a.txt", kind="blog")
    unknown = (
        source.title,
        source.publisher,
        source.published,
        source.retrieved,
        source.url,
        source.original,
    )
    assert unknown == (None,) * 6
    assert (source.authors, source.boilerplate, source.display) == ((), (), "full")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "novel"},
        {"display": "half"},
        {"published": 20250917},
        {"published": 0},
        {"url": "javascript:alert(1)"},
        {"language": "English"},
        {"title": ""},
        {"authors": [""]},
        {"colour": "red"},
    ],
)
def test_a_record_with_a_wrong_value_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"file": "a.txt", "kind": "blog"} | wrong)


def test_a_day_survives_json() -> None:
    source = Source(file="a.txt", kind="blog", published=date(2025, 9, 17))
    assert Source.model_validate_json(source.model_dump_json()) == source
