from functools import partial

import pytest

from qa.clauses import Clause, clause
from qa.rephrasing import asked_for, relative, stated
from tests.fakes import make_document
from tests.qa.fakes import guard_of

named = partial(guard_of(make_document("Nothing of this is here.")).named, by_case=True)


def cut(question: str) -> Clause:
    found = clause(question, named(question))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "wh", "expected"),
    [
        ("When was the model stopped", "why", "why was the model stopped"),
        ("What is the model", "Where", "where is the model"),
        ("Did the police sign", "How come", "why did the police sign"),
        ("Did any sheriffs sign", "how many", "how many sheriffs sign"),
        ("Are some sheriffs worried", "which ones", "which sheriffs are worried"),
        ("How many agencies work with ICE", "which", "which agencies work with ICE"),
        ("Which agencies work with ICE", "how many", "how many agencies work with ICE"),
        ("How many agencies work with ICE", "since when", "since when is it that agencies work with ICE"),
        ("Which governor issued it", "when", "when is it that the governor issued it"),
        ("How many officers were deputized", "when", "when were officers deputized"),
        ("How many deals does Ohio have with ICE", "since when", "since when does Ohio have deals with ICE"),
        ("Who wrote Middlemarch", "when", "when is it that someone wrote Middlemarch"),
        ("What is driving the surge", "where", "where is it that something is driving the surge"),
        ("Who wrote Middlemarch", "which", None),
        ("Who wrote Middlemarch", "how many", None),
        ("What did it find", "which ones", None),
        ("Is the model legal", "how much", None),
    ],
)
def test_a_question_is_asked_for_something_else(question: str, wh: str, expected: str | None) -> None:
    assert asked_for(cut(question), wh) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Did the police sign", "why didn't the police sign"),
        ("Can Ohio sign", "why can't Ohio sign"),
        ("Isn't it legal", "why isn't it legal"),
    ],
)
def test_why_not_negates_the_auxiliary(question: str, expected: str) -> None:
    assert asked_for(cut(question), "why", negated=True) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many people live in Oslo", "the number of people that live in Oslo"),
        ("How many deals does Ohio have", "the number of deals that Ohio does have"),
        ("How much money could agencies gain", "the money that agencies could gain"),
        ("How much does a pass cost", "what a pass does cost"),
        ("Did the police sign", "that the police did sign"),
        ("Why was the model stopped", "why the model was stopped"),
    ],
)
def test_a_question_becomes_a_part_of_a_sentence(question: str, expected: str) -> None:
    assert stated(cut(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many officers were deputized here", "officers deputized here"),
        ("Which of the officers have left", "officers that have left"),
        ("Which countries border Bolivia", "countries that border Bolivia"),
        ("How many officers has ICE deputized", "officers that ICE has deputized"),
    ],
)
def test_a_noun_is_told_by_what_is_said_of_it(question: str, expected: str) -> None:
    assert relative(cut(question)) == expected
