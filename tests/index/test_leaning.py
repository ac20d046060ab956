"""Which sentences mean little without the one before them."""

import pytest

from index.leaning import leans


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


def test_nothing_leans_on_nothing() -> None:
    assert not leans("")
