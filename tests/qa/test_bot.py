"""The reply of the contract: the same request gives the same bytes, and nothing in it is made up."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.bot import Bot
from qa.contract import MAX_QUESTION, Reply, Request
from tests.fakes import write_seeds
from tests.qa.fakes import (
    ALIASES,
    MILD,
    RECORDS,
    TEXTS,
    FigureReader,
    ScriptedReader,
    bot_of,
    milford_seeds,
    reading_as,
)
from tests.qa.promises import CONTRACT, assert_kept

QUESTIONS = (
    "How much does the state offer for each deputy?",
    "Why do critics decline to sign?",
    "Which benefits does the agreement bring?",
    "What did the DHS lend?",
    "Who signed in Ohio?",
    "Should I sign?",
    "zzz qqq xxx",
    "",
)


def ask(bot: Bot, question: str, **more: Any) -> Reply:
    return bot.reply(Request.model_validate({"question": question, **more}))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_reply_keeps_its_promises(milford: Bot, question: str) -> None:
    assert_kept(ask(milford, question), milford.documents)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=200), st.text(st.characters(), max_size=60), st.sampled_from(QUESTIONS)))
def test_any_text_gives_a_reply(milford: Bot, question: str) -> None:
    assert_kept(ask(milford, question), milford.documents)


def test_a_reply_says_what_was_asked_and_how_it_was_taken(milford: Bot) -> None:
    history = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ninety deputies left."}]
    reply = ask(milford, "¿Cuántos?", id=7, history=history, filters={"kind": "summary"})
    assert (reply.version, reply.id, reply.question, reply.standalone_question, reply.language) == (
        1, 7, "¿Cuántos?", "¿Cuántos?", "es",
    )  # fmt: skip
    assert reply.filters == {}, "nothing is filtered yet, and the reply must not say so"
    assert "Ninety" not in reply.model_dump_json(include={"findings", "nearest"})


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "out_of_scope"), ("en-US", "out_of_scope"), ("es", "not_stated")]
)
def test_a_language_that_is_named_is_taken_as_that(milford: Bot, language: str, reason: str) -> None:
    bot = reading_as(milford, ScriptedReader({}))
    reply = ask(bot, "zzz qqq xxx", language=language)
    assert (reply.language, reply.reason) == (language, reason)


# Misspelt words


def test_a_slip_costs_nothing_and_is_said(milford: Bot) -> None:
    right = ask(milford, "How much does the state offer for each deputy?")
    typed = ask(milford, "How much does the sttate offer for each deptuy?")
    assert typed.question == "How much does the sttate offer for each deptuy?"
    assert typed.standalone_question == right.question
    assert right.standalone_question == right.question
    assert (typed.outcome, typed.findings, typed.nearest) == (right.outcome, right.findings, right.nearest)
    assert typed.receipt == right.receipt  # of the question as it was mended


def test_search_guard_and_reader_are_given_the_mended_question(milford: Bot) -> None:
    reader = ScriptedReader({"12 deputies": 3.0})
    reply, trace = reading_as(milford, reader).explained(
        Request(question="How many depuites in qulil county?")
    )
    assert reader.asked == ["How many deputies in quill county?"]
    assert trace.required == ("quill",)
    assert {"deputi", "quill"} <= set(trace.question.terms)
    assert reply.outcome == "answer"


def test_a_silence_names_what_was_searched_for(milford: Bot) -> None:
    reply = ask(milford, "How many vehicels in Ohio?")
    assert reply.standalone_question == "How many vehicles in Ohio?"
    assert (reply.outcome, reply.missing) == ("no_answer", ("Ohio",))


@pytest.mark.parametrize(("language", "mended"), [("en-GB", "the sheriff"), ("es", "the sherriff")])
def test_only_english_is_mended(milford: Bot, language: str, mended: str) -> None:
    assert ask(milford, "the sherriff", language=language).standalone_question == mended


# Conversation


def user(content: str) -> dict[str, str]:
    return {"role": "user", "content": content}


def assistant(content: str) -> dict[str, str]:
    return {"role": "assistant", "content": content}


def test_search_guard_and_reader_are_given_the_question_that_stands_alone(milford: Bot) -> None:
    reader = ScriptedReader({"12 deputies": 3.0})
    history = [user("How many depuites in Quill County?"), assistant("Ninety brokers in Utah.")]
    request = Request.model_validate({"question": "And in Ohio?", "history": history})
    reply, trace = reading_as(milford, reader).explained(request)
    assert reader.asked == ["How many deputies in Ohio?"]
    assert trace.required == ("Ohio",)
    assert (reply.question, reply.standalone_question) == ("And in Ohio?", "How many deputies in Ohio?")
    assert (reply.outcome, reply.missing) == ("no_answer", ("Ohio",))


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ((user("Who signed in Texas?"),), "And in Ohio?"),
        ((user("Who is Rosa Quill?"), assistant("A sheriff.")), "What did she do?"),
        ((user("HOW MANY DEPUITES?"), user("Who is Ann Lee?")), "And Rosa Quil?"),
        # With New York it is a headline, in which a capital marks no name.
        ((user("Do the Depuites Sign Agreements in texas?"),), "And in New York?"),
        ((user("¿Quién firmó en Texas?"),), "¿Y en Ohio?"),
    ],
)
def test_the_receipt_is_that_of_the_standalone_question_asked_by_itself(
    milford: Bot, history: tuple[dict[str, str], ...], question: str
) -> None:
    reply = ask(milford, question, history=history)
    alone = ask(milford, reply.standalone_question)
    assert reply.standalone_question != question
    assert reply.model_copy(update={"question": alone.question}) == alone


def test_names_are_told_in_words_that_were_mended(milford: Bot) -> None:
    reply = ask(milford, "what did she do", history=[user("who is rosa quilll")])
    assert reply.standalone_question == "What did rosa quill do?"


def test_a_new_topic_after_others_is_answered_as_if_it_were_the_first_question(milford: Bot) -> None:
    history = [user("Who signed in Ohio?"), assistant("Nobody."), user("And in Texas?"), assistant("Nobody.")]
    question = "How much does the state offer for each deputy?"
    assert ask(milford, question, history=history) == ask(milford, question)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(st.text(max_size=80), st.sampled_from(["Is Ohio it?", "<b>Who signed in Utah?</b>", ""])),
        max_size=3,
    ),
    st.sampled_from(
        ["And in Ohio?", "Why?", "Who said so?", "What is it?", "How many of them?", "And Ann Lee?"]
    ),
)
def test_what_was_replied_is_never_taken_up(milford: Bot, replies: list[str], question: str) -> None:
    asked = user("Who signed an agreement in Texas?")
    history = [*map(assistant, replies), asked, *map(assistant, replies)]
    assert ask(milford, question, history=history) == ask(milford, question, history=[asked])
    assert ask(milford, question, history=[*map(assistant, replies)]) == ask(milford, question)


@pytest.mark.parametrize(
    "content", ["", "\u202e", "<script>x</script>", "\ud800", "in Texas " * 400, "¿" * 4000]
)
def test_a_hostile_history_gets_a_reply_in_time(milford: Bot, content: str) -> None:
    history = [assistant(content[:4000]), *[user(content[:4000])] * 19]
    began = time.perf_counter()
    reply = ask(milford, "And in Ohio?", history=history)
    assert time.perf_counter() - began < 5
    assert_kept(reply, milford.documents)
    reply.model_dump_json().encode()


def test_the_same_request_twice_gives_the_same_bytes(milford: Bot) -> None:
    first = [ask(milford, question).model_dump_json() for question in QUESTIONS]
    again = [ask(milford, question).model_dump_json() for question in reversed(QUESTIONS)]
    assert first == again[::-1]


def test_a_second_build_elsewhere_gives_the_same_bytes(milford: Bot, tmp_path: Path) -> None:
    other = bot_of(milford_seeds(tmp_path / "elsewhere"), tmp_path / "data")
    for question in QUESTIONS:
        assert ask(other, question).model_dump_json() == ask(milford, question).model_dump_json()


def test_scores_have_two_decimals(milford: Bot) -> None:
    bot = reading_as(milford, ScriptedReader({"$7,500": 3.14159}))
    assert ask(bot, "How much money?").findings[0].score == 3.14


# Odd text


@pytest.mark.parametrize("question", ["Who is \ud800?", "\udfff", "Who \ud83d\ude00?"])
def test_lone_surrogates_are_echoed_as_replacement_characters(milford: Bot, question: str) -> None:
    reply = ask(milford, question, id="\ud800")
    printed = reply.model_dump_json()
    printed.encode()
    assert not any("\ud800" <= character <= "\udfff" for character in printed)
    assert reply.id == "\ufffd"
    assert_kept(reply, milford.documents)


@pytest.mark.parametrize(
    "question",
    ["", " \t\n", "?" * 50, "x" * (MAX_QUESTION + 1), "what do " * 1_000_000, "\x00\x01", "\U0001f600" * 9],
)
def test_what_is_no_question_is_invalid_and_echoed(milford: Bot, question: str) -> None:
    reply = ask(milford, question)
    assert (reply.outcome, reply.reason, reply.question) == ("no_answer", "invalid", question)
    assert reply.nearest == () and reply.findings == ()


# The receipt


def receipts(bot: Bot) -> Mapping[str, Any]:
    made: Mapping[str, Any] = ask(bot, QUESTIONS[0]).receipt.model_dump()
    return made


def changed(one: Bot, other: Bot) -> set[str]:
    before, after = receipts(one), receipts(other)
    return {name for name in before if before[name] != after[name]}


def test_another_text_another_corpus(milford: Bot, tmp_path: Path) -> None:
    seeds = write_seeds(
        tmp_path / "seeds",
        {**TEXTS, "digest.txt": TEXTS["digest.txt"] + "More.\n"},
        records=RECORDS,
        aliases=ALIASES,
    )
    assert changed(milford, bot_of(seeds, tmp_path / "data")) == {
        "answer_id",
        "corpus",
        "settings",
        "made_with",
    }


def test_other_aliases_other_settings(milford: Bot, tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", TEXTS, records=RECORDS)
    assert changed(milford, bot_of(seeds, tmp_path / "data")) == {"answer_id", "settings", "made_with"}


@pytest.mark.parametrize("setting", [{"max_findings": 4}, {"guarded": False}])
def test_another_setting_other_settings(milford: Bot, tmp_path: Path, setting: dict[str, Any]) -> None:
    other = bot_of(milford_seeds(tmp_path / "seeds"), tmp_path / "data", **setting)
    assert changed(milford, other) == {"answer_id", "settings", "made_with"}


def test_another_question_another_answer_id(milford: Bot) -> None:
    one, other = ask(milford, QUESTIONS[0]).receipt, ask(milford, QUESTIONS[1]).receipt
    assert one.answer_id != other.answer_id
    assert one.model_copy(update={"answer_id": other.answer_id}) == other


def test_other_places_another_answer_id(milford: Bot) -> None:
    one = reading_as(milford, ScriptedReader({"$7,500": 3.0}))
    other = reading_as(milford, ScriptedReader({"fear": 3.0}))
    assert changed(one, other) == {"answer_id"}


# Cautions


@pytest.mark.parametrize(
    ("words", "cautions"),
    [
        ("signed an agreement", ()),
        ("They began", ()),  # quoted with the sentence before it
        ("fear", ("undated", "summary")),
        ("brokers", ("undated", "paraphrased")),
    ],
)
def test_a_finding_warns_of_its_source(milford: Bot, words: str, cautions: tuple[str, ...]) -> None:
    assert ask(reading_as(milford, ScriptedReader({words: 3.0})), "What?").findings[0].caution == cautions


def test_a_rewrite_and_a_quote_that_leans_are_warned_of(tmp_path: Path) -> None:
    records = '[[documents]]\nfile = "a.txt"\nkind = "rewrite"\npublished = 2025-05-05\n'
    seeds = write_seeds(tmp_path / "seeds", {"a.txt": "They object.\n"}, records=records)
    bot = reading_as(bot_of(seeds, tmp_path / "data"), ScriptedReader({"object": 3.0}))
    assert ask(bot, "What?").findings[0].caution == ("rewritten", "needs_context")


# When it holds, and who says it

DATED = """[[documents]]
file = "a.txt"
kind = "{kind}"
{published}
"""


def bot_over(text: str, folder: Path, *, kind: str = "reporting", published: str = "") -> Bot:
    """Return a bot that finds the first figure of the first sentence of *text* that holds "papers"."""
    records = DATED.format(kind=kind, published=published and f"published = {published}")
    folder.mkdir(exist_ok=True)
    seeds = write_seeds(folder / "seeds", {"a.txt": text}, records=records)
    return reading_as(bot_of(seeds, folder / "data"), FigureReader({"papers": 3.0}))


@pytest.mark.parametrize(
    ("text", "published", "as_of", "words", "relative"),
    [
        ("By Jan. 26, 40 agencies had papers.", "2026-02-16", "2026-01-26", "By Jan. 26", False),
        ("By Jan. 26, 40 agencies had papers.", "", None, "By Jan. 26", True),
        (
            "As of last December, 40 agencies had papers.",
            "2026-02-16",
            "2025-12",
            "As of last December",
            False,
        ),
        ("As of Feb. 30, 2026, 40 agencies had papers.", "2026-02-16", None, "As of Feb. 30, 2026", True),
        ("By June 2031, 40 agencies had papers.", "2026-02-16", "2031-06", "By June 2031", False),
        ("Now 40 agencies have papers.", "2026-02-16", None, None, False),
        ("Now 40 agencies have papers.", "", None, None, False),
    ],
)
def test_when_a_figure_holds_is_what_its_document_says(
    tmp_path: Path, text: str, published: str, as_of: str | None, words: str | None, relative: bool
) -> None:
    bot = bot_over(text + "\n", tmp_path, published=published)
    (finding,) = ask(bot, "How many agencies had papers?").findings
    assert finding.as_of == as_of
    assert (finding.as_of_at and finding.as_of_at.text) == words
    assert ("relative_date" in finding.caution) is relative
    assert_kept(ask(bot, "How many agencies had papers?"), bot.documents)


def test_the_published_date_never_becomes_an_as_of(tmp_path: Path) -> None:
    one = bot_over("Now 40 agencies have papers.\n", tmp_path / "one", published="2026-02-16")
    other = bot_over("Now 40 agencies have papers.\n", tmp_path / "other", published="2020-01-01")
    for bot in (one, other):
        (finding,) = ask(bot, "How many agencies have papers?").findings
        assert (finding.as_of, finding.as_of_at) == (None, None)


def test_who_says_it_is_named_with_the_place_though_it_lies_outside_the_quote(tmp_path: Path) -> None:
    text = "A report by Bier's group found much. Some 40 agencies had papers, Bier noted.\n"
    bot = bot_over(text, tmp_path)
    (finding,) = ask(bot, "How many agencies had papers?").findings
    assert finding.speaker == "Bier" and finding.via is None
    assert finding.speaker_at is not None
    assert text[finding.speaker_at.start : finding.speaker_at.end] == "Bier"


def test_who_tells_what_another_one_said_is_named_too(tmp_path: Path) -> None:
    bot = bot_over("Some 40 agencies had papers, Homan said, as quoted by Graham.\n", tmp_path)
    (finding,) = ask(bot, "How many agencies had papers?").findings
    assert (finding.speaker, finding.via) == ("Homan", "Graham")


@pytest.mark.parametrize(("kind", "own"), [("reporting", ["“40 agencies had papers,”"]), ("paraphrased", [])])
def test_words_of_a_reworded_document_are_nobodys_own(tmp_path: Path, kind: str, own: list[str]) -> None:
    bot = bot_over("“40 agencies had papers,” Bier said.\n", tmp_path, kind=kind)
    (finding,) = ask(bot, "How many agencies had papers?").findings
    assert finding.speaker == "Bier"
    assert [words.text for words in finding.own_words] == own


# Figures side by side

PAPERS = {
    "new.txt": "By Jan. 26, 1,168 agencies had signed papers, Bier found.\n",
    "old.txt": "About 1,000 departments had signed papers.\n",
    "same.txt": "At the last count 1,168 offices kept such papers in their files.\n",
}
PAPERS_RECORDS = "".join(
    f'[[documents]]\nfile = "{name}.txt"\nkind = "reporting"\npublished = {day}\n'
    for name, day in [("new", "2026-02-16"), ("old", "2025-09-17"), ("same", "2026-02-01")]
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder = tmp_path_factory.mktemp("papers")
    seeds = write_seeds(folder / "seeds", PAPERS, records=PAPERS_RECORDS)
    scores = {"1,168 agencies": 4.0, "1,000": 3.8, "1,168 offices": 3.6}
    return reading_as(bot_of(seeds, folder / "data"), FigureReader(scores))


def test_figures_that_differ_stand_side_by_side_with_what_is_said_of_them(papers: Bot) -> None:
    reply = ask(papers, "How many agencies had signed papers?")
    assert_kept(reply, papers.documents)
    shown = reply.disagreement
    assert shown is not None
    assert (shown.kind, shown.about, shown.others) == ("over_time", "agencies", ())
    new, old = shown.values
    assert new.model_dump(mode="json") == {
        "value": "1,168", "number": 1168.0, "low": 1168.0, "high": 1168.0, "hedge": None, "unit": "agencies",
        "as_of": "2026-01-26", "as_of_at": {"text": "By Jan. 26", "start": 0, "end": 10},
        "published": "2026-02-16", "speaker": "Bier", "finding": 0, "documents": ["new", "same"],
    }  # fmt: skip
    assert (old.value, old.hedge, old.unit, old.as_of) == ("About 1,000", "About", "departments", None)
    assert reply.findings[old.finding].document.id == "old"
    assert reply.agreeing == ("new", "same")
    assert (reply.restriction, reply.left_out) == (None, ())


def test_what_the_time_asked_for_leaves_out_is_named_with_its_place(papers: Bot) -> None:
    reply = ask(papers, "How many agencies had signed papers before 2026?")
    assert reply.outcome == "answer" and reply.disagreement is None
    assert reply.restriction is not None
    assert reply.restriction.text == "before 2026"
    (left,) = reply.left_out
    assert (left.value, left.unit, left.as_of, left.document) == ("1,168", "agencies", "2026-01-26", "new")
    assert PAPERS["new.txt"][left.start : left.end] == "1,168"


def test_a_silence_names_what_was_left_out_too(papers: Bot) -> None:
    reply = ask(papers, "How many agencies had signed papers before 2020?")
    assert_kept(reply, papers.documents)
    assert (reply.outcome, reply.reason) == ("no_answer", "not_stated")
    assert [one.value for one in reply.left_out] == ["1,168", "About 1,000"]


def test_what_is_compared_is_the_same_every_time(papers: Bot, tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", dict(reversed(PAPERS.items())), records=PAPERS_RECORDS)
    other = replace(bot_of(seeds, tmp_path / "data"), documents=papers.documents)
    other = replace(other, answerer=replace(other.answerer, reader=papers.answerer.reader, calibration=MILD))
    for question in ("How many agencies had signed papers?", "How many agencies had signed papers in 2026?"):
        first, again, elsewhere = (ask(bot, question) for bot in (papers, papers, other))
        assert first.model_dump_json() == again.model_dump_json() == elsewhere.model_dump_json()


def test_no_date_is_ever_taken_from_the_record(milford: Bot) -> None:
    reply = ask(milford, QUESTIONS[0])
    assert reply.findings[0].document.published is not None
    assert all(finding.as_of is None for finding in reply.findings)


# Aliases


def test_an_alias_is_shown_where_a_quote_is_written_so(milford: Bot) -> None:
    (used,) = ask(milford, "What did the DHS lend?").searched_as
    assert (used.name, used.also) == ("DHS", ("Division of Homeland Safety",))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did the Division of Homeland Safety lend?", "brokers"),  # as it is written there
        ("What does the DHS offer?", "$7,500"),  # the quote names nobody
    ],
)
def test_an_alias_that_was_of_no_use_is_not_shown(milford: Bot, question: str, words: str) -> None:
    bot = reading_as(milford, ScriptedReader({words: 3.0}))
    reply = ask(replace(bot, answerer=replace(bot.answerer, guarded=False)), question)
    assert reply.findings and reply.searched_as == ()


def test_an_alias_is_not_shown_where_the_quote_has_the_name_too(tmp_path: Path) -> None:
    text = "The Division of Homeland Safety (DHS) lent 90 brokers.\n"
    seeds = write_seeds(tmp_path / "seeds", {"a.txt": text}, aliases=ALIASES)
    bot = reading_as(bot_of(seeds, tmp_path / "data"), ScriptedReader({"brokers": 3.0}))
    reply = ask(bot, "What did the DHS lend?")
    assert reply.findings and reply.searched_as == ()


def test_a_short_alias_is_not_seen_inside_another_word(tmp_path: Path) -> None:
    aliases = '[[aliases]]\nname = "Associated Press"\nalso = ["AP"]\n'
    seeds = write_seeds(tmp_path / "seeds", {"a.txt": "Deputies apprehend people.\n"}, aliases=aliases)
    bot = bot_of(seeds, tmp_path / "data", guarded=False)
    bot = reading_as(bot, ScriptedReader({"apprehend": 3.0}))
    assert ask(bot, "What did the Associated Press say?").searched_as == ()


def test_a_bad_line_is_a_reply_that_names_it(milford: Bot) -> None:
    made = milford.bad_line(3, "not JSON \ud800", "q")
    assert (made.line, made.error, made.id) == (3, "not JSON \ufffd", "q")
    CONTRACT.validate(json.loads(made.model_dump_json()))
