"""Figures side by side on the real seeds, by the real bot: each value in its document's words, in order.

What is judged is the values, their order, their dates and their quotes, not the scores of the findings.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.encoder import SentenceEncoder
from index.records import Document
from index.store import Generation
from qa.bot import Bot
from qa.contract import Reply, Request, Value
from qa.inference import Inference
from qa.wiring import assemble
from tests.qa.promises import assert_kept
from tests.quality.asking import Asked

pytestmark = pytest.mark.models

HERE = Path(__file__).parent
TIMES, BLOG = "002_46a31fa6bb91fc9a", "003_ed2f12c857ef2d14"
PUBLISHED = {TIMES: date(2025, 9, 17), BLOG: date(2026, 2, 16)}
JANUARY = "2026-01-26"
FALSE_SHOWN = 2  # at most, of the questions whose documents do not differ

# question: document, value, unit and as-of of each row
SIDES: Mapping[str, tuple[tuple[str, str, str | None, str | None], ...]] = {
    "How many police departments and agencies work with ICE?": (
        (BLOG, "1,168", "agencies", JANUARY),
        (TIMES, "About 1,000", "departments", None),
    ),
    "How many agreements does Florida have with ICE?": (
        (BLOG, "342", "agreements", None),
        (TIMES, "325", "jurisdictions", None),
    ),
    "How many places in Texas have teamed up with ICE?": (
        (BLOG, "296", None, None),
        (TIMES, "171", None, None),
    ),
    "How many states have agencies that work with ICE?": (
        (BLOG, "39", "states", JANUARY),
        (TIMES, "More than 40", "states", None),
    ),
    "By how much have ICE agreements increased?": (
        (BLOG, "950%", "increase", None),
        (TIMES, "more than 600%", None, None),
    ),
}


@pytest.fixture(scope="module")
def bot(generation: Generation, sentence_encoder: SentenceEncoder, inference: Inference) -> Bot:
    return assemble(generation, sentence_encoder, inference)


def row_of(value: Value, reply: Reply) -> tuple[str, str, str | None, str | None]:
    return reply.findings[value.finding].document.id, value.value, value.unit, value.as_of


@pytest.mark.parametrize("question", SIDES)
def test_the_newer_figure_stands_before_the_older_one_each_with_its_quote(
    bot: Bot, documents: Mapping[str, Document], question: str
) -> None:
    reply = bot.reply(Request(question=question))
    assert_kept(reply, documents)
    assert reply.disagreement is not None
    assert reply.disagreement.kind == "over_time"
    assert tuple(row_of(value, reply) for value in reply.disagreement.values) == SIDES[question]
    for value in reply.disagreement.values:
        finding = reply.findings[value.finding]
        assert value.value in finding.quote.text
        assert value.published == finding.document.published == PUBLISHED[finding.document.id]
        assert (finding.as_of, finding.speaker) == (value.as_of, value.speaker)


@pytest.mark.parametrize(
    ("when", "shown", "left_out"),
    [
        ("in September 2025", "About 1,000", "1,168"),
        ("before 2026", "About 1,000", "1,168"),
        ("as of January", "1,168", "About 1,000"),
    ],
)
def test_a_date_in_the_question_selects_and_says_what_it_left_out(
    bot: Bot, when: str, shown: str, left_out: str
) -> None:
    reply = bot.reply(Request(question=f"How many agencies worked with ICE {when}?"))
    assert shown in reply.findings[0].span.text
    assert reply.disagreement is None
    assert reply.restriction is not None and reply.restriction.text == when
    assert left_out in [one.value for one in reply.left_out]
    assert not any(left_out in finding.span.text for finding in reply.findings)


def test_a_time_of_which_nothing_is_known_is_silence_that_names_the_figures(bot: Bot) -> None:
    reply = bot.reply(Request(question="How many agencies worked with ICE before 2020?"))
    assert (reply.outcome, reply.reason) == ("no_answer", "not_stated")
    assert [one.value for one in reply.left_out][:2] == ["1,168", "About 1,000"]


def test_words_in_the_reworded_copy_are_never_given_as_a_speakers_own(
    bot: Bot, documents: Mapping[str, Document]
) -> None:
    reply = bot.reply(Request(question="What did Saldaña say about agents being diverted?"))
    reworded = [one for one in reply.findings if one.document.kind == "paraphrased"]
    assert reworded
    assert all(one.own_words == () and "paraphrased" in one.caution for one in reworded)


def test_documents_that_do_not_differ_are_hardly_ever_set_side_by_side(asked: Asked, seeds: Path) -> None:
    rows: list[dict[str, Any]] = [
        json.loads(line)
        for path in (seeds / "questions.jsonl", HERE / "own.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    plain = {row["id"] for row in rows if not row["conflict"] and not row["history"]}
    replies = [reply for reply in asked.replies if reply.id in plain]
    assert len(replies) == len(plain) > 80
    shown = [reply.id for reply in replies if reply.disagreement]
    assert len(shown) <= FALSE_SHOWN, shown
