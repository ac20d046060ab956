from datetime import date
from types import ModuleType
from typing import Any, get_args

import pytest

from qa.contract import AliasUse, Disagreement, LeftOut, PlaceIn, Reason, Reply, Value, Words
from qa.texts import english, spanish
from qa.texts import english as texts
from qa.web.rendering import ATTRIBUTES, TAGS, exact, inert, render_answer, render_trouble
from tests.qa.web.fakes import (
    AGENCIES,
    COMPARED,
    DAILY,
    DIFFERING,
    DOCUMENTS,
    FRAMES,
    LEFT_OUT,
    NEW,
    OLD,
    REWORDED_FINDING,
    TWO_FINDINGS,
    answer,
    document,
    finding,
    nearest,
    no_answer,
)
from tests.qa.web.reading import elements, text

BY_ID = {one.id: one for one in DOCUMENTS}
HOSTILE = (
    "<img src=https://evil.example/x onerror=alert(1)>",
    "</blockquote></section><script>alert(1)</script>",
    "[click](javascript:alert(1)) *a* _b_ `c` # d",
    "\" onmouseover=alert(1) x=\"' '",
    "${alert(1)} {{constructor}} {% raw %} $$x$$",
    "\u202eright to left\u202c \u200f \U0001f600 e\u0301 \u2028",
    "\x00\x01\x08\x0b\x1f\x7f",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "<form action=https://evil.example><input name=q><button>Send</button></form>",
)


def html_of(reply: Reply) -> str:
    return str(render_answer(reply, BY_ID, FRAMES))


def test_the_words_that_answer_are_marked_inside_the_quote() -> None:
    html = html_of(answer("q", TWO_FINDINGS))
    first, second = elements(html, "blockquote")
    assert first.text == "By Jan. 26, 1,168 agencies were involved, up from 135."
    assert first.attributes["lang"] == "en"
    marks = elements(html, "mark")
    assert [mark.text for mark in marks] == ["1,168 agencies", "About 1,000 departments"]
    assert all(mark.is_in("blockquote") for mark in marks)
    assert second.text == TWO_FINDINGS[1].quote.text


def test_only_a_few_words_stand_out_in_bold() -> None:
    sentence = "1,168 agencies were involved, up from 135. Florida leads with 342."
    html = html_of(
        answer("q", (finding(AGENCIES, sentence, "1,168 agencies"), finding(AGENCIES, sentence, sentence)))
    )
    assert [mark.attributes for mark in elements(html, "mark")] == [{"class": "short"}, {}]


def test_each_member_of_a_list_is_marked_and_the_gaps_are_not() -> None:
    lead = "Opponents argue that it can poison relationships.\n\u2022 mayors\n\u2022 sheriffs"
    html = html_of(answer("q", (finding(DAILY, lead, "mayors", "sheriffs"),)))
    assert [mark.text for mark in elements(html, "mark")] == ["mayors", "sheriffs"]
    assert text(html, "blockquote") == lead


def test_a_finding_names_its_source_its_date_and_the_way_to_its_place() -> None:
    html = html_of(answer("q", TWO_FINDINGS))
    first, second = elements(html, "p", "source")
    assert first.text == "Law Enforcement Now Working with ICE \u00b7 16 February 2026 \u00b7 blog article"
    assert second.text == "The Daily, Departments sign up \u00b7 17 September 2025 \u00b7 news report"
    assert [one.text for one in elements(html, "p", "number")] == ["[1]", "[2]"]
    quote = TWO_FINDINGS[0].quote
    link = next(one for one in elements(html, "a") if one.is_in("p", "open"))
    assert link.attributes["href"] == (
        f"/documents/agencies?start={quote.start}&end={quote.end}&v={AGENCIES.sha256[:8]}&lang=en#passage"
    )
    assert link.text.startswith("Read [1] in the document")
    assert text(html, "p", "heading") == "Section: Agreements grow"


