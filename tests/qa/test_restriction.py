"""Which dates a question keeps to, and what they admit."""

import pytest

from qa.restriction import restriction
from tests.qa.tables import rows, words_at

FLOOR = 1.0  # of the rows right in dates and words; as measured


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
