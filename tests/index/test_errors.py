from pathlib import Path

import pytest

from index.errors import (
    BotError,
    BusyIndexError,
    DamagedIndexError,
    ModelError,
    NoIndexError,
    SeedError,
    StaleIndexError,
    StoreError,
)

FOLDER = Path("data/index")
ERRORS = [
    SeedError(Path("seeds/a.txt"), "is empty", "put the text into it"),
    NoIndexError(FOLDER),
    DamagedIndexError(FOLDER, "chunks.jsonl was altered"),
    StaleIndexError("encoder", "letters", "words"),
    BusyIndexError(FOLDER),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_names_the_thing_and_then_the_next_step(error: BotError) -> None:
    thing, _, step = str(error).rpartition(": ")
    assert thing and step
    assert "\n" not in str(error)


@pytest.mark.parametrize("kind", [NoIndexError, DamagedIndexError, StaleIndexError, BusyIndexError])
def test_what_is_wrong_with_an_index_is_a_store_error(kind: type[BotError]) -> None:
    assert issubclass(kind, StoreError)
    assert not issubclass(SeedError, StoreError) and not issubclass(ModelError, StoreError)


@pytest.mark.parametrize("message", ["a\nb", "a\r\nb", "a \n\n  b", "a\rb"])
def test_a_message_is_one_line(message: str) -> None:
    assert str(BotError(message)) == "a b"
