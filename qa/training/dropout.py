"""Dropout whose random numbers are drawn once, before the first step.

Drawn anew for each layer they take a third of a step's time on two cores. So a mask is a stretch of one long
row of zeros and ones; where the stretch begins is random, and follows from the seed and the step.
(What dropout is: Srivastava et al., JMLR 2014.)
"""

import random
from collections.abc import Callable

import torch
from torch import Tensor, nn

ROW = 1 << 23  # 8 million numbers; a batch of 16 windows of 512 tokens, 384 wide, takes 3 of them


class Dropout(nn.Module):
    """While training, multiplies what passes by a stretch of *row*; *place* says where, in [0, 1)."""

    def __init__(self, row: Tensor, place: Callable[[], float]) -> None:
        super().__init__()
        self._row, self._place = row, place

    def forward(self, activations: Tensor) -> Tensor:
        if not self.training:
            return activations
        spare = len(self._row) - activations.numel()
        if spare < 0:
            raise ValueError(f"{activations.numel()} activations at once, more than {len(self._row)}")
        first = int(self._place() * (spare + 1))
        mask = self._row[first : first + activations.numel()]
        return activations * mask.view(activations.shape)


class ModelDropout:
    """Dropout of a *share* of activations, put where BERT has it: after the embeddings and each block.

    The attention's weights are left whole. Of each step the masks follow from *seed* and its number, so that
    a run that was stopped goes on as it would have.
    """

    def __init__(self, model: nn.Module, share: float, seed: int) -> None:
        from transformers.models.bert.modeling_bert import BertEmbeddings, BertOutput, BertSelfOutput

        weight = next(model.parameters())
        kept = torch.rand(ROW, generator=torch.Generator().manual_seed(seed)) >= share
        row = (kept / (1 - share)).to(weight.device, weight.dtype)
        self._seed, self._chance = seed, random.Random()
        for part in model.modules():
            if isinstance(part, BertEmbeddings | BertSelfOutput | BertOutput):
                part.add_module("dropout", Dropout(row, lambda: self._chance.random()))

    def set_step(self, step: int) -> None:
        """Drop from now on what belongs to *step*."""
        self._chance = random.Random(f"dropout {self._seed} {step}")