def test_a_reworded_copy_without_a_date_says_both_and_each_once() -> None:
    html = html_of(answer("q", (REWORDED_FINDING,)))
    assert "Untitled reworded copy of an NPR report \u00b7 no date in this copy" in text(html, "p", "source")
    warnings = [one.text for one in elements(html, "p", "caution")]
    assert warnings == [
        "This is a copy reworded by software: wording may differ from the original, "
        "also inside quotation marks.",
        texts.CAUTIONS["needs_context"],
    ]


def test_the_original_is_named_once_where_the_copy_has_a_name_of_its_own() -> None:
    titled = document("d", "They left.", title="A title", kind="paraphrased", original="an NPR report")
    html = html_of(answer("q", (finding(titled, "They left.", "They"),)))
    assert text(html, "p", "caution").endswith("inside quotation marks. Reworded from: an NPR report.")
    assert html.count("an NPR report") == 1


def test_a_caution_that_the_source_line_does_not_give_is_given() -> None:
    undated_quote_of_a_dated_report = finding(DAILY, "About 1,000", "About 1,000", caution=("undated",))
    html = html_of(answer("q", (undated_quote_of_a_dated_report,)))
    assert texts.CAUTIONS["undated"] in html


def test_only_weak_support_is_warned_of() -> None:
    assert text(html_of(answer("q", (REWORDED_FINDING,))), "p", "weak") == texts.WEAK
    assert not elements(html_of(answer("q", TWO_FINDINGS)), "p", "weak")


def test_the_other_places_are_folded_and_quoted_from_the_document() -> None:
    html = html_of(answer("q", TWO_FINDINGS))
    (folded,) = elements(html, "details", "also")
    assert "Also said in 1 other place" in folded.text
    place = TWO_FINDINGS[0].also_at[0]
    quoted = [one.text for one in elements(html, "q") if one.is_in("details", "also")]
    assert quoted == [AGENCIES.text[place.start : place.end]]
    links = [one.attributes["href"] for one in elements(html, "a") if one.is_in("details", "also")]
    assert links == [
        f"/documents/agencies?start={place.start}&end={place.end}&v={AGENCIES.sha256[:8]}&lang=en#passage"
    ]


def test_of_more_than_two_findings_the_others_are_folded() -> None:
    assert not elements(html_of(answer("q", TWO_FINDINGS)), "li", "folded")
    html = html_of(answer("q", (*TWO_FINDINGS, REWORDED_FINDING)))
    assert len(elements(html, "li", "folded")) == 1
    assert [one.is_in("li", "folded") for one in elements(html, "blockquote")] == [False, False, True]
    assert [one.text for one in elements(html, "span", "number")] == ["[3]"]
    assert len(elements(html, "mark")) == 3


@pytest.mark.parametrize("words", [english, spanish])
def test_what_is_folded_says_so_in_the_language_of_the_reply(words: ModuleType) -> None:
    reply = answer("q", (*TWO_FINDINGS, REWORDED_FINDING)).model_copy(update={"language": words.LANGUAGE})
    folded = [one for one in elements(html_of(reply), "summary") if "data-show" in one.attributes]
    assert [(one.attributes["data-show"], one.attributes["data-hide"]) for one in folded] == [
        (words.SHOW, words.HIDE)
    ]


def test_time_and_speaker_are_shown_when_they_are_known() -> None:
    one = TWO_FINDINGS[0].model_copy(
        update={"as_of": "2026-01-26", "speaker": "FWD.US", "via": "an article"}, deep=True
    )
    said = [p.text for p in elements(html_of(answer("q", (one,))), "p", "said")]
    assert said == ["According to: FWD.US, as told by an article", "As of 26 January 2026"]


def test_the_words_of_a_time_that_they_do_not_settle_are_shown() -> None:
    at = AGENCIES.text.index("By Jan. 26")
    one = TWO_FINDINGS[0].model_copy(
        update={"as_of_at": Words(text="By Jan. 26", start=at, end=at + 10)}, deep=True
    )
    assert text(html_of(answer("q", (one,))), "p", "said") == "Time given: By Jan. 26"


