"""Saved questions asked again: the same reply, or exactly what is new."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.bot import Bot
from qa.contract import Reply, Request
from qa.verification.replay import Difference, replay
from tests.fakes import write_seeds
from tests.qa.fakes import ALIASES, RECORDS, TEXTS, ScriptedReader, bot_of, milford_seeds, reading_as

QUESTION = "How much does the state offer for each deputy?"


def ask(bot: Bot, question: str = QUESTION) -> Reply:
    """Return the reply as it is after it was saved and read."""
    return Reply.model_validate_json(bot.reply(Request(question=question, id="q")).model_dump_json())


def named(differences: tuple[Difference, ...]) -> set[str]:
    return {one.what for one in differences}


@pytest.mark.parametrize(
    "question", [QUESTION, "Why do critics decline?", "Who signed in Ohio?", "¿Sí?", "", "?"]
)
def test_the_same_bot_gives_the_same_reply(milford: Bot, question: str) -> None:
    found = replay(ask(milford, question), 1, milford)
    assert (found.same, found.made, found.reply, found.id) == (True, (), (), "q")


def test_a_follow_up_is_asked_as_the_question_that_stands_alone(milford: Bot) -> None:
    saved = ask(milford).model_copy(update={"question": "And in Milford?"})
    found = replay(saved, 1, milford)
    assert found.same and found.question == "And in Milford?"


def test_the_reply_to_a_bad_line_is_given_again(milford: Bot) -> None:
    assert replay(milford.bad_line(3, "not JSON", None), 1, milford).same


def test_another_text_is_named_by_its_document(milford: Bot, tmp_path: Path) -> None:
    texts = {**TEXTS, "gazette.txt": "Corrected.\n\n" + TEXTS["gazette.txt"]}
    seeds = write_seeds(tmp_path / "seeds", texts, records=RECORDS, aliases=ALIASES)
    found = replay(ask(milford), 1, bot_of(seeds, tmp_path / "data"))
    assert not found.same
    assert named(found.made) == {"seeds", "index", "gazette sha256", "gazette file_sha256"}
    assert found.reply == (Difference(what="finding 1", then="gazette 150–198", now="gazette 162–210"),)


def test_another_record_is_named_by_its_field(milford: Bot, tmp_path: Path) -> None:
    records = RECORDS.replace('title = "Milford County Joins"', 'title = "Milford Joins"')
    seeds = write_seeds(tmp_path / "seeds", TEXTS, records=records, aliases=ALIASES)
    found = replay(ask(milford), 1, bot_of(seeds, tmp_path / "data"))
    titles = [one for one in found.made if one.what == "gazette title"]
    assert titles == [Difference(what="gazette title", then="Milford County Joins", now="Milford Joins")]


def test_a_document_taken_out_is_named(milford: Bot, tmp_path: Path) -> None:
    seeds = write_seeds(tmp_path / "seeds", {"cork.txt": "Cork waits.\n"})
    found = replay(ask(milford), 1, bot_of(seeds, tmp_path / "data"))
    assert Difference(what="gazette", then="in the collection", now=None) in found.made
    assert "outcome" in named(found.reply)


def test_another_setting_is_named(milford: Bot, tmp_path: Path) -> None:
    other = bot_of(milford_seeds(tmp_path / "seeds"), tmp_path / "data", max_findings=4)
    found = replay(ask(milford), 1, other)
    assert found.same and found.made == (Difference(what="setting max_findings", then="5", now="4"),)


def test_another_version_and_another_model_are_named(milford: Bot) -> None:
    made = replace(
        milford.made, encoder="other", made_with={**milford.made.made_with, "torch": "9.9", "code": "0" * 16}
    )
    found = replay(ask(milford), 1, replace(milford, made=made))
    assert found.same and named(found.made) == {"encoder", "version of torch", "code"}


def test_a_receipt_from_before_it_named_these_still_tells_that_they_differ(milford: Bot) -> None:
    saved = ask(milford)
    receipt = saved.receipt.model_copy(update={"made_with": {}, "settings": "0" * 16})
    found = replay(saved.model_copy(update={"receipt": receipt}), 1, milford)
    assert named(found.made) == {"settings, index, code or versions"}


def test_other_scores_at_the_same_places_are_named(milford: Bot) -> None:
    one, other = (reading_as(milford, ScriptedReader({"$7,500": score})) for score in (3.0, 2.0))
    found = replay(ask(one), 1, other)
    assert not found.same
    assert Difference(what="finding 1 score", then="3.0", now="2.0") in found.reply


@pytest.mark.parametrize("change", [{"language": "no such language"}, {"language": ""}])
def test_what_cannot_be_asked_is_said_in_one_line(milford: Bot, change: dict[str, str]) -> None:
    found = replay(ask(milford).model_copy(update=change), 4, milford)
    assert not found.same and found.line == 4
    assert found.error and found.error.startswith("language: ") and "\n" not in found.error


def test_an_altered_reply_is_not_the_same(milford: Bot) -> None:
    saved = json.loads(ask(milford).model_dump_json())
    saved["findings"][0]["support"] = "weak" if saved["findings"][0]["support"] != "weak" else "fair"
    found = replay(Reply.model_validate(saved), 1, milford)
    assert not found.same and named(found.reply) == {"finding 1 support"} and found.made == ()
