"""A library's own words on the page: where they stand, and as plain text whatever they hold."""

from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from qa.texts.operator import load_frames
from qa.web.application import build_application
from tests.qa.web.fakes import FakeBot
from tests.qa.web.reading import elements, text

HOSTILE: Mapping[str, str] = {
    "title": "<b>Ask</b> {{ 7*7 }} $x",
    "referral": "<script>alert(1)</script> & ask",
    "contact": '"><img src=x onerror=alert(1)>',
    "notice": "<i>Closed</i> [a](javascript:alert(1)) *b* {% raw %}",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A client of pages whose library chose hostile words for the English ones."""
    folder = tmp_path_factory.mktemp("own")
    lines = "".join(f"{key} = '{words}'\n" for key, words in HOSTILE.items())
    (folder / "operator.en.toml").write_text(lines, encoding="utf-8")
    (folder / "operator.es.toml").write_text("notice = 'Cerrado el lunes.'", encoding="utf-8")
    return TestClient(build_application(FakeBot(), frames=load_frames(folder)))


@pytest.mark.parametrize("path", ["/plain", "/sources", "/documents/daily", "/nowhere"])
def test_a_librarys_words_are_shown_as_text_on_every_page(library: TestClient, path: str) -> None:
    html = library.get(path).text
    assert text(html, "p", "notice") == HOSTILE["notice"]
    assert text(html, "footer", "contact") == HOSTILE["contact"]
    assert text(html, "a", "home") == HOSTILE["title"]
    assert not elements(html, "script") and not elements(html, "img") and not elements(html, "b")
    assert text(library.get(f"{path}?lang=es").text, "p", "notice") == "Cerrado el lunes."


def test_whom_to_ask_stands_in_every_refusal_and_as_text(library: TestClient) -> None:
    html = library.post("/plain", data={"question": "What of Kansas there?"}).text
    assert text(html, "p", "referral") == HOSTILE["referral"]
    assert not elements(html, "script")
    html = library.post("/plain", data={"question": "?"}).text  # no question: nobody needs to be asked
    assert not elements(html, "p", "referral")


def test_a_librarys_words_are_text_in_the_chat_too(library: TestClient) -> None:
    page = library.get("/").text
    for words in ("<b>Ask", "<i>Closed", "<script>alert", '"><img', "*b* {%"):
        assert words not in page
    assert "#123;%" in page  # Gradio would read the brace as a template's
    assert "Cerrado el lunes." in library.get("/?lang=es").text


def test_no_empty_word_leaves_an_empty_place(client: TestClient) -> None:
    html = client.get("/plain").text
    assert not elements(html, "p", "notice") and not elements(html, "footer", "contact")
