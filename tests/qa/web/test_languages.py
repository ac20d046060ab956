"""In which language a page is shown, and what leads to the other."""

import pytest
from playwright.sync_api import BrowserContext
from starlette.testclient import TestClient

from qa.web.languages import choices, preferred
from tests.qa.web.fakes import DAILY, FakeBot, client_of
from tests.qa.web.reading import elements, text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("*", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr;q=0.9, es;q=0.5", "es"),
        ("ES-419", "es"),
        ("fr, de", "en"),
        ("en;q=0.2, es;q=0.7", "es"),
        ("es;q=0, en;q=0", "en"),
        ("es;q=nonsense, en", "en"),
        (",;=,es;;q=1", "es"),
    ],
)
def test_a_browser_that_prefers_spanish_gets_it(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


@pytest.mark.parametrize("path", ["/plain", "/sources", "/documents/daily", "/nothing-here", "/"])
def test_the_address_decides_and_without_it_the_browser(client: TestClient, path: str) -> None:
    spanish = {"accept-language": "es-US"}
    for headers, query, language in (
        ({}, "", "en"),
        (spanish, "", "es"),
        (spanish, "?lang=en", "en"),
        ({}, "?lang=es", "es"),
        ({}, "?lang=xx", "en"),
        ({}, "?lang=", "en"),
    ):
        html = client.get(path + query, headers=headers).text
        assert f'<html lang="{language}"' in " ".join(html[:200].split())


def test_the_switch_leads_to_the_same_place_in_the_other_language_and_carries_no_question() -> None:
    query = [("start", "1"), ("end", "2"), ("v", "ab"), ("question", "secret"), ("lang", "en")]
    english, spanish = choices("en", query)
    assert (english.is_current, spanish.is_current) == (True, False)
    assert spanish.href == "?start=1&end=2&v=ab&lang=es"
    assert (english.name, spanish.name) == ("English", "Español")


def test_every_page_has_the_switch_and_keeps_its_language_in_its_links(client: TestClient) -> None:
    for path in ("/plain", "/sources", "/documents/daily"):
        html = client.get(f"{path}?lang=es").text
        shown = [one for one in elements(html, "a") if one.is_in("nav", "languages")]
        assert [(one.text, one.attributes["href"], one.attributes["lang"]) for one in shown] == [
            ("English", "?lang=en", "en"),
            ("Español", "?lang=es", "es"),
        ]
        assert [one.attributes.get("aria-current") for one in shown] == [None, "true"]
        own = [
            one.attributes["href"] for one in elements(html, "a") if one.attributes["href"].startswith("/")
        ]
        assert own and all("lang=es" in href for href in own if not href.startswith(("/cite/", "/empty")))


def test_an_answer_has_the_frame_of_its_question_and_the_page_its_own(bot: FakeBot) -> None:
    client = client_of(bot)
    html = client.post("/plain", data={"question": "¿Cuántas agencias (agencies) trabajan con ICE?"}).text
    (answer,) = elements(html, "section", "answer")
    assert answer.attributes["lang"] == "es" and answer.attributes["data-status"].startswith("Respuesta")
    assert '<html lang="en">' in html
    html = client.post("/plain?lang=es", data={"question": "How many agencies work with ICE there?"}).text
    (answer,) = elements(html, "section", "answer")
    assert answer.attributes["lang"] == "en" and '<html lang="es">' in html


def test_the_page_is_the_hint_for_a_question_that_does_not_tell(bot: FakeBot) -> None:
    client = client_of(bot)
    for page in ("en", "es"):
        client.post(f"/plain?lang={page}", data={"question": "ICE Texas"})
        assert bot.requests[-1].language == page


def test_who_asks_in_another_language_is_told_so_in_both_of_ours(bot: FakeBot) -> None:
    asked = "Combien d'agents travaillent avec ICE dans le comté?"
    html = client_of(bot).post("/plain", data={"question": asked}).text
    said = [(one.attributes["lang"], one.text) for one in elements(html, "p", "silence")]
    assert said == [
        ("en", "This bot reads questions in English and Spanish. Please ask in one of these languages."),
        ("es", "Este bot lee preguntas en inglés y en español. Pregunte en uno de estos idiomas, por favor."),
    ]


def test_a_question_about_now_is_told_first_how_new_the_documents_are(bot: FakeBot) -> None:
    client = client_of(bot)
    for asked, first in (("How many agencies now?", True), ("How many agencies?", False)):
        html = client.post("/plain", data={"question": asked}).text
        (newest,) = [at for at in range(len(html)) if html.startswith("Newest dated document", at)]
        assert (newest < html.index("<blockquote")) is first


def test_the_chat_is_made_in_both_languages_and_an_event_reaches_the_one_it_came_from() -> None:
    bot = FakeBot()
    client = client_of(bot)
    assert (
        "Su pregunta" in client.get("/?lang=es").text and "Your question" not in client.get("/?lang=es").text
    )
    body = {"data": ["ICE Texas", []], "fn_index": 0, "session_hash": "visitor"}
    for query, headers, language in (
        ("?lang=es", {}, "es"),
        ("", {"accept-language": "es"}, "es"),
        ("", {}, "en"),
    ):
        response = client.post(f"/gradio_api/run/predict{query}", json=body, headers=headers)
        assert response.status_code == 200 and bot.requests[-1].language == language
        assert f'lang=\\"{language}\\"' in response.text


def test_the_documents_own_words_keep_their_language(client: TestClient) -> None:
    html = client.get("/documents/daily?lang=es").text
    assert text(html, "h1") == DAILY.source.title
    (title,) = [one for one in elements(html, "span") if one.is_in("h1")]
    assert title.attributes["lang"] == "en"


@pytest.mark.browser
def test_the_chat_keeps_the_language_of_its_words_whatever_the_browser_speaks(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    page.goto(f"{site}/?lang=es")
    page.wait_for_selector("#question textarea")
    page.fill("#question textarea", "agencies")
    page.click("#send")
    page.wait_for_selector("#conversation .answer")
    assert page.evaluate("document.documentElement.lang") == "es"
    assert page.title() == "Pregunte sobre la cooperación local con ICE"
    page.click("nav.languages a[lang=en]")
    page.wait_for_selector("text=Your question")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "agencies" not in page.url
