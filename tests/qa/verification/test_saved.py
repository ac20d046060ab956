"""Files of saved replies: whatever stands in them, each reply or the reason why it is none."""

import io
import json
import tracemalloc
from typing import Any

import pytest

from qa.contract import BadLine
from qa.verification import saved
from qa.verification.saved import Saved, saved_replies
from tests.qa.test_contract import finding, reply, silence

(NEAR,) = silence()["nearest"]


def read(content: bytes) -> list[Saved]:
    return list(saved_replies(io.BytesIO(content)))


def line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def changed(**changes: Any) -> bytes:
    return line(reply(findings=[finding(**changes)]))


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_one_reply_may_stand_on_one_line_or_on_many(indent: int | None, mark: bytes) -> None:
    (found,) = read(mark + json.dumps(reply(), indent=indent).encode())
    assert found.line == 1 and found.error is None
    assert found.reply is not None and json.loads(found.reply.model_dump_json()) == reply()


def test_a_batch_keeps_its_line_numbers() -> None:
    found = read(line(reply()) + b"\n \r\n" + line(silence()) + b"nonsense\n" + line(reply())[:-1])
    assert [(one.line, one.reply is not None) for one in found] == [
        (1, True),
        (4, True),
        (5, False),
        (6, True),
    ]


def test_a_batch_that_begins_badly_is_read_to_its_end() -> None:
    found = read(b"nonsense\n" + line(reply()) * 3)
    assert [one.reply is not None for one in found] == [False, True, True, True]


def test_the_reply_to_a_bad_line_stays_one() -> None:
    (found,) = read(line(silence() | {"line": 3, "error": "not JSON", "id": None}))
    assert isinstance(found.reply, BadLine) and found.reply.error == "not JSON"


def test_fields_that_a_later_version_added_are_passed_over() -> None:
    (found,) = read(line(reply(findings=[finding(later={"a": 1})], later=2)))
    assert found.reply is not None


@pytest.mark.parametrize(
    "content",
    [
        b"nonsense",
        b"[]",
        b"null",
        b"{}",
        b"7",
        b'"reply"',
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
        line(reply(version=2)),
        line(reply(receipt=None)),
        line({key: value for key, value in reply().items() if key != "findings"}),
        changed(quote={**finding()["quote"], "text": "By Jan. 26, 1,169 agencies"}),
        changed(quote={**finding()["quote"], "start": -1}),
        changed(quote={**finding()["quote"], "end": 10**30}),
        changed(quote={**finding()["quote"], "start": 10**400}),
        changed(quote={**finding()["quote"], "text": "", "start": 5, "end": 5}),
        changed(quote={**finding()["quote"], "text": "x" * 801, "end": 901}),
        line(silence(nearest=[{**NEAR, "quote": {**NEAR["quote"], "text": "", "start": 5, "end": 5}}])),
        changed(document={**finding()["document"], "sha256": "altered"}),
        line(reply()).replace(b"1,168", b"\\ud800,16"),
    ],
    ids=lambda content: repr(content[:40]),
)
def test_what_is_no_reply_has_a_reason_in_one_line(content: bytes) -> None:
    (found,) = read(content)
    assert found.reply is None and found.error and "\n" not in found.error
    assert "Traceback" not in found.error and len(found.error) < 300


def test_a_line_without_end_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MAX_BYTES", 10_000)
    found = read(line(reply()) + b"x" * 100_000 + b"\n" + line(reply()))
    assert [(one.line, one.error) for one in found] == [
        (1, None), (2, "it is longer than 10,000 bytes"), (3, None),
    ]  # fmt: skip


def test_a_long_batch_is_read_a_line_at_a_time(tmp_path: Any) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_bytes(line(silence()) * 4_000)
    with path.open("rb") as file:
        tracemalloc.start()
        count = sum(1 for _ in saved_replies(file))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert count == 4_000 and 4 * peak < path.stat().st_size
