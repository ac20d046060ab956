"""Passages cited on the page: as text to copy, and as files that other programs read."""

import json
from datetime import date
from urllib.parse import quote

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from starlette.testclient import TestClient

from index.records import Document, Span
from qa.citing.formats import FORMATS
from qa.citing.works import cite
from qa.verification.anchors import Anchor, from_json_ld
from qa.web.citations import DOWNLOADS, MAX_PLACES, query_of
from tests.qa.web.fakes import AGENCIES, DAILY, REWORDED, TWO_FINDINGS, FakeBot, document, pages_of
from tests.qa.web.reading import elements, scripts, text
from tests.qa.web.test_pages import HOSTILE, link_to

WORDS = "Opponents argue that it can poison relationships."


def passage(source: Document, words: str) -> tuple[Document, Span]:
    start = source.text.index(words)
    return source, Span(start, start + len(words))


def lines(html: str) -> list[str]:
    """Return what "Copy" copies, line by line, from the one citation of a page."""
    return [one.text for one in elements(html, "p") if one.is_in("div", "paste")]


def test_a_paste_is_the_quote_the_citation_and_the_permalink(client: TestClient) -> None:
    url = link_to(DAILY, WORDS)
    quoted, reference, link = lines(client.get(url).text)
    assert quoted == f"“{WORDS}”"
    assert (
        reference
        == "Writer, A. (2025, September 17). Departments sign up. The Daily. https://daily.example/story"
    )
    assert link == f"http://testserver{url}#passage"
    assert text(client.get(link).text, "mark") == WORDS


def test_what_is_not_known_is_said_beside_the_paste_and_not_in_it(client: TestClient) -> None:
    html = client.get(link_to(REWORDED, "That is uncommon")).text
    assert lines(html)[1] == "[Copy of an NPR report, reworded by software]. (n.d.)."
    assert text(html, "p", "unknown") == "Not known: author, title, date, publisher, web address."


def test_the_citation_keeps_its_italics(client: TestClient) -> None:
    html = client.get(link_to(DAILY, WORDS)).text
    assert [one.text for one in elements(html, "i")] == ["The Daily"]


def test_without_a_passage_there_is_nothing_to_cite(client: TestClient) -> None:
    html = client.get("/documents/daily").text
    assert not elements(html, "div", "paste")
    assert not [src for src in scripts(html) if "copy" in src]


def test_the_copy_button_waits_for_the_script_and_tells_screen_readers(client: TestClient) -> None:
    response = client.get(link_to(DAILY, WORDS))
    (script,) = [src for src in scripts(response.text) if "copy" in src]
    assert client.get(script).headers["content-type"].startswith("text/javascript")
    (copying,) = elements(response.text, "p", "copying")
    assert "hidden" in copying.attributes
    (status,) = elements(response.text, "p", "copied")
    assert status.attributes["role"] == "status" and status.text == ""


def test_an_answer_is_cited_from_its_places_alone(own_client: TestClient) -> None:
    html = own_client.post("/plain", data={"question": "How many agencies?"}).text
    (link,) = [
        one.attributes["href"] for one in elements(html, "a") if one.attributes["href"].startswith("/cite")
    ]
    first, second = (finding.quote for finding in TWO_FINDINGS)
    assert link == (
        f"/cite?place={AGENCIES.sha256[:8]}.{first.start}.{first.end}.agencies"
        f"&place={DAILY.sha256[:8]}.{second.start}.{second.end}.daily&lang=en"
    )
    cited = own_client.get(link)
    assert [one.text for one in elements(cited.text, "p", "quoted")] == [
        f"“{first.text}”",
        f"“{second.text}”",
    ]
    assert len(elements(cited.text, "button", "copy")) == 2
    assert [src for src in scripts(cited.text) if "copy" in src]
    downloads = [
        one.attributes["href"] for one in elements(cited.text, "a") if one.is_in("details", "saving")
    ]
    assert [one.partition("?")[0] for one in downloads] == [f"/cite/{name}" for name in DOWNLOADS]
    assert all(one.partition("?")[2] == link.partition("?")[2].removesuffix("&lang=en") for one in downloads)


def test_two_passages_of_one_document_are_one_citation(client: TestClient) -> None:
    two = [passage(DAILY, WORDS), passage(DAILY, "mayors")]
    quotes = lines(client.get(f"/cite?{query_of(two)}").text)
    assert quotes[:2] == [f"“{WORDS}”", "“mayors”"] and len(quotes) == 5


@pytest.mark.parametrize("name", FORMATS)
def test_each_download_is_what_the_command_line_writes(name: str, client: TestClient) -> None:
    both = [passage(DAILY, WORDS), passage(REWORDED, "Saldaña")]
    response = client.get(f"/cite/{name}?{query_of(both)}")
    assert response.status_code == 200
    assert response.content.decode() == FORMATS[name].export(cite(both, date.today()))
    assert response.headers["content-type"].startswith(FORMATS[name].media_type)
    assert response.headers["content-disposition"] == (
        f'attachment; filename="citation-{name}.{FORMATS[name].suffix}"'
    )
    assert set(DOWNLOADS) == {*FORMATS, "json"}


