"""Rounding while training: what onnxruntime does to activations, and a gradient that does not see it."""

import numpy as np
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper

from qa.training.rounding import STEPS, round_activations, rounded
from tests.qa.training.fakes import tiny_model


def as_onnxruntime_rounds(window: np.ndarray) -> np.ndarray:
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["x"], ["steps", "scale", "zero"]),
        helper.make_node("DequantizeLinear", ["steps", "scale", "zero"], ["y"]),
    ]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["a", "b"]) for name in "xy"]
    model = helper.make_model(
        helper.make_graph(nodes, "rounding", ends[:1], ends[1:]), opset_imports=[helper.make_opsetid("", 17)]
    )
    model.ir_version = 8
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(["y"], {"x": window})[0])


@pytest.mark.parametrize(("centre", "outlier"), [(0.0, 0.0), (0.0, 50.0), (-2.0, 0.0), (5.0, 0.0)])
def test_a_window_is_rounded_as_onnxruntime_rounds_it_whatever_stands_beside_it(
    centre: float, outlier: float
) -> None:
    torch.manual_seed(3)
    windows = torch.randn(3, 7, 11) + centre
    windows[1, 2, 3] += outlier
    for window, ours in zip(windows, rounded(windows), strict=True):
        theirs = torch.from_numpy(as_onnxruntime_rounds(window.numpy()))
        step = (window.max().clamp(min=0) - window.min().clamp(max=0)) / STEPS
        inner = (window > window.min()) & (window < window.max())  # the ends may be cut by a step
        assert torch.allclose(ours[inner], theirs[inner], atol=float(step) / 100)
        assert torch.allclose(ours, theirs, atol=float(step) * 1.01)


def test_zeros_stay_zeros() -> None:
    assert torch.equal(rounded(torch.zeros(2, 3, 4)), torch.zeros(2, 3, 4))


def test_the_gradient_passes_as_though_nothing_were_rounded() -> None:
    window = torch.randn(1, 3, 4, requires_grad=True)
    (rounded(window) * torch.arange(4.0)).sum().backward()  # type: ignore[no-untyped-call]
    assert window.grad is not None
    assert torch.equal(window.grad, torch.arange(4.0).expand(1, 3, 4))


def test_every_matrix_product_of_a_model_is_rounded() -> None:
    torch.manual_seed(3)
    model = tiny_model().eval()
    inputs = (
        torch.randint(4, 20, (1, 9)),
        torch.ones(1, 9, dtype=torch.long),
        torch.ones(1, 9, dtype=torch.long),
    )
    seen: list[torch.Tensor] = []
    round_activations(model)
    for part in model.modules():
        if isinstance(part, torch.nn.Linear):
            part.register_forward_pre_hook(lambda _, given: seen.append(given[0].detach().clone()))
    with torch.no_grad():
        model(*inputs)
    assert len(seen) == 2 * 6 + 1
    for given in seen:
        step = (given.max().clamp(min=0) - given.min().clamp(max=0)) / STEPS
        assert torch.allclose(given, torch.round(given / step) * step, atol=float(step) / 10)
