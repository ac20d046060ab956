"""Files of questions: both official formats, one question a line, and what is said of bad ones."""

import json
import lzma
from pathlib import Path

import pytest

from index.records import Span
from qa.evaluation.collections import CollectionError
from qa.training.examples import Example, groups, pools, read_examples, sampled, under_headings
from tests.qa.training.fakes import row, write_rows

CONTEXT = "Anna lives in Rome. Ben lives in Oslo."


def official(answers: object, **more: object) -> str:
    question = {"id": "q1", "question": "Where is Anna?", "answers": answers, **more}
    paragraph = {"context": CONTEXT, "qas": [question]}
    return json.dumps({"version": "v2.0", "data": [{"title": "Towns", "paragraphs": [paragraph]}]})


def test_the_official_json_of_squad_1_is_read(tmp_path: Path) -> None:
    path = tmp_path / "train-v1.1.json"
    path.write_text(official([{"text": "Rome", "answer_start": 14}]), encoding="utf-8")
    examples, file = read_examples(path)
    assert examples == [Example("Where is Anna?", CONTEXT, Span(14, 18), "Towns")]
    assert (file.name, file.questions, file.unanswerable) == ("train-v1.1.json", 1, 0)


def test_the_official_json_of_squad_2_is_read_and_plausible_answers_are_none(tmp_path: Path) -> None:
    path = tmp_path / "train-v2.0.json"
    plausible = [{"text": "Oslo", "answer_start": 33}]
    path.write_text(official([], is_impossible=True, plausible_answers=plausible), encoding="utf-8")
    examples, file = read_examples(path)
    assert examples == [Example("Where is Anna?", CONTEXT, None, "Towns")]
    assert file.unanswerable == 1


def test_one_question_a_line_is_read_also_compressed_and_contexts_are_kept_once(tmp_path: Path) -> None:
    rows = [row(1), row(1) | {"id": "again"}, row(3)]
    plain = write_rows(tmp_path / "rows.jsonl", rows)
    packed = tmp_path / "rows.jsonl.xz"
    packed.write_bytes(lzma.compress(plain.read_bytes()))
    examples, file = read_examples(packed)
    assert examples == read_examples(plain)[0]
    assert examples[0].context is examples[1].context
    assert file.sha256 != read_examples(plain)[1].sha256


def test_a_sample_of_a_file_is_the_same_each_time_and_no_larger_than_the_file(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [row(number) for number in range(30)])
    assert sampled(path, 5) == sampled(path, 5)
    assert len(sampled(path, 5)) == 5
    assert len(sampled(path, 100)) == 30


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"answers": [{"text": "oslo", "start": 0}]}, "does not say 'oslo' at 0"),
        ({"answers": []}, "an answerable question has answers"),
        ({"question": ""}, "question"),
        ({"context": None}, "context"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(
    tmp_path: Path, change: dict[str, object], complaint: str
) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [row(1), row(2) | change])
    with pytest.raises(CollectionError, match=r"rows\.jsonl, line 2: ") as raised:
        read_examples(path)
    assert complaint in str(raised.value)


def test_a_broken_line_a_truncated_archive_an_empty_and_an_absent_file_are_said_to_be_so(
    tmp_path: Path,
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(json.dumps(row(1)) + '\n{"id": "q2"', encoding="utf-8")
    with pytest.raises(CollectionError, match=r"broken\.jsonl, line 2: is not JSON"):
        read_examples(broken)
    truncated = tmp_path / "truncated.jsonl.xz"
    truncated.write_bytes(lzma.compress(json.dumps(row(1)).encode())[:-20])
    with pytest.raises(CollectionError, match="damaged or truncated"):
        read_examples(truncated)
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"")
    with pytest.raises(CollectionError, match="is empty"):
        read_examples(empty)
    with pytest.raises(CollectionError, match="not found"):
        read_examples(tmp_path / "absent.jsonl")


@pytest.mark.parametrize(
    ("title", "heading"), [("New_York_City", "New York City"), ("Wiki1k:wikinews:49:4:1", None), ("", "")]
)
def test_the_heading_is_the_title_of_the_article_and_no_identifier(
    tmp_path: Path, title: str, heading: str | None
) -> None:
    examples, _ = read_examples(write_rows(tmp_path / "rows.jsonl", [row(1, title=title)]))
    assert [one.heading for one in examples] == [heading]


def test_a_share_of_the_examples_keeps_its_heading() -> None:
    examples = [Example(str(number), "", None, "Towns") for number in range(200)]
    some = under_headings(examples, 0.7, "7")
    assert [one.question for one in some] == [one.question for one in examples]
    assert 110 < sum(one.heading == "Towns" for one in some) < 170
    assert {one.heading for one in some} == {"Towns", None}
    assert some == under_headings(examples, 0.7, "7") != under_headings(examples, 0.7, "8")
    assert under_headings(examples, 1.0, "7") == examples


def test_pools_hold_each_example_once_in_the_order_of_the_seed() -> None:
    examples = [Example(str(number), "", None) for number in range(10)]
    alone = groups(examples, together=False)

    def order(seed: str) -> list[str]:
        return [one.question for pool in pools(alone, 4, seed) for group in pool for one in group]

    assert sorted(order("7 0")) == [str(number) for number in range(10)]
    assert order("7 0") != sorted(order("7 0"))
    assert order("7 0") == order("7 0") != order("7 1")
    assert [len(pool) for pool in pools(alone, 4, "7 0")] == [4, 4, 2]


def test_a_question_is_learnt_together_with_the_contexts_that_do_not_answer_it() -> None:
    here, again = Example("who?", "rome", Span(0, 4)), Example("who?", "oslo", Span(0, 4))
    rival, other = Example("who?", "paris", None), Example("why?", "paris", None)
    found = groups([other, rival, here, rival, again], together=True)
    assert found == [(here, rival, rival), (again,), (other,)]
    assert groups([other, rival, here], together=False) == [(other,), (rival,), (here,)]
