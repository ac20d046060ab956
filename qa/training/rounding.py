"""What the int8 file does to activations, done while training, so that the weights learn to bear it.

onnxruntime's dynamic quantisation rounds the input of each matrix product to 256 steps between its least and
its greatest value. A few large values make the steps coarse: that, not the weights' seven bits, is what costs
points. (Quantization-aware training with a straight-through gradient: Jacob et al., CVPR 2018.)
"""

import torch
from torch import Tensor, nn

STEPS = 255


def rounded(activations: Tensor) -> Tensor:
    """Return *activations*, windows x tokens x width, rounded a window at a time, as the reader reads them.

    The gradient passes as though nothing had been rounded.
    """
    exact = activations.detach().float()
    least = exact.amin((1, 2), keepdim=True).clamp(max=0)  # 0 is always a step: onnxruntime needs it exact
    greatest = exact.amax((1, 2), keepdim=True).clamp(min=0)
    step = ((greatest - least) / STEPS).clamp(min=torch.finfo(torch.float32).tiny)
    return activations + (torch.round(exact / step) * step - exact).to(activations.dtype)


def round_activations(model: nn.Module) -> None:
    """Let *model* round the input of each of its matrix products from now on."""
    for part in model.modules():
        if isinstance(part, nn.Linear):
            part.register_forward_pre_hook(lambda _, inputs: (rounded(inputs[0]),))
