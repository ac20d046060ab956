"""What staff see of the ledger and record in it."""

import sqlite3
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest

from index.records import Document, Span
from qa.texts import staff as texts
from qa.verification import ledger_file
from qa.verification.anchors import State
from qa.verification.events import CHECKER, MAX_NOTE, Standing
from qa.verification.public import Verdict
from qa.web.citations import DOWNLOADS
from qa.web.links import Place, address, places_query
from qa.web.middleware import MAX_BODY
from qa.web.staff.desk import PAGE, differing
from tests.qa.web.fakes import (
    AGENCIES,
    DAILY,
    DOCUMENTS,
    TWO_FINDINGS,
    FakeBot,
    answer,
    document,
    no_answer,
)
from tests.qa.web.reading import elements, text
from tests.qa.web.staff.site import ANN, BEA, NOON, Browser, Site, hidden

QUOTE = "By Jan. 26, 1,168 agencies were involved, up from 135."
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> </textarea></p>{{ 7*7 }} '; DROP TABLE events; -- "
    "\u202eabc \U0001f600 \x00 \r"
)


DAY = 24 * 3600


def marked(html: str) -> str:
    return "".join(one.text for one in elements(html, "mark"))


def document_text(html: str) -> str:
    return "".join(one.text for one in elements(html, "p") if one.is_in("article"))


def edited(site: Site, change: Callable[[str], str], source: Document = AGENCIES) -> Document:
    """Serve *source* with another text, as after an edit and a rebuild."""
    known = source.source.model_dump(exclude={"file"})
    changed = document(source.id, change(source.text), **known)
    site.bot.sources = [changed if one.id == source.id else one for one in site.bot.sources]
    return changed


# The queue


def test_an_empty_ledger_says_where_to_begin(site: Site) -> None:
    browser = site.staff()
    html = browser.get("/staff").text
    assert text(html, "p", "empty") == texts.EMPTY["unverified"]
    assert "/staff/add" in {one.attributes["href"] for one in elements(html, "a") if one.is_in("main")}
    for name, words in texts.EMPTY.items():
        assert text(browser.get(f"/staff?queue={name}").text, "p", "empty") == words


def test_each_queue_holds_what_waits_for_it_and_says_how_much(site: Site) -> None:
    words = ("Florida leads", "up from 135", "with 342", "1,168 agencies had", "by the end")
    ids = [site.entered(AGENCIES, one) for one in words]
    browser = site.staff()
    browser.decide(ids[1], "verified")
    browser.decide(ids[2], "disputed", public_note="Which date?")
    site.drifted(ids[3], Standing.CHANGED)
    html = browser.get("/staff").text
    assert [one.text for one in elements(html, "q")] == ["Florida leads", "by the end"]
    assert [one.text for one in elements(html, "span", "count")] == ["2", "1", "1", "1", "5"]
    for queue, shown in (("drifted", [words[3]]), ("disputed", [words[2]]), ("verified", [words[1]])):
        html = browser.get(f"/staff?queue={queue}").text
        assert [one.text for one in elements(html, "q")] == shown
    assert f"{ANN}, 22 November 2026, 12:00 UTC" in text(html, "p", "standing")


def test_a_long_queue_is_read_page_by_page(site: Site) -> None:
    count = 2 * PAGE + 1
    with site.ledger() as ledger:
        for start in range(count):
            ledger.enter(AGENCIES, Span(start, start + 30))
    browser = site.staff()
    seen: list[str] = []
    path: str | None = "/staff"
    while path:
        html = browser.get(path).text
        seen += [
            one.attributes["href"] for one in elements(html, "a") if "passages/" in one.attributes["href"]
        ]
        following = [one.attributes["href"] for one in elements(html, "a") if one.text == "Next page"]
        path = following[0] if following else None
    assert len(seen) == len(set(seen)) == count


