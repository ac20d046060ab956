"""What askers say of themselves before or after their question is left out, unless the question needs it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asides import without_asides


def names(text: str) -> list[str]:
    return re.findall(r"ICE|Dallas|texas|Noem", text)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("I am a student writing a paper. How many agencies signed?", "How many agencies signed?"),
        ("How many agencies signed? I need it for school.", "How many agencies signed?"),
        ("Hi! I'm new here. My teacher sent me. How many agencies signed?", "Hi! How many agencies signed?"),
        ("I am 17. How many agencies signed?", "How many agencies signed?"),
        ("im doing homework. how many agencies signed", "how many agencies signed"),
        ("It's for a school paper. Why do sheriffs sign up?", "Why do sheriffs sign up?"),
        ("I'm a student. What is ICE?", "What is ICE?"),
        ("We are curious. Do counties choose how much they do?", "Do counties choose how much they do?"),
        (
            "Good morning, I'm a librarian helping a patron. They want to know how many agencies signed.",
            "They want to know how many agencies signed.",
        ),
        ("Hola, soy estudiante. ¿Cuántas agencias firmaron?", "¿Cuántas agencias firmaron?"),
        ("Hi, I work at a library and somebody wants to know: who signed papers?", "who signed papers?"),
        ("Soy estudiante. ¿Cuántas agencias firmaron?", "¿Cuántas agencias firmaron?"),
        ("¿Cuántas agencias firmaron? Es para la escuela.", "¿Cuántas agencias firmaron?"),
    ],
)
def test_what_askers_say_of_themselves_is_left_out(said: str, asked: str) -> None:
    left = without_asides(said, names)
    assert " ".join(left.split()) == asked
    assert len(left) == len(said)


@pytest.mark.parametrize(
    "said",
    [
        "How many agencies signed?",
        "I live in Dallas. Do the police work with agencies?",  # a name
        "i live in texas. do the police work with agencies?",
        "I heard that deputies get a bonus. How much is it?",  # the question speaks of it
        "My sheriff signed an agreement. What does this mean for immigrants?",
        "I work with deputies. Do they get bonuses for signing?",
        "I read about bonuses for deputies. How much?",  # too little by itself
        "Deputies get bonuses. How much do deputies get?",  # not of the asker
        "I was arrested. My brother was arrested.",  # no question
        "Do I need papers? Can I be arrested by deputies?",
        "Leí que hay bonos para alguaciles. ¿Cuánto es eso?",
        "",
        "...",
    ],
)
def test_what_the_question_may_need_stays(said: str) -> None:
    assert without_asides(said, names) == said


@given(
    st.lists(
        st.sampled_from(["I am here.", "Who signed papers?", "It is.", "¿Qué es eso?", " ", "\n", "ICE", "."])
    )
)
def test_only_whole_sentences_are_left_out_and_nothing_more_of_what_is_left(parts: list[str]) -> None:
    said = " ".join(parts)
    left = without_asides(said, names)
    assert without_asides(left, names) == left
    assert bool(left.strip()) == bool(said.strip())
    assert left == said or set(left.split()) <= set(said.split())
