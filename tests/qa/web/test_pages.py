import io
import re

import pytest
from starlette.testclient import TestClient

from index.records import Document
from qa.contract import Request
from qa.texts import english as texts
from qa.verification.saved import saved_replies
from qa.web.links import address
from qa.web.rendering import exact, render_answer
from tests.qa.web.fakes import (
    AGENCIES,
    BEFORE,
    DAILY,
    DOCUMENTS,
    FRAMES,
    REWORDED,
    FakeBot,
    client_of,
    document,
)
from tests.qa.web.reading import elements, scripts, text

HOSTILE = (
    "<img src=https://evil.example/x onerror=alert(1)> [a](javascript:alert(1)) "
    "\u202eabc \U0001f600 *b* {{c}}"
)
PARTS = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"


def link_to(source: Document, words: str) -> str:
    start = source.text.index(words)
    return address(source.id, source.sha256, start, start + len(words)).partition("#")[0]


def shown_text(html: str) -> str:
    return "".join(one.text for one in elements(html, "p") if one.is_in("article"))


@pytest.mark.parametrize("source", DOCUMENTS, ids=lambda source: source.id)
def test_a_document_is_shown_to_the_character(source: Document, client: TestClient) -> None:
    response = client.get(f"/documents/{source.id}")
    assert response.status_code == 200
    assert shown_text(response.text) == source.text
    assert not elements(response.text, "mark")


def test_a_hostile_document_is_text() -> None:
    words = f"{HOSTILE}\n\n</article><script>alert(1)</script>\n"
    url = 'https://evil.example/"><img/src=x/onerror=alert(1)>'
    source = document("d", words, title=HOSTILE, note=HOSTILE, url=url)
    client = client_of(FakeBot([source]))
    for path in ("/documents/d", link_to(source, HOSTILE), "/sources"):
        html = client.get(path).text
        assert not {"img", "iframe", "object"} & {one.tag for one in elements(html)}
        assert all(src.startswith("/own/") for src in scripts(html))
        assert url in {one.attributes["href"] for one in elements(html, "a")}
    assert shown_text(client.get("/documents/d").text) == source.text


def test_a_passage_is_marked_once_and_found_by_its_fragment(client: TestClient) -> None:
    html = client.get(link_to(AGENCIES, "By Jan. 26, 1,168 agencies were involved")).text
    assert text(html, "mark") == "By Jan. 26, 1,168 agencies were involved"
    assert elements(html, "mark")[0].attributes == {"id": "passage"}
    assert shown_text(html) == AGENCIES.text


def test_a_passage_across_paragraphs_is_marked_whole_under_one_id(client: TestClient) -> None:
    words = "it can poison relationships.\n\u2022 mayors\n\u2022 sheriffs"
    html = client.get(link_to(DAILY, words)).text
    marks = elements(html, "mark")
    assert "".join(mark.text for mark in marks) == words
    assert [mark.attributes.get("id") for mark in marks] == ["passage", None, None]


def test_boilerplate_is_kept_and_greyed(client: TestClient) -> None:
    html = client.get("/documents/agencies").text
    assert text(html, "p", "boilerplate").strip() == "Leave a Reply"


def test_the_record_says_what_is_unknown(client: TestClient) -> None:
    html = client.get("/documents/reworded").text
    names = [one.text for one in elements(html, "dt")]
    values = [one.text for one in elements(html, "dd")]
    record = dict(zip(names, values, strict=True))
    assert record["Title"] == record["Publisher"] == record["Author"] == record["Rights"] == "unknown"
    assert record["Published"] == "no date in this copy"
    assert record["Reworded from"] == "an NPR report"
    assert record["SHA-256 of the text"] == REWORDED.sha256
    assert "wording may differ" in text(html, "p", "caution")


def test_the_original_opens_apart_and_is_told_nothing_of_us(client: TestClient) -> None:
    html = client.get("/documents/daily").text
    (link,) = [one for one in elements(html, "a") if one.attributes["href"].startswith("http")]
    assert link.attributes == {
        "href": "https://daily.example/story",
        "target": "_blank",
        "rel": "noopener noreferrer",
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start=1", 400),
        ("start=x&end=2&v=00000000", 400),
        ("start=-5&end=2&v={v}", 400),
        ("start=9&end=5&v={v}", 400),
        ("start=5&end=5&v={v}", 400),
        ("start=1&end=9&v=nonsense", 400),
        ("start=1&end=9&v={v}%00", 400),
        ("start=0&end=99999999&v={v}", 404),
        ("start=0&end=" + "9" * 3000 + "&v={v}", 400),
        ("start=1&end=9&v=00000000", 200),
        ("start=1&end=999999999&v=00000000", 200),
    ],
)
def test_a_bad_link_shows_the_document_unmarked_and_says_so(
    query: str, status: int, client: TestClient
) -> None:
    response = client.get(f"/documents/agencies?{query.format(v=AGENCIES.sha256[:8])}")
    assert response.status_code == status
    assert text(response.text, "p", "problem").endswith("no passage is marked.")
    assert not elements(response.text, "mark")
    assert shown_text(response.text) == AGENCIES.text
    assert "Traceback" not in response.text


