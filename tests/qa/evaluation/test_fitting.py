import math

import numpy as np
import pytest

from qa.evaluation.fitting import (
    Candidate,
    Ranked,
    Scored,
    best_threshold,
    cross_validated_precision,
    cross_validated_thresholds,
    cross_validated_weights,
    fit_weights,
    fold_of,
    right_first,
    score_for_precision,
    shown,
)


def questions(count: int) -> list[Ranked]:
    """Return questions whose right candidate has the higher first feature; the second is noise."""
    random = np.random.default_rng(3)
    found = []
    for number in range(count):
        noise = random.random(3)
        candidates = (
            Candidate((0.2, noise[0]), False),
            Candidate((0.8, noise[1]), True),
            Candidate((0.1, noise[2]), False),
        )
        found.append(Ranked("dev", f"group {number}", candidates))
    return found


def test_weights_find_the_feature_that_tells() -> None:
    first, second = fit_weights(questions(20))
    assert first > 5 * abs(second)
    assert cross_validated_weights(questions(20)) == [True] * 20


def test_a_collection_counts_as_much_as_another_however_many_questions_it_has() -> None:
    # thirty questions of one collection want the first feature, three of another the second
    first = Ranked("many", "g", (Candidate((1.0, 0.0), True), Candidate((0.0, 1.0), False)))
    second = Ranked("few", "h", (Candidate((0.0, 1.0), True), Candidate((1.0, 0.0), False)))
    assert fit_weights([first] * 30 + [second] * 3) == pytest.approx([0.0, 0.0], abs=1e-3)


def test_questions_with_one_kind_of_candidate_teach_nothing() -> None:
    alone = Ranked("dev", "all right", (Candidate((9.0, 9.0), True),))
    assert fit_weights([*questions(20), alone])[0] > 0


def test_held_out_questions_do_not_teach_their_own_weights() -> None:
    # one question is the reverse of all others: fitted to the others, it must come out wrong
    odd = Ranked("dev", "odd", (Candidate((0.9, 0.5), False), Candidate((0.1, 0.5), True)))
    assert cross_validated_weights([*questions(20), odd]) == [True] * 20 + [False]


def test_right_first_takes_the_first_of_equals() -> None:
    even = Ranked("dev", "g", (Candidate((1.0,), True), Candidate((1.0,), False)))
    assert right_first(even, np.array([1.0]))


def test_a_group_is_always_in_one_fold() -> None:
    assert fold_of("incentives") == fold_of("incentives")
    assert len({fold_of(f"group {number}") for number in range(200)}) == 10


def row(
    score: float, *, answerable: bool, is_right: bool = False, group: str = "g", collection: str = "dev"
) -> Scored:
    return Scored(collection, group, score, answerable, is_right)


ROWS = [
    row(5.0, answerable=True, is_right=True),
    row(4.0, answerable=True, is_right=True),
    row(3.0, answerable=True, is_right=False),
    row(1.0, answerable=False),
    row(-math.inf, answerable=False),
]


def test_the_best_threshold_lies_in_the_widest_stretch() -> None:
    # good replies: 3 at a threshold under 1; 4 between 1 and 3, and between 3 and 4; 3 above 4
    assert best_threshold(ROWS) == pytest.approx(2.5)
    assert [sum(one.is_good(at) for one in ROWS) for at in (0.5, 2.0, 3.5, 4.5)] == [3, 4, 4, 3]


def test_the_best_threshold_weighs_collections_alike() -> None:
    few = [row(2.0, answerable=True, is_right=True), row(1.0, answerable=False)]
    many = [row(3.0, answerable=False, collection="many")] * 3
    many += [row(5.0, answerable=True, is_right=True, collection="many")] * 6
    # a threshold of 4 gives one good reply of two and nine of nine; one of 1.5 gives two and six
    assert best_threshold([*few, *many]) == pytest.approx(1.5)


def test_replies_at_a_threshold_by_hand() -> None:
    assert shown(ROWS, 3.5) == {"good": (4, 5), "refused": (2, 2), "wrongly refused": (1, 3)}


def test_the_score_for_a_precision_by_hand() -> None:
    # from 5 on 1 of 1, from 4 on 2 of 2, from 3 on 2 of 3, from 1 on 2 of 4
    assert score_for_precision(ROWS, 0.6, least=1) == 3.0
    assert score_for_precision(ROWS, 0.9, least=1) == 4.0
    assert score_for_precision(ROWS, 0.9, least=3) is None


def test_equal_scores_stand_or_fall_together() -> None:
    tied = [row(2.0, answerable=True, is_right=True), row(2.0, answerable=False)]
    assert score_for_precision(tied, 0.9, least=1) is None


def test_thresholds_are_found_on_the_other_folds() -> None:
    many = [
        row(float(n % 7), answerable=n % 7 > 2, is_right=n % 7 > 2, group=f"group {n}") for n in range(70)
    ]
    held_out = cross_validated_thresholds(many)
    assert [one for one, _ in held_out] == many
    assert {threshold for _, threshold in held_out} == {2.5}
    assert all(one.is_right for one in cross_validated_precision(many, 0.99))
