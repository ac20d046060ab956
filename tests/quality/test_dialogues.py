"""The follow-ups on the seeds, asked of the real bot: whether it finds the places that answer them."""

from pathlib import Path
from typing import Any

import pytest

from index.encoder import SentenceEncoder
from index.records import Span
from index.store import Generation
from qa.contract import Request
from qa.evaluation.judging import hits
from qa.evaluation.records import Evidence
from qa.evaluation.runner import attempt_of
from qa.inference import Inference
from qa.wiring import assemble
from tests.qa.tables import quality_rows

SHOWN = 3  # findings that are read
LEAST = 21  # of the 22 English ones; all were found

ROWS = [row for row in quality_rows("dialogues") if row["evidence"] and row["lang"] == "en"]


def places(row: dict[str, Any]) -> list[Evidence]:
    return [
        Evidence(Path(one["file"]).stem, Span(one["start"], one["end"]), one["quote"])
        for one in row["evidence"]
    ]


@pytest.mark.parametrize("row", quality_rows("dialogues"), ids=lambda row: row["id"])
def test_the_evidence_is_where_it_is_said_to_be(seeds: Path, row: dict[str, Any]) -> None:
    for document, span, quote in places(row):
        text = (seeds / f"{document}.txt").read_text(encoding="utf-8")
        assert text[slice(*span)] == quote


@pytest.mark.models
def test_the_evidence_for_follow_ups_is_found(
    generation: Generation, sentence_encoder: SentenceEncoder, inference: Inference
) -> None:
    bot = assemble(generation, sentence_encoder, inference)
    missed = []
    for row in ROWS:
        request = Request.model_validate({"question": row["question"], "history": row["history"]})
        quotes = attempt_of(*bot.explained(request), {}).quotes[:SHOWN]
        if not any(hits(quote, place) for quote in quotes for place in places(row)):
            missed.append(row["id"])
    assert len(ROWS) == 22
    assert len(ROWS) - len(missed) >= LEAST, missed
