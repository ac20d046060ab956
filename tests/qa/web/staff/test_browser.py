"""Staff's pages in a real Chromium: by keyboard alone, on a phone, without script."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from qa.texts import staff as texts
from qa.verification.ledger import Standing
from tests.qa.web.fakes import AGENCIES, DAILY
from tests.qa.web.screens import check
from tests.qa.web.serving import in_background
from tests.qa.web.staff.site import ANN, PASSWORDS, Site
from tests.qa.web.staff.test_passages import QUOTE, edited

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where *site* is served."""
    with in_background(site.application) as served:
        yield served


def log_in(page: Page, address: str) -> None:
    page.goto(address + "/staff")
    page.keyboard.press("Tab")  # the link that skips the head
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(ANN)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORDS[ANN])
    page.keyboard.press("Enter")
    page.wait_for_url(address + "/staff")


def test_passages_are_verified_and_disputed_by_keyboard_alone(
    browser: Browser, site: Site, address: str
) -> None:
    cited = ((AGENCIES, QUOTE), (AGENCIES, "Florida leads"), (DAILY, "About 1,000"))
    first, second, third = (site.entered(source, words) for source, words in cited)
    page = browser.new_page()
    page.set_default_timeout(15_000)
    log_in(page, address)
    page.keyboard.press("n")
    page.wait_for_url(f"**/passages/{first}?*")
    assert page.locator("#passage").text_content() == QUOTE
    page.keyboard.press("v")
    page.wait_for_url(f"**/passages/{second}?*")
    page.keyboard.press("n")
    page.wait_for_url(f"**/passages/{third}?*")
    page.focus("#staff_note")
    page.keyboard.type("vdn: no key acts in here")
    assert page.input_value("#staff_note") == "vdn: no key acts in here"
    page.keyboard.press("Control+d")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("d")
    page.wait_for_url("**/staff?queue=unverified&done=*")
    assert f"Passage {third} is recorded as disputed." in (page.text_content("p.done") or "")
    assert [site.history(id)[-1].state if site.history(id) else None for id in (first, second, third)] == [
        Standing.VERIFIED, None, Standing.DISPUTED,
    ]  # fmt: skip
    assert site.history(third)[0].staff_note == "vdn: no key acts in here"
    page.close()


def test_without_script_the_buttons_do_it(browser: Browser, site: Site, address: str) -> None:
    id = site.entered(AGENCIES, QUOTE)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, address)
    page.click("ol.passages a")
    page.click("button[value=verified]")
    page.wait_for_url("**/staff?queue=unverified&done=*")
    assert site.history(id)[-1].state is Standing.VERIFIED
    page.click(".site form button")
    page.wait_for_url("**/staff/login")
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (320, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.soak),
        pytest.param(320, "light", marks=pytest.mark.soak),
    ],
)
def test_every_page_of_staff_is_accessible_and_fits(
    width: int, scheme: Literal["light", "dark"], browser: Browser, site: Site, address: str
) -> None:
    intact, changed = site.entered(DAILY, "About 1,000 departments"), site.entered(AGENCIES, QUOTE)
    edited(site, lambda words: words.replace("up from 135", "up from 136"))
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + "/staff/login")
    check(page, "log-in")
    log_in(page, address)
    check(page, "queue")
    page.goto(f"{address}/staff/passages/{intact}")
    page.fill("#staff_note", "word " * 40 + "x" * 200)
    page.click("button[value=disputed]")
    for path in (
        "/staff?queue=disputed",
        "/staff?queue=drifted",
        "/staff/add",
        f"/staff/passages/{intact}",
        f"/staff/passages/{changed}",
        "/staff/passages/99",
    ):
        page.goto(address + path)
        check(page, path)
    page.goto(f"{address}/staff/add")
    page.click("main button")
    assert page.text_content("p.problem") == texts.NOTHING_GIVEN
    check(page, "refused")
    context.close()
