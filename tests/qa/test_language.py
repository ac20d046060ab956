"""The language of a question: its own where it tells, else that of the page."""

import pytest

from qa.language import language_of
from tests.qa.tables import rows

ROWS = rows("languages")
# The model is not sure of Haitian Creole: such a question is taken to be in the language of the page.
MISSED = {"Konbyen ajans ki travay ak ICE nan Texas?"}


@pytest.mark.parametrize("page", ["en", "es"])
@pytest.mark.parametrize("row", [row for row in ROWS if row["question"] not in MISSED], ids=str)
def test_the_language_of_a_question(row: dict[str, str | None], page: str) -> None:
    assert language_of(str(row["question"]), page) == (row["language"] or page)


def test_what_is_missed_is_known() -> None:
    for asked in MISSED:
        assert [language_of(asked, page) for page in ("en", "es")] == ["en", "es"]
    assert len(ROWS) == 83


def test_without_a_page_what_does_not_tell_is_english() -> None:
    assert [language_of(asked) for asked in ("", "287(g)", "ICE Texas")] == ["en"] * 3


def test_words_cannot_make_it_fail() -> None:
    for odd in (
        "\x00",
        "\ufffd" * 5,
        "\u202e\u200f a b c d",
        "1000 " * 200,
        "\n\n",
        "e\u0301 " * 6,
        "😀 😀 😀 😀",
    ):
        assert language_of(odd[:1000], "es")
