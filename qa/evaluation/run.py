"""One measurement from beginning to end: every example asked once, the other answerers beside it."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from index.cache import EmbeddingCache
from qa.evaluation import suite
from qa.evaluation.journal import Journal, fingerprint, kept
from qa.evaluation.peers.asking import ask_all, programs
from qa.evaluation.progress import bar
from qa.evaluation.records import Judged
from qa.evaluation.results import Peer, Results
from qa.evaluation.runner import measure
from qa.evaluation.squad import Part
from qa.evaluation.suite import Round, SquadRows, Workbench
from qa.evaluation.wrong import explained, worst_first
from qa.settings import Settings
from qa.wiring import load_bot, load_inference

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run measures."""

    own: Path
    squad: Path | None
    spanish: Path | None
    part: Part
    quick: bool
    full: bool
    guarded: bool
    peers: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A measurement whose rows are judged; its bots can still be asked."""

    bench: Workbench
    rounds: tuple[Round, ...]
    rows: tuple[Judged, ...]
    results: Results

    def explain_wrong(self, count: int) -> Iterator[str]:
        """Yield the *count* worst replies, each with its trace."""
        for row in worst_first(self.rows)[:count]:
            one, example = next(
                (one, found) for one in self.rounds for found in one.examples if found.key == row.key
            )
            yield explained(one.bot(), example, row)

    @property
    def unfaithful(self) -> list[str]:
        """The keys of the replies with a quote that is not verbatim: none, unless there is a bug."""
        return [row.key for row in self.rows if not all(row.verbatim)]


@contextmanager
def workbench(settings: Settings, *, guarded: bool = True) -> Iterator[Workbench]:
    """Hand out what the bots of one run are made with; its scratch files go when it is left."""
    retriever = load_bot(settings).answerer.retriever
    with tempfile.TemporaryDirectory(prefix="eval-") as scratch:
        yield Workbench(
            seeds=retriever.generation,
            encoder=retriever.encoder,
            multilingual=retriever.multilingual,
            inference=load_inference(),
            cache=EmbeddingCache(settings.data_dir / "cache" / "evaluation.sqlite3"),
            scratch=Path(scratch),
            guarded=guarded,
        )


@contextmanager
def measured(plan: Plan, settings: Settings) -> Iterator[Run]:
    """Measure *plan* and hand out the run, whose bots can be asked until it is left.

    Every file is read and checked before the first question is asked. Raises BotError.
    """
    with workbench(settings, guarded=plan.guarded) as bench:
        rounds, rows_of_squad = _rounds(bench, plan, settings.seeds_dir / QUESTIONS)
        made = bench.bot(bench.seeds).made
        described = {
            "corpus": made.corpus,
            "encoder": made.encoder,
            "reader": made.reader,
            "settings": made.settings,
        }
        with _journal(plan, settings, repr(described), rounds) as journal:
            rows = _ask(rounds, journal)
        others = _peers(bench, rounds, rows_of_squad, rows) if plan.peers and not plan.quick else []
        described |= {"guard": "on" if plan.guarded else "off", "part": plan.part}
        yield Run(bench, tuple(rounds), tuple(rows), Results.of(rows, described, others))


def _rounds(bench: Workbench, plan: Plan, dev: Path) -> tuple[list[Round], SquadRows | None]:
    examples = suite.seed_examples(dev, plan.own, bench.seeds)
    squad = SquadRows.read(plan.squad, plan.part) if plan.squad else None
    spanish = SquadRows.read(plan.spanish, plan.part) if plan.spanish else None
    rounds = suite.seed_rounds(bench, examples, quick=plan.quick)
    if squad:
        rounds += suite.reading_rounds(bench, squad, full=plan.full)
        rounds += suite.open_rounds(bench, squad, full=plan.full)
    if spanish:
        rounds += suite.spanish_rounds(bench, spanish, full=plan.full)
    return rounds, squad


def _journal(
    plan: Plan, settings: Settings, made: str, rounds: Sequence[Round]
) -> AbstractContextManager[Journal]:
    if not plan.full:
        return nullcontext(Journal())
    examples = [example for one in rounds for example in one.examples]
    return kept(settings.data_dir / "eval" / f"{fingerprint(made, examples)}.jsonl")


def _ask(rounds: Sequence[Round], journal: Journal) -> list[Judged]:
    """Return the judged rows of every example, in order; those that *journal* has are not asked again."""
    keys = [example.key for one in rounds for example in one.examples]
    with bar(len(keys), "asking", "question") as shown:
        for one in rounds:
            left = [example for example in one.examples if example.key not in journal.rows]
            shown.update(len(one.examples) - len(left))
            for row in measure(one.bot(), left) if left else ():
                journal.add(row)
                shown.update()
    return [journal.rows[key] for key in keys]


def _peers(
    bench: Workbench, rounds: Sequence[Round], squad: SquadRows | None, rows: Sequence[Judged]
) -> list[Peer]:
    corpora = suite.corpora(bench.seeds, rounds, squad)
    asked, cache = programs(), bench.cache.path
    return [peer for name, corpus in corpora.items() for peer in ask_all(name, corpus, rows, cache, asked)]
