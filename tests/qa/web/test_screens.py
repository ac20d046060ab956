"""Every screen and state in a real Chromium: accessible, within the window, and leaving nothing behind."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.qa.web.screens import LOOKS, WALKS, Watched, check, everything
from tests.qa.web.serving import in_background

pytestmark = pytest.mark.browser

# Each state once, each look at least once; `make soak` sees every state in every look.
SHARE = list(zip(LOOKS, WALKS, strict=True))
REST = [pair for pair in product(LOOKS, WALKS) if pair not in SHARE]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole application."""
    with in_background(everything(tmp_path_factory.mktemp("staff"))) as address:
        yield address


@pytest.mark.parametrize(
    ("look", "walk"), [*SHARE, *(pytest.param(*pair, marks=pytest.mark.soak) for pair in REST)]
)
def test_every_screen_is_accessible_fits_and_leaves_nothing(
    look: str, walk: str, browser: Browser, site: str
) -> None:
    context = LOOKS[look].context(browser)
    watched = Watched.of(context)
    page = context.new_page()
    for state in WALKS[walk](page, site):
        check(page, f"{walk}, {state}, {look}")
        watched.check(page, site)
    context.close()
