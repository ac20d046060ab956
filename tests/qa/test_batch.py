"""A batch gives one reply a line, in order, whatever a line holds."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.batch import replies
from qa.bot import Bot
from qa.contract import MAX_TURNS, BadLine, Request
from tests.qa.promises import assert_kept

GOOD = b'{"id": "good", "question": "How much does the state offer for each deputy?"}\n'
TURN = {"role": "user", "content": "x"}
DEEP = b"[" * 100_000

# what a bad line holds, how the reply says so, the id that is kept
BAD: dict[str, tuple[bytes, str, str | int | None]] = {
    "no JSON": (b"How many?", "not JSON", None),
    "half a line": (b'{"id": 1, "question": "How', "not JSON", None),
    "no UTF-8": (b'{"id": 1, "question": "caf\xe9"}', "not UTF-8", None),
    "a raw NUL": (b'{"id": 1, "question": "a\x00b"}', "not JSON", None),
    "NUL alone": (b"\x00", "not JSON", None),
    "nested too deep": (DEEP, "not JSON", None),
    "a number of 5,000 digits": (b'{"id": ' + b"9" * 5000 + b', "question": "How?"}', "not JSON", None),
    "a list": (b'["How many?"]', "valid", None),
    "a string": (b'"How many?"', "valid", None),
    "null": (b"null", "valid", None),
    "no question": (b'{"id": "q"}', "question: Field required", "q"),
    "a question that is no text": (
        b'{"id": 7, "question": 5}',
        "question: Input should be a valid string",
        7,
    ),
    "an unknown key": (b'{"id": "q", "question": "How?", "qestion": ""}', "qestion: Extra inputs", "q"),
    "an unknown key of a lone surrogate": (
        b'{"question": "How?", "\\ud800": ""}',
        "Input should be a valid string",
        None,
    ),
    "an id that is neither": (b'{"id": [1], "question": "How?"}', "id", None),
    "an id that is true": (b'{"id": true, "question": "How?"}', "id", None),
    "an id of a lone surrogate": (b'{"id": "\\ud800"}', "question: Field required", "\ufffd"),
    "too much history": (
        json.dumps({"id": 3, "question": "How?", "history": [TURN] * (MAX_TURNS + 1)}).encode(),
        "history: Tuple should have at most 20 items",
        3,
    ),
    "a turn of nobody": (
        b'{"question": "How?", "history": [{"role": "system", "content": ""}]}',
        "history.0.role: Input should be 'user' or 'assistant'",
        None,
    ),
    "a turn that is too long": (
        json.dumps({"question": "How?", "history": [TURN | {"content": "x" * 4001}]}).encode(),
        "history.0.content: String should have at most 4000 characters",
        None,
    ),
    "filters that are none": (b'{"question": "How?", "filters": "none"}', "filters", None),
    "NaN": (b"NaN", "valid", None),
}


@pytest.mark.parametrize(("line", "error", "id"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_gets_a_reply_and_the_batch_goes_on(
    milford: Bot, line: bytes, error: str, id: str | int | None
) -> None:
    before, bad, after = replies(milford, [GOOD, line + b"\n", GOOD])
    assert before == after and before.outcome == "answer"
    assert isinstance(bad, BadLine)
    assert (bad.line, bad.outcome, bad.reason, bad.id) == (2, "no_answer", "invalid", id)
    assert error in bad.error
    assert_kept(bad, milford.documents)


@pytest.mark.parametrize(
    "line",
    [
        GOOD.rstrip(b"\n"),
        b"\xef\xbb\xbf" + GOOD,
        GOOD.rstrip(b"\n") + b"\r\n",
        b"  " + GOOD,
        b'{"id": "good", "question": "How much does the state offer for each deputy?", "history": []}',
    ],
)
def test_marks_and_white_space_around_a_line_do_not_matter(milford: Bot, line: bytes) -> None:
    (expected,) = replies(milford, [GOOD])
    assert list(replies(milford, [line])) == [expected]


def test_blank_lines_are_passed_over_and_counted(milford: Bot) -> None:
    found = list(replies(milford, [b"\n", b"  \r\n", b"?\n", b"", GOOD]))
    assert [one.line for one in found if isinstance(one, BadLine)] == [3]
    assert len(found) == 2


def test_ids_and_order_are_kept(milford: Bot) -> None:
    ids: list[str | int | None] = ["b", 2, None, "a", -1, 10**20, "", "b"]
    lines = [json.dumps({"id": id, "question": "How many?"}).encode() for id in ids]
    assert [one.id for one in replies(milford, lines)] == ids


def test_a_reply_of_a_batch_is_that_of_the_question_alone(milford: Bot) -> None:
    (one,) = replies(milford, [GOOD])
    alone = milford.reply(Request(id="good", question=one.question))
    assert one.model_dump_json() == alone.model_dump_json()


def test_a_reply_is_given_before_the_next_line_is_read(milford: Bot) -> None:
    def lines() -> Iterator[bytes]:
        yield GOOD
        raise AssertionError("read ahead")

    assert next(replies(milford, lines())).outcome == "answer"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80))
def test_any_bytes_give_a_line_of_the_contract(milford: Bot, line: bytes) -> None:
    for reply in replies(milford, [line]):
        assert_kept(reply, milford.documents)
