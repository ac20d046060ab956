from pathlib import Path

import pytest

from qa.evaluation.bench import (
    APART,
    OURS,
    SAME,
    LedgerTimes,
    build_seconds,
    comparing_line,
    float32_logits,
    ledger_times,
    lines,
    reading_lines,
)
from qa.inference import Inference
from tests.fakes import LetterEncoder, make_document
from tests.qa.evaluation.making import row, shown
from tests.qa.fakes import bot_of, milford_seeds, passage_of


def test_the_table_gives_every_stage_in_milliseconds() -> None:
    rows = [row(quotes=(shown("Alba signed in May."),), seconds=0.02, stages={"read": 0.004, "other": 0.016})]
    table = "\n".join(lines(rows, loaded=2.0, built=0.5, ledger=LedgerTimes(8.0, 9.0, (30.0, 40.0))))
    assert "a reply, ms                              20.0     20.0" in table
    assert "  read, ms                                4.0      4.0" in table
    assert "build the index, model loaded, s          0.5" in table
    assert "verify a ledger of 100,000, s             8.0" in table
    assert "  where a document has moved, s           9.0" in table
    assert "  a page of staff's queues, ms           30.0     40.0" in table


def test_a_build_is_timed_from_nothing(seeds: Path) -> None:
    assert build_seconds(seeds, LetterEncoder()) > 0


def test_comparing_is_timed_for_the_questions_that_are_answered(tmp_path: Path) -> None:
    bot = bot_of(milford_seeds(tmp_path / "seeds"), tmp_path / "data")
    timed = comparing_line(bot, ["How much does the state offer for each deputy?", "zzz qqq xxx"], rounds=2)
    label, median, high = timed.rsplit(maxsplit=2)
    assert label == "compare a question's findings, ms"
    assert 0 <= float(median) <= float(high)
    assert comparing_line(bot, ["zzz qqq xxx"]).split()[-2:] == ["0.0", "0.0"]


@pytest.mark.models
def test_the_reader_is_timed_beside_another_on_the_same_passages(inference: Inference) -> None:
    document = make_document("Alba signed in May. Brno declined. Cork waits.")
    passages = [
        passage_of(document, "Alba signed in May.", "Brno declined."),
        passage_of(document, "Brno declined.", "Cork waits."),
    ]
    table = reading_lines(inference, {"Who signed?": passages}, float32_logits(), rounds=1)
    assert [line.split("  ")[0] for line in table[2:]] == [OURS, SAME, APART]
    assert table[2].split()[-1] == "1.0"


def test_a_ledger_is_filled_and_checked() -> None:
    documents = [make_document("word " * 100, "a"), make_document("other " * 100, "b")]
    times = ledger_times(documents, entries=50)
    assert min(times.intact, times.moved, *times.queue) > 0
