"""Runs the reader's weights: windows -> logits, by onnxruntime alone."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from qa.artefact import Artefact
from qa.extraction import Floats, Window, Windower, padded

Logits = Callable[[Sequence[Window]], list[tuple[Floats, Floats]]]  # the start and end logits of each window

INPUTS, OUTPUTS = ("ids", "mask", "segments"), ("start", "end")

# On a CPU the fused kernel takes five times as long as the addition and the normalisation that it stands for.
_SLOW = ["SkipLayerNormFusion"]


class OnnxLogits:
    """Gives the start and end logits of windows, *threads* of them at a time.

    One window a call: dynamic quantisation takes the scale of the activations from all that is in a call, so
    a window read with others, or with padding, would have other logits than alone.
    """

    def __init__(self, model: bytes, *, threads: int) -> None:
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW
        )
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    def __call__(self, windows: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        return list(self._pool.map(self._read, windows))

    def _read(self, window: Window) -> tuple[Floats, Floats]:
        alone = padded([window])
        start, end = self._session.run(
            OUTPUTS, {"ids": alone.ids, "mask": alone.mask, "segments": alone.segments}
        )
        return np.asarray(start)[0], np.asarray(end)[0]


@dataclass(frozen=True, slots=True)
class Inference:
    """Weights that can be asked: what cuts texts for them, and what runs them."""

    name: str
    windower: Windower
    logits: Logits

    @classmethod
    def of(cls, artefact: Artefact, *, threads: int) -> "Inference":
        """Return the weights of *artefact*, run in *threads* threads, and the windows it was trained on."""
        from tokenizers import Tokenizer

        manifest = artefact.manifest
        windower = Windower(
            Tokenizer.from_buffer(artefact.tokenizer), length=manifest.window, overlap=manifest.overlap
        )
        return cls(artefact.name, windower, OnnxLogits(artefact.model, threads=threads))
