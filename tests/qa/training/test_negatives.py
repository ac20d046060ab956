"""Hard negatives, found among paragraphs so few that the right one can be told by reading them."""

import json
from pathlib import Path

import pytest

from index.errors import BotError
from qa.evaluation.squad import Row, read_rows
from qa.training.examples import read_examples
from qa.training.negatives import mine, negatives
from tests.fakes import LetterEncoder

RIVER = "The river Orb rises in the hills and is 136 km long."
OTHER_RIVER = "The river Aude rises in the mountains and is long and wide."
SAME_ANSWER = "The river Tarn rises in the hills too, and a wall beside it is 136 km long."
OFTEN = "Zinc is a metal."


def row(number: int, context: str, question: str, answer: str | None) -> Row:
    answers = [] if answer is None else [{"text": answer, "start": context.index(answer)}]
    return Row.model_validate(
        {
            "id": f"q{number}",
            "question": question,
            "context": context,
            "answers": answers,
            "is_impossible": answer is None,
            "title": "Rivers",
        }
    )


LONG = row(1, RIVER, "How long is the river that rises in the hills?", "136 km")


def written(path: Path, *rows: Row) -> Path:
    path.write_text("".join(json.dumps(one.model_dump(mode="json")) + "\n" for one in rows), encoding="utf-8")
    return path


def test_the_best_ranked_paragraph_that_does_not_answer_is_taken() -> None:
    (found,) = negatives([LONG], [RIVER, SAME_ANSWER, OTHER_RIVER, OFTEN], LetterEncoder())
    assert found.context == OTHER_RIVER
    assert (found.question, found.is_impossible, found.answers) == (LONG.question, True, ())
    assert found.id != LONG.id


def test_a_question_that_every_near_paragraph_answers_is_left_out() -> None:
    assert list(negatives([LONG], [RIVER, SAME_ANSWER], LetterEncoder())) == []


def test_only_the_first_paragraphs_are_tried() -> None:
    near = [f"{SAME_ANSWER} It is the river {number}." for number in range(6)]
    assert list(negatives([LONG], [RIVER, *near, OFTEN], LetterEncoder())) == []


@pytest.mark.parametrize("name", ["mined.jsonl", "mined.jsonl.xz"])
def test_what_is_written_is_learnt_as_unanswerable(tmp_path: Path, name: str) -> None:
    never = row(2, OTHER_RIVER, "How long is the Aude?", None)
    file = written(tmp_path / "rows.jsonl", LONG, never)
    assert mine([file], tmp_path / name, LetterEncoder(), 10, 1) == 1
    examples, told = read_examples(tmp_path / name)
    assert [(one.question, one.context, one.answer) for one in examples] == [
        (LONG.question, OTHER_RIVER, None)
    ]
    assert told.unanswerable == 1


def test_the_seed_decides_which_questions_and_nothing_else_does(tmp_path: Path) -> None:
    rows = [row(number, RIVER, f"How long is river {number}?", "136 km") for number in range(20)]
    rows.append(row(99, OTHER_RIVER, "What is wide?", "The river Aude"))
    one = written(tmp_path / "one.jsonl", *rows)
    other = written(tmp_path / "other.jsonl", *reversed(rows))
    into = [tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl")]
    assert mine([one], into[0], LetterEncoder(), 5, seed=1) == 5
    assert mine([other], into[1], LetterEncoder(), 5, seed=1) == 5
    assert mine([one], into[2], LetterEncoder(), 5, seed=2) == 5
    assert into[0].read_bytes() == into[1].read_bytes() != into[2].read_bytes()
    assert len(read_rows(into[0])) == 5


def test_a_file_without_an_answer_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path / "rows.jsonl", row(1, RIVER, "How wide is it?", None))
    with pytest.raises(BotError, match="has no question with an answer"):
        mine([file], tmp_path / "mined.jsonl", LetterEncoder(), 5, seed=1)
    assert not (tmp_path / "mined.jsonl").exists()
