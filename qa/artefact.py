"""The reader's files: a folder with the weights, their tokenizer and what must be known to use them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import ModelError

MODEL, TOKENIZER, MANIFEST = "model.onnx", "tokenizer.json", "manifest.json"
SHIPPED = Path(__file__).parent / "models" / "reader"
REMEDY = "reinstall local-ice-qa, or train and export a reader as the README's section on training says"


class Manifest(BaseModel):
    """What the reader must know to read as it was trained, and to tell that its files are the right ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    sha256: dict[str, str]  # of each file
    window: int  # tokens
    overlap: int


@dataclass(frozen=True, slots=True)
class Artefact:
    """A reader's files as they were when they were checked; they are not read again."""

    manifest: Manifest
    model: bytes = field(repr=False)
    tokenizer: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """What tells one reader's weights from another's."""
        return f"minilm-l6-spans-{self.manifest.sha256[MODEL][:12]}"


def load_artefact(folder: Path = SHIPPED) -> Artefact:
    """Return the reader in *folder*. Raises ModelError unless all its files are there and unaltered."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise ModelError(f"{folder / MANIFEST}: cannot be read ({error.strerror}): {REMEDY}") from error
    except ValidationError as error:
        raise ModelError(f"{folder / MANIFEST}: is damaged or of another version: {REMEDY}") from error
    model, tokenizer = (_checked(folder / name, manifest.sha256.get(name)) for name in (MODEL, TOKENIZER))
    return Artefact(manifest, model, tokenizer)


def _checked(path: Path, sha256: str | None) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}): {REMEDY}") from error
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise ModelError(f"{path}: was altered: {REMEDY}")
    return raw
