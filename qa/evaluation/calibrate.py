"""`python -m qa.evaluation.calibrate`: finds the reader's weights and the scores that decide replies.

The weights come from the readings of answerable questions, the threshold and the bands from the best quote
of every question: dev and own (English, without earlier turns) and, of a SQuAD 2.0 file, those of titles 0 to
6 over all its paragraphs, also with their own paragraph masked. Each is cross-validated in ten folds, and
questions about one fact or article are never on both sides. What is printed goes into `qa/reader.py` and
`qa/calibration.py`. With `--spanish FILE` the thresholds of Spanish questions are found in the same way: from
those on the seeds that are not held out, and a sample of titles 0 to 6 of FILE, also with their own masked.
"""

from qa.offline import go_offline

go_offline()

from collections.abc import Iterable, Iterator, Sequence  # noqa: E402 - the environment must stand before heavy imports
from dataclasses import replace  # noqa: E402
from math import inf  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Annotated  # noqa: E402

import typer  # noqa: E402

from index.errors import BotError  # noqa: E402
from qa.bot import Bot  # noqa: E402
from qa.calibration import SPANISH, WHOLE_SENTENCES  # noqa: E402
from qa.evaluation import fitting  # noqa: E402
from qa.evaluation.command import OWN_QUESTIONS  # noqa: E402
from qa.evaluation.figures import confidence  # noqa: E402
from qa.evaluation.fitting import Candidate, Ranked, Scored  # noqa: E402
from qa.evaluation.judging import hits  # noqa: E402
from qa.evaluation.records import Example  # noqa: E402
from qa.evaluation.run import QUESTIONS, workbench  # noqa: E402
from qa.evaluation.runner import Explains, measure, request_of, withheld  # noqa: E402
from qa.evaluation.suite import (  # noqa: E402
    HELD_OUT,
    Round,
    SquadRows,
    Workbench,
    open_rounds,
    seed_examples,
    spanish_calibration_rounds,
)
from qa.reader import WEIGHTS  # noqa: E402
from qa.records import Trace  # noqa: E402

STEPS = 8  # thresholds shown below and above the best one
STEP = 0.2
BANDS = (("fair", 0.60), ("strong", 0.85))


def calibrate(
    squad: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also SQuAD 2.0 questions, of which titles 0 to 6 are used."),
    ] = None,
    own: Annotated[
        Path, typer.Option(metavar="FILE", help="Our own questions on the seeds.")
    ] = OWN_QUESTIONS,
    spanish: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Spanish questions instead (titles 0 to 6); gives their thresholds."
        ),
    ] = None,
) -> None:
    """Print the cross-validated figures, and the values to put in."""
    from qa.settings import Settings

    settings = Settings()
    with workbench(settings) as bench:
        if spanish:
            known = seed_examples(settings.seeds_dir / QUESTIONS, own, bench.seeds)
            typer.echo("\n".join(spanish_report(bench, SquadRows.read(spanish, "decide"), known)))
            return
        rows = SquadRows.read(squad, "decide") if squad else None
        examples = seed_examples(settings.seeds_dir / QUESTIONS, own, bench.seeds)
        rounds = [Round(lambda: bench.bot(bench.seeds), _plain(examples))]
        rounds += open_rounds(bench, rows, full=False) if rows else []
        asked = [(one.bot(), one.examples) for one in rounds]
        typer.echo("\n".join(weights_report([row for bot, some in asked for row in ranked(bot, some)])))
        found = [row for bot, some in asked for row in scored(bot, some)]
        typer.echo("\n".join(threshold_report(found, bench.bot(bench.seeds).answerer.calibration.threshold)))


def spanish_report(bench: Workbench, rows: SquadRows, examples: Sequence[Example]) -> Iterator[str]:
    """Yield what decides replies to Spanish questions: read with their search question, then chosen whole."""
    known = tuple(one for one in examples if one.language == "es" and one.collection != HELD_OUT)
    rounds = [Round(lambda: bench.bot(bench.seeds), known), *spanish_calibration_rounds(bench, rows)]
    bots = [(one.bot(), one.examples) for one in rounds]
    yield "SPANISH, of qa/calibration.py"
    found = [row for bot, some in bots for row in scored(bot, some)]
    yield from threshold_report(found, SPANISH.threshold)
    yield from ("", "WHOLE_SENTENCES, of qa/calibration.py: as though no word of the questions were known")
    found = [row for bot, some in bots for row in scored(_never_reading(bot), some)]
    yield from threshold_report(found, WHOLE_SENTENCES.threshold)


