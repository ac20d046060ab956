"""Altered questions: one thing is exchanged, nothing answers them, and the seed alone decides how."""

import random

import pytest

from index.records import Span
from qa.training.examples import Example
from qa.training.swaps import OPPOSITES, swapped, swaps

CONTEXT = (
    "In 1912 the town of Milford hired Anna Berg, and in 1930 Oxford paid 40 men. "
    "Later, Milford sold its 12 boats to Lima Harbour before the war."
)


def asked(question: str, answer: str) -> Example:
    start = CONTEXT.index(answer)
    return Example(question, CONTEXT, Span(start, start + len(answer)))


def altered(example: Example, tries: int = 60) -> set[str]:
    made = [swapped(example, random.Random(number)) for number in range(tries)]
    return {one.question for one in made if one is not None}


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Whom did Milford hire?", "Anna Berg", {"Whom did Oxford hire?", "Whom did Lima Harbour hire?"}),
        (
            "How many did Oxford pay?",
            "40",
            {f"How many did {one} pay?" for one in ("Milford", "Anna Berg", "Lima Harbour")},
        ),
        ("Who got the 12 boats?", "Lima Harbour", {"Who got the 40 boats?"}),
        (
            "What was sold before the war?",
            "12 boats",
            {f"What was {one} war?" for one in ("sold after the", "bought before the")}
            | {"What was sold before the peace?"},
        ),
        ("how many boats were there first", "12", {"how many boats were there last"}),
    ],
)
def test_a_name_a_number_or_a_word_is_exchanged(question: str, answer: str, expected: set[str]) -> None:
    assert altered(asked(question, answer)) == expected


OTHERS = (
    "In circuit switching a line is kept. In packet switching, or message switching, the packet header says "
    "where to. Paul Baran of London taught Ann Cox before Ann Cox moved from Milford to Lima."
)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (
            "what is kept in circuit switching?",
            "a line",
            {"what is kept in packet switching?", "what is kept in message switching?"},
        ),
        ("what says where to in a packet header?", "message", {"what says where to in a packet switching?"}),
        ("where did she move from?", "Milford", {"where did she move to?"}),
        ("who moved from there to Rome?", "Ann", {"who moved to there to Rome?"}),
        (
            "What did Paul Baran teach Ann Cox?",
            "line",
            {"What did Ann Cox teach Paul Baran?"}
            | {f"What did {one} teach Ann Cox?" for one in ("London", "Milford", "Lima")}
            | {f"What did Paul Baran teach {one}?" for one in ("London", "Milford", "Lima")},
        ),
    ],
)
def test_two_names_are_crossed_a_way_is_turned_and_a_pair_of_words_is_another(
    question: str, answer: str, expected: set[str]
) -> None:
    at = OTHERS.index(answer)
    assert altered(Example(question, OTHERS, Span(at, at + len(answer))), 200) == expected


@pytest.mark.parametrize(
    "question",
    [
        "what did Ann Cox and Paul Baran have?",  # the same two, either way round
        "how far is it between Milford and Lima?",
        "what was taught by Paul Baran of London?",
    ],
)
def test_names_that_stand_for_each_other_are_not_crossed(question: str) -> None:
    made = altered(Example(question, OTHERS, Span(3, 20)), 200)
    assert made
    assert not any(sorted(one) == sorted(question) for one in made)


@pytest.mark.parametrize(
    "question",
    [
        "according to whom, compared to whom?",  # no way that anything goes
        "what is radio switching?",  # the paragraph does not have the two together
        "what is in the circuit?",
    ],
)
def test_a_word_that_goes_nowhere_and_is_in_no_pair_stays(question: str) -> None:
    assert altered(Example(question, OTHERS, Span(3, 20)), 200) == set()


def test_a_year_becomes_another_of_the_paragraph_or_one_near_it() -> None:
    made = altered(asked("Whom did they hire in 1912?", "Anna Berg"), 300)
    assert "Whom did they hire in 1930?" in made
    near = {int(one[-5:-1]) for one in made} - {1930}
    assert near <= {1902, 1907, 1909, 1910, 1911, 1913, 1914, 1915, 1917, 1922}
    assert len(near) == 10


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who got a job?", "Anna Berg"),
        ("How long did it take?", "Later"),  # nobody asks "how short"
        ("Milford did what?", "hired Anna Berg"),  # the first word of a question may be no name
        ("Whom did Rome hire?", "Anna Berg"),  # a name that the paragraph does not hold
    ],
)
def test_what_has_nothing_to_exchange_gives_none(question: str, answer: str) -> None:
    assert altered(asked(question, answer)) == set()


def test_the_answer_is_never_put_into_its_own_question() -> None:
    assert not any("Berg" in one for one in altered(asked("Whom did Milford hire?", "Anna Berg")))


def test_altered_questions_have_no_answer_and_the_same_context() -> None:
    made = swaps([asked("Whom did Milford hire?", "Anna Berg")], 1.0, "seed")
    assert [(one.answer, one.context) for one in made] == [(None, CONTEXT)]


def test_the_seed_decides_which_and_how_and_the_unanswerable_are_left_alone() -> None:
    answerable = [asked(f"Whom did Milford hire{'?' * number}", "Anna Berg") for number in range(200)]
    silent = [Example("Whom did Milford hire?", CONTEXT, None)] * 50
    once = swaps(answerable + silent, 0.3, "seed")
    assert once == swaps(answerable + silent, 0.3, "seed")
    assert once != swaps(answerable + silent, 0.3, "another")
    assert 35 < len(once) < 85
    assert swaps(answerable, 0.0, "seed") == []
    assert swaps(silent, 1.0, "seed") == []


def test_opposites_go_both_ways() -> None:
    assert all(word in OPPOSITES[other] for word, others in OPPOSITES.items() for other in others)
