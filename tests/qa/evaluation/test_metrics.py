import math

import numpy as np
import pytest

from index.records import Span
from qa.evaluation.metrics import (
    Floats,
    area_under_risk_coverage,
    auroc,
    bootstrap_interval,
    exact_match,
    holds,
    item_recall,
    ndcg,
    normalised,
    reciprocal_rank,
    restates,
    risk_coverage,
    token_f1,
)


def test_normalising_drops_case_punctuation_and_articles() -> None:
    assert normalised("  The “287(g)” agreements, a\u00a0lot—") == "287g agreements lot"


def test_exact_match_takes_the_best_gold() -> None:
    assert exact_match("The 1,168 agencies.", ["1,168 agencies", "1,168"]) == 1.0
    assert exact_match("1,168 agencies", ["1,168"]) == 0.0


def test_token_f1_by_hand() -> None:
    # "about 1168 agencies" against "1168 agencies now": two tokens shared of three and three, so 2 * 2 / 6
    assert token_f1("about 1,168 agencies", ["1,168 agencies now", "nothing"]) == pytest.approx(2 / 3)
    # a token counts as often as both have it: "no no" against "no" is 2 * 1 / 3
    assert token_f1("no no", ["no"]) == pytest.approx(2 / 3)
    assert token_f1("", ["anything"]) == 0.0


def test_item_recall_counts_whole_items() -> None:
    assert item_recall("Alba, Brno and Corkscrew", ["Alba", "the Brno", "Cork", "Dover"]) == 0.5


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (Span(0, 90), True),  # 80 of 100 characters
        (Span(0, 89), False),
        (Span(31, 200), False),  # 79 of 100
        (Span(40, 50), True),  # inside
        (Span(110, 200), False),
    ],
)
def test_a_quote_holds_evidence_from_four_fifths_on(quote: Span, expected: bool) -> None:
    assert holds(quote, Span(10, 110)) is expected


def test_a_quote_restates_evidence_on_word_borders_only() -> None:
    assert restates("By January, “1,168 agencies” had signed.", "1,168 agencies")
    assert not restates("11,168 agencies had signed", "1,168 agencies")


def test_reciprocal_rank() -> None:
    assert [reciprocal_rank(rank) for rank in (1, 4, None)] == [1.0, 0.25, 0.0]


def test_ndcg_by_hand() -> None:
    # relevant at ranks 1 and 3 of two relevant ones: (1 + 1/2) / (1 + 1/log2 3)
    assert ndcg([1, 0, 1], [1, 1]) == pytest.approx(1.5 / (1 + 1 / math.log2(3)))
    assert ndcg([0, 0], []) == 0.0
    assert ndcg([0.0] * 10 + [1.0], [1]) == 0.0  # past the tenth rank nothing counts


def test_ndcg_agrees_with_ir_measures() -> None:
    ir_measures = pytest.importorskip("ir_measures", reason="ir-measures is in the extra `test`")
    random = np.random.default_rng(7)
    for _ in range(50):
        gains = [int(gain) for gain in random.integers(0, 2, 12)]
        missed = int(random.integers(0, 3))
        ideal = [1.0] * (sum(gains) + missed)
        qrels = [ir_measures.Qrel("q", f"d{rank}", gain) for rank, gain in enumerate(gains)]
        qrels += [ir_measures.Qrel("q", f"missed{number}", 1) for number in range(missed)]
        run = [ir_measures.ScoredDoc("q", f"d{rank}", float(-rank)) for rank in range(len(gains))]
        expected = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], qrels, run)[ir_measures.nDCG @ 10]
        assert ndcg([float(gain) for gain in gains], ideal) == pytest.approx(expected)


def test_auroc_by_hand() -> None:
    # of six pairs, 3 > 1, 3 > 2, 2 > 1 and half of 2 = 2, while 0 is below both: 3.5 / 6
    assert auroc([3, 2, 0], [1, 2]) == pytest.approx(3.5 / 6)
    assert math.isnan(auroc([], [1]))


def test_auroc_holds_where_nothing_could_be_scored() -> None:
    assert auroc([1, -math.inf], [-math.inf]) == 0.75


def test_risk_coverage_by_hand() -> None:
    coverage, risk = risk_coverage([0.9, 0.8, 0.1], [0, 1, 1])
    assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk == pytest.approx([0, 1 / 2, 2 / 3])
    assert area_under_risk_coverage([0.9, 0.8, 0.1], [0, 1, 1]) == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)


def test_equal_confidences_share_their_risk_whatever_their_order() -> None:
    first, second = ([1, 1, 0], [1, 0, 0]), ([1, 1, 0], [0, 1, 0])
    assert area_under_risk_coverage(*first) == area_under_risk_coverage(*second) == pytest.approx(4 / 9)


def mean(drawn: Floats) -> Floats:
    return np.asarray(drawn.mean(axis=1))


def never(drawn: Floats) -> Floats:
    return np.full(len(drawn), math.nan)


def test_the_bootstrap_is_repeatable_and_covers_the_mean() -> None:
    values = np.array([1.0] * 20 + [0.0] * 10)
    low, high = bootstrap_interval(values, mean)
    assert (low, high) == bootstrap_interval(values, mean)
    # the normal approximation gives 0.667 +- 1.96 * sqrt(0.667 * 0.333 / 30) = 0.498 to 0.835
    assert low == pytest.approx(0.498, abs=0.04)
    assert high == pytest.approx(0.835, abs=0.04)


def test_a_statistic_that_is_never_defined_has_no_interval() -> None:
    assert all(math.isnan(end) for end in bootstrap_interval(np.ones(3), never))
