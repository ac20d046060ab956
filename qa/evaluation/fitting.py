"""Weights and thresholds found on some examples and checked on others that are about other facts."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics import Floats

FOLDS = 10


def fold_of(group: str, folds: int = FOLDS) -> int:
    """Return the fold of *group*, by its name alone, so that it is the same in every run."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one question: its features, and whether its quote holds evidence."""

    features: tuple[float, ...]
    is_right: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one answerable question, best first by the weights in use."""

    collection: str
    group: str
    candidates: tuple[Candidate, ...]


def fit_weights(questions: Sequence[Ranked]) -> Floats:
    """Return the weights by which right candidates score above wrong ones of the same question.

    A logistic regression on the differences of every right and wrong candidate (RankNet's loss with a linear
    score: Burges et al., ICML 2005). Each question counts as much as any other of its collection, and each
    collection as much as any other. The penalty is L2 with C = 10, on features that are of the order of 1.
    """
    from sklearn.linear_model import LogisticRegression

    members = Counter(question.collection for question in questions)
    differences, weights = [], []
    for question in questions:
        right, wrong = (
            np.array([one.features for one in question.candidates if one.is_right is is_right])
            for is_right in (True, False)
        )
        if len(right) and len(wrong):
            pairs = (right[:, None] - wrong[None]).reshape(-1, right.shape[1])
            differences.append(pairs)
            share = len(questions) / (len(members) * members[question.collection])
            weights.append(np.full(len(pairs), share / len(pairs)))
    rows, weight = np.concatenate(differences), np.concatenate(weights)
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=1000)
    model.fit(
        np.concatenate([rows, -rows]),
        np.repeat([True, False], len(rows)),
        sample_weight=np.concatenate([weight, weight]) / 2,
    )
    found: Floats = model.coef_[0].astype(float)
    return found


def right_first(question: Ranked, weights: Floats) -> bool:
    """Return whether the candidate with the highest score is right; of equal ones the first counts."""
    scores = [float(np.dot(weights, one.features)) for one in question.candidates]
    return question.candidates[int(np.argmax(scores))].is_right


def cross_validated_weights(questions: Sequence[Ranked], folds: int = FOLDS) -> list[bool]:
    """Return for each of *questions* whether a right candidate comes first by the other folds' weights."""
    found = []
    fitted: dict[int, Floats] = {}
    for question in questions:
        fold = fold_of(question.group, folds)
        if fold not in fitted:
            fitted[fold] = fit_weights([other for other in questions if fold_of(other.group, folds) != fold])
        found.append(right_first(question, fitted[fold]))
    return found


@dataclass(frozen=True, slots=True)
class Scored:
    """The best quote for one question: its score, lowest where there is none, and whether it is right."""

    collection: str
    group: str
    score: float
    answerable: bool
    is_right: bool

    def is_good(self, threshold: float) -> bool:
        """Return whether the reply at *threshold* is right: a right quote shown, or rightly nothing."""
        return self.is_right if self.score >= threshold else not self.answerable


def best_threshold(rows: Sequence[Scored]) -> float:
    """Return the threshold with the most good replies, the middle of the widest stretch of such scores.

    Each collection counts as much as any other.
    """
    members = Counter(row.collection for row in rows)
    scores = sorted({row.score for row in rows if np.isfinite(row.score)})
    middles = [(low + high) / 2 for low, high in zip(scores, scores[1:], strict=False)]
    if not middles:
        raise ValueError("no two scores to choose a threshold between")
    goods = [
        round(sum(row.is_good(middle) / members[row.collection] for row in rows), 9) for middle in middles
    ]
    runs = _runs([good == max(goods) for good in goods])
    first, last = max(runs, key=lambda run: scores[run[1] + 1] - scores[run[0]])
    return (scores[first] + scores[last + 1]) / 2


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first and last place of each run of true *flags*."""
    found: list[tuple[int, int]] = []
    for at, flag in enumerate(flags):
        if flag and found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        elif flag:
            found.append((at, at))
    return found


def score_for_precision(rows: Sequence[Scored], precision: float, least: int = 10) -> float | None:
    """Return the lowest score from which on *precision* of the best quotes are right, None where none is.

    Only scores with at least *least* rows from there on count: fewer say nothing.
    """
    ordered = sorted((row for row in rows if np.isfinite(row.score)), key=lambda row: -row.score)
    found = None
    right = 0
    for count, row in enumerate(ordered, start=1):
        right += row.is_right
        is_last_of_equals = count == len(ordered) or ordered[count].score < row.score
        if is_last_of_equals and count >= least and right >= precision * count:
            found = row.score
    return found


def cross_validated_thresholds(rows: Sequence[Scored], folds: int = FOLDS) -> list[tuple[Scored, float]]:
    """Return each of *rows* with the threshold that is best on the other folds."""
    by_fold = {
        fold: best_threshold([row for row in rows if fold_of(row.group, folds) != fold])
        for fold in {fold_of(row.group, folds) for row in rows}
    }
    return [(row, by_fold[fold_of(row.group, folds)]) for row in rows]


def cross_validated_precision(rows: Sequence[Scored], precision: float, folds: int = FOLDS) -> list[Scored]:
    """Return those of *rows* that reach the score for *precision* found on the other folds."""
    reached = []
    for fold in range(folds):
        score = score_for_precision([row for row in rows if fold_of(row.group, folds) != fold], precision)
        if score is not None:
            reached += [row for row in rows if fold_of(row.group, folds) == fold and row.score >= score]
    return reached


def shown(rows: Iterable[Scored], threshold: float) -> Mapping[str, tuple[int, int]]:
    """Return k of n for good replies, refusals of what has no answer and wrong refusals at *threshold*."""
    kept = list(rows)
    answerable = [row for row in kept if row.answerable]
    others = [row for row in kept if not row.answerable]
    return {
        "good": (sum(row.is_good(threshold) for row in kept), len(kept)),
        "refused": (sum(row.score < threshold for row in others), len(others)),
        "wrongly refused": (sum(row.score < threshold for row in answerable), len(answerable)),
    }
