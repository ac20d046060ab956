from pathlib import Path

from qa.evaluation.bench import build_seconds, ledger_seconds, lines
from tests.fakes import LetterEncoder, make_document
from tests.qa.evaluation.making import row, shown


def test_the_table_gives_every_stage_in_milliseconds() -> None:
    rows = [row(quotes=(shown("Alba signed in May."),), seconds=0.02, stages={"read": 0.004, "other": 0.016})]
    table = "\n".join(lines(rows, loaded=2.0, built=0.5, checked=8.0))
    assert "a reply, ms                              20.0     20.0" in table
    assert "  read, ms                                4.0      4.0" in table
    assert "build the index, model loaded, s          0.5" in table
    assert "verify a ledger of 100,000, s             8.0" in table


def test_a_build_is_timed_from_nothing(seeds: Path) -> None:
    assert build_seconds(seeds, LetterEncoder()) > 0


def test_a_ledger_is_filled_and_checked() -> None:
    assert ledger_seconds([make_document("word " * 100)], entries=50) > 0
