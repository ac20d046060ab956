"""The reply of the contract: the same request gives the same bytes, and nothing in it is made up."""

import json
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
from tests.qa.fakes import ALIASES, RECORDS, TEXTS, ScriptedReader, bot_of, milford_seeds, reading_as
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
