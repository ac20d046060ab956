from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.dates import AsOf, as_of, dates, resolved, restriction
from qa.figures import figures
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


def test_what_a_question_restricts_is_on_record() -> None:
    table = rows("restrictions")
    wrong = []
    for row in table:
        found = restriction(row["question"])
        limits = (found.earliest, found.latest) if found else (None, None)
        said = [found and words_at(row["question"], found.span), *(one and one.isoformat() for one in limits)]
        if [*said, found and found.month] != [row[name] for name in ("words", "earliest", "latest", "month")]:
            wrong.append(row["question"])
    assert 1 - len(wrong) / len(table) >= FLOOR, wrong


@pytest.mark.parametrize(
    ("question", "day", "admitted"),
    [
        ("in September 2025", (2025, 9, 17), True),
        ("in September 2025", (2025, 9, None), True),
        ("in September 2025", (2025, None, None), False),  # another month of that year as well as this one
        ("in September 2025", (2026, 1, 26), False),
        ("before 2026", (2025, 12, 31), True),
        ("before 2026", (2026, 1, 1), False),
        ("as of January", (2026, 1, 26), True),
        ("as of January", (None, 1, 26), True),
        ("as of January", (2025, 9, 17), False),
        ("since 2026", (None, None, None), False),
        ("in 2025", (2025, 2, 30), False),
    ],
)
def test_a_restriction_admits_what_surely_fits(
    question: str, day: tuple[int | None, int | None, int | None], admitted: bool
) -> None:
    found = restriction(f"How many {question}?")
    assert found is not None
    assert found.admits(*day) is admitted


@pytest.mark.parametrize(
    ("words", "stretch"),
    [
        ("before 2026", True),
        ("until May 2025", True),
        ("since 2024", True),
        ("after Jan. 6, 2025", True),
        ("between January and March 2025", True),
        ("from January 2024 to December 2025", True),
        ("in 2025", False),
        ("in September 2025", False),
        ("on Jan. 6, 2025", False),
        ("in January", False),
        ("as of July 2026", False),
        ("by Jan. 26, 2026", False),
    ],
)
def test_a_stretch_of_time_is_told_from_a_day_month_or_year(words: str, stretch: bool) -> None:
    found = restriction(f"How many {words}?")
    assert found is not None
    assert found.is_stretch is stretch


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
