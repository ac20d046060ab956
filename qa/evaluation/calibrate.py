"""`python -m qa.evaluation.calibrate`: finds the reader's weights and the scores that decide replies.

The weights come from the dev questions' candidate readings, the threshold and the bands from the best quote
of every dev and own question (English, without earlier turns). Each is cross-validated in ten folds, and
questions about one fact are never on both sides. What is printed goes into `qa/reader.py` and
`qa/calibration.py`.
"""

from qa.offline import go_offline

go_offline()

from collections.abc import Iterable, Sequence  # noqa: E402 - the environment must stand before heavy imports
from pathlib import Path  # noqa: E402

import typer  # noqa: E402

from index.errors import BotError  # noqa: E402
from qa.bot import Bot  # noqa: E402
from qa.evaluation import fitting  # noqa: E402
from qa.evaluation.collections import read_questions  # noqa: E402
from qa.evaluation.command import OWN_QUESTIONS  # noqa: E402
from qa.evaluation.figures import confidence  # noqa: E402
from qa.evaluation.fitting import Candidate, Ranked, Scored  # noqa: E402
from qa.evaluation.judging import hits  # noqa: E402
from qa.evaluation.records import Example  # noqa: E402
from qa.evaluation.runner import measure, request_of, withheld  # noqa: E402
from qa.evaluation.suite import DEV, OWN  # noqa: E402
from qa.records import Trace  # noqa: E402

STEPS = 8  # thresholds shown below and above the best one
STEP = 0.2
BANDS = (("fair", 0.60), ("strong", 0.85))


def calibrate(own: Path = OWN_QUESTIONS) -> None:
    """Print the cross-validated figures, and the values to put in."""
    from qa.settings import Settings
    from qa.wiring import load_bot

    settings = Settings()
    bot = load_bot(settings)
    dev = _plain(read_questions(settings.seeds_dir / "questions.jsonl", DEV, bot.documents))
    ours = _plain(read_questions(own, OWN, bot.documents))
    typer.echo("\n".join(weights_report(bot, dev)))
    typer.echo("\n".join(threshold_report(scored(bot, [*dev, *ours]), bot.answerer.calibration.threshold)))


def weights_report(bot: Bot, examples: Sequence[Example]) -> list[str]:
    """Return the weights that fit the readings of *examples*, and how they do beside those in use."""
    questions, names = ranked(bot, examples)
    if not names:
        return [f"{bot.answerer.reader.name} gives no features: nothing to weigh\n"]
    held_out = fitting.cross_validated_weights(questions)
    weights = fitting.fit_weights(questions)
    now = sum(question.candidates[0].is_right for question in questions)
    readings = sum(len(one.candidates) for one in questions)
    return [
        f"weights, from {readings} readings of {len(questions)} dev questions",
        f"  the right reading first, as it is now        {now} of {len(questions)}",
        f"  fitted to nine folds, counted on the tenth   {sum(held_out)} of {len(held_out)}",
        *(f"  {name:<12} {weight:5.1f}" for name, weight in zip(names, weights, strict=True)),
        "",
    ]


def ranked(bot: Bot, examples: Sequence[Example]) -> tuple[list[Ranked], tuple[str, ...]]:
    """Return the answerable *examples* whose readings hold a right one, and the names of their features.

    The readings that the guard lets pass, best first by the weights in use.
    """
    questions: list[Ranked] = []
    names: tuple[str, ...] = ()
    for example in examples:
        _, trace = bot.explained(request_of(example))
        candidates = _candidates(example, trace)
        names = next((tuple(one.reading.features) for one in trace.considered), names)
        if any(one.is_right for one in candidates):
            questions.append(Ranked(example.group, candidates))
    return questions, names


def _candidates(example: Example, trace: Trace) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            features=tuple(one.reading.features.values()),
            is_right=any(hits(withheld(one.reading), evidence) for evidence in example.evidence),
        )
        for one in trace.considered
        if not one.missing
    )


def scored(bot: Bot, examples: Sequence[Example]) -> list[Scored]:
    """Return the score of the best quote for each of *examples*, shown or not, and whether it is right."""
    rows = measure(bot, examples)
    return [
        Scored(example.group, confidence(row), example.answerable, example.answerable and row.right)
        for example, row in zip(examples, rows, strict=True)
    ]


def threshold_report(rows: Sequence[Scored], now: float) -> list[str]:
    """Return how replies come out at the threshold in use and around the best one, and what the bands are."""
    best = fitting.best_threshold(rows)
    held_out = fitting.cross_validated_thresholds(rows)
    good = sum(row.is_good(threshold) for row, threshold in held_out)
    lines = [
        f"threshold, from {len(rows)} dev and own questions",
        f"  good replies, found on nine folds, counted on the tenth   {good} of {len(rows)}",
        *(_line(rows, threshold, "now" if threshold == now else "") for threshold in _around(best, now)),
        "",
        "bands: of the best quotes from this score on, so many are right",
    ]
    for name, precision in BANDS:
        lines.append(f"  {name:<8} {_band(rows, precision)}")
    return [*lines, "", f"put in: threshold={best:.1f}"]


def _around(best: float, now: float) -> list[float]:
    near = {round(best + STEP * step, 2) for step in range(-STEPS, STEPS + 1)}
    return sorted(near | {now})


def _line(rows: Sequence[Scored], threshold: float, note: str) -> str:
    counts = "   ".join(f"{name} {k} of {n}" for name, (k, n) in fitting.shown(rows, threshold).items())
    return f"  {threshold:6.2f}   {counts}   {note}".rstrip()


def _band(rows: Sequence[Scored], precision: float) -> str:
    score = fitting.score_for_precision(rows, precision)
    if score is None:
        return f"no score reaches {precision:.0%}"
    here = [row.is_right for row in rows if row.score >= score]
    held_out = [row.is_right for row in fitting.cross_validated_precision(rows, precision)]
    checked = f"held out {sum(held_out)} of {len(held_out)}"
    return f"{score:.1f}   {sum(here)} of {len(here)}; {checked} ({precision:.0%} wanted)"


def _plain(examples: Iterable[Example]) -> list[Example]:
    return [example for example in examples if example.language == "en" and not example.history]


if __name__ == "__main__":
    try:
        typer.run(calibrate)
    except BotError as error:
        typer.echo(f"local-ice-qa: {error}", err=True)
        raise SystemExit(1) from error
