"""Smoothed products are what they were, and rounding their activations costs less."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from qa.extraction import Windower
from qa.inference import INPUTS
from qa.training.smoothing import SMOOTHING, smooth
from tests.qa.letters import letters_tokenizer

quantization = pytest.importorskip("onnxruntime.quantization")
WIDTH, VOCABULARY = 32, letters_tokenizer().get_vocab_size()
GREAT = 5  # a channel that is far greater than the others


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of two products of the same activations, one channel of which is a hundred times the others."""
    random = np.random.default_rng(3)
    table = random.normal(size=(VOCABULARY, WIDTH)).astype(np.float32)
    table[:, GREAT] *= 100
    rows = random.normal(size=(2, WIDTH, 2)).astype(np.float32)
    rows[:, GREAT] /= 100  # it counts no more than the others
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["read"], name="gather"),
        helper.make_node("MatMul", ["read", "one"], ["start"], name="start"),
        helper.make_node("MatMul", ["read", "other"], ["end"], name="end"),
    ]
    shape = ["windows", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in INPUTS]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("start", "end")]
    named = (("table", table), ("one", rows[0]), ("other", rows[1]))
    weights = [numpy_helper.from_array(values, name) for name, values in named]
    path = tmp_path_factory.mktemp("source") / "model.onnx"
    opset = [helper.make_opsetid("", 18)]
    graph = helper.make_graph(nodes, "reader", inputs, outputs, weights)
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), path)
    return path


def read(path: Path) -> tuple[np.ndarray, np.ndarray]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    ids = np.arange(VOCABULARY, dtype=np.int64)[None]
    start, end = session.run(["start", "end"], dict.fromkeys(INPUTS, ids))
    return np.asarray(start), np.asarray(end)


def smoothed(source: Path, folder: Path) -> Path:
    windower = Windower(letters_tokenizer(), length=80, overlap=5)
    text = "anna lives in rome and ben in oslo with the old team"
    return smooth(source, folder / "smoothed.onnx", windower.windows("who lives in rome?", text))


def int8(source: Path, folder: Path) -> Path:
    path = folder / f"{source.stem}.int8.onnx"
    quantization.quantize_dynamic(
        source, path, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True
    )
    return path


def test_products_stay_what_they_were(source: Path, tmp_path: Path) -> None:
    for before, after in zip(read(source), read(smoothed(source, tmp_path)), strict=True):
        np.testing.assert_allclose(before, after, rtol=1e-3, atol=1e-3)


def test_activations_are_divided_once_for_all_products_of_theirs(source: Path, tmp_path: Path) -> None:
    graph = onnx.load(smoothed(source, tmp_path)).graph
    assert [node.op_type for node in graph.node] == ["Gather", "Mul", "MatMul", "MatMul"]
    assert [node.input[0] for node in graph.node[2:]] == [graph.node[1].output[0]] * 2
    (numbers,) = (numpy_helper.to_array(one) for one in graph.initializer if one.name.endswith(SMOOTHING))
    assert numbers.shape == (WIDTH,) and numbers.argmin() == GREAT


def test_rounding_costs_less(source: Path, tmp_path: Path) -> None:
    exact = read(source)
    plain, better = (read(int8(path, tmp_path)) for path in (source, smoothed(source, tmp_path)))

    def loss(found: tuple[np.ndarray, np.ndarray]) -> float:
        return float(np.abs(np.array(found) - np.array(exact)).mean())

    assert loss(better) < loss(plain) / 3