def test_only_a_speakers_own_words_are_said_by_them() -> None:
    quoted = Words(text="1,168 agencies", start=TWO_FINDINGS[0].span.start, end=TWO_FINDINGS[0].span.end)
    own = TWO_FINDINGS[0].model_copy(update={"speaker": "Ann Lee", "own_words": (quoted,)}, deep=True)
    reworded = REWORDED_FINDING.model_copy(update={"speaker": "Salda\u00f1a"}, deep=True)
    html = html_of(answer("q", (own, reworded)))
    assert [p.text for p in elements(html, "p", "said")] == [
        "Said by: Ann Lee",
        "According to: Salda\u00f1a",
    ]


# Figures side by side


def rows(html: str) -> list[list[str]]:
    """Return the words of each row of the tables of *html*, cell by cell."""
    cells = [one for one in elements(html) if one.tag in ("th", "td") and one.is_in("tbody")]
    return [[" ".join(cell.text.split()) for cell in cells[at : at + 4]] for at in range(0, len(cells), 4)]


def test_figures_that_differ_stand_in_a_table_before_the_findings() -> None:
    html = html_of(answer("q", TWO_FINDINGS, **COMPARED))
    assert html.index("<table") < html.index("<ol")
    assert text(html, "caption") == "Sources disagree: figures from different times"
    heads = [one for one in elements(html, "th") if one.is_in("thead")]
    assert [one.text for one in heads] == ["Figure", "As of", "Published", "Who says it"]
    assert {one.attributes["scope"] for one in heads} == {"col"}
    assert [one.attributes["scope"] for one in elements(html, "th") if one.is_in("tbody")] == ["row", "row"]
    assert rows(html) == [
        [
            "1,168 agencies",
            "As of: 26 January 2026",
            "Published: 16 February 2026",
            f"Who says it: FWD.US, in {AGENCIES.source.title} [1] {AGENCIES.source.title} "
            "(given by 2 documents)",
        ],
        [
            "About 1,000 departments",
            "As of: no date given",
            "Published: 17 September 2025",
            "Who says it: The Daily [2] The Daily",
        ],
    ]


def test_each_row_leads_to_the_place_of_its_finding() -> None:
    html = html_of(answer("q", TWO_FINDINGS, **COMPARED))
    links = [one.attributes["href"] for one in elements(html, "a", "cite") if one.is_in("table")]
    opened = [one.attributes["href"] for one in elements(html, "a", "cite") if one.is_in("p", "open")]
    opened = [href for href in opened if href.startswith("/documents/")]
    assert links == opened


@pytest.mark.parametrize("kind", get_args(Disagreement.model_fields["kind"].annotation))
def test_the_table_is_headed_by_how_the_figures_differ(kind: str) -> None:
    found = DIFFERING.model_copy(update={"kind": kind})
    html = html_of(answer("q", TWO_FINDINGS, disagreement=found))
    assert text(html, "caption") == texts.COMPARED[kind]


def test_what_is_counted_in_another_way_stands_in_a_table_of_its_own() -> None:
    found = DIFFERING.model_copy(update={"others": (OLD,)})
    html = html_of(answer("q", TWO_FINDINGS, disagreement=found))
    assert [one.text for one in elements(html, "caption")] == [
        "Sources disagree: figures from different times",
        "Counted in different ways",
    ]
    assert len(rows(html)) == 3


def test_the_words_stand_where_a_date_is_not_known_and_what_is_unknown_is_said() -> None:
    undated = NEW.model_copy(update={"as_of": None, "published": None})
    found = DIFFERING.model_copy(update={"values": (undated, OLD)})
    first = rows(html_of(answer("q", TWO_FINDINGS, disagreement=found)))[0]
    assert first[1:3] == ["As of: By Jan. 26", "Published: no date in this copy"]


def test_agreement_is_said_of_more_than_one_document() -> None:
    said = text(html_of(answer("q", TWO_FINDINGS, agreeing=("a", "b", "c"))), "p", "agreeing")
    assert said == "3 documents give the figure of [1]; copies of one another count once."
    assert not elements(html_of(answer("q", TWO_FINDINGS, agreeing=("a",))), "p", "agreeing")