def test_a_link_made_from_another_text_says_so(client: TestClient) -> None:
    html = client.get("/documents/agencies?start=1&end=9&v=00000000").text
    assert "another version of this document" in text(html, "p", "problem")


def test_what_to_take_care_of_stands_above_the_text() -> None:
    source = document("d", "Alba signed.", note="The year is missing.")
    html = client_of(FakeBot([source])).get("/documents/d").text
    assert text(html, "p", "caution") == "The year is missing."


def test_the_marked_passage_can_be_found_on_the_page_it_came_from(client: TestClient) -> None:
    html = client.get(link_to(DAILY, "Opponents argue that it can poison relationships.")).text
    links = [one for one in elements(html, "a") if ":~:text=" in one.attributes["href"]]
    assert [one.attributes for one in links] == [
        {
            "href": "https://daily.example/story#:~:text=Opponents%20argue%20that%20it%20can%20poison%20relationships.",
            "target": "_blank",
            "rel": "noopener noreferrer",
        }
    ]
    without = client.get(link_to(REWORDED, "uncommon")).text
    assert ":~:text=" not in without, "no address is known"


def test_an_excerpt_hides_the_rest_of_the_document() -> None:
    whole = "".join(f"Sentence number {number:04}. " for number in range(400))
    source = document("d", whole, display="excerpt", title="Kept short")
    client = client_of(FakeBot([source]))
    html = client.get(link_to(source, "Sentence number 0200.")).text
    start = whole.index("Sentence number 0200.")
    assert shown_text(html) == whole[start - 600 : start + len("Sentence number 0200.") + 600]
    assert "Sentence number 0150" not in html and "Sentence number 0250" not in html
    assert [one.text for one in elements(html, "p", "cutoff")] == [texts.EXCERPT_BEFORE, texts.EXCERPT_AFTER]
    bad = f"/documents/d?start=0&end={len(whole)}&v={source.sha256[:8]}"
    assert client.get(bad).status_code == 403
    for path in ("/documents/d", "/sources", bad, "/documents/d?start=1&end=2&v=00000000"):
        assert "Sentence number" not in client.get(path).text
    assert text(client.get("/documents/d").text, "p", "cutoff") == texts.EXCERPT_ONLY


def test_an_unknown_document_leads_to_the_list_of_sources(client: TestClient) -> None:
    for path in ("/documents/nope", "/documents/", "/documents/../app.py", "/documents/agencies/x"):
        response = client.get(path)
        assert response.status_code == 404
        assert "/sources?lang=en" in {one.attributes["href"] for one in elements(response.text, "a")}


def test_in_the_side_panel_a_page_leaves_the_way_back_to_the_panel(client: TestClient) -> None:
    assert elements(client.get("/documents/daily").text, "nav")
    assert not elements(client.get("/documents/daily", headers={"sec-fetch-dest": "iframe"}).text, "nav")


def test_the_sources_page_lists_every_document_and_explains_the_kinds(client: TestClient) -> None:
    html = client.get("/sources").text
    links = [one.attributes["href"] for one in elements(html, "a") if one.is_in("li")]
    assert [link for link in links if link.startswith("/documents/")] == [
        "/documents/agencies?lang=en",
        "/documents/daily?lang=en",
        "/documents/reworded?lang=en",
    ]
    assert "Newest dated document: 16 February 2026." in html
    for words in texts.KINDS_EXPLAINED.values():
        assert str(exact(words)) in html


def test_the_plain_page_answers_with_the_same_html_as_the_chat(own_client: TestClient, bot: FakeBot) -> None:
    response = own_client.post("/plain", data={"question": "How many agencies?"})
    assert response.status_code == 200
    assert str(render_answer(bot.reply(bot.requests[0]), bot.documents, FRAMES)) in response.text
    assert text(response.text, "p", "asked") == "How many agencies?"


