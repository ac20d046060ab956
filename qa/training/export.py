"""Trained weights -> the reader that is shipped: an int8 ONNX file, its tokenizer, what is known of them."""

import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from qa.artefact import MANIFEST, MODEL, TOKENIZER, Manifest
from qa.extraction import Windower
from qa.inference import INPUTS, OUTPUTS
from qa.training.errors import TrainingError
from qa.training.examples import Example
from qa.training.files import load_record, replace, save_record, sha256_of, take_weights
from qa.training.model import SpanModel
from qa.training.smoothing import smooth

LARGEST = 25_000_000  # bytes


def export(
    run: Path,
    into: Path,
    model: SpanModel,
    tokenizer: Path,
    *,
    int8: bool = True,
    texts: Sequence[Example] = (),
) -> Manifest:
    """Write the weights of *run*, which *model* takes, as a reader into *into*: int8 or, to compare, float32.

    With *texts*, some hundred of the kind that will be read, activations are smoothed by what they are there.

    Raises TrainingError when the run has no weights, or the file becomes too large to ship.
    """
    record = load_record(run)
    settings = record["settings"]
    take_weights(model, run)
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "float32.onnx"
        write_onnx(model, made)
        if texts:
            windower = Windower(
                Tokenizer.from_file(str(tokenizer)), length=settings["window"], overlap=settings["overlap"]
            )
            windows = [windower.windows(one.question, one.context)[0] for one in texts]
            made = smooth(made, Path(name) / "smoothed.onnx", windows)
        if int8:
            made = quantised(made, Path(name) / "int8.onnx")
        if int8 and made.stat().st_size > LARGEST:
            raise TrainingError(
                into,
                f"the reader takes {made.stat().st_size} bytes, over {LARGEST}",
                "train a smaller backbone",
            )
        replace(into / MODEL, lambda path: shutil.copyfile(made, path))
    replace(into / TOKENIZER, lambda path: shutil.copyfile(tokenizer, path))
    save_record(into, record)
    manifest = Manifest(
        sha256={name: sha256_of(into / name) for name in (MODEL, TOKENIZER)},
        window=settings["window"],
        overlap=settings["overlap"],
    )
    text = manifest.model_dump_json(indent=2) + "\n"
    replace(into / MANIFEST, lambda path: path.write_text(text, encoding="utf-8"))
    return manifest


def write_onnx(model: SpanModel, path: Path) -> None:
    """Write *model* to *path* as ONNX in float32, for any number of windows and tokens."""
    import onnx

    any_number = torch.export.Dim.DYNAMIC
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of torch's exporter about itself
        program = torch.onnx.export(
            model.eval().cpu().float(),
            tuple(torch.ones(2, 16, dtype=torch.int64) for _ in INPUTS),
            dynamo=True,
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_shapes=tuple({0: any_number, 1: any_number} for _ in INPUTS),
            external_data=False,
            verbose=False,
        )
    assert program is not None
    onnx.save(without_traces(program.model_proto), path)


def without_traces(model: Any) -> Any:
    """Return the ONNX *model* without the exporter's notes: they are long and hold paths of this machine."""
    for part in (
        model,
        model.graph,
        *model.graph.node,
        *model.graph.input,
        *model.graph.output,
        *model.graph.value_info,
    ):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    for function in model.functions:
        function.ClearField("metadata_props")
        for node in function.node:
            node.ClearField("metadata_props")
            node.ClearField("doc_string")
    return model


def quantised(source: Path, target: Path) -> Path:
    """Write the ONNX file *source* to *target* with int8 weights, and return *target*.

    A scale for each output channel: one for a whole matrix costs points. Seven bits of the eight (reduced
    range): on eight, processors without VNNI overflow.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    return target
