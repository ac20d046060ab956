"""The reply as JSON: one committed schema, no stray keys, and nothing that contradicts itself."""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from qa.contract import MAX_TURN, MAX_TURNS, BadLine, Reply, Request, printable, reply_schema

REGENERATE = 'python -c "import json, qa.contract as c; print(json.dumps(c.reply_schema(), indent=1))"'
OPEN = {("filters",), ("receipt", "made_with")}  # by any name
QUOTE = "By Jan. 26, 1,168 agencies were involved."


def words(start: int, text: str) -> dict[str, Any]:
    return {"text": text, "start": start, "end": start + len(text)}


def finding(**changes: Any) -> dict[str, Any]:
    span = words(112, "1,168 agencies")
    document = {
        "id": "d",
        "title": None,
        "publisher": None,
        "published": "2026-02-16",
        "kind": "blog",
        "language": "en",
        "original": None,
        "url": None,
        "sha256": "a" * 64,
        "file_sha256": "b" * 64,
    }
    return {
        "span": span,
        "spans": [span],
        "quote": {**words(100, QUOTE), "page": None, "heading": "Growth"},
        "document": document,
        "as_of": "2026-01-26",
        "as_of_at": words(100, "By Jan. 26"),
        "speaker": "FWD.US",
        "speaker_at": {"start": 90, "end": 96},
        "via": None,
        "own_words": [words(112, "1,168")],
        "support": "fair",
        "score": 3.5,
        "also_at": [{"document": "e", "start": 0, "end": 9}],
        "caution": ["undated"],
        **changes,
    }


MEASURED = {
    "value": "about 1,000",
    "number": 1000.0,
    "low": 1000.0,
    "high": 1000.0,
    "hedge": "about",
    "unit": "agencies",
    "as_of": None,
    "as_of_at": words(0, "last month"),
    "published": "2025-09-17",
    "speaker": None,
}


def value(**changes: Any) -> dict[str, Any]:
    return {**MEASURED, "finding": 0, "documents": ["d", "e"], **changes}


def disagreement(*values: dict[str, Any], others: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"about": "agencies", "kind": "over_time", "values": list(values), "others": list(others)}


def reply(**changes: Any) -> dict[str, Any]:
    """Return a reply with a value in every field."""
    return {
        "version": 1,
        "id": "q1",
        "question": "How many?",
        "standalone_question": "How many?",
        "search_question": None,
        "language": "en",
        "filters": {},
        "outcome": "answer",
        "reason": None,
        "findings": [finding()],
        "disagreement": disagreement(value(), others=[value()]),
        "agreeing": ["d"],
        "restriction": words(9, "in 2025"),
        "left_out": [{**MEASURED, "document": "e", "start": 0, "end": 11}],
        "nearest": [],
        "missing": [],
        "searched_as": [{"name": "DHS", "also": ["Division of Homeland Safety"]}],
        "receipt": {
            "answer_id": "0" * 16,
            "corpus": "1" * 64,
            "encoder": "e",
            "reader": "r",
            "settings": "2" * 16,
            "made_with": {"torch": "2.13.0"},
        },
        **changes,
    }


