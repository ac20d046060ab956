"""What a person or a network may do wrong, in a real browser: nothing is lost and nothing done twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from qa.contract import MAX_QUESTION, Reply, Request
from qa.web.application import build_application
from tests.qa.web.fakes import FakeBot
from tests.qa.web.screens import BOX, ask, opened
from tests.qa.web.serving import in_background

pytestmark = pytest.mark.browser

Serve = Callable[[FakeBot], str]


class SlowBot(FakeBot):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()

    def reply(self, request: Request) -> Reply:
        assert self.let.wait(30)
        return super().reply(request)


@contextmanager
def slow(serve: Serve) -> Iterator[tuple[SlowBot, str]]:
    bot = SlowBot()
    try:
        yield bot, serve(bot)
    finally:
        bot.let.set()


def double_click(page: Page, selector: str) -> None:
    """Click twice, so slowly that the answer to the first click is there at the second."""
    before = page.locator(".answer").count()
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for count in (1, 2):
        page.mouse.down(click_count=count)
        page.mouse.up(click_count=count)
        page.locator(".answer").nth(before).wait_for()


def no_more_is_asked(page: Page, bot: FakeBot, times: int) -> None:
    page.wait_for_timeout(400)  # another answer would take no longer
    assert len(bot.requests) == page.locator(".answer").count() == times


def test_a_double_click_asks_once(context: BrowserContext, serve: Serve) -> None:
    bot = FakeBot()
    page = opened(context, serve(bot))
    ask(page, "five")  # long enough for the box to stay where it is
    page.fill(BOX, "agencies")
    double_click(page, "#send")
    no_more_is_asked(page, bot, times=2)


def test_enter_held_down_asks_once(context: BrowserContext, serve: Serve) -> None:
    bot = FakeBot()
    page = opened(context, serve(bot))
    page.fill(BOX, "agencies")
    page.keyboard.down("Enter")
    page.locator(".answer").wait_for()
    for _ in range(10):
        page.keyboard.down("Enter")  # it repeats
    page.keyboard.up("Enter")
    no_more_is_asked(page, bot, times=1)


def test_a_second_question_waits_for_the_first(context: BrowserContext, serve: Serve) -> None:
    with slow(serve) as (bot, site):
        page = opened(context, site)
        page.fill(BOX, "agencies")
        page.press(BOX, "Enter")
        page.wait_for_selector("#pending .looking:visible")
        page.press(BOX, "Enter")
        page.click("#send")
        bot.let.set()
        page.locator(".answer").wait_for()
        assert [request.question for request in bot.requests] == ["agencies"]


def test_a_page_loaded_again_while_an_answer_is_coming_begins_anew(
    context: BrowserContext, serve: Serve
) -> None:
    with slow(serve) as (bot, site):
        page = opened(context, site)
        page.fill(BOX, "agencies")
        page.press(BOX, "Enter")
        page.wait_for_selector("#pending .looking:visible")
        page.reload()
        page.wait_for_selector(BOX)
        bot.let.set()
        assert page.input_value(BOX) == ""
        assert page.locator("#examples").is_visible()
        ask(page, "uncommon")
        assert page.locator(".answer").count() == 1
        assert page.text_content(".answer mark") == "uncommon"


def test_a_server_that_restarts_under_an_open_page_is_asked_again(context: BrowserContext) -> None:
    with in_background(build_application(FakeBot())) as site:
        page = opened(context, site)
        ask(page, "agencies")
    page.fill(BOX, "uncommon")
    page.press(BOX, "Enter")
    page.wait_for_selector("#pending .failed:visible")
    assert page.inner_text("[role=alert]:visible").startswith("The answer did not come")
    assert page.input_value(BOX) == "uncommon"
    assert page.locator(".answer").is_visible()
    after = FakeBot()
    with in_background(build_application(after), urlsplit(site).port or 0):
        page.press(BOX, "Enter")
        page.locator(".answer").nth(1).wait_for()
        assert not page.locator("#pending .failed").is_visible()
        assert [turn.content for turn in after.requests[0].history][0] == "agencies"


PASTED = {  # and what is shown of it
    "a" * 10_000: "a" * MAX_QUESTION + "\u2026",
    "\x00\x01\x02PNG\x1a\x7f\ufffe agencies": "\ufffd\x01\x02PNG\x1a\x7f\ufffe agencies",
    "\u202eagencies \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u202b\u2067": None,
    "<b>agencies</b> [a](https://evil.example) ![b](https://evil.example/c) `d` $e$": None,
}
PASTE = """([selector, words]) => {
    const box = document.querySelector(selector);
    const given = new DataTransfer();
    given.setData("text/plain", words);
    box.focus();
    const event = new ClipboardEvent("paste", {clipboardData: given, bubbles: true, cancelable: true});
    if (box.dispatchEvent(event)) {
        box.value = words;
        box.dispatchEvent(new Event("input", {bubbles: true}));
    }
}"""


def test_whatever_is_pasted_is_shown_as_text_and_answered(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    for count, (question, shown) in enumerate(PASTED.items()):
        page.evaluate(PASTE, [BOX, question])
        page.press(BOX, "Enter")
        page.locator(".answer").nth(count).wait_for()
        said = page.locator("#conversation .user .message-content").nth(count)
        assert said.text_content() == (shown or question)
    assert not page.locator("#conversation .user :is(a, img, b, code)").count()


def test_signs_that_turn_text_round_end_with_the_question(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    ask(page, "\u202e\u2067uncommon")
    first, last = page.evaluate(
        """() => {
            const text = document.querySelector(".answer .quote").firstChild;
            const at = (place) => {
                const range = document.createRange();
                range.setStart(text, place);
                range.setEnd(text, place + 1);
                return range.getBoundingClientRect().left;
            };
            return [at(0), at(text.length - 2)];
        }"""
    )
    assert first < last
