"""`python -m qa.evaluation.bench`: what a reply and a build cost in time and memory here."""

from qa.offline import go_offline

go_offline()

import math  # noqa: E402 - the environment must stand before anything heavy is imported
import os  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from collections.abc import Iterator, Mapping, Sequence  # noqa: E402
from dataclasses import replace  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from itertools import islice  # noqa: E402
from pathlib import Path  # noqa: E402
from time import perf_counter  # noqa: E402
from typing import NamedTuple  # noqa: E402

import numpy as np  # noqa: E402
import typer  # noqa: E402

from index.build import unbroken_names  # noqa: E402
from index.encoder import Encoder, published_folder  # noqa: E402
from index.errors import BotError  # noqa: E402
from index.records import Document, Passage, Span  # noqa: E402
from qa.answerer import PASSAGES  # noqa: E402
from qa.bot import Bot  # noqa: E402
from qa.disagreement import compare  # noqa: E402
from qa.evaluation.figures import Rows, stages, times  # noqa: E402
from qa.extraction import Floats, Window, padded  # noqa: E402
from qa.inference import Inference, Logits  # noqa: E402
from qa.marking import windows_of  # noqa: E402
from qa.records import Answer  # noqa: E402

ENTRIES = 100_000  # of a ledger that staff have worked on for years
ROUNDS = 3  # how often each question is asked, after one round to warm up
OURS = "our reader, ms"
SAME = "transformers float32, as one batch"
APART = "the same, each passage by itself"


def bench(rounds: int = ROUNDS) -> None:
    """Print how long a reply and its stages take, loading, building, and a large ledger."""
    from qa.evaluation.collections import read_questions
    from qa.evaluation.runner import measure
    from qa.evaluation.suite import DEV
    from qa.settings import Settings
    from qa.wiring import load_bot, load_inference

    settings = Settings()
    began = perf_counter()
    bot = load_bot(settings)
    loaded = perf_counter() - began
    examples = read_questions(settings.seeds_dir / "questions.jsonl", DEV, bot.documents)
    list(measure(bot, examples))
    rows = [row for _ in range(rounds) for row in measure(bot, examples)]
    built = build_seconds(settings.seeds_dir, bot.answerer.retriever.encoder)
    ledger = ledger_times(tuple(bot.documents.values()))
    typer.echo("\n".join(lines(rows, loaded, built, ledger)))
    typer.echo(comparing_line(bot, [one.question for one in examples], rounds))
    typer.echo("")
    passages = {one.question: bot.answerer.retriever.retrieve(one.question, PASSAGES) for one in examples}
    typer.echo("\n".join(reading_lines(load_inference(), passages, float32_logits())))


class LedgerTimes(NamedTuple):
    """What a large ledger costs."""

    intact: float  # seconds to check it where all passages still stand
    moved: float  # seconds to check it where a document has moved, and to record that
    queue: tuple[float, float]  # milliseconds of a page of staff's queues: median, 95th percentile


def lines(rows: Rows, loaded: float, built: float, ledger: LedgerTimes) -> Sequence[str]:
    """Return the lines of the table: milliseconds of *rows*, and what the other three took."""
    whole = times(rows)
    found = [f"{len(rows)} replies, one after the other    median   95th percentile"]
    found.append(_line("a reply, ms", *(figure.value or 0.0 for figure in whole.values())))
    found += [_line(f"  {name}, ms", *pair) for name, pair in stages(rows).items()]
    found.append(_line("load the model and the index, s", loaded))
    found.append(_line("build the index, model loaded, s", built))
    found.append(_line(f"verify a ledger of {ENTRIES:,}, s", ledger.intact))
    found.append(_line("  where a document has moved, s", ledger.moved))
    found.append(_line("  a page of staff's queues, ms", *ledger.queue))
    found.append(_line("most memory held, MB", peak_megabytes()))
    return found


def comparing_line(bot: Bot, questions: Sequence[str], rounds: int = ROUNDS) -> str:
    """Return the line on comparing the findings of each of *questions* that *bot* answers."""
    generation = bot.answerer.retriever.generation
    unbroken = tuple(unbroken_names(generation.aliases))
    taken = []
    for question in questions:
        found = bot.answerer.answer(question)
        if not isinstance(found, Answer):
            continue
        for _ in range(rounds):
            began = perf_counter()
            compare(question, found.findings, unbroken, generation.documents)
            taken.append(1000 * (perf_counter() - began))
    return _line("compare a question's findings, ms", *np.quantile(taken or [0.0], (0.5, 0.95)))