def test_other_programs_read_the_downloads(client: TestClient) -> None:
    query = query_of([passage(DAILY, WORDS)])
    ris = client.get(f"/cite/ris?{query}").content.decode()
    assert "\r\n" in ris and rispy.loads(ris)[0]["title"] == "Departments sign up"
    library = parse_string(client.get(f"/cite/bibtex?{query}").text)
    assert len(library.entries) == 1
    assert client.get(f"/cite/csl?{query}").json()[0]["title"] == "Departments sign up"


def test_the_json_holds_the_quote_its_record_and_its_selectors(client: TestClient) -> None:
    place = passage(DAILY, WORDS)
    made = client.get(f"/cite/json?{query_of([place])}").json()
    (row,) = made["passages"]
    assert made["accessed"] == date.today().isoformat()
    assert row["quote"] == {"text": WORDS, "start": place[1].start, "end": place[1].end}
    assert from_json_ld(row["anchor"]) == Anchor.of(*place)
    assert row["document"]["sha256"] == DAILY.sha256
    assert row["link"] == f"http://testserver{link_to(*(DAILY, WORDS))}#passage"
    assert row["missing"] == []
    assert "question" not in json.dumps(made)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("place=", 400),
        ("place=x", 400),
        ("place={v}.9.5.daily", 400),
        ("place={v}.-1.5.daily", 400),
        ("place={v}.1.5", 400),
        ("place={v}.1.99999.daily", 404),
        ("place=00000000.1.5.daily", 404),
        ("place={v}.1.5.nope", 404),
        ("place={v}.1.5.daily&place={v}.5.1.daily", 400),
        ("&".join(["place={v}.1.5.daily"] * (MAX_PLACES + 1)), 400),
        ("place=%00%ff", 400),
    ],
)
@pytest.mark.parametrize("path", ["/cite", "/cite/ris", "/cite/json"])
def test_what_names_no_passage_gets_a_plain_page(
    path: str, query: str, status: int, client: TestClient
) -> None:
    response = client.get(f"{path}?{query.format(v=DAILY.sha256[:8])}")
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert text(response.text, "h1") and "Traceback" not in response.text


def test_there_is_no_format_of_another_name(client: TestClient) -> None:
    assert client.get(f"/cite/docx?{query_of([passage(DAILY, WORDS)])}").status_code == 404


@pytest.mark.parametrize("path", ["/cite", *(f"/cite/{name}" for name in DOWNLOADS)])
def test_of_an_excerpted_document_no_more_is_given_than_the_passage(path: str) -> None:
    whole = "".join(f"Sentence number {number:04}. " for number in range(400))
    source = document("d", whole, display="excerpt", title="Kept short")
    client = pages_of(FakeBot([source]))
    words = "Sentence number 0200."
    found = client.get(f"{path}?{query_of([passage(source, words)])}")
    assert found.status_code == 200 and "0200" in found.text
    assert "0197" not in found.text and "0203" not in found.text
    long = client.get(f"{path}?place={source.sha256[:8]}.0.{len(whole)}.d")
    assert long.status_code == 403 and "Sentence" not in long.text


@pytest.mark.parametrize("starts", [range(0, 6000, 1000), range(0, 60, 10)], ids=["apart", "overlapping"])
def test_of_an_excerpted_document_one_page_gives_no_more_than_an_answer_quotes(starts: range) -> None:
    source = document("d", "Sentence. " * 3000, display="excerpt")
    places = [(source, Span(start, start + 800)) for start in starts]
    pages = pages_of(FakeBot([source]))
    for path in ("/cite", "/cite/json"):
        refused = pages.get(f"{path}?{query_of(places)}")
        assert refused.status_code == 403 and "Sentence" not in refused.text
        for fewer in (places[:5], places[:1] * 6):
            assert pages.get(f"{path}?{query_of(fewer)}").status_code == 200
    whole = document("d", source.text)
    query = query_of([(whole, span) for _, span in places])
    assert pages_of(FakeBot([whole])).get(f"/cite?{query}").status_code == 200


def test_a_hostile_document_is_text_in_its_citation_too() -> None:
    words = f"{HOSTILE}</p><script>alert(1)</script>"
    source = document("d<&>", words, title=HOSTILE, publisher=HOSTILE, authors=(HOSTILE,))
    client = pages_of(FakeBot([source]))
    url = f"/cite?{query_of([(source, Span(0, len(words)))])}"
    for host in ("testserver", 'a"><script>alert(1)</script>'):
        html = client.get(url, headers={"host": host}).text
        assert not {"img", "iframe"} & {one.tag for one in elements(html)}
        assert all(one.attributes.get("src", "").startswith("/own/") for one in elements(html, "script"))
        assert elements(html, "p", "quoted")[0].text == f"“{words}”"
        assert quote("d<&>", safe="") in html
