"""A ledger's entries as lines of JSON, out and in. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from index.records import Span
from qa.verification.anchors import Anchor, AnchorError, from_json_ld, to_json_ld
from qa.verification.events import Entry, Event
from qa.verification.ledger_file import LedgerError


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    anchor: dict[str, Any]
    paragraph: str
    history: tuple[Event, ...]


class _ErasedPlace(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    document: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    utf16_start: int = Field(ge=0)
    utf16_end: int = Field(ge=1)


class _ErasedLine(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    erased: _ErasedPlace
    history: tuple[Event, ...]


_LINE: TypeAdapter[_Line | _ErasedLine] = TypeAdapter(_Line | _ErasedLine)


def exported(entry: Entry, history: Sequence[Event]) -> str:
    """Return the line that holds *entry* with its whole *history*."""
    anchor = entry.anchor
    if entry.is_erased:
        place = (anchor.document, anchor.sha256, *anchor.span, *anchor.utf16)
        line: dict[str, object] = {"erased": dict(zip(_ErasedPlace.model_fields, place, strict=True))}
    else:
        line = {"anchor": to_json_ld(anchor), "paragraph": entry.paragraph}
    events = [event.model_dump(mode="json") for event in history]
    return json.dumps({**line, "history": events}, ensure_ascii=False)


def parsed(number: int, line: str) -> tuple[Anchor, str, tuple[Event, ...]]:
    """Return the anchor, paragraph and history of an exported *line*; those that were erased have no words.

    Raises LedgerError, which names the line by its *number*, where it is none.
    """
    try:
        row = _LINE.validate_json(line)
        if isinstance(row, _Line):
            return from_json_ld(row.anchor), row.paragraph, row.history
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        what = ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
        raise LedgerError(f"line {number}: {what}: export the ledger again") from problem
    except AnchorError as problem:
        raise LedgerError(f"line {number}: {problem}") from problem
    place = row.erased
    spans = (Span(place.start, place.end), Span(place.utf16_start, place.utf16_end))
    return Anchor(place.document, place.sha256, *spans, exact="", prefix="", suffix=""), "", row.history


def without_notes(history: Sequence[Event]) -> tuple[Event, ...]:
    """Return *history* as it is left when the words of its passage were erased."""
    return tuple(event.model_copy(update={"staff_note": "", "public_note": ""}) for event in history)
