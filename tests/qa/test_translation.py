"""Spanish questions -> English search questions: by the table, and whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stem
from qa.lexicon import Lexicon
from qa.question import AnswerKind, answer_kind
from qa.translation import MIN_COVERAGE, Translator
from tests.qa.tables import quality_rows, rows

HELD = frozenset(
    map(stem, "ICE FBI Trump Texas Dallas Montgomery Maryland Landry sheriff task force legal county".split())
)
TRANSLATOR = Translator(
    Lexicon.load(),
    is_held=lambda word: stem(word) in HELD,
    is_english=frozenset({"jurisdictionality", "people"}).__contains__,
)
# Of the 48 rows: the others have a verb form that accents alone tell, or a rare ending.
RIGHT = 45


def searched(question: str) -> str:
    return TRANSLATOR.translate(question).text


def test_the_table_is_followed() -> None:
    table = rows("spanish")
    wrong = [
        (row["question"], searched(row["question"]))
        for row in table
        if searched(row["question"]) != row["search"]
    ]
    assert len(table) - len(wrong) >= RIGHT, wrong


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("¿Cuántos agentes hay?", AnswerKind.COUNT),
        ("cuantas agencias cooperan", AnswerKind.COUNT),
        ("¿Cuánto dinero ofrece?", AnswerKind.MONEY),
        ("¿Qué porcentaje de la gente lo aprueba?", AnswerKind.SHARE),
        ("¿Cuándo empezó?", AnswerKind.DATE),
        ("¿En qué año empezó?", AnswerKind.DATE),
        ("¿Quién firmó?", AnswerKind.PERSON),
        ("¿Qué gobernador firmó?", AnswerKind.PERSON),
        ("¿Por qué no firmaron?", AnswerKind.REASON),
        ("¿Qué es una fianza?", AnswerKind.DEFINITION),
        ("¿Qué agencias firmaron?", AnswerKind.LIST),
        ("¿Dónde hay redadas?", AnswerKind.PLACE),
        ("¿La policía coopera?", AnswerKind.STATEMENT),
    ],
)
def test_the_search_question_asks_for_the_same_kind_of_answer(question: str, kind: AnswerKind) -> None:
    assert answer_kind(searched(question)) is kind


def test_accents_and_case_do_not_matter() -> None:
    assert searched("¿Cuántos alguaciles firmarían?") == searched("¿cuantos alguaciles firmarian?")
    assert searched("¿Qué es una redada?") == searched("¿QUE ES UNA REDADA?")
    decomposed = "¿Que\u0301 es una redada?"
    assert searched(decomposed) == searched("¿Qué es una redada?")


def test_coverage_is_the_share_of_the_content_words() -> None:
    known, half, none = map(
        TRANSLATOR.translate, ("¿Qué es la fianza?", "¿Qué fianza xolotl?", "¿Qué xolotl?")
    )
    assert (known.coverage, half.coverage, none.coverage) == (1.0, 0.5, 0.0)
    assert none.coverage < MIN_COVERAGE <= half.coverage
    assert TRANSLATOR.translate("¿Qué?").coverage == 0.0


def test_the_capital_that_begins_a_question_makes_no_name() -> None:
    assert searched("¿Xolotl firmó?") == "Does xolotl signed?"
    assert searched("¿Montgomery firmó?") == "Does Montgomery signed?"
    assert searched("¿FEMA firmó?") == "Does FEMA signed?"


def test_a_name_in_the_question_counts_as_known() -> None:
    assert TRANSLATOR.translate("¿Qué dijo Zuzanna Quill?").coverage == 1.0
    assert TRANSLATOR.translate("¿Qué dijo quill?").coverage < 1.0


def test_no_question_of_the_collection_is_lost() -> None:
    for name in ("spanish_own", "spanish_unanswerable"):
        for row in quality_rows(name):
            found = TRANSLATOR.translate(row["question"])
            assert found.text and 0.0 <= found.coverage <= 1.0


WORDS = "¿ qué cuánto de la migra condado Harris 287(g) , ? .".split()


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_any_text_has_a_search_question(text: str) -> None:
    found = TRANSLATOR.translate(text)
    assert found == TRANSLATOR.translate(text)
    assert 0.0 <= found.coverage <= 1.0
    assert found.text.strip() or not text.strip()


def test_long_questions_stay_quick() -> None:
    found = TRANSLATOR.translate("¿cuántos condado de la ciudad de " * 30)
    assert len(found.text) < 3000
