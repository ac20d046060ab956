"""Which sentences mean little without the one before them."""

import pytest

from index.leaning import leans, lists


@pytest.mark.parametrize(
    "opening", ["They", "It", "“This", "(Such", "But", "In comparison", "For example", "Mr.", "As a result"]
)
def test_openings_that_lean(opening: str) -> None:
    assert leans(f"{opening} one.")


@pytest.mark.parametrize("opening", ["Theyre", "Item", "Butter", "Critics", "In 2012", "Mrs"])
def test_openings_that_stand_alone(opening: str) -> None:
    assert not leans(f"{opening} one.")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Evidence on that claim is mixed.", True),
        ("“Costs are too high,” she said.", True),
        ("“Costs are too high,” the mayor said.", False),
        ("Critics claim that it costs too much.", False),
    ],
)
def test_what_points_at_words_before_it_leans(sentence: str, expected: bool) -> None:
    assert leans(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("This includes cars, radios and vests.", True),
        ("These include 40 cars.", True),
        ("They included:", True),
        ("Among them are the FBI and the DEA.", True),
        ("This may include cars.", False),
        ("This grew.", False),
        ("Among sheriffs it is liked.", False),
        ("The law includes cars.", False),
        ("", False),
    ],
)
def test_some_sentences_list_what_the_one_before_them_names(sentence: str, expected: bool) -> None:
    assert lists(sentence) is expected


def test_nothing_leans_on_nothing() -> None:
    assert not leans("")
