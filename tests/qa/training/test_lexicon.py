"""What words stand for, learnt from pairs of questions so few that it can be told by reading them."""

import json
from pathlib import Path

import pytest

from index.errors import BotError
from qa.evaluation.records import part_of
from qa.lexicon import Lexicon
from qa.training.lexicon import Learnt, aligned, learn, lexicon

PAIRS = [
    ("¿Quién firmó el acuerdo?", "Who signed the agreement?"),
    ("¿Quién firmó la ley?", "Who signed the law?"),
    ("¿Quién vio el río?", "Who saw the river?"),
    ("¿Cuándo firmó el acuerdo?", "When signed the agreement?"),
    ("¿Cuándo vio la ley?", "When saw the law?"),
    ("¿Cuándo vio los ríos?", "When saw the rivers?"),
    ("¿Quién vio el acuerdo?", "Who saw the agreement?"),
]


def test_words_that_come_together_stand_for_each_other() -> None:
    told = {one.spanish: one.english for one in lexicon(PAIRS)}
    assert (told["firm-"], told["ley-"], told["cuand-"], told["qui-"]) == ("signed", "law", "when", "who")
    assert told["acuerd-"] == "agreement"


def test_a_word_that_says_what_its_stem_says_is_left_out() -> None:
    told = lexicon(PAIRS)
    assert Learnt("acuerd-", "agreement") in told
    assert "acuerdo" not in {one.spanish for one in told}


def test_shares_of_a_unit_add_up_to_one() -> None:
    uses = aligned([["el", "rio"], ["el", "mar"]], [["the", "river"], ["the", "sea"]])
    assert set(uses) == {"el", "rio", "mar"}
    for unit in uses:
        assert sum(one.share for one in uses[unit]) == pytest.approx(1.0)
    assert max(uses["el"], key=lambda one: one.share).form == "the"


def test_nothing_is_learnt_from_nothing() -> None:
    assert lexicon([("", "")]) == []


def test_the_same_pairs_give_the_same_table() -> None:
    assert lexicon(PAIRS) == lexicon(PAIRS)


def row(number: int, title: str, question: str, english: str | None) -> dict[str, object]:
    return {
        "id": f"q{number}", "question": question, "question_en": english, "context": "A river.",
        "answers": [{"text": "river", "start": 2}], "is_impossible": False, "title": title,
    }  # fmt: skip


def titled(*parts: int) -> str:
    return next(name for name in (f"T{number}" for number in range(1000)) if part_of(name) in parts)


def test_reported_titles_are_never_learnt_and_the_table_can_be_read(tmp_path: Path) -> None:
    learnt, reported = titled(0, 1, 2, 3, 4, 5, 6), titled(7, 8, 9)
    rows = [row(at, learnt, spanish, english) for at, (spanish, english) in enumerate(PAIRS)]
    rows += [row(100 + at, reported, "¿Qué xolotl?", "What dog?") for at in range(3)]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    into = tmp_path / "new" / "lexicon.tsv"
    count = learn(file, into)
    told = into.read_text(encoding="utf-8")
    assert count == sum(not line.startswith("#") for line in told.splitlines())
    assert "xolotl" not in told
    assert Lexicon.load(learnt=into).learnt_stem("firmaron") == "signed"


def test_a_file_without_the_english_questions_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row(1, titled(0, 1, 2, 3, 4, 5, 6), "¿Qué?", None)) + "\n", encoding="utf-8")
    with pytest.raises(BotError, match="has no `question_en` beside its questions"):
        learn(file, tmp_path / "lexicon.tsv")
    assert not (tmp_path / "lexicon.tsv").exists()
