"""Staff's pages in a real Chromium: by keyboard alone, on a phone, without script."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from qa import wiring
from qa.cli import main
from qa.settings import Settings
from qa.texts import english
from qa.texts import staff as texts
from qa.verification.events import Standing
from qa.verification.ledger import Ledger
from qa.web.links import address
from qa.web.serving import application_of
from qa.wiring import assemble, store_of
from tests.fakes import LetterEncoder
from tests.qa.fakes import MARKED, milford_seeds
from tests.qa.letters import told
from tests.qa.web.fakes import AGENCIES, DAILY, REWORDED
from tests.qa.web.screens import check
from tests.qa.web.serving import in_background
from tests.qa.web.staff.site import ANN, PASSWORDS, Site
from tests.qa.web.staff.test_passages import QUOTE, edited

pytestmark = pytest.mark.browser


@pytest.fixture
def at(site: Site) -> Iterator[str]:
    """Where *site* is served."""
    with in_background(site.application) as served:
        yield served


def log_in(page: Page, at: str) -> None:
    page.goto(at + "/staff")
    page.keyboard.press("Tab")  # the link that skips the head
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(ANN)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORDS[ANN])
    page.keyboard.press("Enter")
    page.wait_for_url(at + "/staff")


def test_passages_are_verified_and_disputed_by_keyboard_alone(browser: Browser, site: Site, at: str) -> None:
    cited = ((AGENCIES, QUOTE), (AGENCIES, "Florida leads"), (DAILY, "About 1,000"))
    first, second, third = (site.entered(source, words) for source, words in cited)
    page = browser.new_page()
    page.set_default_timeout(15_000)
    log_in(page, at)
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


def test_without_script_the_buttons_do_it(browser: Browser, site: Site, at: str) -> None:
    id = site.entered(AGENCIES, QUOTE)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, at)
    page.click("ol.passages a")
    page.click("button[value=verified]")
    page.wait_for_url("**/staff?queue=unverified&done=*")
    assert site.history(id)[-1].state is Standing.VERIFIED
    page.click(".site form button")
    page.wait_for_url("**/staff/login")
    context.close()


# From a question to a verdict, and what an edit makes of it


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve the index, the ledger and the accounts that *settings* name, as `python -m qa serve` does."""
    generation = store_of(settings).open(LetterEncoder.name)
    bot = assemble(generation, LetterEncoder(), told(MARKED))
    with in_background(application_of(settings, bot)) as at:
        yield at


def build() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build"])
    assert not ended.value.code