def _never_reading(bot: Explains) -> Explains:
    """Return *bot* as it answers where it knows the English of no word."""
    return replace(bot, spanish=replace(bot.spanish, min_coverage=inf)) if isinstance(bot, Bot) else bot


def weights_report(questions: Sequence[Ranked]) -> list[str]:
    """Return the weights that fit *questions*, and how they do beside those in use."""
    held_out = fitting.cross_validated_weights(questions)
    lines = [f"weights, from {len(questions)} questions; the right reading comes first"]
    for name in dict.fromkeys(question.collection for question in questions):
        mine = [at for at, question in enumerate(questions) if question.collection == name]
        now = sum(questions[at].candidates[0].is_right for at in mine)
        then = sum(held_out[at] for at in mine)
        lines.append(f"  {name:<24} now {now}, fitted to nine folds {then} of {len(mine)} on the tenth")
    return [
        *lines,
        *(
            f"  {name:<12} {weight:6.2f}"
            for name, weight in zip(WEIGHTS, fitting.fit_weights(questions), strict=True)
        ),
        "",
    ]


def ranked(bot: Explains, examples: Sequence[Example]) -> list[Ranked]:
    """Return the answerable *examples* whose readings that the guard lets pass hold a right one."""
    questions = []
    for example in examples:
        if example.answerable:
            _, trace = bot.explained(request_of(example))
            candidates = _candidates(example, trace)
            if any(one.is_right for one in candidates):
                questions.append(Ranked(example.collection, example.group, candidates))
    return questions


def _candidates(example: Example, trace: Trace) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            features=tuple(one.reading.features[name] for name in WEIGHTS),
            is_right=any(hits(withheld(one.reading), evidence) for evidence in example.evidence),
        )
        for one in trace.considered
        if not one.missing
    )


def scored(bot: Explains, examples: Sequence[Example]) -> list[Scored]:
    """Return the score of the best quote for each of *examples*, shown or not, and whether it is right."""
    rows = measure(bot, examples)
    return [
        Scored(
            example.collection,
            example.group,
            confidence(row),
            example.answerable,
            example.answerable and row.right,
        )
        for example, row in zip(examples, rows, strict=True)
    ]


def threshold_report(rows: Sequence[Scored], now: float) -> list[str]:
    """Return how replies come out at the threshold in use and around the best one, and what the bands are."""
    best = fitting.best_threshold(rows)
    held_out = fitting.cross_validated_thresholds(rows)
    lines = [f"threshold, from {len(rows)} questions"]
    for name in dict.fromkeys(row.collection for row in rows):
        mine = [(row, threshold) for row, threshold in held_out if row.collection == name]
        good = sum(row.is_good(threshold) for row, threshold in mine)
        lines.append(f"  {name:<24} good replies, found on nine folds {good} of {len(mine)} on the tenth")
    for threshold in _around(best, now):
        lines += _lines(rows, threshold, "  now" if threshold == now else "")
    lines += ["", "bands: of the best quotes from this score on, so many are right"]
    for name, precision in BANDS:
        lines.append(f"  {name:<8} {_band(rows, precision)}")
    return [*lines, "", f"put in: threshold={best:.1f}"]


def _around(best: float, now: float) -> list[float]:
    near = {round(best + STEP * step, 2) for step in range(-STEPS, STEPS + 1)}
    return sorted(near | {now})


def _lines(rows: Sequence[Scored], threshold: float, note: str) -> Iterator[str]:
    yield f"  at {threshold:.2f}{note}"
    for name in dict.fromkeys(row.collection for row in rows):
        counts = fitting.shown([row for row in rows if row.collection == name], threshold)
        cells = "   ".join(f"{label} {k} of {n}" for label, (k, n) in counts.items() if n)
        yield f"    {name:<22} {cells}"


def _band(rows: Sequence[Scored], precision: float) -> str:
    score = fitting.score_for_precision(rows, precision)
    if score is None:
        return f"no score reaches {precision:.0%}"
    here = [row.is_right for row in rows if row.score >= score]
    held_out = [row.is_right for row in fitting.cross_validated_precision(rows, precision)]
    checked = f"held out {sum(held_out)} of {len(held_out)}"
    return f"{score:.1f}   {sum(here)} of {len(here)}; {checked} ({precision:.0%} wanted)"


def _plain(examples: Iterable[Example]) -> tuple[Example, ...]:
    return tuple(example for example in examples if example.language == "en" and not example.history)


if __name__ == "__main__":
    try:
        typer.run(calibrate)
    except BotError as error:
        typer.echo(f"local-ice-qa: {error}", err=True)
        raise SystemExit(1) from error
