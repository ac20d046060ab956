"""What a run keeps in its folder, each written whole or not at all: checkpoint, weights, record."""

import hashlib
import json
import os
import pickle
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from qa.training.dequantising import exported_weights, is_exported
from qa.training.errors import TrainingError

CHECKPOINT, WEIGHTS, RECORD = "checkpoint.pt", "weights.safetensors", "run.json"
WEIGHTS_HASH = "weights_sha256"  # what a record calls the hash of its weights


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that a run needs to go on as though it had never stopped."""

    plan: Mapping[str, Any]
    files: tuple[str, ...]  # the sha256 of each
    history: tuple[Mapping[str, Any], ...]
    weights: Mapping[str, Tensor]
    optimizer: Mapping[str, Any]
    pool: int  # the pool it is in, counted over all passes
    batches: int  # of that pool, already learnt
    steps: int
    examples: int
    seconds: float

    def save(self, folder: Path) -> None:
        """Write the checkpoint in place of the one before."""
        state = {field.name: getattr(self, field.name) for field in fields(self)}
        replace(folder / CHECKPOINT, lambda path: torch.save(state, path))

    @classmethod
    def load(cls, folder: Path) -> "Checkpoint":
        """Return the checkpoint in *folder*. Raises TrainingError when there is none or it is damaged."""
        path = folder / CHECKPOINT
        if not path.is_file():
            raise TrainingError(path, "not found", "begin the run with `python -m qa.training train`")
        try:
            with zipfile.ZipFile(path) as archive:  # torch checks no sums
                if archive.testzip() is not None:
                    raise zipfile.BadZipFile("a checksum is wrong")
            return cls(**torch.load(path, map_location="cpu", weights_only=True))
        except (zipfile.BadZipFile, pickle.UnpicklingError, OSError, RuntimeError, TypeError) as error:
            reason = str(error).partition("\n")[0]  # torch's go on for a page
            raise TrainingError(path, f"damaged ({reason})", f"remove {folder} and train again") from error


def save_weights(folder: Path, weights: Mapping[str, Tensor]) -> None:
    """Write *weights* in place of those before."""
    contiguous = {name: weight.contiguous() for name, weight in weights.items()}
    replace(folder / WEIGHTS, lambda path: save_file(contiguous, path))


def load_weights(folder: Path) -> dict[str, Tensor]:
    """Return the weights in *folder*, of a run or of an exported reader.

    Raises TrainingError or, for a reader, ModelError when there are none or they are damaged.
    """
    if is_exported(folder):
        return exported_weights(folder)
    path = folder / WEIGHTS
    if not path.is_file():
        raise TrainingError(path, "not found", "train first with `python -m qa.training train`")
    try:
        return load_file(path)
    except SafetensorError as error:
        raise TrainingError(path, f"damaged ({error})", "train again, or fetch the file again") from error


def take_weights(model: nn.Module, folder: Path) -> None:
    """Load the weights in *folder* into *model*. Raises TrainingError also when they are of another model."""
    try:
        model.load_state_dict(load_weights(folder))
    except RuntimeError as error:
        raise TrainingError(
            folder / WEIGHTS, "of another model", "name a run on the same backbone"
        ) from error


def save_record(folder: Path, record: Mapping[str, Any]) -> None:
    """Write *record*, what there is to know about the weights beside it and those they come from.

    The record of weights that several runs began with stands there once, and is named by its hash elsewhere.
    """
    text = json.dumps(_each_once(record, set()), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    replace(folder / RECORD, lambda path: path.write_text(text, encoding="utf-8"))


def _each_once(value: Any, told: set[str]) -> Any:
    """Return *value* with every record cut to its hash whose weights are among *told*, or stand before it."""
    if isinstance(value, list | tuple):
        return [_each_once(one, told) for one in value]
    if not isinstance(value, Mapping):
        return value
    weights = value.get(WEIGHTS_HASH)
    if weights in told:
        return {WEIGHTS_HASH: weights}
    if weights:
        told.add(weights)
    return {name: _each_once(one, told) for name, one in value.items()}


def load_record(folder: Path) -> dict[str, Any]:
    """Return the record in *folder*. Raises TrainingError when there is none or it is damaged."""
    path = folder / RECORD
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise TrainingError(
            path, "not found", "name the folder of a run, or of an exported reader"
        ) from error
    except ValueError as error:
        raise TrainingError(path, f"damaged ({error})", "train again, or fetch the file again") from error
    return record


def sha256_of(path: Path) -> str:
    """Return the sha256 of the bytes of *path*."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def replace(target: Path, write: Callable[[Path], object]) -> None:
    """Let *write* make a file beside *target*, then put it in its place at once: a crash leaves the old one.

    Raises TrainingError when there is no room or no permission.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(beside, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise TrainingError(
            target, f"cannot be written ({error.strerror})", "make room, or choose another folder"
        ) from error
    finally:
        beside.unlink(missing_ok=True)
