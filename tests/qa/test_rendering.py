"""A reply as plain text: the words that answer marked in place, every warning said, nothing else changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.records import Document
from qa import rendering
from qa.bot import Bot, document_ref
from qa.contract import (
    AliasUse,
    Caution,
    Disagreement,
    Finding,
    LeftOut,
    PlaceIn,
    Quote,
    Reason,
    Receipt,
    Reply,
    Request,
    Support,
    Value,
    Words,
)
from qa.rendering import MARKS, WIDTH, as_trace, marked
from qa.texts import english as texts
from qa.texts.operator import load_frames
from tests.fakes import make_document, write_seeds
from tests.qa.fakes import ScriptedReader, bot_of, reading_as

TEXT = "It brings:\n• new vehicles for the county\n• radios for 40 officers\nThey left, at last."
DOCUMENT = make_document(TEXT)
DOCUMENTS = {"d": DOCUMENT}
FRAMES = load_frames()
RECEIPT = Receipt(answer_id="0" * 16, corpus="1" * 16, encoder="e", reader="r", settings="2" * 16)


def as_text(reply: Reply, documents: Mapping[str, Document]) -> str:
    return rendering.as_text(reply, documents, FRAMES)


def words(part: str) -> Words:
    start = TEXT.index(part)
    return Words(text=part, start=start, end=start + len(part))


def finding(
    *parts: str,
    quote: str = TEXT,
    heading: str | None = None,
    support: Support = "fair",
    caution: Sequence[Caution] = (),
    also_at: Sequence[PlaceIn] = (),
) -> Finding:
    spans = tuple(words(part) for part in parts)
    return Finding(
        span=spans[0],
        spans=spans,
        quote=Quote(**words(quote).model_dump(), heading=heading),
        document=document_ref(DOCUMENT),
        support=support,
        score=1.0,
        caution=tuple(caution),
        also_at=tuple(also_at),
    )


def answer(*findings: Finding, **more: Any) -> Reply:
    return Reply(
        question="?",
        standalone_question="?",
        language="en",
        outcome="answer",
        findings=findings,
        receipt=RECEIPT,
        **more,
    )


def silence(reason: Reason, **more: Any) -> Reply:
    return Reply(
        question="?",
        standalone_question="?",
        language="en",
        outcome="no_answer",
        reason=reason,
        receipt=RECEIPT,
        **more,
    )


def flat(text: str) -> str:
    """Return *text* without line ends and margins."""
    return " ".join(text.replace("    | ", " ").split())


def test_the_marks_stand_around_the_words_that_answer() -> None:
    one = marked(finding("new vehicles", "40"))
    assert one == TEXT.replace("new vehicles", "⟦new vehicles⟧").replace("40", "⟦40⟧")
    assert marked(finding("They left", quote="They left, at last.")) == "⟦They left⟧, at last."


def test_without_the_marks_the_quote_is_what_it_was() -> None:
    plain = marked(finding("new vehicles", "radios for 40 officers"))
    for mark in MARKS:
        plain = plain.replace(mark, "")
    assert plain == TEXT


def test_no_seed_holds_a_mark(documents: Mapping[str, Document]) -> None:
    assert not any(mark in document.text for document in documents.values() for mark in MARKS)


def test_an_answer_is_numbered_quoted_and_cited_with_its_place() -> None:
    shown = as_text(answer(finding("40", heading="What it brings"), finding("They left")), DOCUMENTS)
    assert shown.startswith(
        "[1]\n    What it brings\n    | It brings:\n    | • new vehicles for the county\n"
    )
    assert "\n    | • radios for ⟦40⟧ officers\n" in shown
    assert f"\n    — {texts.UNTITLED}, {texts.UNDATED} (news report)\n" in shown
    assert f"\n    d, characters 0–{len(TEXT)}\n\n[2]\n" in shown
    assert shown.endswith(texts.newest(DOCUMENTS))


@pytest.mark.parametrize("caution", texts.CAUTIONS)
def test_every_caution_is_said_in_words(caution: Caution) -> None:
    shown = as_text(answer(finding("40", caution=[caution])), DOCUMENTS)
    assert flat(texts.CAUTIONS[caution]) in flat(shown)


def test_weak_support_is_said_before_the_quote() -> None:
    shown = as_text(answer(finding("40", support="weak")), DOCUMENTS)
    assert shown.index(texts.WEAK) < shown.index("It brings")
    assert texts.WEAK not in as_text(answer(finding("40")), DOCUMENTS)


def test_copies_are_named_with_their_places() -> None:
    places = [PlaceIn(document="d", start=0, end=9), PlaceIn(document="e", start=4, end=8)]
    assert "Also said in 2 other places: d 0–9, e 4–8" in as_text(
        answer(finding("40", also_at=places)), DOCUMENTS
    )
    assert "Also said in 1 other place: d 0–9" in as_text(
        answer(finding("40", also_at=places[:1])), DOCUMENTS
    )


# When it holds, who says it, and figures side by side

SAYS: dict[str, Any] = {"speaker": "the mayor", "speaker_at": {"start": 0, "end": 9}}
OWN: dict[str, Any] = {"own_words": (words("They left"),)}


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (SAYS, "According to: the mayor"),
        (SAYS | OWN, "Said by: the mayor"),
        (SAYS | {"via": "a clerk"}, "According to: the mayor, as told by a clerk"),
        ({"as_of": "2025-12", "as_of_at": words("at last")}, "As of December 2025"),
        ({"as_of_at": words("at last")}, "Time given: “at last”"),
    ],
)
def test_a_finding_says_when_it_holds_and_who_says_it_beside_its_source(
    told: dict[str, Any], line: str
) -> None:
    one = Finding.model_validate(finding("They left").model_dump() | told)
    shown = as_text(answer(one), DOCUMENTS)
    assert f"\n    d, characters 0–{len(TEXT)}\n    {line}\n" in shown


def value(number: int, **more: Any) -> Value:
    made: dict[str, Any] = {
        "value": f"About {number}", "number": number, "low": number, "high": number, "hedge": "About",
        "unit": "officers", "as_of": None, "as_of_at": None, "published": None, "speaker": None, "finding": 0,
    }  # fmt: skip
    return Value(**made | more)


def test_figures_that_differ_stand_above_the_findings_with_what_is_known_of_each() -> None:
    new = value(
        40,
        as_of="2026-01-26",
        published=date(2026, 2, 16),
        speaker="the mayor",
        finding=1,
        documents=("d", "e"),
    )
    old = value(30, as_of_at=words("at last"))
    shown = as_text(
        answer(
            finding("40"),
            finding("They left"),
            disagreement=Disagreement(about="officers", kind="conflict", values=(new, old), others=(old,)),
            agreeing=("d", "e"),
        ),
        DOCUMENTS,
    )
    head, same, agreeing, _ = shown.split("\n\n", 3)
    assert flat(head) == (
        "Sources disagree About 40 officers; as of 26 January 2026; published 16 February 2026; "
        "the mayor, in Untitled document; given by 2 documents [2] "
        "About 30 officers; time given: “at last”; no date in this copy; Untitled document [1]"
    )
    assert flat(same).startswith("Counted in different ways About 30 officers;")
    assert agreeing == "2 documents give the figure of [1]; copies of one another count once."
    assert shown.index("[2]") < shown.index("[1]\n    | It brings")


def test_what_was_left_out_is_named_with_the_words_that_left_it_out() -> None:
    left = value(40).model_dump(exclude={"finding", "documents"}) | {"document": "d", "start": 4, "end": 9}
    limits: dict[str, Any] = {
        "restriction": Words(text="before 2026", start=0, end=11),
        "left_out": (LeftOut(**left),),
    }
    for reply in (answer(finding("They left"), **limits), silence("not_stated", **limits)):
        shown = flat(as_text(reply, DOCUMENTS))
        assert (
            f"{texts.left_out('before 2026')} About 40 officers; no date given; no date in this copy;"
            in shown
        )
        assert "Untitled document; d, characters 4–9" in shown


def test_figures_that_do_not_differ_are_not_set_side_by_side() -> None:
    shown = as_text(answer(finding("40"), agreeing=("d",)), DOCUMENTS)
    assert shown.startswith("[1]\n")


def test_another_form_that_was_searched_is_said_first() -> None:
    use = AliasUse(name="DHS", also=("Division of Homeland Safety",))
    shown = as_text(answer(finding("40"), searched_as=(use,)), DOCUMENTS)
    assert shown.startswith("Also searched “DHS” as: Division of Homeland Safety.\n\n[1]")


def test_what_was_searched_for_is_said_where_it_is_not_what_was_asked() -> None:
    mended = {"standalone_question": "How many agencies?"}
    for reply in (answer(finding("40")), silence("not_stated")):
        assert texts.SEARCHING_FOR not in as_text(reply, DOCUMENTS)
        shown = as_text(reply.model_copy(update=mended), DOCUMENTS)
        said = f"{texts.SEARCHING_FOR}: “How many agencies?”\n{texts.MEANT_OTHERWISE}\n\n"
        assert shown.startswith(said)


@pytest.mark.parametrize("reason", texts.REASONS)
def test_every_silence_says_which_it_is_and_what_the_collection_covers(reason: Reason) -> None:
    shown = flat(as_text(silence(reason, missing=("Ohio",)), DOCUMENTS))
    assert flat(texts.REASONS[reason]) in shown
    assert "“Ohio”" in shown
    assert flat(texts.covers(DOCUMENTS)) in shown


@pytest.mark.parametrize(("question", "shown"), [("287(g) ban", True), ("Which states ban 287(g)?", False)])
def test_who_found_nothing_by_a_few_words_is_told_to_ask_a_whole_question(question: str, shown: bool) -> None:
    reply = silence("not_stated").model_copy(update={"question": question})
    assert (texts.WHOLE_QUESTION in flat(as_text(reply, DOCUMENTS))) is shown


def test_a_greeting_is_no_question_about_something_else() -> None:
    shown = flat(as_text(silence("out_of_scope").model_copy(update={"question": "Hello there!"}), DOCUMENTS))
    assert flat(texts.WELCOME) in shown and texts.EXAMPLES[0] in shown
    assert flat(texts.REASONS["out_of_scope"]) not in shown
    assert texts.WHOLE_QUESTION not in shown
    assert flat(FRAMES["en"].own.referral) not in shown


def test_what_is_near_is_labelled_as_no_answer() -> None:
    near = {"quote": Quote(**words("They left, at last.").model_dump()), "document": document_ref(DOCUMENT)}
    shown = as_text(silence("not_stated", nearest=[near]), DOCUMENTS)
    assert shown.index(texts.NEAREST) < shown.index("    | They left, at last.")
    assert "⟦" not in shown and "[1]" not in shown


def test_lines_are_cut_at_white_space_only(tmp_path: Path) -> None:
    long = "jail-enforcement-" * 8 + "model"
    text = f"Deputies sign {long} papers daily and say so often enough to fill another line of this page.\n"
    bot = bot_of(write_seeds(tmp_path / "seeds", {"a.txt": text}), tmp_path / "data")
    reply = reading_as(bot, ScriptedReader({"Deputies": 3.0})).reply(
        Request(question="What do deputies sign?")
    )
    shown = as_text(reply, bot.documents)
    assert long in shown
    assert text.strip().rstrip(".") in flat(shown)
    assert all(len(line) <= WIDTH or long in line for line in shown.splitlines())


def test_the_trace_tells_every_passage_every_reading_the_guard_and_the_decision(milford: Bot) -> None:
    reply, trace = milford.explained(Request(question="Did the DHS lend 90 brokers in 2025?"))
    shown = as_trace(trace)
    assert reply.reason == "not_stated"
    assert "asks for: statement\nterms: dhs lend 90 broker 2025\n" in shown
    assert "searched 'DHS' also as: Department of Homeland Security; Division of Homeland Safety\n" in shown
    assert "must be covered: DHS; 90; 2025\n" in shown
    for passage in trace.passages:
        assert f"{passage.rank:3} {passage.score:.4f} {passage.chunk.id} (" in shown
        assert all(
            f"{name} {rank}, {passage.scores[name]:.3f}" in shown for name, rank in passage.ranks.items()
        )
    for one in trace.considered:
        assert f"{one.reading.score:6.2f} {one.reading.document.id}#{one.reading.sentence.start}-" in shown
    assert " MISSES 2025\n" in shown
    assert shown.endswith("decision: the guard: no passage covers 2025")


def test_an_empty_trace_is_told_too(milford: Bot) -> None:
    shown = as_trace(milford.explained(Request(question=""))[1])
    assert "terms: (none)" in shown and "must be covered: (nothing)" in shown
    assert shown.endswith("decision: it is no question")


def test_a_document_of_another_record_is_named_by_it() -> None:
    source = DOCUMENT.source.model_copy(update={"publisher": "The Gazette"})
    ref = document_ref(replace(DOCUMENT, source=source))
    one = finding("40").model_copy(update={"document": ref})
    assert "    — The Gazette, no date in this copy (news report)" in as_text(answer(one), DOCUMENTS)
