"""The way by keyboard alone from the skip link to a marked passage and back, with the focus in view."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from qa.web.colours import contrast
from tests.qa.web.fakes import TWO_FINDINGS
from tests.qa.web.screens import BOX, LOOKS, ask, opened

pytestmark = pytest.mark.browser

# What has the focus: how it is outlined, and whether any of its corners, or its middle, can be seen.
FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const inset = Math.min(4, box.width / 2, box.height / 2);
    const across = [box.left + inset, box.left + box.width / 2, box.right - inset];
    const down = [box.top + inset, box.top + box.height / 2, box.bottom - inset];
    const shown = (x, y) => element.contains(document.elementFromPoint(x, y));
    return {name: element.tagName, text: element.textContent.trim().slice(0, 60),
        outline: [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor],
        seen: across.some(x => down.some(y => shown(x, y)))};
}"""


def focused(page: Page) -> dict[str, Any]:
    return dict(page.evaluate(FOCUSED))


def press_until(page: Page, key: str, selector: str, at_most: int = 30) -> int:
    """Press *key* until what *selector* finds has the focus; return how often that was."""
    for count in range(1, at_most + 1):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return count
    raise AssertionError(f"{selector} is not reached by {at_most} x {key}; at {focused(page)}")


def test_from_the_skip_link_to_the_marked_passage_and_back(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    keyboard = page.keyboard
    keyboard.press("Tab")
    assert focused(page)["text"] == "Skip to the question box"
    keyboard.press("Enter")
    assert focused(page)["name"] == "TEXTAREA"
    keyboard.type("How many agencies work with ICE?")
    keyboard.press("Enter")
    page.wait_for_selector(".answer mark")
    page.wait_for_function("document.querySelector('body > p[role=status]').textContent.startsWith('Answer')")
    assert focused(page)["name"] == "TEXTAREA"

    assert press_until(page, "Shift+Tab", ".to-answer") == 1
    keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.answer h2')")
    assert press_until(page, "Tab", ".answer a.cite") == 1
    keyboard.press("Enter")
    panel = page.frame_locator("#panel iframe")
    panel.locator("#passage").wait_for()
    assert panel.locator("#passage").inner_text() == TWO_FINDINGS[0].quote.text
    assert page.evaluate("document.activeElement.id") == "panel-title"
    press_until(page, "Tab", "iframe")
    page.frames[-1].wait_for_function("document.activeElement.matches('a')")
    keyboard.press("Escape")
    page.wait_for_selector("#panel", state="detached")
    assert page.evaluate("document.activeElement.matches('.answer a.cite')")

    press_until(page, "Tab", BOX)
    keyboard.type("five")
    keyboard.press("Tab")
    assert focused(page)["text"] == "Ask"
    keyboard.press("Enter")
    page.locator(".answer").nth(1).wait_for()


@pytest.mark.parametrize("look", ["narrow", "dark"])
def test_the_focus_is_outlined_and_nowhere_hidden(look: str, browser: Browser, site: str) -> None:
    context = LOOKS[look].context(browser)
    page = opened(context, site)
    ask(page, "five")
    page.evaluate("document.activeElement.blur()")
    walked = 0
    while walked < 60:
        page.keyboard.press("Tab")
        now = focused(page)
        if now["name"] == "BODY":
            break
        walked += 1
        assert now["seen"], now
        style, width, colour = now["outline"]
        assert style == "solid" and width >= 2, now
        red, green, blue = (int(part) for part in colour.strip("rgb()").split(","))
        ground = "#15181c" if look == "dark" else "#faf9f6"
        assert contrast(f"#{red:02x}{green:02x}{blue:02x}", ground) >= 3, now
    assert walked > 10
    context.close()
