"""The command line: build, ask, search, chat, serve, verify, replay, cite, ledger, staff, eval.

Models load inside the commands that need them.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from index.errors import BotError
from qa.evaluation.command import evaluate
from qa.verification.staff import staff

if TYPE_CHECKING:
    from index.records import Passage
    from qa.bot import Bot
    from qa.settings import Settings

app = typer.Typer(
    help="Answers questions about a collection of documents in their own words, each with its exact place.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one reply a line.")]
SAVED_REPLIES = typer.Argument(metavar="REPLY.json", help="What `ask --json` printed; - is standard input.")
SavedReplies = Annotated[str, SAVED_REPLIES]
REQUESTS = "name a file of one JSON request a line, or -"
EXPORTED = "name a file that holds what `ledger export` printed, or -"
SAVED = "name a file that holds what `ask --json` printed, or -"


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="Build even if nothing has changed.")] = False,
) -> None:
    """Build the index of the seeds; does nothing when it is current."""
    from qa.settings import Settings
    from qa.wiring import build_index

    settings = Settings()
    manifest, built = build_index(settings, _progress("embedding"), force=force)
    state = "built" if built else "current"
    typer.echo(
        f"index {state}: {manifest.documents} documents, {manifest.chunks} chunks, generation {manifest.id}"
    )
    _verify_ledger(settings, only_news=True)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    json: Json = False,
    batch: Annotated[
        str | None,
        typer.Option("--batch", metavar="FILE", help="Read one JSON request a line; - is standard input."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every candidate and why it was taken or not.")
    ] = False,
) -> None:
    """Answer a question with quotes, or say which kind of silence it is."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question or --batch FILE, one of them")
    if batch is not None and explain:
        raise typer.BadParameter("--explain goes with one question, not with --batch")
    if batch is not None:
        _ask_batch(batch)
        return
    from qa.contract import Request
    from qa.rendering import as_text, as_trace
    from qa.settings import Settings
    from qa.texts.operator import load_frames

    frames, bot = load_frames(Settings().texts_dir), _bot()
    reply, trace = bot.explained(Request(question=question or ""))
    typer.echo(reply.model_dump_json() if json else as_text(reply, bot.documents, frames))
    if explain:  # beside JSON on stderr, so that standard output stays one JSON document
        typer.echo(("" if json else "\n") + as_trace(trace), err=json)


@app.command()
def search(
    terms: Annotated[str, typer.Argument(help="Words to search for, in quotes.")],
    top: Annotated[int, typer.Option("--top", min=1, max=100, help="How many passages to show.")] = 10,
    json: Json = False,
) -> None:
    """Show the passages that match best, without choosing an answer."""
    import json as json_module

    from qa.contract import printable

    if not terms.strip():
        raise typer.BadParameter("give words to search for")
    passages = _bot().answerer.retriever.retrieve(printable(terms), top)
    for passage in passages:
        if json:
            typer.echo(json_module.dumps(_passage_row(passage), ensure_ascii=False))
        else:
            heading = f" · {passage.chunk.heading}" if passage.chunk.heading else ""
            typer.echo(
                f"{passage.rank:3}  {passage.chunk.id}{heading}\n     {' '.join(passage.text.split())}\n"
            )


@app.command()
def chat() -> None:
    """Ask question after question; an empty line or Ctrl-D ends it."""
    from qa.contract import MAX_TURN, MAX_TURNS, Request, Turn
    from qa.rendering import as_text
    from qa.settings import Settings
    from qa.texts.operator import load_frames

    frames, bot = load_frames(Settings().texts_dir), _bot()
    asked: list[Turn] = []
    typer.echo("Ask a question; an empty line ends. Nothing is kept.")
    for line in _typed():
        reply = bot.reply(Request(question=line, history=tuple(asked[-MAX_TURNS:])))
        typer.echo(as_text(reply, bot.documents, frames) + "\n")
        asked.append(Turn(role="user", content=line[:MAX_TURN]))


@app.command()
def serve() -> None:
    """Serve the page on QA_HOST and QA_PORT (http://127.0.0.1:7860)."""
    from qa.settings import Settings
    from qa.web.serving import serve as serve_page

    serve_page(Settings())


@app.command()
def verify(
    file: Annotated[str | None, SAVED_REPLIES] = None,
    all: Annotated[
        bool, typer.Option("--all", help="Check every passage in the ledger, and bring it up to date.")
    ] = False,
    removed: Annotated[
        bool, typer.Option("--removed", help="With --all: most documents were taken out; erase their words.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, one reply or passage a line.")] = False,
) -> None:
    """Check every quote of saved replies against the seeds; exit code 1 unless all are intact.

    With --all exit code 1 while a passage has drifted and no staff member has answered for it.
    """
    from qa.settings import Settings
    from qa.verification.checking import current_collection
    from qa.verification.command import verify as verify_replies

    if (file is None) != all:
        raise typer.BadParameter("give a REPLY.json or --all, one of them")
    if removed and not all:
        raise typer.BadParameter("--removed goes with --all")
    settings = Settings()
    if file is None:
        intact = _verify_ledger(settings, json=json, removed=removed)
    else:
        with _lines(file, SAVED) as lines:
            collection = current_collection(settings.seeds_dir)
            intact = verify_replies(lines, collection, typer.echo, json=json)
    if not intact:
        raise typer.Exit(1)


