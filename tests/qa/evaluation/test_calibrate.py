from pathlib import Path

import pytest

from index.encoder import SentenceEncoder
from index.records import Document
from index.store import Generation
from qa.evaluation.calibrate import ranked, scored, threshold_report, weights_report
from qa.evaluation.collections import read_questions
from qa.wiring import assemble


@pytest.mark.models
def test_weights_and_threshold_come_from_the_bots_own_readings(
    generation: Generation, sentence_encoder: SentenceEncoder, documents: dict[str, Document], seeds: Path
) -> None:
    bot = assemble(generation, sentence_encoder)
    dev = [one for one in read_questions(seeds / "questions.jsonl", "dev", documents) if one.language == "en"]
    chosen = [one for one in dev if one.answerable][:8] + [one for one in dev if not one.answerable][:6]
    questions, names = ranked(bot, chosen)
    assert len(names) == len(questions[0].candidates[0].features)
    assert any(one.is_right for one in questions[0].candidates)
    assert "the right reading first, as it is now" in "\n".join(weights_report(bot, chosen))
    rows = scored(bot, chosen)
    assert [row.answerable for row in rows] == [True] * 8 + [False] * 6
    report = "\n".join(threshold_report(rows, bot.answerer.calibration.threshold))
    assert "now" in report
    assert "put in: threshold=" in report
