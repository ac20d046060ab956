"""Knowledge distillation: what a larger model's logits say of each token, learnt beside the labels.

A label says where the answer is; the logits of a teacher say as well what else might be taken for it, and how
near the question comes to having none (Hinton et al., arXiv:1503.02531). They are worked out once and kept as
data: a teacher takes three times as long over a window as the student that learns from it.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from torch import Tensor, nn

from qa.extraction import Floats, Window
from qa.inference import Logits
from qa.training.errors import TrainingError
from qa.training.files import RECORD, load_record, replace, save_record
from qa.training.model import FORBIDDEN

log = logging.getLogger(__name__)

KEY = 16  # bytes of a window's hash
BATCH = 16  # windows a teacher reads at once

Half = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Soft:
    """A teacher's logits of the windows of a batch, FORBIDDEN on padding; *known* says which it has read."""

    starts: Floats
    ends: Floats
    known: npt.NDArray[np.bool_]


class SoftTargets:
    """A teacher's logits by window, as `teach` writes them into a folder."""

    def __init__(self, logits: dict[bytes, tuple[Half, Half]], record: dict[str, Any]) -> None:
        self._logits, self.record = logits, record

    @classmethod
    def load(cls, folder: Path) -> "SoftTargets":
        """Return those in *folder*. Raises TrainingError when there are none, or a file is damaged."""
        logits: dict[bytes, tuple[Half, Half]] = {}
        for path in _files(folder):
            logits |= _read(path)
        if not logits:
            raise TrainingError(
                folder, "holds no soft targets", "write them with `python -m qa.training teach`"
            )
        return cls(logits, load_record(folder))

    def __len__(self) -> int:
        return len(self._logits)

    def of(self, windows: Sequence[Window]) -> Soft:
        """Return the logits of *windows*, padded to the longest."""
        shape = len(windows), max(len(window.ids) for window in windows)
        soft = Soft(
            np.full(shape, FORBIDDEN, dtype=np.float32),
            np.full(shape, FORBIDDEN, dtype=np.float32),
            np.zeros(shape[0], dtype=np.bool_),
        )
        for row, window in enumerate(windows):
            if found := self._logits.get(key(window)):
                soft.starts[row, : len(window.ids)], soft.ends[row, : len(window.ids)] = found
                soft.known[row] = True
        return soft


def key(window: Window) -> bytes:
    """Return what names *window*: a hash of its tokens."""
    return hashlib.blake2b(np.array(window.ids, dtype=np.int32).tobytes(), digest_size=KEY).digest()


def teach(
    pools: Iterable[Sequence[Window]], logits: Logits, into: Path, record: dict[str, Any]
) -> Iterator[tuple[int, int]]:
    """Write what *logits* says of the windows of each pool into *into*, yielding how many are new, and all.

    Those that are there already are not read again. Raises TrainingError when they are another teacher's.
    """
    if (into / RECORD).exists() and load_record(into) != record:
        raise TrainingError(into, "holds another teacher's", "name another folder")
    save_record(into, record)
    files = list(_files(into))
    done = {one for path in files for one in _read(path)}
    for pool in pools:
        new = {key(window): window for window in pool}
        windows = sorted((one for name, one in new.items() if name not in done), key=lambda one: len(one.ids))
        if windows:
            read = [pair for at in range(0, len(windows), BATCH) for pair in logits(windows[at : at + BATCH])]
            path = into / f"targets-{len(files) + 1:05}.safetensors"
            _write(path, windows, read)
            files.append(path)
            done.update(new)
        yield len(windows), len(pool)


def soft_loss(own: tuple[Tensor, Tensor], soft: tuple[Tensor, Tensor], temperature: float) -> Tensor:
    """Return, for each window, how far *own* logits are from the teacher's: shape (windows,).

    It is the mean, over starts and ends, of the Kullback-Leibler divergence of the two softmaxes at
    *temperature*, times its square, so that gradients keep their size (Hinton et al., section 2.1).
    """
    parts = [
        nn.functional.kl_div(
            nn.functional.log_softmax(ours / temperature, 1),
            nn.functional.softmax(theirs / temperature, 1),
            reduction="none",
        ).sum(1)
        for ours, theirs in zip(own, soft, strict=True)
    ]
    return temperature**2 * sum(parts[1:], parts[0]) / 2


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("targets-*.safetensors"))


def _write(path: Path, windows: Sequence[Window], logits: Sequence[tuple[Floats, Floats]]) -> None:
    lengths = np.array([len(window.ids) for window in windows], dtype=np.int32)
    keys = np.frombuffer(b"".join(key(window) for window in windows), dtype=np.uint8).reshape(-1, KEY)
    starts, ends = (np.concatenate(every).astype(np.float16) for every in zip(*logits, strict=True))
    parts: dict[str, npt.NDArray[Any]] = {"keys": keys, "lengths": lengths, "starts": starts, "ends": ends}
    replace(path, lambda beside: save_file(parts, beside))


def _read(path: Path) -> dict[bytes, tuple[Half, Half]]:
    try:
        parts = load_file(path)
    except SafetensorError as error:
        raise TrainingError(path, f"damaged ({error})", "remove it, and write it again") from error
    bounds = np.cumsum(parts["lengths"])[:-1]
    starts, ends = (np.split(parts[end], bounds) for end in ("starts", "ends"))
    return {one.tobytes(): (start, end) for one, start, end in zip(parts["keys"], starts, ends, strict=True)}
