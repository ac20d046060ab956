from pathlib import Path

import pytest

from qa.evaluation.journal import fingerprint, kept
from tests.qa.evaluation.making import evidence, example, row, shown

ROWS = (row(evidence("Alba signed in May."), quotes=(shown("Alba signed in May."),), id="a"), row(id="b"))


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "eval" / "run.jsonl"
    with pytest.raises(KeyboardInterrupt), kept(path) as journal:
        journal.add(ROWS[0])
        raise KeyboardInterrupt
    with path.open("a") as file:
        file.write('{"id": "cut o')
    with kept(path) as journal:
        assert journal.rows == {ROWS[0].key: ROWS[0]}
        journal.add(ROWS[1])
        assert list(journal.rows) == [one.key for one in ROWS]
    assert not path.exists()


def test_another_bot_or_another_question_is_another_run() -> None:
    names = {
        fingerprint("bot", [example()]),
        fingerprint("other bot", [example()]),
        fingerprint("bot", [example(question="Who?")]),
        fingerprint("bot", [example(), example(id="more")]),
    }
    assert len(names) == 4
    assert fingerprint("bot", [example()]) in names
