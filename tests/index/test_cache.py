import logging
import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.cache import COMMIT_EVERY, EmbeddingCache
from tests.fakes import LetterEncoder, RecordingEncoder

TEXTS = ["alba", "brno", "cork"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "embeddings.sqlite3"


def encode(path: Path, texts: list[str], name: str = "letters") -> list[str]:
    """Encode *texts* through the cache at *path* and return those that were encoded anew."""
    encoder = RecordingEncoder(name=name)
    rows = EmbeddingCache(path).encode(encoder, texts)
    assert np.array_equal(rows, LetterEncoder().encode(texts))
    assert rows.dtype == np.float32
    return encoder.seen


def damage(path: Path, statement: str) -> None:
    database = sqlite3.connect(path)
    with database:
        database.execute(statement)
    database.close()


def test_a_text_is_encoded_once(path: Path) -> None:
    assert encode(path, TEXTS) == TEXTS
    assert encode(path, TEXTS) == []
    assert encode(path, ["dover", *TEXTS]) == ["dover"]


def test_a_text_that_comes_twice_is_encoded_once(path: Path) -> None:
    assert encode(path, ["alba", "brno", "alba"]) == ["alba", "brno"]


def test_no_text_has_no_row(path: Path) -> None:
    assert EmbeddingCache(path).encode(LetterEncoder(), []).shape == (0, 26)


def test_another_encoder_has_vectors_of_its_own(path: Path) -> None:
    encode(path, TEXTS)
    assert encode(path, TEXTS, name="other letters") == TEXTS


def test_every_text_goes_by_the_progress_bar(path: Path) -> None:
    passed: list[str] = []

    def progress(texts: object) -> object:
        for text in texts:  # type: ignore[attr-defined]
            passed.append(text)
            yield text

    EmbeddingCache(path).encode(LetterEncoder(), TEXTS, progress)  # type: ignore[arg-type]
    assert passed == TEXTS


def test_what_is_not_kept_is_removed(path: Path) -> None:
    encode(path, TEXTS)
    EmbeddingCache(path).keep_only([LetterEncoder()], ["alba"])
    assert encode(path, TEXTS) == ["brno", "cork"]


def test_no_text_is_kept(path: Path) -> None:
    encode(path, ["albatross"])
    assert b"albatross" not in path.read_bytes()


class FailingEncoder(LetterEncoder):
    """Fails at the last text, as a build that is interrupted."""

    def encode(self, texts):  # type: ignore[no-untyped-def]
        if "the last" in texts:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_an_interrupted_build_goes_on_where_it_was(path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        EmbeddingCache(path).encode(FailingEncoder(), [*TEXTS, "the last"])
    assert encode(path, [*TEXTS, "the last"]) == ["the last"]


def test_a_killed_build_has_little_to_do_again(path: Path) -> None:
    texts = [f"text {number}" for number in range(2 * COMMIT_EVERY)]
    child = os.fork()
    if child == 0:
        seen = iter(range(COMMIT_EVERY + 10))
        cache = EmbeddingCache(path)
        cache.encode(
            LetterEncoder(),
            texts,
            lambda items: (item for item in items if next(seen, None) is not None or os._exit(9)),
        )
    os.waitpid(child, 0)
    assert len(encode(path, texts)) == COMMIT_EVERY


@pytest.mark.parametrize(
    "garbage", [b"", b"no database at all, but long enough to be read as one" * 99, b"\x00" * 5000]
)
def test_a_file_that_is_no_cache_is_made_anew(garbage: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(garbage)
    assert encode(path, TEXTS) == TEXTS
    assert encode(path, TEXTS) == []


def test_a_cache_damaged_in_the_middle_is_made_anew(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    texts = [f"text {number}" for number in range(500)]
    encode(path, texts)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 8192))
    encode(path, texts)
    assert "cannot be used" in caplog.text
    encode(path, texts)
    assert encode(path, texts) == []


def test_a_truncated_cache_is_made_anew(path: Path) -> None:
    texts = [f"text {number}" for number in range(500)]
    encode(path, texts)
    os.truncate(path, path.stat().st_size // 2)
    encode(path, texts)
    encode(path, texts)
    assert encode(path, texts) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vectors SET vector = zeroblob(104)",
        "UPDATE vectors SET vector = x'00'",
        "UPDATE vectors SET vector = NULL",
        "UPDATE vectors SET vector = 'text'",
        "UPDATE vectors SET checksum = checksum + 1",
        "UPDATE vectors SET checksum = NULL",
    ],
)
def test_an_altered_vector_is_not_used(change: str, path: Path) -> None:
    encode(path, TEXTS)
    damage(path, change)
    assert encode(path, TEXTS) == TEXTS
    assert encode(path, TEXTS) == []


def test_a_cache_of_another_shape_is_done_without(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    damage(path, "CREATE TABLE vectors (key BLOB)")
    assert encode(path, TEXTS) == TEXTS
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_a_folder_that_cannot_be_made_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    assert encode(tmp_path / "file" / "cache.sqlite3", TEXTS) == TEXTS
    assert "encoding without it" in caplog.text
    assert encode(tmp_path, TEXTS) == TEXTS  # a folder in the place of the file


def test_a_cache_that_another_holds_is_done_without_and_left_whole(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode(path, TEXTS)
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, isolation_level: connect(path, 0, isolation_level=isolation_level)
    )
    other = connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert encode(path, TEXTS) == TEXTS
    assert "locked" in caplog.text
    other.execute("ROLLBACK")
    other.close()
    assert encode(path, TEXTS) == []


connect = sqlite3.connect
