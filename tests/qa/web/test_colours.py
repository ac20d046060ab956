import pytest

from qa.web.colours import DARK, LIGHT, PAIRS, contrast, tokens


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_every_pair_of_colours_meets_aa(front: str, back: str, least: float, palette: dict[str, str]) -> None:
    assert contrast(palette[front], palette[back]) >= least


def test_both_palettes_have_the_same_names() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert tokens({"ink": "#1c2126", "page": "#ffffff"}) == "--ink: #1c2126; --page: #ffffff;"