def silence(**changes: Any) -> dict[str, Any]:
    near = {"quote": finding()["quote"], "document": finding()["document"]}
    return (
        reply()
        | {"outcome": "no_answer", "reason": "not_stated", "findings": [], "nearest": [near]}
        | {"disagreement": None, "agreeing": []}
        | changes
    )


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every object within *value*."""
    if isinstance(value, dict):
        yield path
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from places(part, (*path, at))


def with_stray_key(value: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(value))
    target: Any = copy
    for step in path:
        target = target[step]
    target["stray"] = "1"
    return copy


def committed() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(files("qa").joinpath("reply.schema.json").read_text(encoding="utf-8"))
    return schema


def test_the_committed_schema_is_that_of_the_code() -> None:
    assert committed() == reply_schema(), f"if the change is meant: {REGENERATE} > qa/reply.schema.json"


@pytest.mark.parametrize(
    "made", [reply(), silence(), silence() | {"line": 3, "error": "not JSON", "id": None}]
)
def test_what_the_contract_takes_fits_the_schema_and_comes_back_unchanged(made: dict[str, Any]) -> None:
    kind = BadLine if "line" in made else Reply
    printed = json.loads(kind.model_validate(made).model_dump_json())
    assert printed == made
    jsonschema.validate(printed, committed())


def test_the_field_names_are_those_of_the_contract() -> None:
    """Names may be added, never lost or renamed."""
    definitions = committed()["$defs"]
    for name, fields in {
        "Reply": "version id question standalone_question language filters outcome reason findings nearest "
        "disagreement agreeing restriction left_out receipt",
        "Finding": "span spans quote document as_of as_of_at speaker speaker_at via own_words support score "
        "also_at caution",
        "Words": "text start end",
        "Quote": "text start end page heading",
        "DocumentRef": "id title publisher published kind language original url sha256 file_sha256",
        "PlaceIn": "document start end",
        "Nearest": "quote document",
        "Disagreement": "about kind values others",
        "Value": "value number low high hedge unit as_of as_of_at published speaker finding documents",
        "LeftOut": "value number low high hedge unit as_of as_of_at published speaker document start end",
        "Receipt": "answer_id corpus encoder reader settings",
        "BadLine": "id line outcome reason",
    }.items():
        assert set(fields.split()) <= set(definitions[name]["properties"]), name
        assert set(fields.split()) <= set(definitions[name]["required"]), f"{name}: a field may be absent"


@pytest.mark.parametrize("path", [path for path in places(reply()) if path not in OPEN], ids=str)
def test_a_key_that_the_contract_does_not_know_is_refused(path: tuple[str | int, ...]) -> None:
    stray = with_stray_key(reply(), path)
    with pytest.raises(ValidationError, match="stray"):
        Reply.model_validate(stray)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(stray, committed())


LONG = "x" * 801
CONTRADICTIONS: dict[str, dict[str, Any]] = {
    "an answer without a finding": reply(findings=[]),
    "an answer with a reason": reply(reason="advice"),
    "a silence with a finding": silence(findings=[finding()]),
    "a silence without a reason": silence(reason=None),
    "words longer than their place": reply(findings=[finding(quote={**words(100, QUOTE), "end": 120})]),
    "a span that is not the first": reply(findings=[finding(span=words(100, "By Jan. 26"))]),
    "a span outside the quote": reply(
        findings=[finding(span=words(90, "FWD.US"), spans=[words(90, "FWD.US")])]
    ),
    "a span of other words": reply(
        findings=[finding(span=words(112, "9,999 agencies"), spans=[words(112, "9,999 agencies")])]
    ),
    "spans out of order": reply(
        findings=[finding(spans=[words(112, "1,168 agencies"), words(100, "By Jan. 26")])]
    ),
    "spans that overlap": reply(
        findings=[finding(spans=[words(112, "1,168 agencies"), words(118, "agencies")])]
    ),
    "no span": reply(findings=[finding(spans=[])]),
    "a quote that is too long": reply(
        findings=[finding(span=words(0, "x"), spans=[words(0, "x")], quote=words(0, LONG))]
    ),
    "a place before the text": reply(findings=[finding(also_at=[{"document": "e", "start": -1, "end": 3}])]),
    "a value that belongs to no finding": reply(disagreement=disagreement(value(finding=1))),
    "another measure that belongs to no finding": reply(
        disagreement=disagreement(value(), others=[value(finding=1)])
    ),
    "a value of a silence": silence(disagreement=disagreement(value())),
    "agreement in a silence": silence(agreeing=["d"]),
    "own words outside the quote": reply(findings=[finding(own_words=[words(90, "FWD.US")])]),
    "own words of a reworded document": reply(
        findings=[finding(document={**finding()["document"], "kind": "paraphrased"})]
    ),
    "a date that is none": reply(findings=[finding(as_of="Jan. 26")]),
    "a percentage of support": reply(findings=[finding(support="85%")]),
    "an unknown caution": reply(findings=[finding(caution=["beware"])]),
}


@pytest.mark.parametrize("made", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_reply_that_contradicts_itself_cannot_be_made(made: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Reply.model_validate(made)


def test_a_published_reply_cannot_be_altered() -> None:
    made = Reply.model_validate(reply())
    with pytest.raises(ValidationError, match="frozen"):
        made.outcome = "no_answer"


@pytest.mark.parametrize("id", [None, "", "q-1", 0, -7, 10**30])
def test_an_id_is_kept_as_it_was_given(id: str | int | None) -> None:
    kept = Request.model_validate({"id": id, "question": "?"}).id
    assert kept == id and type(kept) is type(id)


def turn(content: str = "x", role: str = "user") -> dict[str, str]:
    return {"role": role, "content": content}


@pytest.mark.parametrize(
    "change",
    [
        {"id": True},
        {"id": 1.5},
        {"id": ["q"]},
        {"question": None},
        {"question": 7},
        {"history": [turn()] * (MAX_TURNS + 1)},
        {"history": [turn("x" * (MAX_TURN + 1))]},
        {"history": [turn(role="system")]},
        {"history": "none"},
        {"filters": {"kind": 1}},
        {"filters": []},
        {"language": "English"},
        {"language": ""},
        {"stray": 1},
    ],
    ids=str,
)
def test_a_request_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Request.model_validate({"question": "How many?", **change})


def test_a_request_at_its_bounds_is_taken() -> None:
    history = [turn("x" * MAX_TURN), turn(role="assistant")] * (MAX_TURNS // 2)
    made = Request.model_validate(
        {"question": "x" * 5000, "history": history, "language": "es-MX", "filters": {"a": "b"}}
    )
    assert len(made.history) == MAX_TURNS


def test_lone_surrogates_become_replacement_characters_wherever_they_come() -> None:
    lone = "a\ud800b"
    made = Request.model_validate(
        {"id": lone, "question": lone, "history": [turn(lone)], "filters": {lone: lone}}
    )
    clean = "a\ufffdb"
    assert (made.id, made.question, made.history[0].content, made.filters) == (
        clean,
        clean,
        clean,
        {clean: clean},
    )
    made.model_dump_json()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("\ufeffmark", "\ufeffmark"),
        ("\ud800", "\ufffd"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("\ud800x", "\ufffdx"),
        ("\ud83d\ude00", "\U0001f600"),  # two halves of one character, as some programs send it
        ("\U0001f600\x00", "\U0001f600\x00"),
    ],
)
def test_printable_text_can_be_written_as_utf_8(text: str, expected: str) -> None:
    assert printable(text) == expected
    printable(text).encode()
