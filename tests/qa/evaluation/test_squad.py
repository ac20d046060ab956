import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.collections import CollectionError
from qa.evaluation.records import part_of
from qa.evaluation.squad import MASKED, OPEN, examples, masked, originals, paragraphs, read_squad, sampled

# sha256 of these titles, modulo 10, by hand with sha256sum and bc
DECIDES, REPORTS = "Brno", "Alba"
CONTEXT = "Alba lies by a lake. It signed in May 2012, some say later. Nobody objected."


def row(number: int, title: str, *answers: str, context: str = CONTEXT, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"id{number}",
        "question": "When did Alba sign?",
        "context": context,
        "answers": [{"text": text, "start": context.index(text)} for text in answers],
        "is_impossible": not answers,
        "title": title,
        "source": "test",
        **changes,
    }


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    text = "".join(json.dumps(one) + "\n" for one in rows)
    path.write_bytes(lzma.compress(text.encode()) if path.suffix == ".xz" else text.encode())
    return path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write(
        tmp_path / "rows.jsonl.xz",
        [
            row(1, DECIDES, "May 2012", "2012"),
            row(2, REPORTS),
            row(3, REPORTS, "a lake", context=CONTEXT + " "),
        ],
    )


def test_titles_are_split_once_for_good() -> None:
    assert part_of(DECIDES) < 7 <= part_of(REPORTS)


def test_each_part_gets_its_titles_and_all_paragraphs_are_searched(rows: Path) -> None:
    decide, all_rows = read_squad(rows, "decide")
    report, _ = read_squad(rows, "report")
    assert [one.id for one in decide] == ["id1"]
    assert [one.id for one in report] == ["id2", "id3"]
    assert len(paragraphs(all_rows)) == 3


def test_the_evidence_is_the_sentence_that_holds_the_answer(rows: Path) -> None:
    (found,) = examples(read_squad(rows, "decide")[0], OPEN)
    assert [one.text for one in found.evidence] == ["It signed in May 2012, some say later."]
    assert found.answers == ("May 2012", "2012")
    assert {one.id: one.text for one in paragraphs(read_squad(rows, "decide")[0])}[
        found.evidence[0].document
    ] == CONTEXT


def test_a_masked_question_has_no_answer_left(rows: Path) -> None:
    (found,) = examples(read_squad(rows, "decide")[0], OPEN)
    hidden = masked(found)
    assert (hidden.collection, hidden.answerable, hidden.evidence) == (MASKED, False, ())
    assert hidden.left_out == {found.evidence[0].document}


def test_the_english_originals_stand_in_the_place_of_the_questions(rows: Path) -> None:
    wanted, _ = read_squad(rows, "report")
    asked = [row.model_copy(update={"question": "¿Cuándo?", "question_en": "When?"}) for row in wanted[:1]]
    assert [row.question for row in originals([*asked, *wanted[1:]])] == ["When?"]
    assert originals(asked)[0].answers == asked[0].answers


def test_a_sample_does_not_depend_on_the_order_of_the_file(tmp_path: Path) -> None:
    many = [row(number, DECIDES) for number in range(50)]
    forwards, _ = read_squad(write(tmp_path / "a.jsonl", many), "decide")
    backwards, _ = read_squad(write(tmp_path / "b.jsonl", many[::-1]), "decide")
    assert sampled(forwards, 7) == sampled(backwards, 7)
    assert len(sampled(forwards, 7)) == 7
    assert len(sampled(forwards, None)) == 50


def test_the_official_json_gives_the_same_rows(rows: Path, tmp_path: Path) -> None:
    data = [
        {
            "title": DECIDES,
            "paragraphs": [
                {
                    "context": CONTEXT,
                    "qas": [
                        {
                            "id": "id1",
                            "question": "When did Alba sign?",
                            "is_impossible": False,
                            "answers": [
                                {"text": text, "answer_start": CONTEXT.index(text)}
                                for text in ("May 2012", "2012")
                            ],
                        }
                    ],
                }
            ],
        }
    ]
    path = tmp_path / "dev-v2.0.json"
    path.write_text(json.dumps({"version": "v2.0", "data": data}), encoding="utf-8")
    assert read_squad(path, "decide")[0] == read_squad(rows, "decide")[0]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            row(2, DECIDES, "May", answers=[{"text": "May", "start": 3}]),
            "line 2: id2: the paragraph does not say 'May' at 3",
        ),
        (row(2, DECIDES, "May", is_impossible=True), "line 2: id2: an answerable question has answers"),
        (row(2, DECIDES, question=""), "line 2: question: string should have at least 1 character"),
        ({"id": "id2"}, "line 2: question: field required"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, broken: dict[str, Any], said: str) -> None:
    with pytest.raises(CollectionError) as error:
        read_squad(write(tmp_path / "rows.jsonl", [row(1, DECIDES), broken]), "decide")
    assert said in str(error.value)


def test_truncated_missing_and_empty_files_are_named(rows: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.jsonl.xz").write_bytes(rows.read_bytes()[:-20])
    (tmp_path / "cut.json").write_text('{"data": [{"title": "x", "paragraphs": [', encoding="utf-8")
    (tmp_path / "shape.json").write_text('{"data": [{"paragraphs": [{}]}]}', encoding="utf-8")
    for name, said in [
        ("cut.jsonl.xz", "is damaged or truncated"),
        ("cut.json", "line 1: is not JSON"),
        ("shape.json", "is not the official SQuAD JSON"),
        ("absent.jsonl", "not found"),
    ]:
        with pytest.raises(CollectionError, match=said):
            read_squad(tmp_path / name, "decide")
    with pytest.raises(CollectionError, match="is empty"):
        read_squad(write(tmp_path / "empty.jsonl", []), "decide")
    with pytest.raises(CollectionError, match="no title of the part to report"):
        read_squad(write(tmp_path / "one.jsonl", [row(1, DECIDES)]), "report")
