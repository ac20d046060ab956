"""`python -m qa eval`: measures the bot, prints the table, and keeps the results where it is asked to."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from index.errors import BotError

OWN_QUESTIONS = Path("tests/quality/own.jsonl")
GROUPINGS = ("kind", "language", "asker")


class UnfaithfulError(BotError):
    """A quote that is not what its document says: the one thing that may never happen."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(
            f"{len(keys)} replies quote what their document does not say, first {keys[0]}:"
            " mend this before anything else"
        )


def evaluate(
    quick: Annotated[
        bool, typer.Option("--quick", help="Only the questions on the seeds, as asked: under a minute.")
    ] = False,
    squad: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also SQuAD 2.0 questions: official JSON, or JSON lines (.xz)."),
    ] = None,
    spanish: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also Spanish questions over English paragraphs (JSON lines)."),
    ] = None,
    part: Annotated[
        str,
        typer.Option(
            metavar="report|decide",
            help="Which titles of these files; tune on those to decide by, never on the others.",
        ),
    ] = "report",
    full: Annotated[
        bool, typer.Option("--full", help="All their questions, not a sample; an interrupted run goes on.")
    ] = False,
    own: Annotated[
        Path, typer.Option(metavar="FILE", help="Our own questions on the seeds.")
    ] = OWN_QUESTIONS,
    guard: Annotated[
        bool, typer.Option("--guard/--no-guard", help="Without the guard, to see what it refuses needlessly.")
    ] = True,
    peers: Annotated[
        bool, typer.Option("--peers/--no-peers", help="Ask the other answerers too (never with --quick).")
    ] = True,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="kind|language|asker", help="Also show the figures by this; may be repeated."),
    ] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the results as JSON.")] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="OLD.json", help="Show what changed since these results.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a page with plots into this folder.")
    ] = None,
    explain_wrong: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show the N worst replies and how they came about.")
    ] = 0,
) -> None:
    """Measure the answers: figures with k of n and their 95% intervals."""
    wanted = by or []
    for name in wanted:
        _check("--by", name, GROUPINGS)
    _check("--part", part, ("report", "decide"))
    _check_places(json, report)
    from qa.evaluation.report import as_comparison, as_table
    from qa.evaluation.results import Results
    from qa.evaluation.run import Plan, measured
    from qa.settings import Settings

    old = Results.load(against) if against else None
    chosen = Plan(
        own=own, squad=squad, spanish=spanish, part="decide" if part == "decide" else "report",
        quick=quick, full=full, guarded=guard, peers=peers,
    )  # fmt: skip
    with measured(chosen, Settings()) as run:
        typer.echo(as_table(run.results, wanted))
        if old:
            typer.echo("\n" + as_comparison(run.results, old))
        for one in run.explain_wrong(explain_wrong):
            typer.echo("\n" + one)
        if json:
            run.results.save(json)
        if report:
            from qa.evaluation.page import write_page

            typer.echo(f"\nreport: {write_page(run.results, report)}")
        if run.unfaithful:
            raise UnfaithfulError(run.unfaithful)


def _check(option: str, value: str, allowed: Collection[str]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{option} {value}: choose one of {', '.join(allowed)}")


def _check_places(json: Path | None, report: Path | None) -> None:
    """Find out before the measurement that its results cannot be kept."""
    if json and not json.parent.is_dir():
        raise BotError(f"{json}: no such folder: create it, or name another file with --json")
    if report and report.exists() and not report.is_dir():
        raise BotError(f"{report}: is a file: name a folder with --report")
    if report:
        from importlib.util import find_spec

        if find_spec("matplotlib") is None:
            raise BotError("--report needs matplotlib: install it with `pip install 'local-ice-qa[report]'`")
