"""The training commands, from questions to a reader. An edge; all work is done elsewhere."""

import logging
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import BotError

if TYPE_CHECKING:
    from qa.training.runs import Device

app = typer.Typer(
    help="Trains the reader, scores it, exports it for the bot. Nothing is fetched: the data are your files.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class On(StrEnum):
    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


class Precision(StrEnum):
    auto = "auto"
    bfloat16 = "bfloat16"
    float32 = "float32"


OnDevice = Annotated[
    On, typer.Option("--device", help="Where to compute; auto takes a GPU when there is one.")
]
Threads = Annotated[int, typer.Option("--threads", min=1, help="CPU threads.")]


@app.command()
def train(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Questions to learn: SQuAD's JSON (1.1 or 2.0), or JSON one question a line; also .xz.",
        ),
    ],
    into: Annotated[
        Path, typer.Option(metavar="FOLDER", help="A new folder for checkpoints, weights and run.json.")
    ],
    tune: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Questions to score on now and then; only its titles 0 to 6 are used."
        ),
    ] = None,
    start_from: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Begin with the weights of an earlier run or of a reader."),
    ] = None,
    larger: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Train this MPNet instead, to be a teacher; it is not exported."),
    ] = None,
    frozen_layers: Annotated[int, typer.Option(min=0, help="Its first layers that do not learn.")] = 0,
    soft_targets: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Learn a teacher's logits too, as `teach` writes them."),
    ] = None,
    taught: Annotated[float, typer.Option(min=0, max=1, help="Their weight in the loss.")] = 0.5,
    temperature: Annotated[float, typer.Option(min=0.1, help="Of their softmax.")] = 2.0,
    compared: Annotated[
        float,
        typer.Option(
            min=0,
            help="Weight of a loss over all paragraphs of a question, as `negatives` finds more of them.",
        ),
    ] = 0.0,
    passes: Annotated[int, typer.Option(min=1, help="How often each question is learnt.")] = 1,
    minutes: Annotated[
        float | None,
        typer.Option(min=0.001, help="Come to an end after this time, if the passes take longer."),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Decides the order of the questions and the head's first weights.")
    ] = 287,
    learning_rate: Annotated[
        float, typer.Option(min=1e-9, help="The highest; it falls to 0 at the end.")
    ] = 1e-4,
    batch_size: Annotated[int, typer.Option(min=1, help="Questions in a step.")] = 16,
    window: Annotated[int, typer.Option(min=128, max=512, help="Tokens that are read at once.")] = 144,
    dropout: Annotated[
        float, typer.Option(min=0, max=0.9, help="Share of the activations dropped in a step.")
    ] = 0.0,
    swaps: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="Share of the answerable questions learnt altered too, as unanswerable."
        ),
    ] = 0.0,
    shortened: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the questions learnt on a part of their paragraph.")
    ] = 0.0,
    headings: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the questions learnt under the article's title.")
    ] = 0.0,
    rounded_from: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the run after which it is trained as int8 reads.")
    ] = 1.0,
    precision: Annotated[
        Precision, typer.Option(help="auto is bfloat16 where the processor has it.")
    ] = Precision.auto,
    device: OnDevice = On.auto,
    threads: Threads = 2,
    checkpoint_minutes: Annotated[float, typer.Option(min=0.001, help="Time between checkpoints.")] = 5.0,
    score_minutes: Annotated[
        float, typer.Option(min=0.001, help="Time between scores, at a checkpoint.")
    ] = 15.0,
    sample: Annotated[int, typer.Option(min=1, help="Questions of --tune that are scored.")] = 400,
) -> None:
    """Learn from files of questions.

    Ctrl-C stops at a checkpoint; `resume` goes on from there.
    """
    import torch

    from qa.training.loop import TrainingSettings
    from qa.training.runs import Plan, begin, chosen_device, chosen_precision

    torch.set_num_threads(threads)
    on = chosen_device(device)
    settings = TrainingSettings(
        seed=seed,
        passes=passes,
        minutes=minutes,
        window=window,
        batch_size=batch_size,
        learning_rate=learning_rate,
        dropout=dropout,
        swaps=swaps,
        shortened=shortened,
        headings=headings,
        taught=taught if soft_targets else 0.0,
        temperature=temperature,
        compared=compared,
        rounded_from=rounded_from,
        bfloat16=chosen_precision(precision, on),
    )
    plan = Plan(
        files=tuple(path.absolute() for path in files),
        tune=tune and tune.absolute(),
        start_from=start_from and start_from.absolute(),
        larger=larger and larger.absolute(),
        frozen_layers=frozen_layers,
        soft_targets=soft_targets and soft_targets.absolute(),
        settings=settings,
        checkpoint_minutes=checkpoint_minutes,
        score_minutes=score_minutes,
        sample=sample,
    )
    _ended(into, begin(plan, into, on))


@app.command()
def resume(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a run that was stopped.")],
    device: OnDevice = On.auto,
    threads: Threads = 2,
) -> None:
    """Go on with a run that was stopped.

    The files and settings are those it began with.
    """
    import torch

    from qa.training.runs import chosen_device
    from qa.training.runs import resume as resume_run

    torch.set_num_threads(threads)
    _ended(folder, resume_run(folder, chosen_device(device)))