def tab_to(page: Page, words: str) -> None:
    """Press the tab key until the focus is on what says *words*, or has them for an id."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.textContent.trim(), document.activeElement.id]")
        if focused[1] == words or focused[0].startswith(words):
            return
    pytest.fail(f"no tab leads to {words}")


def enter(page: Page, key: str = "Enter") -> None:
    """Press *key* and wait for the page to which that leads."""
    with page.expect_navigation():
        page.keyboard.press(key)


def type_account(page: Page) -> None:
    tab_to(page, "name")
    page.keyboard.type(ANN)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORDS[ANN])
    enter(page)


def test_a_passage_is_verified_by_keyboard_and_shown_as_changed_after_an_edit_and_a_rebuild(
    browser: Browser,
    prepared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The server, the index and the ledger are real; of the models only stand-ins."""
    monkeypatch.setattr(wiring, "SentenceEncoder", LetterEncoder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QA_SEEDS_DIR", str(milford_seeds(tmp_path / "seeds")))
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))
    shutil.copytree(prepared, tmp_path / "data")
    settings = Settings()
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    build()
    with served(settings) as at:
        page = context.new_page()
        page.goto(f"{at}/plain")
        tab_to(page, "question")
        page.keyboard.type("How much does the state offer for each deputy?")
        tab_to(page, english.ASK)
        enter(page)
        tab_to(page, "Read [1] in the document")
        with context.expect_page() as opened:
            page.keyboard.press("Enter")
        page = opened.value
        cited = page.url
        words = page.text_content("#passage")
        assert words and "$7,500" in words
        assert page.text_content("p.verdict") == english.NO_VERDICT
        tab_to(page, english.FOR_STAFF)
        enter(page)
        type_account(page)
        assert page.text_content("blockquote") == words
        enter(page)  # the button has the focus
        assert page.url == f"{at}/staff/passages/1"
        enter(page, "v")
        assert page.url == f"{at}/staff?queue=unverified&done=1"
        with Ledger(settings.ledger_path) as ledger:
            (event,) = ledger.history(1)
        assert (event.state, event.by) == (Standing.VERIFIED, ANN)
        on = english.day(event.at.astimezone().date())
        page.goto(cited)
        assert page.text_content("p.verdict") == f"Verified by staff on {on}."
    file = tmp_path / "seeds" / "gazette.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("offers $7,500", "offers $8,500"), encoding="utf-8")
    capsys.readouterr()
    build()
    assert "changed (new since the last check)" in capsys.readouterr().out
    with served(settings) as at:
        cited = at + cited[cited.index("/documents") :]
        page.goto(cited)
        assert page.text_content("p.problem") == english.LINKS["changed"]
        assert not page.locator("#passage").count()
        assert page.text_content("p.verdict") == f"Verified by staff on {on}, before the document changed."
        page.goto(f"{at}/staff")
        type_account(page)
        tab_to(page, texts.QUEUES["drifted"])
        enter(page)
        assert "Changed in its document" in (page.text_content("p.standing") or "")
        enter(page, "n")
        assert page.text_content("p.caution") == texts.FOUND["changed"]
        then, now = page.locator(".sides section").all()
        assert "offers $7,500" in (then.text_content() or "") and "$7,500" in (page.text_content("del") or "")
        assert "offers $8,500" in (now.text_content() or "") and "$8,500" in (page.text_content("ins") or "")
        left, right = then.bounding_box(), now.bounding_box()
        assert left and right and left["x"] + left["width"] <= right["x"] and left["y"] == right["y"]
    context.close()


def check_both(page: Page, screen: str) -> None:
    """Check a screen in light colours, and in dark ones what they change."""
    check(page, screen)
    page.emulate_media(color_scheme="dark")
    found = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    assert found.response["passes"] and not found.response["violations"], screen
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_staff_is_accessible_and_fits(
    width: int, browser: Browser, site: Site, at: str
) -> None:
    intact, changed = site.entered(DAILY, "About 1,000 departments"), site.entered(AGENCIES, QUOTE)
    removed = [site.entered(REWORDED, words) for words in ("uncommon", "Saldaña")]
    site.bot.sources = [AGENCIES, DAILY]
    for id in removed:
        site.drifted(id, Standing.ORPHANED)
    linked = urlencode({"link": address(DAILY.id, DAILY.sha256, 0, 5)})
    edited(site, lambda words: words.replace("up from 135", "up from 136"))
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{at}/staff/login?{linked}")
    check_both(page, "log-in")
    log_in(page, at)
    check_both(page, "queue")
    page.goto(f"{at}/staff/passages/{intact}")
    page.fill("#staff_note", "word " * 40 + "x" * 200)
    page.click("button[value=disputed]")
    for path in (
        "/staff?queue=disputed",
        "/staff?queue=drifted",
        "/staff/add",
        f"/staff/passages/{intact}",
        f"/staff/passages/{changed}",
        f"/staff/passages/{removed[0]}",
        f"/staff/add?{linked}",
        "/staff/passages/99",
    ):
        page.goto(at + path)
        check_both(page, path)
    page.goto(f"{at}/staff/add")
    page.click("main button")
    assert page.text_content("p.problem") == texts.NOTHING_GIVEN
    check_both(page, "refused")
    context.close()
