"""Shortened contexts: sentences go, the answer keeps its words or goes with its sentence."""

from dataclasses import replace

import pytest

from index.records import Span
from qa.training.examples import Example
from qa.training.shortening import shortened

SENTENCES = [
    "Anna Berg lives in Rome.",
    "Ben moved to Oslo in 1912.",
    "The town paid him 40 dollars each week of that year.",
    "Carla bought both of his boats.",
]
CONTEXT = "  ".join(SENTENCES)
SEEDS = [str(number) for number in range(60)]


def asked(words: str, context: str = CONTEXT) -> Example:
    start = context.index(words)
    return Example("Which one?", context, Span(start, start + len(words)), "Towns")


def made(example: Example) -> list[Example]:
    return [one for seed in SEEDS for one in shortened([example], 1.0, seed)]


def test_some_sentences_go_and_the_others_stay_whole_and_in_order() -> None:
    found = {one.context for one in made(replace(asked("40 dollars"), answer=None))}
    for context in found:
        kept = [sentence for sentence in SENTENCES if sentence in context]
        assert kept and context == " ".join(kept)
    assert len(found) > 8  # of the 15 there are


def test_an_answer_keeps_its_words_or_goes_with_its_sentence() -> None:
    for words in ("Anna Berg", "Oslo", "40 dollars", "boats."):
        found = made(asked(words))
        for one in found:
            assert (one.answer is None) == (words not in one.context)
            assert one.answer is None or one.context[slice(*one.answer)] == words
            assert (one.question, one.heading) == ("Which one?", "Towns")
        assert 5 < sum(one.answer is None for one in found) < 35  # three in ten of 60


@pytest.mark.parametrize(
    "context",
    ["Anna lives in Rome. Ben knows Rome well. He likes it.", "Ben lives here. Rome. Rome!"],
)
def test_a_question_that_another_sentence_may_answer_is_not_learnt_as_unanswerable(context: str) -> None:
    whole = asked("Rome", context)
    found = made(whole)
    assert whole in found
    for one in found:
        assert (one.answer is None) == ("Rome" not in one.context)
        assert one.answer is None or one.context[slice(*one.answer)] == "Rome"


@pytest.mark.parametrize("context", ["Anna lives in Rome.", "Rome"])
def test_a_single_sentence_is_learnt_as_it_is(context: str) -> None:
    assert set(made(asked("Rome", context))) == {asked("Rome", context)}


def test_an_answer_over_two_sentences_is_never_cut() -> None:
    across = asked("Oslo in 1912.  The town")
    for one in made(across):
        assert one == across or one.answer is None


def test_an_empty_context_stays_one() -> None:
    assert shortened([Example("Who?", "", None)], 1.0, "1") == [Example("Who?", "", None)]


def test_the_share_and_the_seed_decide_which() -> None:
    examples = [replace(asked("Oslo"), question=str(number)) for number in range(200)]
    some = shortened(examples, 0.4, "7")
    changed = [one != before for one, before in zip(some, examples, strict=True)]
    assert 40 < sum(changed) < 100
    assert some == shortened(examples, 0.4, "7") != shortened(examples, 0.4, "8")
    assert shortened(examples, 0.0, "7") == examples