def reading_lines(
    inference: Inference, found: Mapping[str, Sequence[Passage]], other: Logits, rounds: int = ROUNDS
) -> Sequence[str]:
    """Return the lines on reading what was *found* for each question: ours and the *other* in turns.

    The other reads the windows that ours does, and then each passage by itself, as one padded batch.
    """
    windower, logits = inference.windower, inference.logits
    taken: dict[str, list[float]] = {OURS: [], SAME: [], APART: []}
    tokens = []
    for question, passages in found.items():
        windows = [window for _, window in windows_of(windower, question, passages)]
        apart = [window for one in passages for _, window in windows_of(windower, question, [one])]
        tokens.append(sum(len(window.ids) for window in windows))
        for _ in range(rounds):
            for name, run, read in ((OURS, logits, windows), (SAME, other, windows), (APART, other, apart)):
                began = perf_counter()
                run(read)
                taken[name].append(1000 * (perf_counter() - began))
    lines = [f"reading, {len(found)} questions                  median   95th percentile   times ours"]
    lines.append(_line("tokens", *np.quantile(tokens, (0.5, 0.95))))
    for name, ms in taken.items():
        ratio = float(np.median(np.array(ms) / np.array(taken[OURS])))
        lines.append(_line(name, *np.quantile(ms, (0.5, 0.95)), ratio))
    return lines


def float32_logits() -> Logits:
    """Return a span model of our reader's shape as transformers runs it: in float32, on all cores.

    Its weights are the encoder's and a new head: what they hold costs no time.
    """
    import torch
    from transformers import BertModel

    torch.set_num_threads(os.cpu_count() or 1)
    encoder = BertModel.from_pretrained(
        str(published_folder()), add_pooling_layer=False, local_files_only=True
    )
    encoder.eval()  # type: ignore[no-untyped-call]
    head = torch.nn.Linear(encoder.config.hidden_size, 2)

    def logits(windows: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        batch = padded(windows)
        ids, mask, segments = (torch.from_numpy(part) for part in (batch.ids, batch.mask, batch.segments))
        with torch.inference_mode():
            hidden = encoder(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
            starts, ends = head(hidden).unbind(dim=2)
        return list(zip(starts.numpy(), ends.numpy(), strict=True))

    return logits


def build_seconds(seeds: Path, encoder: Encoder) -> float:
    """Return how long it takes to build the index of *seeds* from nothing, no embedding kept from before."""
    from index.build import build
    from index.cache import EmbeddingCache
    from index.store import Store

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        began = perf_counter()
        build(seeds, Store(Path(folder) / "index"), encoder, EmbeddingCache(Path(folder) / "cache.sqlite3"))
        return perf_counter() - began


def ledger_times(documents: Sequence[Document], entries: int = ENTRIES) -> LedgerTimes:
    """Return what a ledger of so many passages costs, of which staff have verified every other one."""
    from qa.verification.checking import Collection
    from qa.verification.drift import bring_up_to_date
    from qa.verification.ledger import Ledger

    def check(documents: Sequence[Document]) -> float:
        collection = Collection({document.id: document for document in documents}, {})
        began = perf_counter()
        for _ in bring_up_to_date(ledger, collection, datetime.now(UTC)):
            pass
        return perf_counter() - began

    first, *others = documents
    moved = replace(first, text=f"Corrected.\n\n{first.text}", sha256="0" * 64)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "ledger.sqlite3"
        with Ledger(path) as ledger:
            ledger.load(islice(_exported(documents), entries))
            seconds = check(documents), check([moved, *others])
        return LedgerTimes(*seconds, _queue_times(path, {one.id: one for one in (moved, *others)}))


def _queue_times(path: Path, documents: Mapping[str, Document]) -> tuple[float, float]:
    from qa.verification.accounts import Account
    from qa.web.staff.desk import QUEUES, Desk
    from qa.web.staff.pages import Pages, Visit
    from qa.web.staff.sessions import Session

    pages = Pages(Desk(path, lambda: documents, lambda: datetime.now(UTC)))
    session = Session(Account(name="A", password_hash=""), began=0, used=0)
    taken = []
    for _ in range(ROUNDS):
        for name in QUEUES:
            began = perf_counter()
            pages.queue(Visit(session, "", "GET", path={}, query={"queue": name}, sent={}))
            taken.append(1000 * (perf_counter() - began))
    median, high = np.quantile(taken, (0.5, 0.95))
    return float(median), float(high)


def _exported(documents: Sequence[Document]) -> Iterator[str]:
    """Yield passages of all *documents* as a ledger exports them, from 60 characters up."""
    from qa.verification.anchors import Anchor
    from qa.verification.events import Entry, Event, Standing
    from qa.verification.exchange import exported

    verified = Event(state=Standing.VERIFIED, by="A", at=datetime.now(UTC))
    for length in range(60, 800):
        for document in documents:
            for number, start in enumerate(range(0, len(document.text) - length, 60)):
                anchor = Anchor.of(document, Span(start, start + length))
                entry = Entry(0, anchor, document.text[start : start + 800], Standing.UNVERIFIED)
                yield exported(entry, [verified] if number % 2 else [])


def peak_megabytes() -> float:
    """Return the most memory that this process has held; NaN on Windows, which does not say."""
    if sys.platform == "win32":
        return math.nan
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _line(label: str, *numbers: float) -> str:
    return f"{label:<36}" + "".join(f"{number:>9.1f}" for number in numbers)


if __name__ == "__main__":
    try:
        typer.run(bench)
    except BotError as error:
        typer.echo(f"local-ice-qa: {error}", err=True)
        raise SystemExit(1) from error
