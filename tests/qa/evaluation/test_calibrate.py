from pathlib import Path

import pytest

from index.encoder import SentenceEncoder
from index.records import Document
from index.store import Generation
from qa.evaluation.calibrate import ranked, scored, threshold_report, weights_report
from qa.evaluation.collections import read_questions
from qa.inference import Inference
from qa.reader import WEIGHTS
from qa.wiring import assemble


@pytest.mark.models
def test_weights_and_threshold_come_from_the_bots_own_readings(
    generation: Generation,
    sentence_encoder: SentenceEncoder,
    inference: Inference,
    documents: dict[str, Document],
    seeds: Path,
) -> None:
    bot = assemble(generation, sentence_encoder, inference)
    dev = [one for one in read_questions(seeds / "questions.jsonl", "dev", documents) if one.language == "en"]
    chosen = [one for one in dev if one.answerable][:8] + [one for one in dev if not one.answerable][:6]
    questions = ranked(bot, chosen)
    assert len(questions[0].candidates[0].features) == len(WEIGHTS)
    assert any(one.is_right for one in questions[0].candidates)
    report = "\n".join(weights_report(questions))
    assert f"of {len(questions)} on the tenth" in report
    assert all(name in report for name in WEIGHTS)
    rows = scored(bot, chosen)
    assert [row.answerable for row in rows] == [True] * 8 + [False] * 6
    report = "\n".join(threshold_report(rows, bot.answerer.calibration.threshold))
    assert "now" in report
    assert "put in: threshold=" in report