@app.command()
def teach(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a teacher's run.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Questions, as `train` takes them.")],
    larger: Annotated[Path, typer.Option(metavar="FOLDER", help="The model the teacher began as.")],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="Where its logits are written.")],
    beside: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A reader whose logits count for half."),
    ] = None,
    minutes: Annotated[float | None, typer.Option(min=0.001, help="Come to an end after this time.")] = None,
    seed: Annotated[int, typer.Option(help="The student's, which decides the order.")] = 287,
    window: Annotated[int, typer.Option(min=128, max=512, help="The student's.")] = 144,
    swaps: Annotated[float, typer.Option(min=0, max=1, help="The student's.")] = 0.0,
    shortened: Annotated[float, typer.Option(min=0, max=1, help="The student's.")] = 0.0,
    headings: Annotated[float, typer.Option(min=0, max=1, help="The student's.")] = 0.0,
    device: OnDevice = On.auto,
    threads: Threads = 2,
) -> None:
    """Write a teacher's logits for a student to learn.

    Called again, it goes on where it was.
    """
    import torch

    from qa.training.loop import TrainingSettings
    from qa.training.runs import chosen_precision
    from qa.training.teaching import teach_from

    torch.set_num_threads(threads)
    on = _device(device)
    settings = TrainingSettings(
        seed=seed,
        window=window,
        swaps=swaps,
        shortened=shortened,
        headings=headings,
        minutes=minutes,
        bfloat16=chosen_precision("auto", on),
    )
    taught = teach_from(run, larger, files, settings, into, on, beside=beside)
    typer.echo(f"{into}: {taught} questions")


@app.command()
def average(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER...", help="Runs, each begun from the one before, or readers."),
    ],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="A new folder for weights and run.json.")],
) -> None:
    """Make one run of several: the mean of their weights.

    It is scored and exported like any other, and reads windows as long as the last of them does: where they
    learnt with different ones, score it both ways before it is exported.
    """
    from qa.training.averaging import average as average_runs

    average_runs(folders, into)
    typer.echo(f"{into}: the mean of {len(folders)} runs")


@app.command()
def score(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder of a run, or of an exported reader.")
    ],
    questions: Annotated[Path, typer.Argument(metavar="FILE", help="Questions that were not learnt.")],
    sample: Annotated[
        int | None, typer.Option(min=1, help="Questions of each part; all of them unless given.")
    ] = None,
    device: OnDevice = On.auto,
    threads: Threads = 2,
) -> None:
    """Measure how well a run or a reader reads.

    The threshold is chosen on titles 0 to 6 of FILE, and 7 to 9 are reported with it; run.json keeps both.
    """
    import torch

    from qa.training.figures import measure

    torch.set_num_threads(threads)
    figures = measure(folder, questions, sample, _device(device), threads)
    typer.echo(figures.model_dump_json(indent=2))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a run.")],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the reader is written.")],
    float32: Annotated[
        bool, typer.Option("--float32", help="Leave the weights as they are, to compare.")
    ] = False,
    smooth_on: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Questions: rounding is smoothed by their paragraphs, and costs less."
        ),
    ] = None,
) -> None:
    """Make the reader that is shipped.

    It is the run's weights as int8 ONNX, with the tokenizer, run.json and the hashes of both.
    """
    from qa.artefact import MODEL
    from qa.training.examples import sampled
    from qa.training.export import export as export_run
    from qa.training.runs import published
    from qa.training.smoothing import WINDOWS

    model, tokenizer = published()
    texts = sampled(smooth_on, WINDOWS) if smooth_on else ()
    export_run(folder, into, model, tokenizer / "tokenizer.json", int8=not float32, texts=texts)
    typer.echo(f"{into / MODEL}: {(into / MODEL).stat().st_size / 1e6:.1f} MB")


@app.command()
def negatives(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Questions with their paragraphs, as `train` takes them."),
    ],
    into: Annotated[Path, typer.Option(metavar="FILE", help="Where they are written; compressed for .xz.")],
    count: Annotated[int, typer.Option(min=1, help="Answerable questions that are tried.")] = 26_000,
    seed: Annotated[int, typer.Option(help="Decides which.")] = 11,
) -> None:
    """Find paragraphs that look like those of a question and do not answer it.

    They are searched for among all paragraphs of the files, by words and by meaning.
    """
    from index.encoder import SentenceEncoder
    from qa.evaluation.progress import embedding
    from qa.training.negatives import mine

    found = mine(files, into, SentenceEncoder(), count, seed, embedding)
    typer.echo(f"{into}: {found} questions")


@app.command()
def lexicon(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Spanish questions with their English ones (`question_en`), also .xz."
        ),
    ],
    into: Annotated[Path, typer.Option(metavar="FILE", help="Where the table is written.")] = Path(
        "qa/models/spanish/lexicon.tsv"
    ),
) -> None:
    """Learn which English word a Spanish one stands for, from the questions of titles 0 to 6."""
    from qa.training.lexicon import learn

    typer.echo(f"{into}: {learn(file, into)} words")


def main() -> None:
    """Run the command line; what a user can put right is one line on stderr, and exit code 1."""
    logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("qa").setLevel(logging.INFO)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of torchvision, which is not needed
    try:
        app()
    except BotError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from error


def _device(device: On) -> "Device":
    from qa.training.runs import chosen_device

    return chosen_device(device)


def _ended(folder: Path, finished: bool) -> None:
    if finished:
        typer.echo(f"{folder}: trained; score it with `python -m qa.training score {folder} FILE`")
    else:
        typer.echo(f"{folder}: stopped; go on with `python -m qa.training resume {folder}`")
