"""Replies that people kept: the JSON of `ask --json`, or one reply a line as a batch gives them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import IO, Annotated, Any

from pydantic import Discriminator, Tag, TypeAdapter, ValidationError

from index.errors import BotError
from qa.contract import BadLine, Reply
from qa.texts import verifying as texts

MAX_BYTES = 2**24  # of one reply: it holds a few thousand, but also the question, however long that was


def _kind(value: Any) -> str:
    return "bad line" if isinstance(value, dict) and "line" in value else "reply"


_REPLY: TypeAdapter[Reply] = TypeAdapter(
    Annotated[
        Annotated[BadLine, Tag("bad line")] | Annotated[Reply, Tag("reply")],
        Discriminator(_kind),
    ]
)


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands on one line of a file, the first being 1: a reply, or the reason why it is none."""

    line: int
    reply: Reply | None
    error: str | None


def saved_replies(file: IO[bytes]) -> Iterator[Saved]:
    """Yield each reply in *file*: one over several lines, or one a line; blank lines are passed over.

    Reads a line at a time. What is no reply is yielded with the reason, and the rest is read on. Raises
    BotError where there is nothing at all.
    """
    found = False
    for saved in _read(file):
        found = True
        yield saved
    if not found:
        raise BotError(texts.NO_SAVED_REPLY)


def _read(file: IO[bytes]) -> Iterator[Saved]:
    head = file.readline(MAX_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
    if not _is_json(head):  # perhaps a reply that an editor or a tool has spread over lines
        head += file.read(MAX_BYTES) + file.readline(MAX_BYTES + 1)
        if len(head) <= MAX_BYTES and _is_json(head):
            yield _saved(1, head)
            return
    for number, line in enumerate(_lines(chain([BytesIO(head)], [file])), start=1):
        if line.strip():
            yield _saved(number, line)


def _lines(files: Iterable[IO[bytes]]) -> Iterator[bytes]:
    """Yield each line, one that is too long only to where that shows."""
    for file in files:
        while line := file.readline(MAX_BYTES + 1):
            yield line
            while len(line) > MAX_BYTES and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES + 1)


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):  # the first also for bytes that are no UTF-8
        return False
    return True


def _saved(line: int, text: bytes) -> Saved:
    if len(text) > MAX_BYTES:
        return Saved(line, None, f"it is longer than {MAX_BYTES:,} bytes")
    try:
        return Saved(line, _REPLY.validate_json(text, extra="ignore"), None)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"][1:]))  # without the tag
        return Saved(line, None, ": ".join(filter(None, (where, first["msg"]))))
