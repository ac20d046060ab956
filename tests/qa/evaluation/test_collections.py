import json
from pathlib import Path
from typing import Any

import pytest

from index.records import Document
from qa.evaluation.collections import (
    AS_ASKED,
    KEYWORDS,
    LOWER_CASED,
    ONE_TYPO,
    TALKED,
    UNMARKED,
    CollectionError,
    read_questions,
    variants,
    with_typo,
)
from tests.qa.evaluation.making import TOWN, evidence, example

DOCUMENTS = {TOWN.id: TOWN}


def line(**changes: Any) -> str:
    """Return one line of a questions file, with *changes*."""
    held = evidence("Its sheriff has 12 deputies.")
    start, end = held.span
    row = {
        "id": "q1", "kind": "number", "lang": "en", "asker": "public", "question": "How many deputies?",
        "history": [], "answerable": True, "expect": "answer", "answers": ["12"], "need": "any",
        "evidence": [{"file": "alba.txt", "quote": held.text, "start": start, "end": end}],
        "conflict": [], "conflict_note": "", "traps": [], "parent": None, "group": "alba", "split": "dev",
    }  # fmt: skip
    return json.dumps({**row, **changes})


def read(folder: Path, *lines: str) -> Any:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_questions(path, "dev", DOCUMENTS)


def test_a_question_becomes_an_example(tmp_path: Path) -> None:
    (found,) = read(tmp_path, line())
    assert (found.id, found.collection, found.variant) == ("q1", "dev", AS_ASKED)
    assert found.evidence == (evidence("Its sheriff has 12 deputies."),)
    assert found.touched == {"alba"}


def test_a_conflicting_value_also_touches_its_document(tmp_path: Path) -> None:
    other = {
        "file": "alba.txt",
        "quote": "Alba",
        "start": 0,
        "end": 4,
        "value": "x",
        "as_of": "May",
        "note": "",
    }
    (found,) = read(tmp_path, line(evidence=[], answerable=False, conflict=[other]))
    assert found.touched == {"alba"}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ('{"id": "q2", ', "line 2: is not JSON"),
        ("[1]", "line 2: the line: input should be"),
        (line(id="q1"), "line 2: the id 'q1' is used twice"),
        (line(id="q2", need="some"), "line 2: need: input should be 'any' or 'all'"),
        (line(id="q2", extra=1), "line 2: extra: extra inputs are not permitted"),
        (line(id="q2", answerable=False), "line 2: an answerable question has evidence"),
        (
            line(id="q2", evidence=[{"file": "alba.txt", "quote": "Alba", "start": 1, "end": 5}]),
            "line 2: alba.txt does not say 'Alba' at 1 to 5",
        ),
        (
            line(id="q2", evidence=[{"file": "dover.txt", "quote": "Alba", "start": 0, "end": 4}]),
            "line 2: dover.txt is not in the index",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_number(tmp_path: Path, broken: str, said: str) -> None:
    with pytest.raises(CollectionError) as error:
        read(tmp_path, line(), broken)
    assert said in str(error.value)
    assert str(tmp_path / "questions.jsonl") in str(error.value)


def test_a_missing_an_empty_and_a_binary_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="absent.jsonl: not found"):
        read_questions(tmp_path / "absent.jsonl", "dev", DOCUMENTS)
    with pytest.raises(CollectionError, match="is empty"):
        read(tmp_path)
    (tmp_path / "questions.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CollectionError, match="is not UTF-8"):
        read_questions(tmp_path / "questions.jsonl", "dev", DOCUMENTS)


def test_each_question_is_also_asked_as_people_type_it() -> None:
    asked = example(question="Who signed Alba's deal?", group="g")
    found = {one.variant: one.question for one in variants([asked])}
    assert found[LOWER_CASED] == "who signed alba's deal?"
    assert f": {asked.question} " in found[TALKED]
    assert found[KEYWORDS] == "signed alba deal"
    assert found[UNMARKED] == "Who signed Albas deal"
    assert sorted(found[ONE_TYPO]) == sorted(asked.question) and found[ONE_TYPO] != asked.question


def test_a_typo_exchanges_two_letters_of_a_long_word_the_same_at_every_run() -> None:
    text = "Who signed the agreement in 2012?"
    typo = with_typo(text, "seed")
    assert typo == with_typo(text, "seed")
    (first, second) = [at for at, (a, b) in enumerate(zip(text, typo, strict=True)) if a != b]
    assert second == first + 1
    assert {word for word in text.split() if word not in typo.split()} <= {"signed", "agreement"}
    assert with_typo("Is it?", "seed") == "Is it?"


def test_the_real_questions_hold(documents: dict[str, Document], seeds: Path) -> None:
    dev = read_questions(seeds / "questions.jsonl", "dev", documents)
    own = read_questions(seeds.parent / "tests" / "quality" / "own.jsonl", "own", documents)
    later = read_questions(seeds.parent / "tests" / "quality" / "later.jsonl", "own", documents)
    fresh = read_questions(seeds.parent / "tests" / "quality" / "fresh.jsonl", "own", documents)
    first = read_questions(seeds.parent / "tests" / "quality" / "first.jsonl", "own", documents)
    plain = [one for one in dev if one.language == "en" and not one.history]
    assert [sum(one.answerable is kind for one in plain) for kind in (True, False)] == [30, 28]
    assert [sum(one.answerable is kind for one in own) for kind in (True, False)] == [40, 20]
    assert [sum(one.answerable is kind for one in later) for kind in (True, False)] == [45, 31]
    assert [sum(one.answerable is kind for one in fresh) for kind in (True, False)] == [50, 25]
    assert [sum(one.answerable is kind for one in first) for kind in (True, False)] == [54, 26]
    assert [one.id for one in [*dev, *own] if one.needs_all] == ["cmp-01", "own-03"]
