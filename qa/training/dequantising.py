"""An exported reader -> the weights of its model in float32, so that training can go on from what is shipped.

What rounding to int8 took away does not come back; read as float32 they are the same reader.
"""

from pathlib import Path

import torch
from torch import Tensor

from qa.artefact import MANIFEST, load_artefact
from qa.training.smoothing import SMOOTHING

ROUNDED = "_quantized"  # added to the name of a weight by onnxruntime's quantizer


def is_exported(folder: Path) -> bool:
    """Return whether *folder* holds an exported reader rather than a run."""
    return (folder / MANIFEST).is_file()


def exported_weights(folder: Path) -> dict[str, Tensor]:
    """Return the weights of the reader in *folder*, int8 or float32, by their names in the model.

    Equal weights, as the biases of a model that has learnt nothing, are kept once in the file, and then some
    are missing here. Raises ModelError when a file is missing or altered.
    """
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load_model_from_string(load_artefact(folder).model).graph
    kept = {one.name: to_array(one).copy() for one in graph.initializer}
    made_by = {name: node for node in graph.node for name in node.output}

    def weight(name: str) -> Tensor:
        """Return the weight called *name*, each of its channels times the scale that belongs to it."""
        if name in kept:
            return torch.from_numpy(kept[name])
        rounded, zero, scale = (kept[name + end] for end in (ROUNDED, "_zero_point", "_scale"))
        return torch.from_numpy((rounded.astype("float32") - zero) * scale)

    def multiplied(name: str) -> Tensor:
        """Return the matrix, as it was before smoothing, from which *name* comes by casts and scales."""
        node = made_by[name]
        while node.op_type not in {"MatMul", "MatMulInteger"}:
            node = made_by[node.input[0]]
        matrix = weight(str(node.input[1]).removesuffix(ROUNDED))
        divided = made_by[node.input[0]]
        if divided.op_type == "DynamicQuantizeLinear":
            divided = made_by[divided.input[0]]
        factors = next((kept[one] for one in divided.input if one.endswith(SMOOTHING)), None)
        return matrix if factors is None else matrix * torch.from_numpy(factors)[:, None]

    names = {name.removesuffix(ROUNDED) for name in kept}
    weights = {name: weight(name) for name in names if name.endswith((".weight", ".bias"))}
    for node in graph.node:  # the exporter gives matrices numbers; their bias tells whose each is
        bias = next((name for name in node.input if name in kept and name.endswith(".bias")), None)
        if node.op_type == "Add" and bias:
            other = next(name for name in node.input if name != bias)
            weights[bias.removesuffix("bias") + "weight"] = multiplied(other).T
    return weights
