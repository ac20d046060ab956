"""Every screen and state of the pages, reached as a person reaches it, and the looks they can have."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Request

from index.records import Span
from qa.contract import Reason, Reply
from qa.contract import Request as Asked
from qa.verification.accounts import Accounts
from qa.web.application import build_application
from qa.web.citations import query_of
from qa.web.staff.routes import Gate, staff_routes
from tests.qa.web.fakes import AGENCIES, BEFORE, DAILY, DOCUMENTS, FakeBot, document, nearest, no_answer

BOX = "#question textarea"
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # all the rest would be sent here too, and is most of the time it takes
}
MAIN = ".exit, #send, #examples button, #panel button, .ask button, .try button, .copy"


SHORT = document("short", "Sentence after sentence. " * 100, title="Kept short", display="excerpt")


class ScreenBot(FakeBot):
    """Answers like its like. "advice: ..." is refused as advice, and so on; and at "trouble" it fails."""

    def __init__(self) -> None:
        super().__init__((*DOCUMENTS, SHORT))

    def reply(self, request: Asked) -> Reply:
        reason, colon, rest = request.question.partition(":")
        if request.question == "trouble":
            raise RuntimeError(reason)
        if not colon or reason not in get_args(Reason):
            return super().reply(request)
        more: dict[str, Any] = {"language": request.language or "en"}
        if reason not in ("invalid", "out_of_scope"):
            more["nearest"] = nearest(DAILY)
        if reason == "not_in_collection":
            more["missing"] = (rest.strip(),)
        return no_answer(request.question, cast(Reason, reason)).model_copy(update=more)


@dataclass(frozen=True, slots=True)
class Look:
    """A window and what its reader has set."""

    name: str
    width: int
    height: int = 800
    scheme: Literal["light", "dark"] = "light"
    forced: bool = False  # colours of the reader's own
    style: str = ""  # what the reader's browser adds

    def context(self, browser: Browser) -> BrowserContext:
        """Return a fresh profile that looks like this."""
        made = browser.new_context(
            viewport={"width": self.width, "height": self.height},
            color_scheme=self.scheme,
            forced_colors="active" if self.forced else "none",
            reduced_motion="reduce",
        )
        made.set_default_timeout(15_000)
        if self.style:  # a sheet of the document's own, which no content security policy forbids
            made.add_init_script(
                f"const sheet = new CSSStyleSheet(); sheet.replaceSync({json.dumps(self.style)}); "
                "document.adoptedStyleSheets = [sheet];"
            )
        return made


LARGE = "html { font-size: 200% !important; }"
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } "
    "p { margin-bottom: 2em !important; }"
)
LOOKS = {
    look.name: look
    for look in (
        Look("wide", 1200),
        Look("narrow", 320, 640),
        Look("dark", 1200, scheme="dark"),
        Look("narrow-dark", 320, 640, scheme="dark"),
        Look("forced", 1200, forced=True),
        Look("narrow-forced-dark", 320, 640, scheme="dark", forced=True),
        Look("large", 1200, style=LARGE),
        Look("narrow-spaced", 320, 640, style=SPACED),
    )
}


def everything(data: Path) -> FastAPI:
    """Return the whole application around ScreenBot, staff's pages included, with its data in *data*."""
    bot = ScreenBot()
    gate = Gate(Accounts.of(data))
    return build_application(bot, staff=staff_routes(bot, gate, data / "ledger.sqlite3"))


