"""When a figure holds, by the words around it; no words are too odd for it."""

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qa.as_of import AsOf, as_of, resolved
from qa.dates import dates
from qa.figures import figures
from qa.restriction import restriction
from tests.qa.tables import rows, sentences_of, words_at

FLOOR = 1.0  # of the rows right in date and words; as measured

PIECES = st.sampled_from(
    "Jan. |January |May |may |Sept. |2025|2024-12|2025-02-30|3/4/2025|26|30|31|, | and |-|–| to |by |as of |"
    "In |between |from |last |this |next |year|month|week|Tuesday|mid-|early |the end of |year-end| AD|"
    "40 counties |up from |This |will |. |\n|\xa0".split("|")
)
PROSE = st.lists(PIECES, max_size=25).map("".join) | st.text()
DAYS = st.none() | st.dates()


def found_in(row: dict[str, Any]) -> AsOf | None:
    text, published = row["text"], row["published"]
    at = text.index(row["figure"])
    paragraph = sentences_of(text)
    known = [figure for sentence in paragraph for figure in figures(text, sentence)]
    figure = next(one for one in known if one.span.start <= at < one.span.end)
    return as_of(text, figure, known, paragraph, published and date.fromisoformat(published))


def test_what_a_figure_is_as_of_is_on_record() -> None:
    table = rows("dates")
    wrong = []
    for row in table:
        found = found_in(row)
        words = found and words_at(row["text"], found.span)
        if (found and found.iso, words) != (row["as_of"], row["words"]):
            wrong.append((row["rule"], row["figure"], row["text"]))
    assert 1 - len(wrong) / len(table) >= FLOOR, wrong


def test_the_published_date_is_never_an_as_of() -> None:
    text = "There are now 40 counties."
    (figure,) = figures(text)
    assert as_of(text, figure, [figure], sentences_of(text), date(2026, 2, 16)) is None


@given(PROSE, DAYS)
def test_no_words_are_too_odd(text: str, published: date | None) -> None:
    found = dates(text)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert dated(resolved(one, published))
    restriction(text)
    paragraph = sentences_of(text)
    known = [figure for sentence in paragraph for figure in figures(text, sentence)]
    for figure in known:
        when = as_of(text, figure, known, paragraph, published)
        assert when is None or dated(when)


def dated(when: AsOf) -> bool:
    """Return whether *when* has no date or one that a calendar has."""
    if when.iso is None:
        return when.is_relative
    parts = [*map(int, when.iso.split("-")), 1, 1][:3]
    return date(*parts).year == when.year


@given(PROSE)
def test_without_a_published_date_only_a_year_in_the_words_gives_a_date(text: str) -> None:
    for one in dates(text):
        assert (resolved(one, None).iso is None) or one.year is not None
