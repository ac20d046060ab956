from dataclasses import replace

import pytest

from qa.evaluation.figures import FALLING, MEASURES, confusion, figures, stages, times
from tests.qa.evaluation.making import evidence, row, shown

DEPUTIES = evidence("Its sheriff has 12 deputies.")
RIGHT, WRONG = (shown("Its sheriff has 12 deputies."),), (shown("Alba signed in May."),)
ROWS = (
    row(DEPUTIES, quotes=RIGHT, confidence=3.0, seconds=0.01),
    row(DEPUTIES, quotes=WRONG, confidence=2.0, seconds=0.03),
    row(DEPUTIES, silence="guard", confidence=None, seconds=0.02),
    row(DEPUTIES, confidence=1.0, seconds=0.02),
    row(quotes=WRONG, confidence=1.5, seconds=0.02),
    row(reason="out_of_scope", silence="other", confidence=None, seconds=0.02),
)


def test_every_share_is_k_of_n_by_hand() -> None:
    found = {name: (figure.k, figure.n) for name, figure in figures(ROWS).items() if figure.k is not None}
    assert found["evidence at 1"] == found["focused evidence at 1"] == (1, 4)
    assert found["refused, of the unanswerable"] == (1, 2)
    assert found["wrongly refused"] == (2, 4)
    assert found["  of them by the guard"] == (1, 4)
    assert found["refusals that are right"] == (1, 3)
    assert found["good replies"] == (2, 6)
    assert found["verbatim quotes"] == (3, 3)


def test_what_reading_gains_is_the_mean_of_each_questions_gain() -> None:
    ranks = ((2, 1), (1, 1), (None, 1), (1, 3), (None, None))  # as searched, as read
    rows = [
        replace(row(DEPUTIES, stages={"search": 0.01}), searched_rank=searched, read_rank=read)
        for searched, read in ranks
    ]
    unsearched = replace(row(DEPUTIES), searched_rank=None, read_rank=1)
    gained = figures([*rows, unsearched, row(stages={"search": 0.01})])["  gained by reading"]
    assert gained.value == pytest.approx(1 / 5)
    assert gained.n == 5


def test_confidence_is_measured_on_every_question() -> None:
    # answerable 3, 2, none, 1 against 1.5 and none: 1 + 1, 1 + 1, 0 + 1/2, 0 + 1 of 8 pairs
    assert figures(ROWS)["AUROC"].value == pytest.approx(5.5 / 8)


def test_confidence_may_tell_the_answerable_and_not_the_right_quotes() -> None:
    rows = [
        row(DEPUTIES, quotes=RIGHT, confidence=2.0),
        row(DEPUTIES, quotes=WRONG, confidence=3.0),
        row(quotes=WRONG, confidence=1.0),
    ]
    found = figures(rows)
    assert (found["AUROC"].value, found["AUROC, right quotes"].value) == (1.0, 0.5)


def test_intervals_hold_the_value_and_are_repeatable() -> None:
    found = figures(ROWS)
    assert found == figures(ROWS)
    for figure in found.values():
        if figure.value is not None and figure.low is not None and figure.high is not None:
            assert figure.low <= figure.value <= figure.high


def test_a_figure_that_nothing_counts_towards_is_not_a_number_made_up() -> None:
    found = figures([row()])
    assert (found["evidence at 1"].value, found["evidence at 1"].n) == (None, 0)
    assert found["AUROC"].value is None


def test_times_are_in_milliseconds() -> None:
    assert times(ROWS)["median"].value == pytest.approx(20.0)
    timed = [row(quotes=RIGHT, stages={"read": seconds}) for seconds in (0.001, 0.002, 0.003)]
    assert stages(timed)["read"][0] == pytest.approx(2.0)


def test_reasons_are_counted_by_kind_of_question() -> None:
    assert confusion(ROWS) == {
        "answerable": {"answered": 2, "not_stated": 2},
        "na_near_miss": {"answered": 1, "out_of_scope": 1},
    }


def test_every_measure_that_falls_when_things_get_better_is_known() -> None:
    assert {measure.name for measure in MEASURES} > FALLING
