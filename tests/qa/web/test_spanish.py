"""In Spanish no English is left: what a page says outside of `lang="en"` is Spanish, or the asker's own."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from starlette.testclient import TestClient

from index.records import Kind
from qa import rendering
from qa.contract import AliasUse, Caution, Finding, Reason, Reply, Words
from qa.texts import spanish
from qa.texts.operator import frame_in
from qa.web.asking import Asker
from qa.web.chat import build_ui
from qa.web.rendering import render_answer, render_trouble
from tests.qa.web.fakes import (
    AGENCIES,
    COMPARED,
    DAILY,
    DIFFERING,
    DOCUMENTS,
    FRAMES,
    OLD,
    REWORDED_FINDING,
    TWO_FINDINGS,
    FakeBot,
    answer,
    client_of,
    document,
    finding,
    nearest,
    no_answer,
)
from tests.qa.web.reading import VOID, elements

BY_ID = {one.id: one for one in DOCUMENTS}
NAMED = [name for one in DOCUMENTS for name in (one.source.publisher, one.source.title) if name]
READ_OUT = ("aria-label", "title", "alt", "placeholder", "data-status", "data-copied", "data-selected")
# Words of English that no Spanish text has: one of them is enough to tell.
ENGLISH = frozenset(
    "the of and is this that to from for with are was not in it its by you your question questions answer "
    "answers page source sources document documents passage date published said says read words here there "
    "about which may collection find download close open skip go on as at or".split()
)
# Names of things, and what we cannot know the language of.
NAMES = re.compile(
    r"English|JSON|SHA-256|Markdown|BibTeX|RIS|CSL|https?://\S+|\b[0-9a-f]{64}\b|\b[a-z]+\.txt\b"
)


class _Texts(HTMLParser):
    """Collects what is read or read out, with the language that it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.languages = ["es"]
        self.said: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or self.languages[-1]
        self.said += [(language, given[name]) for name in READ_OUT if name in given]
        if tag == "button" and "value" in given:
            self.said.append((language, given["value"]))
        if tag not in VOID:
            self.languages.append("code" if given.get("class") == "code" else language)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if self.get_starttag_text() == "<title>":  # it has no room for marking a name's language
            for name in NAMED:
                data = data.replace(name, "")
        self.said.append((self.languages[-1], data))


def english_in(html: str) -> set[str]:
    """Return the English words that *html* has where it claims to be Spanish."""
    reader = _Texts()
    reader.feed(html)
    shown = " ".join(words for language, words in reader.said if language == "es")
    return english_words(shown)


def english_words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", NAMES.sub(" ", text))} & ENGLISH


def spanish_replies() -> Iterator[Reply]:
    told = TWO_FINDINGS[0].model_copy(
        update={"as_of": "2026-01-26", "speaker": "FWD.US", "via": "an article of the day"}
    )
    at = AGENCIES.text.index("By Jan. 26")
    timed = TWO_FINDINGS[0].model_copy(
        update={"as_of_at": Words(text="By Jan. 26", start=at, end=at + 10), "speaker": "the agency"}
    )
    findings: list[tuple[Finding, ...]] = [TWO_FINDINGS, (told, timed, REWORDED_FINDING)]
    for kind in get_args(Kind):
        for named in ({}, {"title": "The title of it", "publisher": "The paper"}):
            source = document(kind, "They left.", kind=kind, original="a report of the day", **named)
            findings.append((finding(source, "They left.", "They"),))
    for caution in get_args(Caution):
        findings.append((TWO_FINDINGS[1].model_copy(update={"caution": (caution,)}),))
    for some in findings:
        yield answer("¿Cuántas agencias hay?", some)
    yield answer("¿Cuántas hay ahora?", TWO_FINDINGS, **COMPARED)
    for kind in ("conflict", "over_time", "different_measure"):
        differing = DIFFERING.model_copy(update={"kind": kind, "others": (OLD,)})
        yield answer("¿Cuántas agencias hay?", TWO_FINDINGS, disagreement=differing)
    for reason in get_args(Reason):
        yield no_answer("¿Ohio hoy?", reason, missing=("Ohio", "Utah"), nearest=nearest(DAILY))
    used = (AliasUse(name="DHS", also=("Department of Homeland Security", "the Department")),)
    mended = {"standalone_question": "How many agencies are there?", "searched_as": used}
    yield answer("¿Cuántas?", TWO_FINDINGS).model_copy(update=mended)


