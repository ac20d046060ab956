"""How much of a question a text holds, worked out by hand on a few words."""

import math

import pytest

from index.analysis import stems
from index.sources import Alias
from qa.coverage import Coverage
from qa.question import analyse
from tests.qa.fakes import vocabulary_of

# Four chunks: "counti" is in two of them, "deputi" in one, "train" in none.
VOCABULARY = vocabulary_of("county deputies", "county mayor", "sheriff", "council")
COUNTY, DEPUTY, UNKNOWN = (math.log(1 + (4 - found + 0.5) / (found + 0.5)) for found in (2, 1, 0))
DHS = Alias(name="Department of Homeland Security", also=("DHS", "Division of Homeland Safety"))


def share(question: str, text: str, *aliases: Alias) -> float:
    return Coverage.of(analyse(question), VOCABULARY, aliases).share(stems(text))


def test_a_word_counts_by_how_telling_it_is() -> None:
    whole = COUNTY + DEPUTY + UNKNOWN
    question = "How many deputies did the county train?"
    assert share(question, "The county has deputies.") == pytest.approx((COUNTY + DEPUTY) / whole)
    assert share(question, "Deputies are trained by the county") == pytest.approx(1.0)
    assert share(question, "The council left.") == 0.0


def test_another_form_of_a_name_counts_as_the_name() -> None:
    question = "Did the DHS train deputies?"
    assert share(question, "The Division of Homeland Safety trains deputies.", DHS) == pytest.approx(1.0)
    assert share(question, "The Division of Homeland Safety trains deputies.") < 1.0


def test_a_question_of_function_words_is_covered_by_nothing() -> None:
    assert share("Who is it?", "It is who it is.") == 0.0