@pytest.mark.parametrize(
    "query", ["queue=nope", "after=-1", "after=x", "after=" + "9" * 40, "done=1", "queue="]
)
def test_an_odd_address_shows_the_queue(query: str, site: Site) -> None:
    site.entered(AGENCIES, QUOTE)
    html = site.staff().get(f"/staff?{query}").text
    assert text(html, "q") == QUOTE


@pytest.mark.parametrize("id", ["0", "7", "x", "-1", "1" * 40, "1.0", "1%00"])
def test_a_passage_that_is_not_there_leads_to_the_queue(id: str, site: Site) -> None:
    browser = site.staff()
    response = browser.get(f"/staff/passages/{id}")
    assert response.status_code == 404 and text(response.text, "p", "problem") == texts.NO_PASSAGE
    form = hidden(browser.get("/staff").text, "/staff/logout")
    response = browser.post(f"/staff/passages/{id}", {**form, "action": "verified"})
    assert response.status_code == 404


# One passage


def test_a_passage_stands_marked_in_the_whole_document_with_its_record(site: Site) -> None:
    short = document(
        "kept", "x" * 3000 + " A cited sentence. " + "y" * 3000, display="excerpt", rights="A. B."
    )
    site.bot.sources = [*DOCUMENTS, short]
    html = site.staff().get(f"/staff/passages/{site.entered(short, 'A cited sentence.')}").text
    assert marked(html) == text(html, "blockquote") == "A cited sentence."
    assert document_text(html) == short.text
    assert "A. B." in [one.text for one in elements(html, "dd")]
    assert text(html, "p", "found") == texts.FOUND["intact"]


def test_a_decision_is_recorded_with_name_and_time_and_leads_to_the_next(site: Site) -> None:
    first, second = site.entered(AGENCIES, QUOTE), site.entered(AGENCIES, "Florida leads")
    browser = site.staff()
    response = browser.decide(first, "verified", staff_note=" See p. 2\r\nand 3 ", public_note="Checked")
    assert response.status_code == 303
    assert response.headers["location"] == f"/staff/passages/{second}?queue=unverified&done={first}"
    html = browser.get(response.headers["location"]).text
    assert text(html, "p", "done") == f"Passage {first} is recorded as verified."
    (event,) = site.history(first)
    assert (event.state, event.by, event.at) == (Standing.VERIFIED, ANN, site.clock.wall())
    assert (event.staff_note, event.public_note) == ("See p. 2\nand 3", "Checked")
    response = browser.decide(second, "disputed")
    assert response.headers["location"] == f"/staff?queue=unverified&done={second}"
    html = browser.get(response.headers["location"]).text
    assert text(html, "p", "done") == f"Passage {second} is recorded as disputed."
    html = browser.get(f"/staff/passages/{first}").text
    assert ANN in text(html, "ol", "history") and "See p. 2\nand 3" in text(html, "ol", "history")