@pytest.mark.parametrize("reply", [one.model_copy(update={"language": "es"}) for one in spanish_replies()])
def test_no_english_is_left_in_the_frame_of_a_reply(reply: Reply) -> None:
    html = str(render_answer(reply, BY_ID, FRAMES))
    assert english_in(html) == set()
    (section,) = elements(html, "section", "answer")
    assert section.attributes["lang"] == "es"
    quotes = elements(html, "blockquote")
    cited = [*(one.quote for one in reply.findings), *(one.quote for one in reply.nearest)]
    assert [one.text for one in quotes] == [quote.text for quote in cited]
    assert all(one.attributes["lang"] == "en" for one in quotes)


def test_the_checks_notice_english() -> None:
    assert english_in("<p>Lea the pasaje</p>") == {"the"}
    assert english_in('<p aria-label="Copy of it">x</p>') == {"of", "it"}
    assert english_in('<div lang="en"><p>Read the passage</p></div>') == set()
    assert english_in('<p>Lea <q lang="en">the words</q> aquí, at once</p>') == {"at"}


@pytest.mark.parametrize("kind", ["busy", "failed"])
def test_trouble_is_told_in_spanish(kind: str) -> None:
    assert english_in(str(render_trouble(kind, FRAMES["es"]))) == set()


def paths() -> Sequence[str]:
    daily, agencies = DAILY.sha256[:8], AGENCIES.sha256[:8]
    return [
        *("/plain", "/sources", "/documents/daily", "/documents/agencies", "/documents/reworded"),
        *(f"/documents/daily?start=0&end=5&v={daily}", f"/documents/daily?start=5&end=2&v={daily}"),
        *(f"/documents/daily?start=5&end=99999&v={daily}", "/documents/daily?start=5&end=9&v=00000000"),
        *("/documents/daily?start=5", f"/documents/agencies?start=17&end=30&v={agencies}"),
        *(f"/cite?place={daily}.0.5.daily&place={agencies}.17.30.agencies", "/cite", "/cite/nothing"),
        *("/documents/none", "/none", "/own/none"),
    ]


@pytest.mark.parametrize("path", paths())
def test_no_english_is_left_on_a_page(client: TestClient, path: str) -> None:
    html = client.get(f"{path}{'&' if '?' in path else '?'}lang=es").text
    assert '<html lang="es">' in html
    assert english_in(html) == set()


@pytest.mark.parametrize("asked", ["agencies", "differ", "uncommon", "five", "?", "Kansas"])
def test_no_english_is_left_on_the_page_that_answers(client: TestClient, asked: str) -> None:
    html = client.post("/plain?lang=es", data={"question": f"¿{asked}?" if asked != "?" else "?"}).text
    assert english_in(html) - {asked} == set()


def test_an_excerpt_is_said_to_be_one_in_spanish(tmp_path: Path) -> None:
    some = document(
        "d", "They left. " * 300, display="excerpt", note="Take care of the date.", rights="All of it"
    )
    client = client_of(FakeBot((some,)), tmp_path / "none")
    for query in ("", f"&start=1500&end=1510&v={some.sha256[:8]}", f"&start=0&end=3000&v={some.sha256[:8]}"):
        html = client.get(f"/documents/d?lang=es{query}").text
        assert "partes" in html or "parte" in html or "mostrar" in html
        assert english_in(html) == set()


def test_no_english_is_left_in_the_chat() -> None:
    page = build_ui(Asker(FakeBot()), FRAMES["es"], FRAMES)
    config = page.get_config_file()
    assert config["title"] == FRAMES["es"].own.title
    for one in config["components"]:
        said = [one["props"].get(name) for name in ("value", "label", "info", "placeholder", "submit_btn")]
        for words in filter(None, said):
            if isinstance(words, str):
                assert english_in(words) == set(), words


@pytest.mark.parametrize("reply", [one.model_copy(update={"language": "es-MX"}) for one in spanish_replies()])
def test_the_terminal_frames_by_the_language_of_the_reply(reply: Reply) -> None:
    shown = re.sub(r"[⟦⟧]|\n    \|", "", rendering.as_text(reply, BY_ID, FRAMES))
    shown = " ".join(shown.split())
    assert spanish.newest(BY_ID) in shown
    for words in sorted(set(quoted(reply.model_dump(mode="json"))), key=len, reverse=True):
        shown = shown.replace(" ".join(words.split()), "")
    assert english_words(shown) == set()


def quoted(value: object) -> Iterator[str]:
    """Yield each text of a reply that is a document's or the asker's and not a term of the contract."""
    match value:
        case str():
            yield value
        case dict():
            for name, one in value.items():
                if name not in ("kind", "outcome", "reason", "support", "caution", "language"):
                    yield from quoted(one)
        case list():
            for one in value:
                yield from quoted(one)


def test_an_unknown_language_has_the_english_frame() -> None:
    assert frame_in(FRAMES, "fr") is FRAMES["en"] and frame_in(FRAMES, "es-419") is FRAMES["es"]
