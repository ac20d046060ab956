"""The page in a real Chromium: what a person sees, hears and leaves behind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog

from index.records import Span
from qa import contract
from qa.texts import english as texts
from qa.web.fragments import text_directive
from qa.web.links import address
from qa.web.serving import taken, url
from tests.qa.web.fakes import AGENCIES, BEFORE, DAILY, TWO_FINDINGS, FakeBot, answer, document, finding
from tests.qa.web.screens import BOX, Watched, ask, opened

pytestmark = pytest.mark.browser

# Whether the newest answer begins near the top of the window, or as near as the page's end lets it.
AT_THE_TOP = """() => {
    const top = [...document.querySelectorAll('.answer')].at(-1).getBoundingClientRect().top;
    const left = document.documentElement.scrollHeight - innerHeight - scrollY;
    return top >= 0 && (top < 200 || (left < 2 && top < innerHeight)); }"""


def test_a_question_is_answered_and_its_citation_opens_the_marked_passage(
    context: BrowserContext, site: str
) -> None:
    page = opened(context, site)
    ask(page, "How many agencies work with ICE?")
    assert page.locator(".answer mark").first.text_content() == "1,168 agencies"
    assert page.input_value(BOX) == ""
    page.click(".answer .open a")
    panel = page.frame_locator("#panel iframe")
    mark = panel.locator("#passage")
    mark.wait_for()
    assert mark.text_content() == TWO_FINDINGS[0].quote.text
    frame = page.frames[-1]
    frame.wait_for_function("scrollY > 0 || document.scrollingElement.scrollHeight <= innerHeight")
    box = mark.bounding_box()
    assert box is not None and 0 <= box["y"] <= 800
    assert not panel.locator("nav").count()
    assert len(context.pages) == 1
    # Beside the chat, not over it.
    answer_box = page.locator(".answer").bounding_box()
    panel_box = page.locator("#panel").bounding_box()
    assert answer_box is not None and panel_box is not None
    assert answer_box["x"] + answer_box["width"] <= panel_box["x"]


def test_a_passage_far_down_is_scrolled_to(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    ask(page, "agencies")
    page.click(".also summary")
    page.click(".also a")
    frame = page.frames[-1]
    frame.wait_for_selector("#passage")
    frame.wait_for_function("scrollY > 500")
    top = frame.evaluate("document.querySelector('#passage').getBoundingClientRect().top")
    assert 0 <= top <= 800


@pytest.mark.parametrize("way", ["Escape", "Escape inside", "Close"])
def test_focus_goes_to_the_panel_and_back_to_the_citation(
    way: str, context: BrowserContext, site: str
) -> None:
    page = opened(context, site)
    ask(page, "agencies")
    page.focus(".answer .open a")
    page.keyboard.press("Enter")
    page.frame_locator("#panel iframe").locator("#passage").wait_for()
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.wait_for_function("document.querySelector('#panel-title').textContent.includes('16 February 2026')")
    if way == "Close":
        page.click("#panel button")
    elif way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.frame_locator("#panel iframe").locator("summary").first.focus()
        page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="detached")
    assert page.evaluate("document.activeElement === document.querySelector('.answer .open a')")


def test_with_a_modifier_key_a_citation_opens_a_new_tab(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    ask(page, "agencies")
    with context.expect_page() as tab:
        page.click(".answer .open a", modifiers=["Control"])
    tab.value.wait_for_selector("#passage")
    assert not page.locator("#panel").count()
    assert tab.value.locator(".site nav").count() == 1


def test_on_a_phone_the_panel_covers_the_page_and_back_closes_it(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 740}, has_touch=True)
    page = opened(context, site)
    ask(page, "agencies")
    page.tap(".answer .open a")
    page.wait_for_selector("#panel")
    box = page.locator("#panel").bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert box is not None and bar is not None
    assert (box["x"], box["y"], box["width"], box["y"] + box["height"]) == (0, bar["height"], 375, 740)
    assert page.evaluate("document.querySelector('gradio-app').inert")
    assert not page.evaluate("document.querySelector('.top').inert")
    page.go_back()
    page.wait_for_selector("#panel", state="detached")
    assert page.locator(".answer").count() == 1
    assert not page.evaluate("document.querySelector('gradio-app').inert")
    page.tap(".answer .open a")
    page.wait_for_selector("#panel")
    page.tap("#panel button")
    page.wait_for_selector("#panel", state="detached")
    assert page.locator(".answer").count() == 1
    context.close()


def test_the_answer_is_announced_and_its_beginning_is_in_view(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    page.set_viewport_size({"width": 1280, "height": 500})  # lower than the first answer
    for question, status in (
        ("How many agencies?", "Answer ready. 2 sources."),
        ("five", "Answer ready. 3 sources."),
        ("Who is the mayor?", "No answer found in this collection."),
    ):
        ask(page, question)
        page.wait_for_function(
            "text => document.querySelector('body > p[role=status]').textContent === text", arg=status
        )
        page.wait_for_function(AT_THE_TOP)  # the scrolling is smooth
    assert page.locator("body > p[role=status]").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_failure_is_said_and_the_question_is_still_in_the_box(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    page.route("**/gradio_api/run/predict", lambda route: route.abort())
    page.fill(BOX, "agencies")
    page.click("#send")
    page.wait_for_selector("#pending .failed:visible")
    assert "Please ask again" in page.inner_text("[role=alert]")
    assert page.text_content("body > p[role=status]") == ""
    assert page.input_value(BOX) == "agencies"
    page.unroute("**/gradio_api/run/predict")
    ask(page, "agencies")
    assert not page.locator("#pending .failed").is_visible()


def test_an_example_is_asked_with_one_click_and_by_keyboard(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    page.focus(".example >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer mark")
    assert page.text_content("#conversation .user .message-content") == "How many agencies work with ICE?"
    assert not page.locator("#examples").is_visible()


def test_a_follow_up_carries_the_conversation(
    context: BrowserContext, serve: Callable[[FakeBot], str]
) -> None:
    bot = FakeBot()
    page = opened(context, serve(bot))
    ask(page, "How many agencies?")
    ask(page, "And *who* is <b>that</b>?")
    assert [turn.content for turn in bot.requests[-1].history] == [
        "How many agencies?",
        "\n".join(one.quote.text for one in TWO_FINDINGS),
    ]
    assert bot.requests[-1].question == "And *who* is <b>that</b>?"


def test_the_chat_asks_no_other_host_even_where_its_html_names_one(
    context: BrowserContext, site: str
) -> None:
    page = opened(context, site)
    with taken("127.0.0.1", 0) as other:
        other.listen()
        other.settimeout(0.5)
        page.evaluate(
            """other => {
                new Image().src = other;
                fetch(other, {mode: "no-cors"}).catch(() => null);
            }""",
            url(other) + "/x",
        )
        with pytest.raises(TimeoutError):
            other.accept()


def test_a_hostile_document_and_a_hostile_question_do_nothing(
    fresh: BrowserContext, serve: Callable[[FakeBot], str]
) -> None:
    words = (
        "<img src=https://evil.example/x onerror=alert(1)><script>alert(2)</script> [a](javascript:alert(3)) "
        "![b](https://evil.example/y) ${alert(4)} {{constructor}} *c* _d_ <https://evil.example/z> $$e$$"
    )
    source = document("hostile", f"Before {words} after.", title=words, kind="rewrite", original=words)

    class Hostile(FakeBot):
        def __init__(self) -> None:
            super().__init__([source])

        def reply(self, request: contract.Request) -> contract.Reply:
            return answer(request.question, (finding(source, source.text, words, heading=words),) * 3)

    site = serve(Hostile())
    watched = Watched.of(fresh)
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page = opened(fresh, site)
    page.on("dialog", dismiss)
    ask(page, words)
    ask(page, words)
    assert page.text_content("#conversation .user .message-content") == words
    assert page.text_content(".answer blockquote") == source.text
    page.click(".answer .open a")
    page.frame_locator("#panel iframe").locator("#passage").wait_for()
    assert page.frame_locator("#panel iframe").locator("#passage").text_content() == source.text
    for path in ("/sources", "/documents/hostile"):
        page.goto(site + path)
        assert words in (page.text_content("main") or "")
    page.goto(site + "/plain")
    page.fill("textarea", words)
    page.click(".ask button")
    assert page.text_content("p.asked") == words
    assert dialogs == []
    watched.check(page, site)


def test_without_script_the_chat_sends_to_the_plain_page_which_answers(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.wait_for_url(site + "/plain?lang=en")
    page.fill("textarea", "How many agencies?")
    page.click(".ask button")
    assert page.text_content(".answer mark >> nth=0") == "1,168 agencies"
    assert page.url == site + "/plain?lang=en"
    with context.expect_page() as tab:
        page.click(".answer .open a")
    tab.value.wait_for_selector("#passage")
    context.close()


@pytest.mark.parametrize(("width", "is_list"), [(1280, False), (320, True)])
def test_figures_side_by_side_are_a_table_and_on_a_phone_a_list(
    width: int, is_list: bool, browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    for place in (site, f"{site}/plain"):
        page = context.new_page()
        page.goto(place)
        if place == site:
            page.wait_for_selector(BOX)
            ask(page, BEFORE)
        else:
            page.fill("textarea", BEFORE)
            page.click("form.ask button")
        table = page.locator(".compared")
        table.wait_for()
        box = table.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        tops = page.eval_on_selector_all(
            ".compared tbody tr:first-child > *",
            "cells => cells.map(cell => cell.getBoundingClientRect().top)",
        )
        assert len(tops) == 4 and (tops == sorted(set(tops))) is is_list
        assert page.locator(".compared .label").first.is_visible() is is_list
    context.close()


PASSAGE = address(DAILY.id, DAILY.sha256, 53, 103)


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_copy_puts_quote_citation_and_link_into_one_paste_and_says_so(
    key: str, fresh: BrowserContext, site: str
) -> None:
    fresh.grant_permissions(["clipboard-read", "clipboard-write"])
    page = fresh.new_page()
    page.goto(site + PASSAGE)
    if key == "click":
        page.click(".copy")
    else:
        page.press(".copy", key)
    page.wait_for_selector(".copied:not(:empty)")
    assert page.text_content(".copied[role=status]") == texts.COPIED
    pasted = page.evaluate("navigator.clipboard.readText()")
    quote, reference, link = pasted.split("\n\n")
    assert quote == f"“{DAILY.quote(Span(53, 103))}”"
    assert reference.endswith("Departments sign up. The Daily. https://daily.example/story")
    assert link == site + PASSAGE
    html = page.evaluate(
        "navigator.clipboard.read().then(([one]) => one.getType('text/html')).then(blob => blob.text())"
    )
    assert "<i>The Daily</i>" in html and "<script" not in html


def test_where_copying_is_not_allowed_the_text_is_selected_and_the_keys_are_named(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(site + PASSAGE)
    page.click(".copy")
    page.wait_for_selector(".copied:not(:empty)")
    assert page.text_content(".copied") == texts.SELECTED
    selected = page.evaluate("getSelection().toString()")
    assert DAILY.quote(Span(53, 103)) in selected and site + PASSAGE in selected


def test_without_script_the_citation_can_be_read_and_each_format_saved(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PASSAGE)
    assert not page.is_visible(".copy")
    page.click(".citation summary")
    assert page.is_visible(".paste .reference")
    page.click(".saving summary")
    with page.expect_download() as saving:
        page.click("text=RIS")
    assert saving.value.suggested_filename == "citation-ris.ris"
    assert saving.value.path().read_bytes().startswith(b"TY  - ")
    context.close()


def test_an_answer_is_cited_and_saved_from_the_side_panel(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    ask(page, "agencies")
    page.click(f"text={texts.CITE_ANSWER}")
    frame = page.frame_locator("#panel iframe")
    frame.locator(".paste").nth(1).wait_for()
    frame.locator(".saving summary").click()
    with page.expect_download() as saving:
        frame.locator("text=BibTeX").click()
    assert saving.value.suggested_filename == "citation-bibtex.bib"
    assert page.locator(".answer").count() == 1


def test_on_paper_stand_the_text_the_mark_the_record_and_the_citation(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    page.goto(site + PASSAGE)
    page.emulate_media(media="print")
    for shown in ("h1", "mark", ".about dl", ".paste .reference", ".verdict"):
        assert page.is_visible(shown), shown
    for hidden in (".copy", ".saving", ".site", ".jump", ".top"):
        assert not page.is_visible(hidden), hidden


def test_a_conversation_is_printed_unfolded_and_without_what_one_presses(
    context: BrowserContext, site: str
) -> None:
    page = opened(context, site)
    ask(page, "five")
    page.emulate_media(media="print", color_scheme="dark")
    for shown in ("h1", "#conversation .user", "mark", ".newest", ".folded .body blockquote", ".also q"):
        assert page.locator(shown).first.is_visible(), shown
    for hidden in (".top", "#composer", ".chat-footer", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    ink = page.eval_on_selector(".answer blockquote", "one => getComputedStyle(one).color")
    assert ink == "rgb(28, 33, 38)", "dark on paper"


def test_a_browser_finds_the_passage_by_its_text_fragment(context: BrowserContext, site: str) -> None:
    words = "1,168 agencies had signed by the end."
    start = AGENCIES.text.rindex(words)
    directive = text_directive(AGENCIES.text, Span(start, start + len(words)))
    page = context.new_page()
    page.goto(f"{site}/documents/agencies#:~:text={directive}")
    page.wait_for_function("scrollY > 500")
