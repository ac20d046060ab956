"""Judged rows -> figures: each a value with k of n and its bootstrap interval. Pure."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluation.metrics import Floats, area_under_risk_coverage, auroc, bootstrap_interval, reciprocal_rank
from qa.evaluation.records import Judged

Rows = Sequence[Judged]
LOWEST = -math.inf  # stands for the confidence of a reply for which nothing could be quoted
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value over *n* observations and its interval, None where undefined; *k* for a share."""

    value: float | None
    low: float | None
    high: float | None
    k: int | None
    n: int


@dataclass(frozen=True, slots=True)
class Measure:
    """How a figure comes about: the observations that each row gives, and one number of them all."""

    name: str
    observe: Callable[[Judged], Sequence[float | tuple[float, ...]]]
    statistic: Callable[[Floats], Floats]  # of many resamples at once, one a row
    is_share: bool = False
    falls: bool = False  # whether a smaller value is better


def _mean(values: Floats) -> Floats:
    means: Floats = values.mean(axis=1)
    return means


def _share(name: str, of: Callable[[Judged], bool | None], *, falls: bool = False) -> Measure:
    """Return a measure of how often *of* is true; a row of which it is None does not count."""
    return Measure(name, lambda row: _kept(of(row)), _mean, is_share=True, falls=falls)


def _average(name: str, of: Callable[[Judged], float | None]) -> Measure:
    return Measure(name, lambda row: _kept(of(row)), _mean)


def _kept(value: float | None) -> list[float]:
    return [] if value is None else [float(value)]


def _quantile(share: float) -> Callable[[Floats], Floats]:
    return lambda values: np.asarray(np.quantile(values, share, axis=1))


def _within(row: Judged, depth: int) -> bool | None:
    return row.rank is not None and row.rank <= depth if row.answerable else None


def _among(row: Judged, rank: int | None, depth: int) -> bool | None:
    """Return whether *rank* is within *depth*; None for what no document answers, or was not searched."""
    return rank is not None and rank <= depth if row.answerable and "search" in row.stages else None


def _gained(row: Judged) -> float | None:
    """Return 1 where only the reader has the evidence in the first passage, -1 where only the search has."""
    read, searched = _among(row, row.read_rank, 1), _among(row, row.searched_rank, 1)
    return None if read is None or searched is None else float(read) - float(searched)


def _refused_wrongly(row: Judged, *, by_guard: bool) -> bool | None:
    return not row.answered and (row.silence == "guard" or not by_guard) if row.answerable else None


def confidence(row: Judged) -> float:
    """Return the confidence of the best quote, lowest where there was none."""
    return LOWEST if row.confidence is None else row.confidence


def is_wrong(row: Judged) -> bool:
    """Return whether the best quote, shown or withheld, would be wrong to show."""
    return not (row.answerable and row.right)


def _auroc(values: Floats) -> Floats:
    return np.array([auroc(one[one[:, 1] == 1, 0], one[one[:, 1] == 0, 0]) for one in values])


def _area(values: Floats) -> Floats:
    return np.array([area_under_risk_coverage(one[:, 0], one[:, 1]) for one in values])


VERBATIM = "verbatim quotes"
MEASURES: tuple[Measure, ...] = (
    _share("evidence at 1", lambda row: _within(row, 1)),
    _share("evidence at 3", lambda row: _within(row, 3)),
    _share("evidence in any finding", lambda row: row.rank is not None if row.answerable else None),
    _share("in the first passage searched", lambda row: _among(row, row.searched_rank, 1)),
    _share("in the first five searched", lambda row: _among(row, row.searched_rank, 5)),
    _share("in the first passage read", lambda row: _among(row, row.read_rank, 1)),
    _average("  gained by reading", _gained),
    _share("focused evidence at 1", lambda row: row.focused if row.answerable else None),
    _share("refused, of the unanswerable", lambda row: None if row.answerable else not row.answered),
    _share("wrongly refused", lambda row: _refused_wrongly(row, by_guard=False), falls=True),
    _share("  of them by the guard", lambda row: _refused_wrongly(row, by_guard=True), falls=True),
    _share("refusals that are right", lambda row: None if row.answered else not row.answerable),
    _share("good replies", lambda row: row.good),
    _share("exact match", lambda row: None if row.exact_match is None else bool(row.exact_match)),
    _average("F1", lambda row: row.f1),
    _average("item recall", lambda row: row.item_recall),
    _average("MRR", lambda row: reciprocal_rank(row.rank) if row.answerable else None),
    _average("nDCG@10", lambda row: row.ndcg if row.answerable else None),
    Measure("AUROC", lambda row: [(confidence(row), float(row.answerable))], _auroc),
    Measure("AUROC, right quotes", lambda row: [(confidence(row), float(not is_wrong(row)))], _auroc),
    Measure(
        "area under risk-coverage", lambda row: [(confidence(row), float(is_wrong(row)))], _area, falls=True
    ),
    Measure("quote length, median", lambda row: row.quote_lengths, _quantile(0.5)),
    Measure("quote length, 95th perc.", lambda row: row.quote_lengths, _quantile(0.95)),
    Measure(VERBATIM, lambda row: row.verbatim, _mean, is_share=True),
)
TIMES: tuple[Measure, ...] = (
    Measure("median", lambda row: [row.seconds * 1000], _quantile(0.5), falls=True),
    Measure("95th percentile", lambda row: [row.seconds * 1000], _quantile(0.95), falls=True),
)
FALLING = frozenset(measure.name for measure in MEASURES if measure.falls)
DISAGREEMENT = "disagreement"  # not measured here yet: tests/quality/test_disagreements.py judges it


def figures(rows: Rows) -> dict[str, Figure]:
    """Return every figure over *rows* but times, by name, in the order in which they are shown."""
    return {measure.name: figure(measure, rows) for measure in MEASURES}


def times(rows: Rows) -> dict[str, Figure]:
    """Return the figures of the time that a reply takes, in milliseconds."""
    return {measure.name: figure(measure, rows) for measure in TIMES}


def figure(measure: Measure, rows: Rows) -> Figure:
    """Return *measure* over *rows*."""
    values = np.array([value for row in rows for value in measure.observe(row)], dtype=float)
    if not len(values):
        return Figure(None, None, None, None, 0)
    low, high = bootstrap_interval(values, measure.statistic)
    k = int(values.sum()) if measure.is_share else None
    value = float(measure.statistic(values[None])[0])
    return Figure(_defined(value), _defined(low), _defined(high), k, len(values))


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else round(value, DIGITS)


def confusion(rows: Iterable[Judged]) -> dict[str, dict[str, int]]:
    """Return how often answerable questions and each kind of the others met each reason, or an answer."""
    table: dict[str, dict[str, int]] = {}
    for row in rows:
        line = table.setdefault("answerable" if row.answerable else row.kind, {})
        told = "answered" if row.answered else row.reason or "none"
        line[told] = line.get(told, 0) + 1
    return table


def stages(rows: Rows) -> dict[str, tuple[float, float]]:
    """Return the median and 95th percentile of each stage's time, in milliseconds."""
    names = sorted({name for row in rows for name in row.stages})
    taken = {name: [row.stages.get(name, 0.0) * 1000 for row in rows] for name in names}
    return {name: (float(np.quantile(ms, 0.5)), float(np.quantile(ms, 0.95))) for name, ms in taken.items()}