@app.command()
def replay(file: SavedReplies, json: Json = False) -> None:
    """Ask saved questions again and say what has changed; exit code 1 unless all replies are the same."""
    from qa.verification.command import replay_all

    with _lines(file, SAVED) as lines:
        if not replay_all(lines, _bot(), typer.echo, json=json):
            raise typer.Exit(1)


@app.command()
def cite(
    file: SavedReplies,
    style: Annotated[
        str,
        typer.Option(metavar="apa|mla|chicago|markdown|ris|bibtex|csl", help="How to write it."),
    ] = "apa",
) -> None:
    """Cite what saved replies quote as their answers, each document once."""
    from datetime import date

    from qa.citing.command import citations
    from qa.citing.formats import FORMATS
    from qa.settings import Settings
    from qa.verification.checking import current_collection

    if style not in FORMATS:
        raise typer.BadParameter(f"--style {style}: choose one of {', '.join(FORMATS)}")
    with _lines(file, SAVED) as lines:
        cited = citations(lines, current_collection(Settings().seeds_dir), date.today())
        typer.echo(FORMATS[style].export(cited).encode(), nl=False)  # RIS sets its own line ends


ledger = typer.Typer(
    help="Take out or bring in what staff found out about cited passages.", no_args_is_help=True
)
app.add_typer(ledger, name="ledger", rich_help_panel=None)


@ledger.command("export")
def export_ledger() -> None:
    """Print the ledger, a passage with its history a line of JSON. It names staff: keep it to them."""
    from qa.settings import Settings
    from qa.verification.ledger import Ledger

    path = Settings().ledger_path
    if path.exists():
        with Ledger(path) as opened:
            for line in opened.export():
                typer.echo(line)


@ledger.command("load")
def load_ledger(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What `ledger export` printed; - is standard input.")
    ],
) -> None:
    """Take an export into the ledger, all of it or nothing, and bring it up to date with the seeds."""
    from qa.settings import Settings
    from qa.verification.checking import current_collection
    from qa.verification.ledger import Ledger

    settings = Settings()
    current_collection(
        settings.seeds_dir
    )  # before anything is taken in: without the seeds nothing is checked
    with _lines(file, EXPORTED) as lines, Ledger(settings.ledger_path) as opened:
        added = opened.load(line.decode("utf-8", "replace") for line in lines)
    typer.echo(f"ledger loaded: {added} new entries of history")
    _verify_ledger(settings)


app.add_typer(staff, name="staff")
app.command("eval")(evaluate)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line on *arguments*, by default those of the process, and exit.

    What a user can put right is one line on stderr and exit code 1.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a redirected Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(arguments)
    except BotError as error:
        typer.echo(f"local-ice-qa: {error}", err=True)
        raise SystemExit(1) from error


def _bot() -> "Bot":
    import logging

    from qa.settings import Settings
    from qa.wiring import load_bot

    logging.basicConfig(format="local-ice-qa: %(message)s", level=logging.WARNING)
    return load_bot(Settings())


def _verify_ledger(
    settings: "Settings", *, json: bool = False, only_news: bool = False, removed: bool = False
) -> bool:
    from datetime import UTC, datetime

    from qa.verification.checking import current_collection
    from qa.verification.command import verify_ledger

    collection = current_collection(settings.seeds_dir)
    now = datetime.now(UTC)
    return verify_ledger(
        settings.ledger_path, collection, now, typer.echo, json=json, only_news=only_news, removed=removed
    )


def _ask_batch(name: str) -> None:
    from qa.batch import replies

    with _lines(name, REQUESTS) as lines:
        for reply in replies(_bot(), lines):
            typer.echo(reply.model_dump_json())


@contextmanager
def _lines(name: str, remedy: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")
    except OSError as error:
        raise BotError(f"{name}: cannot be read ({error.strerror}): {remedy}") from error
    with file:
        yield file


def _typed() -> Iterator[str]:
    while True:
        try:
            line = input("> ")
        except EOFError:
            return
        if not line.strip():
            return
        yield line


def _progress(label: str) -> Callable[[Iterable[str]], Iterable[str]]:
    """Return a wrapper that shows a bar on stderr, only where stderr is a terminal."""

    def wrapped(items: Iterable[str]) -> Iterable[str]:
        from tqdm import tqdm

        shown: Iterable[str] = tqdm(
            items, desc=label, unit="chunk", file=sys.stderr, disable=None, leave=False
        )
        return shown

    return wrapped


def _passage_row(passage: "Passage") -> dict[str, object]:
    from qa.bot import document_ref

    span = passage.chunk.span
    return {
        "rank": passage.rank,
        "score": round(passage.score, 4),
        "ranks": dict(passage.ranks),
        "quote": {
            "text": passage.text,
            "start": span.start,
            "end": span.end,
            "heading": passage.chunk.heading,
        },
        "document": document_ref(passage.document).model_dump(mode="json"),
    }
