"""Figures worked out by hand, and the threshold against every other one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.squad import Row
from qa.extraction import Floats, Window, Windower
from qa.training.scoring import LOWEST, Answered, answers, best_threshold, score, torch_logits
from tests.qa.letters import letters_tokenizer
from tests.qa.training.fakes import row, tiny_model


def asked(number: int, gold: str) -> Row:
    places = [{"text": gold, "start": 0}] if gold else []
    return Row.model_validate(
        {
            "id": str(number),
            "question": "who?",
            "context": gold or "nobody",
            "answers": places,
            "is_impossible": not gold,
            "title": "t",
        }
    )


ROWS = [asked(0, "anna"), asked(1, "ben carl"), asked(2, ""), asked(3, "")]
ANSWERED = [
    Answered(text="anna", margin=3.0),
    Answered(text="ben", margin=1.0),
    Answered(text="nobody", margin=2.0),
    Answered(text="nobody", margin=-1.0),
]


def test_the_figures_of_four_questions() -> None:
    figures = score(ROWS, ANSWERED, threshold=0.0)
    assert (figures.questions, figures.unanswerable) == (4, 2)
    assert figures.f1 == pytest.approx(100 * (1 + 2 / 3 + 0 + 1) / 4, abs=0.01)
    assert figures.exact == 50.0
    assert figures.answerable_f1 == pytest.approx(100 * (1 + 2 / 3) / 2, abs=0.01)
    assert figures.refused == 50.0
    assert figures.auroc == 0.75  # of four pairs only (ben, nobody at 2.0) is the wrong way round


def test_the_figures_of_answerable_questions_alone() -> None:
    figures = score(ROWS[:2], ANSWERED[:2], threshold=-9.0)
    assert figures.f1 == figures.answerable_f1
    assert figures.refused is None and figures.auroc is None


def test_the_threshold_of_four_questions() -> None:
    assert best_threshold(ROWS, ANSWERED) == 2.5  # only anna is answered: (1 + 0 + 1 + 1) / 4
    assert best_threshold(ROWS[:2], ANSWERED[:2]) < 1.0
    assert best_threshold(ROWS[2:], ANSWERED[2:]) > 2.0


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(-5, 5)), min_size=1, max_size=12))
def test_no_other_threshold_gives_a_higher_f1(found: list[tuple[bool, bool, int]]) -> None:
    rows = [asked(number, "anna" if answerable else "") for number, (answerable, _, _) in enumerate(found)]
    margins = [number * 0.01 + margin for number, (_, _, margin) in enumerate(found)]  # no two are equal
    read = [
        Answered(text="anna" if right else "ben", margin=margin)
        for (_, right, _), margin in zip(found, margins, strict=True)
    ]
    best = score(rows, read, best_threshold(rows, read)).f1
    others = [-100.0, *(margin + 0.005 for margin in margins)]
    assert best == max(score(rows, read, other).f1 for other in others)


def test_the_window_of_the_highest_margin_answers() -> None:
    context = "the old team " * 30 + "anna lives in rome " + "the old team " * 30
    windower = Windower(letters_tokenizer(), length=80, overlap=5)
    wanted = letters_tokenizer().token_to_id("rome")

    def logits(windows: object) -> list[tuple[Floats, Floats]]:
        assert isinstance(windows, list)
        both = [
            np.array([float(token == wanted) for token in window.ids], dtype=np.float32) for window in windows
        ]
        return [(one, one) for one in both]

    asked_of = Row.model_validate(
        row(1) | {"context": context, "answers": [{"text": "rome", "start": context.index("rome")}]}
    )
    assert answers([asked_of], windower, logits) == [Answered(text="rome", margin=2.0)]


def test_a_context_without_a_token_answers_nothing() -> None:
    windower = Windower(letters_tokenizer(), length=80, overlap=5)
    blank = Row.model_validate(row(3) | {"context": " "})

    def never(windows: object) -> list[tuple[Floats, Floats]]:
        raise AssertionError("nothing is there to read")

    assert answers([blank], windower, never) == [Answered(text="", margin=LOWEST)]


def test_a_model_reads_a_window_the_same_alone_and_beside_a_longer_one() -> None:
    windower = Windower(letters_tokenizer(), length=80, overlap=5)
    windows: list[Window] = [
        windower.windows("who?", text)[0] for text in ("anna lives in rome", "ben " * 50)
    ]
    logits = torch_logits(tiny_model().eval(), "cpu")
    alone, beside = logits(windows[:1])[0], logits(windows)[0]
    for one, other in zip(alone, beside, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
