"""Exit this page: by its link, by Shift three times, without script; and what is left then."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from index.records import Span
from qa.web.citations import query_of
from qa.web.links import address
from tests.qa.web.fakes import DAILY, FakeBot
from tests.qa.web.screens import BOX, ask, opened

pytestmark = pytest.mark.browser

PASSAGE = address(DAILY.id, DAILY.sha256, 53, 103)
SCREENS = ("/", "/plain", "/sources", PASSAGE, f"/cite?{query_of([(DAILY, Span(53, 103))])}", "/nope")
SHIFT = "Shift"


def at(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto("about:blank#before")
    page.goto(address)
    page.wait_for_selector(".exit")
    return page


def has_left(page: Page, site: str) -> None:
    """Assert that the neutral page stands there, and that Back leads to where one was before."""
    page.wait_for_url(f"{site}/empty")
    assert page.title() == "Empty page"
    page.go_back()
    assert page.url == "about:blank#before"


def test_the_way_out_is_in_the_same_place_on_every_screen_and_leads_away(
    context: BrowserContext, site: str
) -> None:
    places = set()
    for path in SCREENS:
        page = at(context, site + path)
        box = page.locator(".exit").bounding_box()
        assert box is not None and box["height"] >= 44
        places.add((box["x"], box["y"], box["width"]))
        assert "not erase" in page.inner_text(".about-exit")
        page.click(".exit")
        has_left(page, site)
        page.close()
    assert len(places) == 1


@pytest.mark.parametrize("path", ["/", "/plain", PASSAGE])
def test_shift_three_times_leads_away_and_says_how_far_it_is(
    path: str, context: BrowserContext, site: str
) -> None:
    page = at(context, site + path)
    progress = page.locator(".bar [role=status]")
    page.keyboard.press(SHIFT)
    assert progress.inner_text() == "Press Shift 2 more times to exit."
    page.keyboard.press(SHIFT)
    assert progress.inner_text() == "Press Shift 1 more time to exit."
    page.keyboard.press(SHIFT)
    has_left(page, site)


def test_presses_that_are_far_apart_do_not_count_together(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/plain")
    for _ in range(2):
        page.keyboard.press(SHIFT)
        page.clock.fast_forward(4900)
    page.clock.fast_forward(200)
    assert page.inner_text(".bar [role=status]") == "Shift is no longer counted."
    page.keyboard.press(SHIFT)
    assert page.inner_text(".bar [role=status]") == "Press Shift 2 more times to exit."
    assert page.url == f"{site}/plain"


def test_capital_letters_and_other_keys_do_not_count(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/plain")
    page.focus("textarea")
    for letter in "ICEICE":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press(SHIFT)
    page.keyboard.press(SHIFT)
    page.keyboard.press("a")
    page.keyboard.press(SHIFT)
    page.keyboard.press("Shift+Tab")
    assert page.input_value("textarea") == "ICEICEa"
    assert page.url == f"{site}/plain"
    assert page.inner_text(".bar [role=status]") == ""


def test_escape_does_not_leave(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/plain")
    for _ in range(4):
        page.keyboard.press("Escape")
    assert page.url == f"{site}/plain"


def test_the_screen_is_blank_before_the_next_page_answers(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    ask(page, "agencies")
    held: list[Route] = []
    page.route("**/empty", lambda route: held.append(route))
    page.evaluate(
        """new MutationObserver(() => console.log('left', document.documentElement.childNodes.length))
        .observe(document.documentElement, {childList: true})"""
    )
    with page.expect_console_message(lambda said: said.text.startswith("left")) as said:
        page.click(".exit", no_wait_after=True)
    assert said.value.text == "left 0"
    assert page.url.startswith(site) and not page.url.endswith("/empty")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    page.wait_for_url(f"{site}/empty")


def test_keys_pressed_in_the_side_panel_lead_away_too(context: BrowserContext, site: str) -> None:
    page = at(context, site)
    page.wait_for_selector(BOX)
    ask(page, "agencies")
    page.click(".answer .open a")
    page.frame_locator("#panel iframe").locator("summary").first.focus()
    for _ in range(3):
        page.keyboard.press(SHIFT)
    has_left(page, site)


def test_on_a_phone_the_panel_leaves_the_way_out_in_reach_and_no_step_behind(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 740}, has_touch=True)
    page = at(context, site)
    page.wait_for_selector(BOX)
    ask(page, "agencies")
    page.tap(".answer .open a")
    page.frame_locator("#panel iframe").locator("#passage").wait_for()
    page.tap(".exit")
    has_left(page, site)
    context.close()


def test_whoever_comes_after_finds_an_empty_conversation(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    ask(page, "agencies")
    page.click(".exit")
    page.wait_for_url(f"{site}/empty")
    page.goto(site)
    page.wait_for_selector(BOX)
    assert not page.locator(".answer").count()
    assert page.input_value(BOX) == ""


@pytest.mark.parametrize("path", ["/", "/plain"])
def test_a_page_that_a_browser_keeps_for_back_comes_back_empty(
    path: str, context: BrowserContext, site: str
) -> None:
    """Playwright's Chromium keeps none, so the events are made as a browser that does sends them."""
    page = context.new_page()
    page.goto(site + path)
    if path == "/":
        page.wait_for_selector(BOX)
        ask(page, "agencies")
    else:
        page.fill("textarea", "agencies")
        page.click(".ask button")
    page.wait_for_selector(".answer")
    kept = "new PageTransitionEvent('{}', {{persisted: true}})"
    page.evaluate(f"dispatchEvent({kept.format('pagehide')})")
    assert page.evaluate("document.documentElement.childNodes.length") == 0
    page.evaluate(f"dispatchEvent({kept.format('pageshow')})")
    page.wait_for_selector(".exit")
    assert page.url.partition("?")[0] == site + path
    assert not page.locator(".answer").count()


def test_without_script_the_link_is_a_link(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in SCREENS[1:]:
        page.goto(site + path)
        assert "Shift" not in page.inner_text(".about-exit")
        page.click(".exit")
        page.wait_for_url(f"{site}/empty")
    context.close()


def test_a_typed_question_is_not_there_after_a_reload(
    context: BrowserContext, serve: Callable[[FakeBot], str]
) -> None:
    bot = FakeBot()
    site = serve(bot)
    for path, box in (("/", BOX), ("/plain", "textarea")):
        page = context.new_page()
        page.goto(site + path)
        page.fill(box, "agencies")
        page.reload()
        page.wait_for_selector(box)
        assert page.input_value(box) == ""
        page.goto(f"{site}/sources")
        page.go_back()
        page.wait_for_selector(box)
        assert page.input_value(box) == ""
    assert not bot.requests
