"""What is measured in one run: rounds of examples, each with the bot that is asked them."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from index.cache import EmbeddingCache
from index.encoder import Encoder
from index.multilingual import QuestionEncoder
from index.records import Document
from index.store import Generation
from qa.bot import Bot
from qa.evaluation import squad
from qa.evaluation.collections import AS_ASKED, LEFT_OUT, read_questions, variants
from qa.evaluation.corpora import generation_of, without
from qa.evaluation.progress import embedding
from qa.evaluation.records import Example
from qa.evaluation.runner import Explains
from qa.evaluation.squad import OPEN, ORIGINALS, READING, SPANISH, Part, Row
from qa.inference import Inference
from qa.wiring import assemble

DEV, OWN, HELD_OUT = "dev", "own", "own, held out"
# Spanish questions on the seeds, beside our own English ones.
SPANISH_FILES = {
    "spanish_unanswerable.jsonl": DEV,
    "spanish_own.jsonl": OWN,
    "spanish_held_out.jsonl": HELD_OUT,
}
READING_SAMPLE, OPEN_SAMPLE, SPANISH_SAMPLE = 2000, 400, 400
CALIBRATION_SAMPLE = 200  # Spanish questions; each is asked twice, and read twice


@dataclass(frozen=True, slots=True)
class Round:
    """Examples for one bot, which is made only when one of them has to be asked."""

    bot: Callable[[], Explains]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and the questions over them that every peer is asked too."""

    documents: tuple[Document, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Workbench:
    """What every bot of one run is made with."""

    seeds: Generation
    encoder: Encoder
    multilingual: QuestionEncoder | None
    inference: Inference
    cache: EmbeddingCache
    scratch: Path  # takes the lexical indexes of this run
    guarded: bool

    def bot(self, generation: Generation) -> Bot:
        return assemble(
            generation, self.encoder, self.inference, guarded=self.guarded, multilingual=self.multilingual
        )

    def bot_over(self, documents: Sequence[Document], *, spanish: bool = False) -> Bot:
        """Return a bot over *documents* in one index, with the second one where it is asked in *spanish*."""
        second = self.multilingual if spanish else None
        return self.bot(generation_of(documents, self.encoder, self.cache, self._folder(), embedding, second))

    def bot_without(self, left_out: frozenset[str]) -> Bot:
        """Return a bot over the seeds less the documents *left_out*."""
        return self.bot(without(self.seeds, left_out, self._folder()))

    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.scratch))


def seed_examples(dev: Path, own: Path, generation: Generation) -> list[Example]:
    """Return the dev and our own questions on the seeds, as asked. Raises CollectionError.

    Those in Spanish lie beside *own*, if they are there.
    """
    files = {own.with_name(name): collection for name, collection in SPANISH_FILES.items()}
    spanish = [(path, collection) for path, collection in files.items() if path.is_file()]
    return [
        example
        for path, collection in ((dev, DEV), (own, OWN), *spanish)
        for example in read_questions(path, collection, generation.documents)
    ]


def seed_rounds(bench: Workbench, examples: Sequence[Example], *, quick: bool) -> list[Round]:
    """Return the rounds of *examples* over the seeds: as asked and, unless *quick*, in every variant."""
    if quick:
        return [Round(lambda: bench.bot(bench.seeds), tuple(examples))]
    rounds = [Round(lambda: bench.bot(bench.seeds), (*examples, *variants(examples)))]
    bereft = sorted((one.bereft(LEFT_OUT) for one in examples if one.answerable), key=_left_out)
    for _, group in groupby(bereft, key=_left_out):
        same = tuple(group)
        rounds.append(Round(_bereft_bot(bench, same[0].left_out), same))
    return rounds


@dataclass(frozen=True, slots=True)
class SquadRows:
    """The rows that a run asks, and all whose paragraphs are searched."""

    wanted: list[Row]
    all: list[Row]

    @classmethod
    def read(cls, path: Path, part: Part) -> "SquadRows":
        return cls(*squad.read_squad(path, part))


def reading_rounds(bench: Workbench, rows: SquadRows, *, full: bool) -> list[Round]:
    """Return the rounds that ask each question over its own paragraph alone."""
    chosen = squad.sampled(rows.wanted, None if full else READING_SAMPLE)
    rounds = []
    for document in squad.paragraphs(chosen):
        own = [row for row in chosen if row.context == document.text]
        rounds.append(Round(_paragraph_bot(bench, document), tuple(squad.examples(own, READING))))
    return rounds


def open_rounds(bench: Workbench, rows: SquadRows, *, full: bool) -> list[Round]:
    """Return the round over all paragraphs, and then with the question's own one masked at search time."""
    examples = squad.examples(squad.sampled(rows.wanted, None if full else OPEN_SAMPLE), OPEN)
    hidden = [squad.masked(one) for one in examples if one.answerable]
    return [_open_round(bench, rows, (*examples, *hidden))]


def spanish_rounds(bench: Workbench, rows: SquadRows, *, full: bool) -> list[Round]:
    """Return the round of Spanish questions over the paragraphs of their titles, and of the originals.

    Not over those of all titles: the second encoder takes minutes for as many as these have.
    """
    chosen = squad.sampled(rows.wanted, None if full else SPANISH_SAMPLE)
    spanish = squad.examples(chosen, SPANISH, language="es")
    english = squad.examples(squad.originals(chosen), ORIGINALS)
    return [_spanish_round(bench, rows.wanted, (*spanish, *english))]


def spanish_calibration_rounds(bench: Workbench, rows: SquadRows) -> list[Round]:
    """Return the round of Spanish questions over their paragraphs, and then with their own one masked."""
    chosen = squad.sampled(rows.wanted, CALIBRATION_SAMPLE)
    spanish = squad.examples(chosen, SPANISH, language="es")
    hidden = [squad.masked(one) for one in spanish]
    return [_spanish_round(bench, chosen, (*spanish, *hidden))]


def corpora(generation: Generation, rounds: Sequence[Round], rows: SquadRows | None) -> dict[str, Corpus]:
    """Return, by name, the documents and the plain questions of *rounds* that every peer is asked too."""
    examples = [example for one in rounds for example in one.examples if not example.left_out]
    plain = [example for example in examples if example.language == "en" and not example.history]
    found = {"the seeds": Corpus(tuple(generation.documents.values()), _of(plain, DEV, OWN))}
    if rows is not None:
        found["SQuAD"] = Corpus(tuple(squad.paragraphs(rows.all)), _of(examples, OPEN))
    return found


def _of(examples: Sequence[Example], *collections: str) -> tuple[Example, ...]:
    return tuple(one for one in examples if one.collection in collections and one.variant == AS_ASKED)


def _open_round(bench: Workbench, rows: SquadRows, examples: tuple[Example, ...]) -> Round:
    return Round(lambda: bench.bot_over(squad.paragraphs(rows.all)), examples)


def _spanish_round(bench: Workbench, rows: Sequence[Row], examples: tuple[Example, ...]) -> Round:
    return Round(lambda: bench.bot_over(squad.paragraphs(rows), spanish=True), examples)


def _left_out(example: Example) -> list[str]:
    return sorted(example.left_out)


def _bereft_bot(bench: Workbench, left_out: frozenset[str]) -> Callable[[], Explains]:
    return lambda: bench.bot_without(left_out)


def _paragraph_bot(bench: Workbench, document: Document) -> Callable[[], Explains]:
    return lambda: bench.bot_over([document])
