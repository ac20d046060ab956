"""Dropout with masks cut from one row: as much as is asked, made up for, and decided by seed and step."""

import pytest
import torch

from qa.training.dropout import ROW, Dropout, ModelDropout
from qa.training.model import SpanModel
from tests.qa.training.fakes import tiny_model

INPUTS = (
    torch.randint(4, 20, (3, 9), generator=torch.Generator().manual_seed(5)),
    torch.ones(3, 9, dtype=torch.long),
    torch.ones(3, 9, dtype=torch.long),
)


def dropping(share: float, seed: int = 1) -> tuple[SpanModel, ModelDropout]:
    torch.manual_seed(3)
    model = tiny_model().train()
    return model, ModelDropout(model, share, seed)


def start_logits(model: SpanModel) -> torch.Tensor:
    with torch.no_grad():
        start, _ = model(*INPUTS)
    assert isinstance(start, torch.Tensor)
    return start


def masks(share: float) -> list[torch.Tensor]:
    """Return what each dropout of a model makes of ones in one step."""
    model, dropout = dropping(share)
    dropout.set_step(4)
    return [part(torch.ones(50, 9, 32)) for part in model.modules() if isinstance(part, Dropout)]


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_share_is_dropped_and_the_rest_makes_up_for_it(share: float) -> None:
    for mask in masks(share):
        dropped = (mask == 0).float().mean()
        assert float(dropped) == pytest.approx(share, abs=0.02)
        assert torch.all(mask[mask != 0] == torch.tensor(1 / (1 - share)))


def test_it_stands_after_the_embeddings_and_after_both_blocks_of_each_layer_with_a_mask_of_its_own() -> None:
    made = masks(0.5)
    assert len(made) == 1 + 2 * 2
    assert len({mask.numpy().tobytes() for mask in made}) == len(made)


def test_a_step_drops_the_same_again_another_step_or_seed_does_not() -> None:
    model, dropout = dropping(0.5)
    dropout.set_step(7)
    seventh = start_logits(model)
    assert not torch.equal(start_logits(model), seventh)  # a second batch within a step
    dropout.set_step(8)
    assert not torch.equal(start_logits(model), seventh)
    for seed, same in ((1, True), (2, False)):
        model, dropout = dropping(0.5, seed)
        dropout.set_step(7)
        assert torch.equal(start_logits(model), seventh) is same


def test_a_model_that_is_scored_drops_nothing() -> None:
    torch.manual_seed(3)
    plain = start_logits(tiny_model().eval())
    model, _ = dropping(0.5)
    assert torch.equal(start_logits(model.eval()), plain)


def test_the_gradient_is_dropped_with_the_activations() -> None:
    row = torch.tensor([0.0, 2.0, 2.0, 0.0, 2.0, 0.0])
    activations = torch.ones(2, 3, requires_grad=True)
    Dropout(row, lambda: 0.0).train()(activations).sum().backward()
    assert activations.grad is not None
    assert torch.equal(activations.grad, row.view(2, 3))


@pytest.mark.parametrize("place", [0.0, 0.999999])
def test_the_ends_of_the_row_are_within_reach_and_never_passed(place: float) -> None:
    row = torch.arange(10.0)
    kept = Dropout(row, lambda: place).train()(torch.ones(3))
    assert torch.equal(kept, row[:3] if place == 0 else row[-3:])


def test_more_activations_than_the_row_holds_are_refused_by_number() -> None:
    model, _ = dropping(0.5)
    part = next(part for part in model.modules() if isinstance(part, Dropout))
    with pytest.raises(ValueError, match=str(ROW + 1)):
        part(torch.ones(1).expand(ROW + 1))