def opened(context: BrowserContext, address: str) -> Page:
    """Return the chat at *address*, ready for a question."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(BOX)
    return page


def ask(page: Page, question: str) -> None:
    """Ask the chat, and wait for the answer."""
    before = page.locator(".answer").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    page.locator(".answer").nth(before).wait_for()


def unfold(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def chat(page: Page, site: str) -> Iterator[str]:
    page.goto(site)
    page.wait_for_selector(BOX)
    yield "empty"
    ask(page, "five")
    yield "answer"
    unfold(page)
    page.locator(".answer .open a").first.click()
    page.frame_locator("#panel iframe").locator("#passage").wait_for()
    yield "panel"


def disagreement(page: Page, site: str) -> Iterator[str]:
    page.goto(site)
    page.wait_for_selector(BOX)
    ask(page, BEFORE)
    yield "chat"
    page.goto(f"{site}/plain")
    page.fill("textarea", BEFORE)
    page.click(".ask button")
    yield "plain"


def refusals(page: Page, site: str) -> Iterator[str]:
    """All in one conversation, with the longest and the strangest questions."""
    page.goto(site)
    page.wait_for_selector(BOX)
    for question in (
        "advice: what may I do?",
        "out_of_scope: hello",
        "not_in_collection: " + "x" * 200,
        "\u202eright to left\u2069 <b>bold</b> \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
        "y" * 10_000,
        "trouble",
    ):
        ask(page, question)
    yield "replies"
    page.route("**/gradio_api/run/predict", lambda route: route.abort())
    page.fill(BOX, "agencies")
    page.press(BOX, "Enter")
    page.wait_for_selector("#pending .failed:visible")
    yield "unreached"


def plain(page: Page, site: str) -> Iterator[str]:
    page.goto(f"{site}/plain")
    yield "empty"
    page.fill("textarea", "five")
    page.click(".ask button")
    unfold(page)
    yield "answer"
    page.fill("textarea", "!!!")
    page.click(".ask button")
    yield "invalid"
    page.fill("textarea", "Who is the mayor?")
    page.click(".ask button")
    yield "refusal"


def sources(page: Page, site: str) -> Iterator[str]:
    for name, path in (
        ("sources", "/sources"),
        ("cite", f"/cite?{query_of([(AGENCIES, Span(17, 44)), (DAILY, Span(53, 103))])}"),
        ("nowhere", "/nope"),
        ("empty", "/empty"),
        ("staff", "/staff/login"),
    ):
        page.goto(site + path)
        unfold(page)
        yield name


def documents(page: Page, site: str) -> Iterator[str]:
    for name, path in (
        ("passage", f"/documents/agencies?start=17&end=44&v={AGENCIES.sha256[:8]}"),
        ("changed", f"/documents/agencies?start=17&end=44&v={'0' * 8}"),
        ("excerpt", f"/documents/short?start=700&end=720&v={SHORT.sha256[:8]}"),
    ):
        page.goto(site + path)
        unfold(page)
        yield name


def spanish(page: Page, site: str) -> Iterator[str]:
    page.goto(f"{site}/?lang=es")
    page.wait_for_selector(BOX)
    yield "empty"
    ask(page, "\u00bfCu\u00e1ntas differ antes de 2026?")
    yield "disagreement"
    for reason in ("advice", "not_stated", "invalid"):
        ask(page, f"{reason}: \u00bfqu\u00e9 puedo hacer?")
    yield "refusals"


def spanish_pages(page: Page, site: str) -> Iterator[str]:
    page.goto(f"{site}/plain?lang=es")
    yield "plain"
    page.fill("textarea", "\u00bfQu\u00e9 es five?")
    page.click(".ask button")
    unfold(page)
    yield "answer"
    for name, path in (
        ("sources", "/sources?lang=es"),
        ("passage", f"/documents/agencies?start=17&end=44&v={AGENCIES.sha256[:8]}&lang=es"),
        ("cite", f"/cite?{query_of([(DAILY, Span(53, 103))])}&lang=es"),
    ):
        page.goto(site + path)
        yield name


Walk = Callable[[Page, str], Iterator[str]]
WALKS: Mapping[str, Walk] = {
    one.__name__: one
    for one in (chat, disagreement, refusals, plain, sources, documents, spanish, spanish_pages)
}


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong: each rule with the elements that break it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {json.dumps([node['html'][:200] for node in one['nodes']])}" for one in found]


def check(page: Page, screen: str) -> None:
    """Assert that a screen has no axe violation, no sideways scroll and no target that is too small."""
    broken = violations(page)
    assert broken == [], f"{screen}: {broken}"
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{screen}: {overflow} px sideways"
    small = page.evaluate(
        """main => [...document.querySelectorAll('a, button, summary, textarea')]
        .filter(e => e.checkVisibility() && !e.matches('.skip') && !e.closest('p:not(.open)'))
        .map(e => [e.outerHTML.slice(0, 150), e.matches(main) ? 44 : 24, e.getBoundingClientRect()])
        .filter(([, least, box]) => box.width && (box.width < least || box.height < least))
        .map(([text]) => text)""",
        MAIN,
    )
    assert small == [], f"{screen}: {small}"


@dataclass
class Watched:
    """What a profile has asked for, and what it holds."""

    context: BrowserContext
    requests: list[Request]

    @classmethod
    def of(cls, context: BrowserContext) -> "Watched":
        watched = cls(context, [])
        context.on("request", lambda request: watched.requests.append(request))
        return watched

    def check(self, page: Page, site: str) -> None:
        """Assert that no other host was asked, that no address holds a question and that nothing is left."""
        asked = [urlsplit(one.url) for one in self.requests if not one.url.startswith(("data:", "blob:"))]
        assert {one.netloc for one in asked} == {urlsplit(site).netloc}
        assert not [one.query for one in asked if "question" in one.query or "agencies%3F" in one.query]
        stored = page.evaluate(
            """async () => [localStorage.length, sessionStorage.length, document.cookie,
            (await indexedDB.databases()).length, (await caches.keys()).length]"""
        )
        assert stored == [0, 0, "", 0, 0]
        assert [one for one in self.context.cookies() if one.get("path") != "/staff"] == []
