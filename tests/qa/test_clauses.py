"""Questions cut by hand: wh, noun, auxiliary, subject, rest."""

from functools import partial

import pytest

from qa.clauses import clause, is_plural
from tests.fakes import make_document
from tests.qa.fakes import guard_of

named = partial(guard_of(make_document("Nothing of this is here.")).named, by_case=True)

CUT = {
    "How many agencies work with ICE": ("How many", "agencies", "", "", "work with ICE"),
    "How many agreements does Ohio have": ("How many", "agreements", "does", "Ohio", "have"),
    "How many officers were deputized": ("How many", "officers", "were", "", "deputized"),
    "How much money could local agencies gain": ("How much", "money", "could", "local agencies", "gain"),
    "How long does it last": ("How long", "", "does", "it", "last"),
    "Which governor issued an order": ("Which", "governor", "", "", "issued an order"),
    "What is the task force model": ("What", "", "is", "the task force model", ""),
    "What happens when they sign": ("What", "", "", "", "happens when they sign"),
    "What is driving the surge": ("What", "", "is", "", "driving the surge"),
    "Why was the jail model stopped in 2012": ("Why", "", "was", "the jail model", "stopped in 2012"),
    "What did the NBC poll find about it": ("What", "", "did", "the NBC poll", "find about it"),
    "Who wrote Middlemarch": ("Who", "", "", "", "wrote Middlemarch"),
    "Since when does Rosa Quill pay": ("Since when", "", "does", "Rosa Quill", "pay"),
    "Did the Milford police sign": ("", "", "did", "the Milford police", "sign"),
    "Is the Louvre open on Mondays": ("", "", "is", "the Louvre", "open on Mondays"),
    "Where is participation highest": ("Where", "", "is", "participation", "highest"),
    "what": ("what", "", "", "", ""),
    "Did": ("", "", "did", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("question", CUT)
def test_a_question_is_cut_where_its_parts_meet(question: str) -> None:
    cut = clause(question, named(question))
    assert cut == CUT[question]


@pytest.mark.parametrize("text", ["", "?", "agencies in Texas", "Tell me a joke", "In", "in at on"])
def test_what_begins_as_no_question_is_not_cut(text: str) -> None:
    assert clause(text, named(text)) is None


@pytest.mark.parametrize(
    ("question", "defines"),
    [
        ("What is a detainer", True),
        ("Where is Oslo", True),
        ("Who was Rosa Quill", True),
        ("What did it find", False),
        ("Why is that", False),
        ("Is it legal", False),
    ],
)
def test_a_question_for_what_something_is_defines_it(question: str, defines: bool) -> None:
    cut = clause(question, named(question))
    assert cut is not None
    assert cut.is_definition is defines


@pytest.mark.parametrize(
    ("phrase", "plural"),
    [
        ("agencies", True),
        ("the state of the agencies", False),
        ("the people", True),
        ("Rosa and Ann", True),
        ("the bus", False),
        ("US", False),
        ("Texas’s", False),
        ("", False),
    ],
)
def test_the_number_of_a_phrase_is_told_by_its_head(phrase: str, plural: bool) -> None:
    assert is_plural(phrase) is plural
