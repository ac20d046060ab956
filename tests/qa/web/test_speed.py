"""How long a person waits for an answer in the browser, and how long the bot takes for it."""

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from playwright.sync_api import Browser

from qa.contract import Request
from qa.settings import Settings
from qa.web.application import build_application
from qa.wiring import load_bot
from tests.qa.web.screens import BOX, opened
from tests.qa.web.serving import in_background

pytestmark = [pytest.mark.browser, pytest.mark.models, pytest.mark.soak]

QUESTIONS = (
    "How many states are involved?",
    "What is a 287(g) agreement?",
    "How much equipment money does ICE offer for each trained local officer?",
    "Why do some agencies decline to sign agreements with ICE?",
    "Who is the mayor of Houston?",
)
WAIT = 1.0  # seconds, the first answer after a warm start, on two cores with nothing beside it


def test_the_first_answer_comes_within_a_second_in_the_browser(
    browser: Browser, seeds: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = load_bot(Settings(seeds_dir=seeds, data_dir=data_dir))
    bot.reply(Request(question="How many agencies work with ICE?"))  # as the start of the page does
    shown, bare = [], []
    with in_background(build_application(bot)) as site:
        for question in QUESTIONS:
            context = browser.new_context()
            page = opened(context, site)
            page.fill(BOX, question)
            began = perf_counter()
            page.press(BOX, "Enter")
            page.locator(".answer").wait_for()
            shown.append(perf_counter() - began)
            context.close()
            began = perf_counter()
            bot.reply(Request(question=question))
            bare.append(perf_counter() - began)
    ratio = median(one / other for one, other in zip(shown, bare, strict=True))
    with capsys.disabled():
        print(  # noqa: T201 - what it measures is what it is for
            f"\nfirst answer in the browser, s: median {median(shown):.2f}, slowest {max(shown):.2f}; "
            f"the bot alone: median {median(bare):.2f}; ratio {ratio:.1f}"
        )
    assert median(shown) <= WAIT