def test_a_staff_note_alone_changes_nothing_that_everybody_sees(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    assert browser.decide(id, "note").status_code == 422
    browser.decide(id, "disputed", public_note="Which date?")
    before = site.verdict(id)
    site.clock.seconds += 3 * DAY
    browser = site.staff(BEA)
    browser.decide(id, "note", staff_note="Asked the publisher", public_note="Not this")
    assert [(one.state, one.is_note) for one in site.history(id)] == [
        (Standing.DISPUTED, False),
        (Standing.DISPUTED, True),
    ]
    assert site.verdict(id) == before == Verdict("disputed", date(2026, 11, 22), "Which date?")
    queue = browser.get("/staff?queue=disputed").text
    assert f"{ANN}, 22 November 2026" in text(queue, "p", "standing"), "the note is Bea's, the verdict Ann's"
    history = text(browser.get(f"/staff/passages/{id}").text, "ol", "history")
    assert "Asked the publisher" in history and "Not this" not in history
    browser.decide(id, "unverified")
    assert site.history(id)[-1].state is Standing.UNVERIFIED and len(site.history(id)) == 3
    assert site.verdict(id) is None


def test_a_staff_note_leaves_the_public_note_as_it_was_before_the_automatic_check(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    browser.decide(id, "disputed", public_note="Which date?")
    with site.ledger() as ledger:
        for state in (State.CHANGED, State.INTACT):  # gone, and back again
            assert ledger.settle([(id, state)], NOON) == [id]
    browser.decide(id, "note", staff_note="Asked the publisher")
    last = site.history(id)[-1]
    assert (last.by, last.state, last.is_note) == (ANN, Standing.DISPUTED, True)
    assert site.verdict(id) == Verdict("disputed", date(2026, 11, 22), "Which date?")


def test_a_note_on_a_passage_that_drifted_answers_for_nothing(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    edited(site, lambda words: words.replace("up from 135", "up from 136"))
    site.drifted(id, Standing.CHANGED)
    browser = site.staff()
    browser.decide(id, "note", queue="drifted", staff_note="Asked the publisher")
    assert text(browser.get("/staff?queue=drifted").text, "q") == QUOTE


# Answering for what has drifted


def test_what_has_drifted_can_be_left_as_it_is(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    edited(site, lambda words: words.replace("up from 135", "up from 136"))
    site.drifted(id, Standing.CHANGED)
    browser = site.staff()
    response = browser.decide(id, "leave", queue="drifted", staff_note="No longer cited")
    assert response.headers["location"] == f"/staff?queue=drifted&done={id}"
    last = site.history(id)[-1]
    assert (last.by, last.state, last.is_note) == (ANN, Standing.CHANGED, False)
    assert text(browser.get("/staff?queue=drifted").text, "p", "empty") == texts.EMPTY["drifted"]
    with site.ledger() as ledger:
        assert ledger.is_answered(id) and ledger.settle([(id, State.CHANGED)], NOON) == []


@pytest.mark.parametrize("action", ["leave", "leave all"])
def test_what_stands_as_it_did_cannot_be_left(action: str, site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    html = browser.get(f"/staff/passages/{id}").text
    assert not {one.attributes.get("value") for one in elements(html, "button")} & {"leave", "leave all"}
    response = browser.decide(id, action)
    assert response.status_code == 422 and site.history(id) == ()
    assert text(response.text, "p", "problem") == texts.NOT_DRIFTED


def test_all_passages_of_a_removed_document_can_be_answered_for_at_once(site: Site) -> None:
    ids = [site.entered(AGENCIES, words) for words in (QUOTE, "Florida leads", "with 342", "by the end")]
    kept = site.entered(DAILY, "mayors")
    browser = site.staff(BEA)
    site.bot.sources = [DAILY]
    for id in ids:
        site.drifted(id, Standing.ORPHANED)
    browser.decide(ids[3], "disputed")
    site.drifted(kept, Standing.MOVED)
    html = browser.get(f"/staff/passages/{ids[1]}?queue=drifted").text
    (button,) = [one for one in elements(html, "button") if one.attributes.get("value") == "leave all"]
    assert button.text == texts.leave_all(2)
    assert [one.attributes["name"] for one in elements(html, "textarea")] == ["staff_note"]
    assert text(html, "p", "caution") == texts.FOUND["removed"] and texts.ERASED_NOTES in html
    response = browser.decide(ids[1], "leave all", queue="drifted")
    assert response.headers["location"] == f"/staff/passages/{kept}?queue=drifted&done={ids[1]}"
    assert [site.history(id)[-1].by for id in ids] == [BEA] * 4
    assert [len(site.history(id)) for id in ids] == [2] * 4
    assert site.history(ids[3])[-1].state is Standing.DISPUTED, "answered for before"
    assert site.history(kept)[-1].by == CHECKER, "of another document"
    single = browser.get(f"/staff/passages/{ids[0]}?queue=drifted").text
    assert "leave all" not in {one.attributes.get("value") for one in elements(single, "button")}


@pytest.mark.parametrize("action", ["", "nope", "moved", "confirm", "VERIFIED"])
def test_an_action_that_is_none_records_nothing(action: str, site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    response = site.staff().decide(id, action, staff_note="kept")
    assert response.status_code == 422 and site.history(id) == ()
    assert "kept" in [one.text.strip() for one in elements(response.text, "textarea")]


@pytest.mark.parametrize("field", ["staff_note", "public_note"])
def test_a_note_that_is_too_long_is_given_back(field: str, site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    long = "a" * (MAX_NOTE + 1)
    response = browser.decide(id, "verified", **{field: long})
    assert response.status_code == 422 and "more than 4,000 characters" in text(response.text, "p", "problem")
    assert long in response.text and site.history(id) == ()
    assert browser.decide(id, "verified", **{field: long[1:]}).status_code == 303
    response = browser.decide(id, "verified", **{field: "a" * MAX_BODY})
    assert response.status_code == 413 and len(site.history(id)) == 1


def test_what_is_hostile_is_shown_as_it_was_typed_and_does_nothing(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    assert browser.decide(id, "disputed", staff_note=HOSTILE, public_note=HOSTILE).status_code == 303
    refused = browser.decide(id, "nope", staff_note=HOSTILE, public_note=HOSTILE)
    for response in (browser.get(f"/staff/passages/{id}"), browser.get("/staff?queue=disputed"), refused):
        html = response.text
        assert not {"img", "object", "iframe"} & {one.tag for one in elements(html)}
        assert {one.attributes.get("src", "").partition("?")[0] for one in elements(html, "script")} == {
            "/own/staff.js"
        }
        assert "{{ 7*7 }}" in html or "queue=disputed" in str(response.url)
    assert "DROP TABLE events" in text(browser.get(f"/staff/passages/{id}").text, "ol", "history")
    assert len(site.history(id)) == 1 and site.history(id)[0].staff_note == HOSTILE.strip()


def test_many_fields_and_fields_twice_record_nothing_odd(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    form = hidden(browser.get(f"/staff/passages/{id}").text, f"/staff/passages/{id}")
    many = {**form, "action": "verified", **{f"x{number}": "" for number in range(1000)}}
    assert browser.post(f"/staff/passages/{id}", many).status_code == 403
    browser.decide(id, "disputed")
    for seen in ("-1", "x", "", "0", "2", "9" * 30):
        response = browser.post(f"/staff/passages/{id}", {**form, "seen": seen, "action": "verified"})
        assert response.status_code == 409, seen
    assert len(site.history(id)) == 1


# Two people at once


def test_of_two_people_at_once_the_second_is_shown_what_the_first_did(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    ann, bea = site.staff(ANN), site.staff(BEA)
    path = f"/staff/passages/{id}"
    form = hidden(bea.get(path).text, path)
    ann.decide(id, "disputed", staff_note="The figure is older")
    response = bea.post(path, {**form, "action": "verified", "staff_note": "Read on paper"})
    assert response.status_code == 409
    assert ANN in text(response.text, "p", "problem")
    assert "The figure is older" in text(response.text, "ol", "history")
    assert "Read on paper" in [one.text.strip() for one in elements(response.text, "textarea")]
    assert [one.by for one in site.history(id)] == [ANN]
    again = bea.post(
        path, {**hidden(response.text, path), "action": "verified", "staff_note": "Read on paper"}
    )
    assert again.status_code == 303
    assert [one.by for one in site.history(id)] == [ANN, BEA]


# After a change


def test_words_that_moved_are_marked_where_they_stand_and_verified_there(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    changed = edited(site, lambda words: "Corrected today.\n\n" + words)
    site.drifted(id, Standing.MOVED)
    browser = site.staff()
    html = browser.get(f"/staff/passages/{id}?queue=drifted").text
    assert marked(html) == QUOTE and document_text(html) == changed.text
    assert text(html, "p", "caution") == texts.FOUND["moved"]
    assert browser.decide(id, "verified", queue="drifted").status_code == 422
    assert browser.decide(id, "confirm", queue="drifted").status_code == 303
    with site.ledger() as ledger:
        old, new = ledger.entries()
    assert (old.state, new.state) == (Standing.MOVED, Standing.VERIFIED)
    assert new.anchor.sha256 == changed.sha256 and new.anchor.exact == QUOTE
    assert [one.by for one in site.history(old.id)] == [CHECKER, ANN]
    assert texts.EMPTY["drifted"] in browser.get("/staff?queue=drifted").text


def test_changed_words_stand_side_by_side_until_a_person_says_what_became_of_them(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    edited(site, lambda words: words.replace("up from 135", "up from 136"))
    browser = site.staff()
    html = browser.get(f"/staff/passages/{id}").text
    sides = [one.text for one in elements(html, "p", "paragraph")]
    assert [QUOTE in sides[0], "up from 136." in sides[1]] == [True, True]
    assert (text(html, "del"), text(html, "ins")) == ("135", "136")
    assert marked(html) == QUOTE.replace("135", "136")
    assert text(html, "p", "caution") == texts.FOUND["changed"]
    assert not [one for one in elements(html, "button") if one.attributes.get("data-key") == "v"]
    assert browser.decide(id, "verified").status_code == 422 and site.history(id) == ()
    response = browser.decide(id, "confirm", staff_note="Corrected by the paper", public_note="Corrected")
    assert response.status_code == 303
    with site.ledger() as ledger:
        old, new = ledger.entries()
    assert (old.state, new.state, old.anchor.exact) == (Standing.CHANGED, Standing.VERIFIED, QUOTE)
    assert new.anchor.exact == QUOTE.replace("135", "136")
    assert site.history(old.id)[-1].staff_note == texts.goes_on_as(new.id)
    assert site.history(new.id)[-1].staff_note == texts.went_on_from(old.id) + " Corrected by the paper"
    assert site.history(new.id)[-1].public_note == "Corrected"


def test_a_confirmation_overrules_nobody(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    changed = edited(site, lambda words: words.replace("up from 135", "up from 136"))
    other = site.entered(changed, QUOTE.replace("135", "136"))
    ann, bea = site.staff(ANN), site.staff(BEA)
    path = f"/staff/passages/{id}"
    form = hidden(bea.get(path).text, path)
    ann.decide(other, "disputed")
    ann.decide(id, "note", staff_note="Wait for the paper")
    assert bea.post(path, {**form, "action": "confirm"}).status_code == 409
    assert bea.decide(id, "confirm").status_code == 303
    assert [one.state for one in site.history(other)] == [Standing.DISPUTED]


def test_what_was_confirmed_is_what_was_shown(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    edited(site, lambda words: words.replace("up from 135", "up from 136"))
    browser = site.staff()
    path = f"/staff/passages/{id}"
    form = hidden(browser.get(path).text, path)
    for change in (
        {"start": "0"},
        {"end": "9" * 12},
        {"start": "5", "end": "5"},
        {"version": AGENCIES.sha256},
    ):
        response = browser.post(path, {**form, "action": "confirm", **change})
        assert response.status_code == 422
        assert text(response.text, "p", "problem") == texts.OTHER_VERSION
    edited(site, lambda words: words.replace("up from 135", "up from 137"))
    assert browser.post(path, {**form, "action": "confirm"}).status_code == 422
    with site.ledger() as ledger:
        assert ledger.count() == 1 and site.history(id) == ()


def test_a_document_removed_while_staff_look_at_it_is_said_and_nothing_is_lost(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    path = f"/staff/passages/{id}"
    form = hidden(browser.get(path).text, path)
    site.bot.sources = [DAILY]
    response = browser.post(path, {**form, "action": "verified", "staff_note": "kept"})
    assert response.status_code == 422
    assert text(response.text, "p", "problem") == texts.OTHER_VERSION and "kept" in response.text
    assert text(response.text, "p", "caution") == texts.FOUND["removed"]
    assert QUOTE in text(response.text, "p", "paragraph")
    assert browser.decide(id, "verified").status_code == 422
    assert browser.decide(id, "disputed").status_code == 303
    assert "(not in this collection any more)" in browser.get("/staff?queue=disputed").text


def test_a_passage_whose_words_were_erased_keeps_its_history(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    browser.decide(id, "disputed")
    with site.ledger() as ledger:
        assert ledger.erase(AGENCIES.id) == 1
    edited(site, lambda words: words + "New.\n")
    html = browser.get(f"/staff/passages/{id}").text
    assert text(html, "p", "caution") == texts.FOUND["erased"]
    assert ANN in text(html, "ol", "history") and not elements(html, "blockquote")
    assert "whose words were erased" in browser.get("/staff?queue=disputed").text
    assert browser.decide(id, "verified").status_code == 422


def test_a_ledger_that_cannot_be_used_is_named_and_left_as_it_is(site: Site) -> None:
    browser = site.staff()
    path = site.path
    path.write_bytes(b"something else entirely, and no ledger")
    for response in (browser.get("/staff"), browser.get("/staff/passages/1")):
        assert response.status_code == 503
        assert "is damaged or is no ledger" in text(response.text, "p", "problem")
    assert path.read_bytes().startswith(b"something else")


@pytest.mark.parametrize("how", ["newer", "locked"])
def test_a_ledger_that_takes_nothing_is_said_and_keeps_what_it_has(
    how: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    path = f"/staff/passages/{id}"
    form = hidden(browser.get(path).text, path)
    monkeypatch.setattr(ledger_file, "PATIENCE", 0.1)
    current = f"PRAGMA user_version = {len(ledger_file.MIGRATIONS)}"
    begin, end = {
        "newer": ("PRAGMA user_version = 99", current),
        "locked": ("BEGIN IMMEDIATE", "ROLLBACK"),
    }[how]
    other = sqlite3.connect(site.path, isolation_level=None)
    try:
        other.execute(begin)
        response = browser.post(path, {**form, "action": "verified"})
        assert response.status_code == 503
        words = {"newer": "was made by a newer version", "locked": "is locked by another program"}[how]
        assert words in text(response.text, "p", "problem")
        other.execute(end)
    finally:
        other.close()
    assert site.history(id) == ()
    assert browser.post(path, {**form, "action": "verified"}).status_code == 303


def test_only_words_that_differ_are_marked() -> None:
    then, now = differing("Up from 135 in May.", "It is up from 136 in May.")
    assert "".join(piece.text for piece in then) == "Up from 135 in May."
    assert [piece.text for piece in then if piece.marked] == ["Up ", "135 "]
    assert [piece.text for piece in now if piece.marked] == ["It is up ", "136 "]
    then, now = differing("It offers $7,500 in all.", "It offers $8,500 in all.")
    assert [piece.text for piece in (*then, *now) if piece.marked] == ["$7,500 ", "$8,500 "]
    assert differing("", "")[0] == [] and [piece.marked for piece in differing("", "new")[1]] == [True]


# Entering


def enter(browser: Browser, **typed: str) -> str:
    response = browser.send("/staff/add", "/staff/add", **typed)
    assert response.status_code == 200, response.text
    return str(response.text)


def test_a_link_enters_the_passage_that_it_marks(site: Site) -> None:
    start = AGENCIES.text.index(QUOTE)
    link = address(AGENCIES.id, AGENCIES.sha256, start, start + len(QUOTE))
    browser = site.staff()
    for given in (link, f" https://bot.example{link} ", link.partition("#")[0]):
        response = browser.send("/staff/add", "/staff/add", link=given)
        assert (response.status_code, response.headers["location"]) == (303, "/staff/passages/1")
    with site.ledger() as ledger:
        assert [one.anchor.exact for one in ledger.entries()] == [QUOTE]


@pytest.mark.parametrize(
    "link",
    [
        "x",
        "http://[",
        "/documents/agencies",
        "/documents/nope?start=1&end=2&v=00000000",
        "/sources?start=1&end=2&v=00000000",
        "agencies?start=1&end=2&v=" + AGENCIES.sha256[:8],
        "/documents/agencies?start=1&end=9999999&v=" + AGENCIES.sha256[:8],
        "/documents/agencies?start=1&end=1500&v=" + AGENCIES.sha256[:8],
        "javascript:alert(1)",
        HOSTILE,
    ],
)
def test_a_link_to_no_passage_enters_none(link: str, site: Site) -> None:
    response = site.staff().send("/staff/add", "/staff/add", link=link)
    assert response.status_code == 422 and text(response.text, "p", "problem")
    with site.ledger() as ledger:
        assert ledger.count() == 0


def test_a_link_that_was_followed_is_shown_and_entered_only_when_staff_say_so(site: Site) -> None:
    start = AGENCIES.text.index(QUOTE)
    link = address(AGENCIES.id, AGENCIES.sha256, start, start + len(QUOTE))
    followed = f"/staff/add?{urlencode({'link': link})}"
    browser = site.staff()
    response = browser.get(followed)
    assert response.status_code == 200 and text(response.text, "blockquote") == QUOTE
    with site.ledger() as ledger:
        assert ledger.count() == 0, "a link that was followed records nothing"
    response = browser.send(followed, "/staff/add")
    assert (response.status_code, response.headers["location"]) == (303, "/staff/passages/1")
    response = browser.get(followed)
    assert (response.status_code, response.headers["location"]) == (303, "/staff/passages/1")
    with site.ledger() as ledger:
        assert [one.anchor.exact for one in ledger.entries()] == [QUOTE]


@pytest.mark.parametrize("link", ["x", "https://evil.example/", "/documents/agencies", "//evil", HOSTILE])
def test_a_followed_link_to_no_passage_is_given_back_with_the_form(link: str, site: Site) -> None:
    response = site.staff().get(f"/staff/add?{urlencode({'link': link})}")
    assert response.status_code == 422 and text(response.text, "p", "problem") == texts.NO_LINK
    (field,) = [one for one in elements(response.text, "input") if one.attributes["name"] == "link"]
    assert field.attributes["value"] == link.strip().replace("\x00", "\N{REPLACEMENT CHARACTER}")
    assert not {"img", "iframe"} & {one.tag for one in elements(response.text)}


def test_a_saved_reply_enters_its_quotes_and_nothing_of_the_question(site: Site) -> None:
    reply = answer("Xylophone agencies?", TWO_FINDINGS).model_dump_json()
    browser = site.staff()
    html = enter(browser, reply=reply)
    assert [one.text for one in elements(html, "q")] == [one.quote.text for one in TWO_FINDINGS]
    enter(browser, reply=f"{reply}\n{reply}\n")
    with site.ledger() as ledger:
        assert [one.anchor.exact for one in ledger.entries()] == [one.quote.text for one in TWO_FINDINGS]
    assert "Xylophone" not in html
    for path in site.data.iterdir():
        assert b"Xylophone" not in path.read_bytes()


def test_a_quote_that_does_not_stand_there_is_not_entered(site: Site) -> None:
    reply = answer("q", TWO_FINDINGS).model_dump_json()
    changed = edited(site, lambda words: "New.\n\n" + words.replace("up from 135", "up from 136"))
    edited(site, lambda words: "New.\n\n" + words, DAILY)
    html = enter(site.staff(), reply=reply)
    said = [one.text for one in elements(html, "p", "standing")]
    assert said[0].startswith("Not entered") and "at the place where the words stand now" in said[1]
    with site.ledger() as ledger:
        (entry,) = ledger.entries()
    assert entry.anchor.document == DAILY.id and entry.anchor.span.start == 6 and changed


@pytest.mark.parametrize(
    "reply",
    [
        "",
        " ",
        "nonsense",
        "{}",
        "[]",
        "null",
        '{"line": 1}',
        no_answer("Who?", "not_stated").model_dump_json(),
        answer("q", TWO_FINDINGS).model_dump_json() + "\n{",
        HOSTILE,
    ],
)
def test_what_is_no_reply_with_quotes_enters_nothing(reply: str, site: Site) -> None:
    response = site.staff().send("/staff/add", "/staff/add", reply=reply)
    assert response.status_code == 422 and text(response.text, "p", "problem")
    with site.ledger() as ledger:
        assert ledger.count() == 0


# Keys


def test_keys_can_be_turned_off_and_all_works_without_them(site: Site) -> None:
    id = site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    page = f"/staff/passages/{id}"
    html = browser.get(page).text
    assert elements(html, "kbd") and elements(html, "script")
    response = browser.send(page, "/staff/keys")
    assert response.headers["location"] == f"{page}?queue=unverified"
    html = browser.get(page).text
    assert not elements(html, "kbd") and not elements(html, "script")
    assert browser.decide(id, "verified").status_code == 303
    browser.send(page, "/staff/keys")
    assert elements(browser.get(page).text, "script")


def test_staffs_pages_run_our_own_script_alone_and_say_where_a_form_comes_from(site: Site) -> None:
    site.entered(AGENCIES, QUOTE)
    browser = site.staff()
    responses = [browser.get(path) for path in ("/staff", "/staff/add", "/staff/passages/1", "/staff/login")]
    for response in (*responses, browser.get("/staff/passages/9"), site.browser().get("/staff")):
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';") and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["referrer-policy"] == "same-origin"
        assert response.headers["cache-control"] == "no-store"
        for one in elements(response.text):
            assert not [name for name in one.attributes if name.startswith("on") or name == "style"]
            assert one.tag != "style" and (one.tag != "script" or one.attributes["src"] and not one.text)


# What never leaves


def test_no_public_page_shows_a_staff_name_or_note(site: Site) -> None:
    spans = [(AGENCIES, QUOTE), (DAILY, "About 1,000 departments now have active agreements.")]
    browser = site.staff(BEA)
    for (source, words), action in zip(spans, ("verified", "disputed"), strict=True):
        browser.decide(
            site.entered(source, words), action, staff_note="Quokka note", public_note="Shown to all"
        )
    site.application = Site(site.data, FakeBot(), with_chat=True).application  # after a restart
    public = site.browser()
    seen = [
        public.get(path)
        for path in ("/", "/empty", "/sources", "/plain", "/nope", "/config", "/staff", "/staff/login")
    ]
    for source, words in spans:
        place = Span(start := source.text.index(words), start + len(words))
        seen.append(public.get(f"/documents/{source.id}"))
        shown = public.get(address(source.id, source.sha256, *place).partition("#")[0])
        assert text(shown.text, "p", "note") == "Shown to all", "the verdict is shown, without who gave it"
        seen.append(shown)
        cited = places_query([Place(source.id, source.sha256, *place)])
        seen += [public.get(f"/cite{name}?{cited}") for name in ("", *(f"/{one}" for one in DOWNLOADS))]
    for path in ("/plain", "/plain/reply.json"):
        seen.append(public.client.post(path, data={"question": "agencies"}))
    seen.append(public.client.post("/gradio_api/run/predict", json={"data": ["agencies", []], "fn_index": 0}))
    routes = {getattr(route, "path", "") for route in site.application.router.routes}
    assert routes <= {
        *("/empty", "/documents/{id:path}", "/sources", "/plain", "/own/{name}", "", "/"),
        *("/cite", "/cite/{name}", "/plain/reply.json"),
        *("/staff", "/staff/login", "/staff/logout", "/staff/keys", "/staff/add", "/staff/passages/{id}"),
    }, "a new route: ask it here too"
    for response in seen:
        assert response.status_code in (200, 303, 404)
        for word in (BEA, "Đặng", "\\u0110", "Quokka"):
            assert word not in response.text, response.url


def test_the_ledger_and_the_accounts_are_not_served(site: Site) -> None:
    browser = site.staff()
    for path in (
        "/staff.json",
        "/staff/staff.json",
        "/ledger.sqlite3",
        "/staff/../staff.json",
        "/own/staff.json",
    ):
        assert browser.get(path).status_code == 404
