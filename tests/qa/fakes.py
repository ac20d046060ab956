"""Three short documents of a county that does not exist, and a bot over them that needs no model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.multilingual import QuestionEncoder
from index.records import Chunk, Document, Passage, Span
from index.store import Store
from qa.bot import Bot
from qa.calibration import Calibration
from qa.counting import is_of_asked_place
from qa.figures import figures
from qa.guard import Guard
from qa.question import Question
from qa.records import Effort, Reading
from qa.vocabulary import Vocabulary
from qa.wiring import assemble
from tests.fakes import LetterEncoder, build_letters, make_document, write_seeds
from tests.qa.letters import told

TEXTS = {
    "gazette.txt": (
        "Milford signs up\n\n"
        "Milford County signed an agreement on May 4, 2025. Sheriff Rosa Quill trained 12 deputies. "
        "They began work in June.\n\n"
        "Advertisement\n\n"
        "The state offers $7,500 for each trained deputy.\n\n"
        "What the county gets\n\n"
        "The agreement brings:\n"
        "• new vehicles\n"
        "• radios for 40 officers\n"
        "• training without charge\n"
    ),
    "digest.txt": (
        "The state offers $7,500 for each deputy trained.\n\n"
        "Critics decline to sign because they fear that victims will not call the police.\n"
    ),
    "garbled.txt": "The Division of Homeland Safety lent 90 brokers to Milford County.\n",
}
RECORDS = """
[[documents]]
file = "gazette.txt"
title = "Milford County Joins"
publisher = "The Gazette"
authors = ["Ann Lee"]
published = 2025-05-05
kind = "reporting"
boilerplate = ["Advertisement"]

[[documents]]
file = "digest.txt"
kind = "summary"

[[documents]]
file = "garbled.txt"
kind = "paraphrased"
original = "a Gazette report"
"""
ALIASES = """
[[aliases]]
name = "Department of Homeland Security"
also = ["DHS", "Division of Homeland Safety"]
"""
MARKED = {"$7,500": 1.0, "12 deputies": 1.0, "May 4, 2025": 1.0}  # by how many logits they beat no answer
MILD = Calibration(threshold=0.0, fair=1.0, strong=100.0)  # for readers whose scores are made up


def milford_seeds(folder: Path) -> Path:
    return write_seeds(folder, TEXTS, records=RECORDS, aliases=ALIASES)


def bot_of(
    seeds: Path,
    data: Path,
    *,
    max_findings: int = 5,
    guarded: bool = True,
    margins: Mapping[str, float] = MARKED,
    multilingual: QuestionEncoder | None = None,
) -> Bot:
    """Return a bot over *seeds*, indexed in *data*: letters for meaning, *margins* for what it reads."""
    build_letters(seeds, data, multilingual=multilingual)
    generation = Store(data / "index").open(LetterEncoder.name)
    return assemble(
        generation, LetterEncoder(), told(margins), max_findings, guarded=guarded, multilingual=multilingual
    )


def reading_as(bot: Bot, reader: "ScriptedReader", calibration: Calibration = MILD) -> Bot:
    """Return *bot* with another *reader*, whose scores *calibration* fits."""
    return replace(
        bot,
        answerer=replace(bot.answerer, reader=reader, calibration=calibration),
        spanish=replace(bot.spanish, calibration=calibration),
    )


@dataclass
class ScriptedReader:
    """Gives a sentence that holds a key of *scores* that score; with one of *lacking* it lacks the fact."""

    scores: Mapping[str, float]
    lacking: Sequence[str] = ()
    asked: list[str] = field(default_factory=list)
    name: str = "scripted"

    def read(self, question: Question, passages: Sequence[Passage]) -> tuple[list[Reading], Effort]:
        self.asked.append(question.text)
        best: dict[tuple[str, Span], Reading] = {}
        for passage in passages:
            for sentence in passage.chunk.sentences:
                text = passage.document.quote(sentence)
                for key, score in self.scores.items():
                    if key in text:
                        lacks = any(part in text for part in self.lacking)
                        place = (passage.document.id, sentence)
                        best.setdefault(
                            place, Reading(passage, sentence, (sentence,), score, lacks, False, {})
                        )
        readings = sorted(best.values(), key=lambda one: (-one.score, one.document.id, one.sentence))
        return readings, Effort(len(passages), 0, 0)


@dataclass
class FigureReader(ScriptedReader):
    """Marks the first figure of a sentence, as a reader does that is asked how many."""

    def read(self, question: Question, passages: Sequence[Passage]) -> tuple[list[Reading], Effort]:
        readings, effort = super().read(question, passages)
        return [_figure_of(one, question) for one in readings], effort


def _figure_of(reading: Reading, question: Question) -> Reading:
    text = reading.document.quote(reading.sentence)
    found = figures(text)
    if not found:
        return reading
    is_of_place = is_of_asked_place(question.text, text, found[0])
    return replace(reading, spans=(found[0].moved(reading.sentence.start).span,), is_of_place=is_of_place)


def chunk_of(document: Document, *sentences: str, heading: str | None = None, is_list: bool = False) -> Chunk:
    """Return a chunk of these *sentences* of *document*, each at its first place after the one before."""
    spans = []
    at = 0
    for sentence in sentences:
        at = document.text.index(sentence, at)
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence)
    return Chunk(document.id, tuple(spans), heading, is_list)


def passage_of(
    document: Document, *sentences: str, rank: int = 1, cosine: float = 0.5, **more: object
) -> Passage:
    """Return the passage of these *sentences*, as retrieved at *rank*."""
    heading = more.get("heading")
    chunk = chunk_of(
        document,
        *sentences,
        heading=heading if isinstance(heading, str) else None,
        is_list=bool(more.get("is_list")),
    )
    return Passage(chunk, document, rank, 1 / (60 + rank), {"dense": rank}, {"dense": cosine})


def vocabulary_of(*texts: str) -> Vocabulary:
    """Return the vocabulary of one chunk a text."""
    documents = [make_document(text, f"d{number}") for number, text in enumerate(texts)]
    chunks = [chunk_of(document, document.text) for document in documents]
    return Vocabulary.of(chunks, {document.id: document for document in documents})


def guard_of(*documents: Document) -> Guard:
    """Return the guard of *documents*, each of one chunk, without aliases."""
    chunks = [chunk_of(document, document.text.strip()) for document in documents]
    vocabulary = Vocabulary.of(chunks, {document.id: document for document in documents})
    return Guard.of(documents, vocabulary, ())