def test_no_question_is_put_into_an_address(client: TestClient) -> None:
    html = client.get("/plain").text
    forms = elements(html, "form")
    assert len(forms) == 1 + len(texts.EXAMPLES)
    forms += elements(client.post("/plain", data={"question": "agencies"}).text, "form")
    assert all(form.attributes["method"] == "post" for form in forms)
    assert client.get("/plain?question=agencies").text == html
    (form,) = elements(html, "form", "ask")
    (box,) = elements(html, "textarea")
    assert form.attributes["autocomplete"] == "off" and box.attributes["spellcheck"] == "false"


@pytest.mark.parametrize(
    "question", [HOSTILE, "</textarea><script>alert(1)</script>", "\x00\x01", "a" * 10_000, ""]
)
def test_a_hostile_question_is_shown_as_typed(question: str, client: TestClient) -> None:
    response = client.post("/plain", data={"question": question})
    assert response.status_code == 200
    html = response.text
    assert not {"img", "iframe"} & {one.tag for one in elements(html)}
    assert all(src.startswith("/own/") for src in scripts(html))
    shown = [one.text for one in elements(html, "p", "asked")]
    assert shown == ([question.replace("\x00", "\ufffd")] if question.strip() else [])


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (b"", FORM),
        (b"question=%ff%fe", FORM),
        (b"&".join([b"a=1"] * 100), FORM),
        (b'--x\r\nContent-Disposition: form-data; name="question"\r\n\r\nhi\r\n--x--', PARTS),
        (b"\xff\x00\x01", "text/plain"),
    ],
)  # fmt: skip
def test_a_form_of_any_shape_gets_a_page(content: bytes, type: str, client: TestClient) -> None:
    response = client.post("/plain", content=content, headers={"content-type": type})
    assert response.status_code == 200
    assert elements(response.text, "section", "answer")


def test_a_reply_is_saved_whole_as_the_command_line_prints_it(own_client: TestClient, bot: FakeBot) -> None:
    html = own_client.post("/plain", data={"question": "How many\nagencies?"}).text
    (button,) = elements(html, "button", "quiet")
    response = own_client.post("/plain/reply.json", data={"question": button.attributes["value"]})
    assert response.headers["content-disposition"] == 'attachment; filename="reply.json"'
    assert response.headers["content-type"] == "application/json"
    (saved,) = saved_replies(io.BytesIO(response.content))
    assert saved.reply == bot.reply(Request(question="How many\nagencies?"))
    assert own_client.get("/plain/reply.json?question=agencies").status_code == 405


def test_what_is_no_question_has_no_reply_to_save(client: TestClient) -> None:
    assert not elements(client.get("/plain").text, "button", "quiet")
    assert not elements(client.post("/plain", data={"question": ""}).text, "button", "quiet")


def test_errors_have_a_small_page_of_our_own(client: TestClient) -> None:
    for method, path, status in (("GET", "/nope", 404), ("POST", "/sources", 405), ("DELETE", "/plain", 405)):
        response = client.request(method, path)
        assert response.status_code == status
        assert text(response.text, "h1")
        assert "Traceback" not in response.text


def test_the_pages_of_one_collection_share_one_style_sheet(client: TestClient) -> None:
    sheets = set()
    for path in ("/plain", "/sources", "/documents/daily", "/nope"):
        sheets |= set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', client.get(path).text))
    (sheet,) = sheets
    response = client.get(sheet)
    assert response.headers["content-type"].startswith("text/css")
    assert "--ink:" in response.text and ".answer" in response.text
    assert "url(" not in response.text and "@import" not in response.text
    # Words in a style would be in one language for everybody.
    assert not re.search(r'content:\s*"[^"]*[a-z]', response.text, re.IGNORECASE)
    assert client.get("/own/secrets.css").status_code == 404


def test_the_plain_page_shows_figures_side_by_side(client: TestClient) -> None:
    html = client.post("/plain", data={"question": BEFORE}).text
    assert text(html, "caption") == texts.COMPARED["over_time"]
    assert [one.text for one in elements(html, "bdi", "figure")] == ["1,168", "About 1,000", "342"]


def test_the_title_of_an_answered_page_says_first_whether_there_is_an_answer(client: TestClient) -> None:
    assert text(client.get("/plain").text, "title") == "Ask about local cooperation with ICE"
    for question, heard in (
        ("agencies", "Answer ready. 2 sources."),
        ("Who is the mayor?", "No answer found in this collection."),
        ("\u00bfQu\u00e9 es agencies?", "Respuesta lista."),
    ):
        title = text(client.post("/plain", data={"question": question}).text, "title")
        assert title.startswith(heard) and "agencies" not in title
