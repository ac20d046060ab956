"""Links to earlier versions of a document, and what everybody sees of staff's findings."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from index.records import Document, Span
from qa.texts import english as texts
from qa.verification.events import Event, Standing
from qa.verification.ledger import Ledger
from qa.web.links import address
from tests.qa.web.fakes import FakeBot, document, pages_of
from tests.qa.web.reading import elements, text
from tests.qa.web.test_pages import shown_text

TEXT = "Alba signed an agreement in May.\n\nBrno has declined to sign one.\n\nCork waits.\n"
WORDS = "Brno has declined to sign one."
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD = document("towns", TEXT, title="Towns")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


def judged(path: Path, source: Document = OLD, words: str = WORDS, **changes: Any) -> str:
    """Enter *words* of *source* with a verdict, and return their address in that version."""
    start = source.text.index(words)
    place = Span(start, start + len(words))
    with Ledger(path) as ledger:
        verdict = {"state": Standing.VERIFIED, "by": "Ann Secret", "at": NOON, "staff_note": "Phoned them."}
        ledger.record(ledger.enter(source, place), Event.model_validate(verdict | changes))
    return address(source.id, source.sha256, *place)


def page(path: Path, url: str, *sources: Document) -> str:
    response = pages_of(FakeBot(sources), path).get(url)
    assert response.status_code == 200
    return response.text


def test_a_verdict_is_said_in_words_with_its_day_and_public_note(path: Path) -> None:
    url = judged(path, public_note="Compared with <b>the paper</b>.")
    html = page(path, url, OLD)
    assert text(html, "p", "verified") == "Verified by staff on 22 November 2026."
    assert text(html, "p", "note") == "Compared with <b>the paper</b>."
    judged(path, state=Standing.DISPUTED, public_note="The figure is another.")
    html = page(path, url, OLD)
    assert text(html, "p", "disputed") == "Disputed by staff on 22 November 2026."
    assert text(html, "p", "note") == "The figure is another."


def test_neither_names_nor_staff_notes_leave_the_ledger(path: Path) -> None:
    url = judged(path)
    for asked in (url, "/documents/towns", "/sources", f"/cite?place={OLD.sha256[:8]}.34.64.towns"):
        html = page(path, asked, OLD)
        assert "Secret" not in html and "Phoned" not in html


def test_without_a_verdict_the_page_says_so(path: Path) -> None:
    judged(path)
    other = address(OLD.id, OLD.sha256, 0, 4)
    assert text(page(path, other, OLD), "p", "verdict") == texts.NO_VERDICT
    assert not elements(page(path, "/documents/towns", OLD), "p", "verdict")


def for_staff(html: str) -> list[dict[str, str]]:
    return [one.attributes for one in elements(html, "a") if one.text == texts.FOR_STAFF]


def test_staff_are_led_from_a_passage_to_their_own_page_of_it(path: Path) -> None:
    url = address(OLD.id, OLD.sha256, 0, 4)
    pages = pages_of(FakeBot([OLD]), path)
    (link,) = for_staff(pages.get(url).text)
    (framed,) = for_staff(pages.get(url, headers={"sec-fetch-dest": "iframe"}).text)
    assert link == {"href": f"/staff/add?{urlencode({'link': url})}"}
    assert framed == link | {"target": "_blank", "rel": "noopener"}, "their pages stand in no frame"
    assert not for_staff(pages.get("/documents/towns").text), "no passage"
    assert not for_staff(pages_of(FakeBot([OLD])).get(url).text), "no ledger, and no pages for staff"
    later = document("towns", f"Corrected.\n\n{TEXT}")
    (moved,) = for_staff(page(path, judged(path), later))
    start = later.text.index(WORDS)
    now = address(later.id, later.sha256, start, start + len(WORDS))
    assert moved == {"href": f"/staff/add?{urlencode({'link': now})}"}, "where the words stand now"


def test_reading_a_page_makes_no_ledger(path: Path) -> None:
    page(path, address(OLD.id, OLD.sha256, 0, 4), OLD)
    page(path, address(OLD.id, "0" * 64, 0, 4), OLD)
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize(
    ("now", "state"),
    [(TEXT.replace("Cork waits", "Cork signed"), "intact"), (f"Corrected.\n\n{TEXT}", "moved")],
)
def test_a_link_to_an_earlier_version_leads_to_the_same_words(path: Path, now: str, state: str) -> None:
    url = judged(path)
    html = page(path, url, document("towns", now))
    assert text(html, "p", "notice") == texts.LINKS[state]
    assert text(html, "mark") == WORDS
    assert text(html, "p", "verified").startswith("Verified by staff on 22 November 2026.")
    assert shown_text(html) == now


def test_a_link_to_words_that_are_gone_marks_nothing_and_offers_the_nearest(path: Path) -> None:
    url = judged(path)
    now = document("towns", TEXT.replace("has declined", "has never declined"))
    html = page(path, url, now)
    assert text(html, "p", "problem") == texts.LINKS["changed"]
    assert not elements(html, "mark")
    assert "Verified by staff on 22 November 2026, before the document changed." in text(
        html, "p", "verified"
    )
    (nearest,) = [one for one in elements(html, "a") if one.text == texts.NEAREST_TEXT]
    assert text(page(path, nearest.attributes["href"], now), "mark") == "Brno has never declined to sign one."


def test_a_link_of_which_nothing_is_left_says_so(path: Path) -> None:
    url = judged(path)
    html = page(path, url, document("towns", "Something else altogether."))
    assert text(html, "p", "problem") == texts.LINKS["orphaned"]
    assert not [one for one in elements(html, "a") if one.text == texts.NEAREST_TEXT]


def test_a_link_that_the_ledger_does_not_know_is_not_guessed(path: Path) -> None:
    judged(path)
    later = document("towns", f"Corrected.\n\n{TEXT}")
    html = page(path, address("towns", OLD.sha256, 0, 4), later)
    assert text(html, "p", "problem") == texts.LINKS["other_version"]
    assert not elements(html, "mark")


@pytest.mark.parametrize("now", [TEXT, f"Corrected.\n\n{TEXT}"])
def test_a_ledger_that_cannot_be_read_takes_nothing_from_the_document(
    path: Path, now: str, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(b"no ledger at all")
    start = TEXT.index(WORDS)
    html = page(path, address("towns", OLD.sha256, start, start + len(WORDS)), document("towns", now))
    assert text(html, "p", "verdict") == texts.NO_LEDGER_READ
    assert shown_text(html) == now
    assert "is damaged or is no ledger" in caplog.text and "Traceback" not in caplog.text


def test_an_excerpted_document_shows_no_more_where_a_passage_has_moved(path: Path) -> None:
    body = "".join(f"Sentence number {number:04}. " for number in range(400))
    words = "Sentence number 0200."
    url = judged(path, document("d", body, display="excerpt"), words)
    now = document("d", f"New. {body}", display="excerpt")
    html = page(path, url, now)
    start = now.text.index(words)
    assert shown_text(html) == now.text[start - 600 : start + len(words) + 600]
