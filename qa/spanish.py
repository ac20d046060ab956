"""Spanish questions: searched and read in English, with thresholds of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from index.multilingual import QuestionEncoder
from index.records import Passage, Span
from qa.answerer import Answerer
from qa.calibration import Calibration
from qa.question import Question
from qa.records import Answer, Effort, NoAnswer, Reading
from qa.regions import units
from qa.translation import MIN_COVERAGE, Translation, Translator

MAX_SENTENCES = 12  # encoded for one question: half a second on two cores
HUNDREDTHS = (
    100  # a cosine in them is of the order of the reader's scores, and the margins between findings fit
)


@dataclass(frozen=True, slots=True)
class Spanish:
    """Answers a Spanish question with the parts of an answerer of English ones."""

    translator: Translator
    calibration: Calibration  # of search questions that are read
    whole_sentences: Calibration  # of sentences chosen by their cosine alone
    min_coverage: float = MIN_COVERAGE  # above 1: never read, to calibrate the choice of whole sentences

    def answer(self, answerer: Answerer, asked: str, translation: Translation) -> Answer | NoAnswer:
        """Return the answer to the question *asked*, whose search question is *translation*.

        Where that says too little, no words in a sentence are marked and no support is strong.
        """
        encoder = answerer.retriever.multilingual
        is_read = translation.coverage >= self.min_coverage
        if is_read:
            answerer = replace(answerer, calibration=self.calibration)
        elif encoder is None:
            answerer = replace(answerer, calibration=replace(self.calibration, strong=inf))
        else:
            reader = SentenceReader(encoder, asked)
            answerer = replace(answerer, reader=reader, calibration=self.whole_sentences)
        return answerer.answer(translation.text, english=is_read, asked=asked)


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Orders whole sentences by how near in meaning they are to a question in its own language."""

    encoder: QuestionEncoder
    asked: str

    @property
    def name(self) -> str:
        return self.encoder.name

    def read(self, question: Question, passages: Sequence[Passage]) -> tuple[list[Reading], Effort]:
        """Return a reading for each of the first MAX_SENTENCES sentences and lists of *passages*.

        Its score is the cosine in hundredths.
        """
        places: dict[tuple[str, Span], Passage] = {}
        for passage in passages:
            for unit in units(passage):
                places.setdefault((passage.document.id, unit), passage)
        chosen = list(places.items())[:MAX_SENTENCES]
        asked = self.encoder.encode_question(self.asked)
        rows = self.encoder.encode([passage.document.quote(unit) for (_, unit), passage in chosen])
        readings = [
            Reading(passage, unit, (unit,), float(np.round(cosine, 6)) * HUNDREDTHS, False, False, {})
            for ((_, unit), passage), cosine in zip(chosen, rows @ asked, strict=True)
        ]
        readings.sort(key=lambda one: (-one.score, one.document.id, one.sentence))
        return readings, Effort(len(chosen), 0, len(places) - len(chosen))
