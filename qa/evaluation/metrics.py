"""The measures themselves, each with its source; pure functions of numbers and strings."""

import math
import re
import string
from collections import Counter
from collections.abc import Callable, Collection, Sequence

import numpy as np
import numpy.typing as npt

from index.records import Span

Floats = npt.NDArray[np.float64]

HELD = 0.8  # share of the evidence's characters that a quote must hold
FOCUSED = 400  # characters of a quote that a person takes in at a glance
RESAMPLES = 1000
BLOCK = 2_000_000  # numbers drawn at once
SEED = 20160616

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’–—…¿¡•"))


def normalised(text: str) -> str:
    """Return *text* in lower case without punctuation and articles, white space as single blanks.

    SQuAD's normalisation (Rajpurkar et al., EMNLP 2016), with typographic marks as punctuation too.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(predicted: str, golds: Collection[str]) -> float:
    """Return 1.0 when *predicted* equals one of *golds* once normalised, else 0.0 (Rajpurkar et al. 2016)."""
    return float(any(normalised(predicted) == normalised(gold) for gold in golds))


def token_f1(predicted: str, golds: Collection[str]) -> float:
    """Return the best F1 of shared tokens between *predicted* and one of *golds* (Rajpurkar et al. 2016)."""
    return max((_f1(normalised(predicted).split(), normalised(gold).split()) for gold in golds), default=0.0)


def _f1(predicted: Sequence[str], gold: Sequence[str]) -> float:
    if not predicted or not gold:
        return float(predicted == gold)
    common = sum((Counter(predicted) & Counter(gold)).values())
    return 2 * common / (len(predicted) + len(gold))


def item_recall(predicted: str, items: Collection[str]) -> float:
    """Return the share of *items* whose normalised words stand, in order, in *predicted*."""
    words = f" {normalised(predicted)} "
    return sum(f" {normalised(item)} " in words for item in items) / len(items)


def holds(place: Span, evidence: Span) -> bool:
    """Return whether *place* holds 80% of the characters of *evidence*, or lies inside it."""
    return place.overlap(evidence) >= HELD * (evidence.end - evidence.start) or evidence.covers(place)


def restates(quote: str, evidence: str) -> bool:
    """Return whether the normalised *quote* contains the normalised *evidence*, on word borders."""
    return f" {normalised(evidence)} " in f" {normalised(quote)} "


def reciprocal_rank(rank: int | None) -> float:
    """Return 1 / *rank*, and 0.0 where nothing was found (Voorhees, TREC-8 1999). Its mean is MRR."""
    return 1 / rank if rank else 0.0


def ndcg(gains: Sequence[float], ideal: Sequence[float], depth: int = 10) -> float:
    """Return the discounted gain of a ranking over that of the *ideal* one, both cut at *depth*.

    The gain at rank i is divided by log2(i + 1), the form of Burges et al. (ICML 2005) for the measure of
    Järvelin and Kekäläinen (TOIS 20(4), 2002), which is also what trec_eval computes.
    """
    best = _dcg(sorted(ideal, reverse=True)[:depth])
    return _dcg(gains[:depth]) / best if best else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def auroc(positive: npt.ArrayLike, negative: npt.ArrayLike) -> float:
    """Return how often a *positive* score is above a *negative* one, ties as half; NaN where either is empty.

    The area under the ROC curve as the Mann-Whitney statistic (Hanley and McNeil, Radiology 143, 1982).
    """
    above, ordered = np.asarray(positive, dtype=float), np.sort(np.asarray(negative, dtype=float))
    if not len(above) or not len(ordered):
        return math.nan
    below = np.searchsorted(ordered, above, side="left")
    ties = np.searchsorted(ordered, above, side="right") - below
    return float((below + ties / 2).sum() / (len(above) * len(ordered)))


def risk_coverage(confidence: npt.ArrayLike, wrong: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return coverage and risk after each question, answered in falling order of *confidence*.

    Risk is the share of *wrong* among the answered ones, coverage their share of all (El-Yaniv and Wiener,
    JMLR 11, 2010). Equal confidences are answered together: each takes the risk of their whole group.
    """
    scores, errors = np.asarray(confidence, dtype=float), np.asarray(wrong, dtype=float)
    order = np.argsort(-scores, kind="stable")
    scores, errors = scores[order], errors[order]
    last = np.searchsorted(-scores, -scores, side="right")  # of each one's group, counted from 1
    return np.arange(1, len(scores) + 1) / len(scores), np.cumsum(errors)[last - 1] / last


def area_under_risk_coverage(confidence: npt.ArrayLike, wrong: npt.ArrayLike) -> float:
    """Return the mean risk over all coverages, NaN for none (Geifman and El-Yaniv, NeurIPS 2017)."""
    risks = risk_coverage(confidence, wrong)[1]
    return float(risks.mean()) if len(risks) else math.nan


def bootstrap_interval(
    values: Floats, statistic: Callable[[Floats], Floats], *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """Return the 95% percentile interval of *statistic* over resamples of *values*, one row an observation.

    *statistic* takes many resamples at once, one a row, and returns one number of each. The same seed gives
    the same interval. Resamples for which it is not defined are left out; NaN where it never is.
    (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.)
    """
    random = np.random.default_rng(seed)
    count = len(values)
    at_once = max(1, BLOCK // count)
    sizes = [min(at_once, resamples - done) for done in range(0, resamples, at_once)]
    drawn = np.concatenate([statistic(values[random.integers(0, count, (size, count))]) for size in sizes])
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return math.nan, math.nan
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
