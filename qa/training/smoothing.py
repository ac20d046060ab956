"""A float32 reader -> the same reader with activations that lose less when int8 rounds them.

The input of a matrix product is rounded to 256 steps between its least and its greatest value, and a few
channels that are ten times the others make the steps coarse for all. Each channel is divided by a number and
its row of the matrix multiplied by it, so that the product stays what it was (SmoothQuant: Xiao et al., ICML
2023). It costs one more multiplication for each activation, and a number for each channel in the file.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qa.extraction import Floats, Window, padded
from qa.inference import INPUTS

# How much of a channel's greatness goes over to the matrix. On 150 SQuAD questions of titles 0 to 6, int8's
# margins are 0.95 from float32's without smoothing (root mean square; their spread is 8.3), with 0.5 1.27,
# with 0.7 0.55, with 0.8 0.57, with 0.9 0.57 and with 1.0 0.69.
SHARE = 0.8
SMOOTHING, SMOOTHED = "_smoothing", "_smoothed"  # added to the activations' name: the numbers, what comes out
WINDOWS = 150  # that channels are measured on
LEAST = 1e-4  # a channel that is always 0 is taken for this


def smooth(source: Path, target: Path, windows: Sequence[Window]) -> Path:
    """Write the ONNX file *source* to *target* with smoothed products, and return *target*.

    What it gives stays the same but for the last digits. How great each channel becomes is measured on
    *windows*, some hundred of the kind of text that will be read.
    """
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(source)
    matrices = {one.name: one for one in model.graph.initializer if len(one.dims) == 2}
    products: dict[str, list[Any]] = {}  # by their activations
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in matrices:
            products.setdefault(node.input[0], []).append(node)
    greatest = _greatest(model, list(products), windows)
    divisions = {}
    for name, nodes in products.items():
        rows = [np.abs(numpy_helper.to_array(matrices[node.input[1]])).max(axis=1) for node in nodes]
        factors = _factors(greatest[name], np.max(rows, axis=0))
        model.graph.initializer.append(numpy_helper.from_array(1 / factors, name + SMOOTHING))
        smoothed = name + SMOOTHED
        divisions[smoothed] = helper.make_node("Mul", [name, name + SMOOTHING], [smoothed], name=smoothed)
        for node in nodes:
            matrix = matrices[node.input[1]]
            weights = numpy_helper.to_array(matrix) * factors[:, None]
            matrix.CopyFrom(numpy_helper.from_array(weights, matrix.name))
            node.input[0] = smoothed
    placed = []
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[0] in divisions:
            placed.append(divisions.pop(node.input[0]))  # once, before the first that needs it
        placed.append(node)
    del model.graph.node[:]
    model.graph.node.extend(placed)
    onnx.save(model, target)
    return target


def _greatest(model: Any, names: Sequence[str], windows: Sequence[Window]) -> dict[str, Floats]:
    """Return the greatest absolute value of each channel of the activations *names* over *windows*."""
    import onnxruntime
    from onnx import ModelProto, TensorProto, helper

    watched = ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names
    )
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    greatest: dict[str, Floats] = {}
    for window in windows:
        alone = padded([window])
        given = dict(zip(INPUTS, (alone.ids, alone.mask, alone.segments), strict=True))
        for name, values in zip(names, session.run(list(names), given), strict=True):
            channels = np.abs(values).reshape(-1, values.shape[-1]).max(axis=0)
            greatest[name] = np.maximum(greatest.get(name, channels), channels)
    return greatest


def _factors(greatest: Floats, rows: Floats) -> Floats:
    """Return what each channel is divided by, the geometric mean of all being 1: shape (channels,)."""
    factors = np.maximum(greatest, LEAST) ** SHARE / np.maximum(rows, LEAST) ** (1 - SHARE)
    scaled: Floats = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
    return scaled
