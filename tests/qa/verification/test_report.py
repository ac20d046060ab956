"""What a person reads of checked and replayed replies: the state, the next step, nothing a terminal obeys."""

from collections import Counter
from typing import Any

import pytest

from qa.bot import Bot
from qa.contract import Request
from qa.texts import verifying as texts
from qa.verification.anchors import State
from qa.verification.checking import CheckedReply, Collection, check, unreadable
from qa.verification.replay import Difference, Replayed
from qa.verification.report import as_checked, as_ledger, as_replayed, as_summary


def replayed(**changes: Any) -> Replayed:
    given = {"line": 1, "id": None, "question": "?", "same": True, "made": (), "reply": (), "error": None}
    return Replayed.model_validate(given | changes)


@pytest.fixture
def checked(milford: Bot) -> CheckedReply:
    reply = milford.reply(Request(question="Why do critics decline?"))
    return check(reply, 1, Collection(milford.documents, {}))


def test_every_state_has_its_word_and_its_next_step() -> None:
    assert set(texts.STATES) == set(State)
    steps = {(state.value, same) for state in State for same in (True, False)} - {("intact", True)}
    assert set(texts.NEXT_STEPS) == steps


def test_signs_that_a_terminal_would_obey_are_not_passed_on(checked: CheckedReply) -> None:
    evil = "\x1b[2J\x07\u202eabc\r\nd"
    words = checked.words[0].model_copy(update={"document": evil, "problem": evil})
    shown = [
        as_checked(checked.model_copy(update={"question": evil, "words": (words,), "own_receipt": False})),
        as_checked(unreadable(3, evil)),
        as_replayed(replayed(question=evil, made=(Difference(what=evil, then=evil, now=evil),))),
        as_replayed(replayed(error=evil)),
    ]
    for text in shown:
        assert "abc d" in " ".join(text.split())
        assert all(one.isprintable() or one == "\n" for one in text)


def test_a_very_long_question_and_very_long_values_are_cut(checked: CheckedReply) -> None:
    assert len(as_checked(checked.model_copy(update={"question": "x" * 1_000_000}))) < 1000
    difference = Difference(what="finding 1 also_at", then="x" * 1_000_000, now=None)
    assert "finding 1 also_at: not as it was" in as_replayed(replayed(same=False, made=(difference,)))


def test_a_difference_that_nothing_explains_is_said_to_be_so() -> None:
    difference = Difference(what="outcome", then="answer", now="no_answer")
    shown = as_replayed(replayed(same=False, reply=(difference,)))
    assert "outcome: was answer, is no_answer" in shown
    assert "the reply was altered, or made on another kind of machine" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("states", "replies", "failed", "expected"),
    [
        ({}, 1, 0, "0 quotes in 1 reply."),
        ({State.INTACT: 1}, 1, 0, "1 quote in 1 reply: 1 intact."),
        (
            {State.ORPHANED: 1, State.INTACT: 2},
            2,
            1,
            "3 quotes in 2 replies: 2 intact, 1 orphaned; 1 line could not be read.",
        ),
    ],
)
def test_the_last_line_counts(states: dict[State, int], replies: int, failed: int, expected: str) -> None:
    assert as_summary(Counter(states), replies, failed) == expected


def test_the_last_line_of_a_ledger_counts_what_staff_have_answered_for() -> None:
    states = Counter({State.INTACT: 2, State.CHANGED: 1, State.ORPHANED: 2})
    whole = "5 passages in the ledger: 2 intact, 1 changed, 2 orphaned. New since the last check: 1."
    assert as_ledger(states, 1, 0) == whole
    assert as_ledger(states, 1, 2) == f"{whole} Staff have answered for 2 of what has drifted."