def test_what_was_left_out_is_named_with_its_reason_and_its_place() -> None:
    for reply in (answer("q", TWO_FINDINGS, **COMPARED), silent("not_stated")):
        html = html_of(reply)
        assert "\u201cbefore 2026\u201d" in text(html, "p", "left-out")
        (item,) = [one for one in elements(html, "li") if one.is_in("ul", "left-out")]
        assert item.text.startswith("342 \u00b7 As of: no date given \u00b7 Published: 16 February 2026")
        (link,) = [one for one in elements(html, "a", "cite") if one.is_in("ul", "left-out")]
        assert f"start={LEFT_OUT.start}&" in link.attributes["href"]
    assert not elements(html_of(answer("q", TWO_FINDINGS)), "ul", "left-out")


def silent(reason: Reason) -> Reply:
    return no_answer("q", reason, restriction=COMPARED["restriction"], left_out=(LEFT_OUT,))


def test_a_reply_without_differing_figures_has_no_table() -> None:
    assert not elements(html_of(answer("q", TWO_FINDINGS)), "table")


@pytest.mark.parametrize("reason", get_args(Reason))
def test_each_kind_of_silence_has_its_own_words_and_names_the_collection(reason: Reason) -> None:
    html = html_of(no_answer("q", reason))
    assert text(html, "p", "silence") == texts.REASONS[reason]
    assert "This collection has 3 documents about" in html
    assert not elements(html, "mark")


@pytest.mark.parametrize(("question", "shown"), [("287(g) ban", True), ("Which states ban 287(g)?", False)])
def test_who_found_nothing_by_a_few_words_is_told_to_ask_a_whole_question(question: str, shown: bool) -> None:
    html = html_of(no_answer(question, "not_stated"))
    assert (texts.WHOLE_QUESTION in html) is shown
    assert (texts.EXAMPLES[0] in html) is shown
    assert texts.WHOLE_QUESTION not in html_of(answer(question, TWO_FINDINGS))


def test_a_greeting_is_no_question_about_something_else() -> None:
    html = html_of(no_answer("Hello there!", "out_of_scope"))
    assert text(html, "p", "silence") == texts.WELCOME
    assert html.count(texts.EXAMPLES[0]) == 1
    assert texts.WHOLE_QUESTION not in html
    assert not elements(html, "p", "referral")
    assert elements(html_of(no_answer("Hello there, who signed?", "out_of_scope")), "p", "referral")


def test_advice_is_declined_as_no_legal_advice_with_a_place_to_ask() -> None:
    html = html_of(no_answer("q", "advice"))
    assert text(html, "p", "silence").startswith("This is not legal advice.")
    assert text(html, "p", "referral") == "Ask at your library\u2019s reference desk."


def test_the_nearest_passages_are_said_not_to_be_an_answer() -> None:
    html = html_of(no_answer("q", "not_stated", missing=("signing bonus",), nearest=nearest(DAILY)))
    assert text(html, "h3") == "Nearest passages \u2013 not an answer"
    assert text(html, "blockquote") == "About 1,000 departments now have active agreements."
    assert "No passage covers \u201csigning bonus\u201d." in html
    assert not elements(html, "ol")


def test_names_that_were_also_searched_are_shown() -> None:
    use = AliasUse(name="Department of Homeland Security", also=("Division of Homeland Safety", "DHS"))
    words = text(html_of(answer("q", TWO_FINDINGS, searched_as=(use,))), "p", "searched")
    assert words == (
        "Also searched as: Division of Homeland Safety, DHS (for Department of Homeland Security)."
    )


def test_what_was_searched_for_is_shown_where_it_is_not_what_was_asked() -> None:
    for reply in (answer("How many agnecies?", TWO_FINDINGS), no_answer("How many agnecies?", "not_stated")):
        assert not elements(html_of(reply), "p", "searched")
        mended = reply.model_copy(update={"standalone_question": "How many agencies?"})
        said = "Searching for: How many agencies? If you meant something else, ask it in full."
        assert text(html_of(mended), "p", "searched") == said


def test_the_english_question_that_was_searched_is_shown_as_english() -> None:
    for reply in (answer("¿Cuántos?", TWO_FINDINGS), no_answer("¿Cuántos?", "not_stated")):
        html = html_of(reply.model_copy(update={"search_question": "How many <b>agencies</b>?"}))
        assert text(html, "p", "searched") == "Searched in English: How many <b>agencies</b>?"
        assert 'lang="en"' in html


def test_every_answer_is_dated_by_the_collection() -> None:
    for reply in (answer("q", TWO_FINDINGS), no_answer("q", "invalid")):
        assert text(html_of(reply), "p", "newest") == "Newest dated document: 16 February 2026."


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_a_document_says_becomes_markup(words: str) -> None:
    source = document(
        "d",
        f"Before {words} after.",
        title=f"T {words}",
        publisher=f"P {words}",
        original=f"O {words}",
        kind="rewrite",
        published=date(2026, 1, 1),
    )
    place = PlaceIn(document="d", start=0, end=len(source.text))
    one = finding(source, source.text, words, heading=f"H {words}", also_at=(place,))
    one = one.model_copy(update={"speaker": words, "via": words})
    use = AliasUse(name=words, also=(words,))
    value = NEW.model_dump() | {"value": words, "unit": words, "speaker": words, "as_of": None}
    value["as_of_at"] = said = Words(text=words, start=7, end=7 + len(words))
    differing = DIFFERING.model_copy(update={"values": (Value(**value),)})
    value |= {"document": "d", "start": 0, "end": 6}
    left = LeftOut(**{name: value[name] for name in LeftOut.model_fields})
    compared: dict[str, Any] = {"restriction": said, "left_out": (left,)}
    for reply in (
        answer("q", (one, one, one), searched_as=(use,), disagreement=differing, **compared).model_copy(
            update={"standalone_question": words, "search_question": words}
        ),
        no_answer(words, "not_stated", missing=(words,), nearest=nearest(source), **compared),
    ):
        html = str(render_answer(reply, {"d": source}, FRAMES))
        found = elements(html)
        assert {element.tag for element in found} <= TAGS
        allowed = set().union(*ATTRIBUTES.values()) - {"role"}
        assert {name for element in found for name in element.attributes} <= allowed
        links = [one.attributes["href"] for one in found if one.tag == "a"]
        assert all(link.startswith(("/documents/d?", "/cite?place=")) for link in links)
        assert not {"$", "{", "}"} & set(html)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_quote_is_shown_to_the_character(words: str) -> None:
    source = document("d", f"Before {words} after.\n\n  \u2022 and\ta list")
    html = str(render_answer(answer("q", (finding(source, source.text, words),)), {"d": source}, FRAMES))
    shown = source.text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    assert text(html, "blockquote") == shown
    assert text(html, "mark") == words.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def test_the_second_wall_holds_where_escaping_was_forgotten() -> None:
    html = inert('<p class="x" onclick="y">a</p><img src=x><a href="javascript:alert(1)">b</a><form></form>')
    assert html == '<p class="x">a</p><a>b</a>'
    assert inert("<script>alert(1)</script><style>*{}</style>") == ""


def test_exact_keeps_what_html_would_change() -> None:
    assert exact("a\r\nb\x00<\ud800") == "a&#13;\nb\ufffd&lt;\ufffd"


@pytest.mark.parametrize("reason", get_args(Reason))
def test_what_was_typed_wrongly_is_an_alert_and_any_other_silence_a_status(reason: Reason) -> None:
    html = str(render_answer(no_answer("q", reason), BY_ID, FRAMES))
    (silence,) = elements(html, "p", "silence")
    (section,) = elements(html, "section", "answer")
    assert ("role" in silence.attributes) is (reason == "invalid")
    assert bool(section.attributes["data-status"]) is (reason != "invalid")


def test_trouble_is_announced_in_the_place_of_an_answer() -> None:
    html = str(render_trouble("busy", FRAMES["en"]))
    (section,) = elements(html, "section", "answer")
    (silence,) = elements(html, "p", "silence")
    assert silence.attributes["role"] == "alert" and silence.text == texts.TROUBLES["busy"]
    assert section.attributes["data-status"] == "", "or it would be read out twice"
    assert text(html, "p", "silence") == texts.TROUBLES["busy"]
