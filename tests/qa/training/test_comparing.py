"""The loss over all windows of a question: worked out by hand, and left alone by what is not compared."""

import math

import pytest
import torch
from torch import Tensor

from qa.training.comparing import shared_loss
from qa.training.model import FORBIDDEN

QUESTIONS = torch.tensor([0, 0, 1])
LABELS = torch.tensor([2, 0, 0])


def logits(*rows: list[float]) -> Tensor:
    return torch.tensor(rows, dtype=torch.float32)


def test_it_is_one_softmax_over_the_tokens_of_all_windows_of_a_question() -> None:
    # above the nulls: 1 and 3; 2 and nothing; another question
    losses = shared_loss(logits([1, 2, 4], [-1, 1, FORBIDDEN], [0, 9, 9]), LABELS, QUESTIONS)
    assert losses.tolist() == pytest.approx([math.log(sum(map(math.exp, (1, 3, 2)))) - 3, 0, 0], abs=1e-5)


def test_a_window_that_does_not_answer_is_pushed_down_and_the_one_that_does_up() -> None:
    made = logits([0, 1, 1], [0, 1, 1], [0, 1, 1]).requires_grad_()
    shared_loss(made, LABELS, QUESTIONS).sum().backward()  # type: ignore[no-untyped-call]
    assert made.grad is not None
    assert made.grad[0, 2] < 0 < made.grad[0, 1]
    assert (made.grad[1, 1:] > 0).all() and made.grad[1, 0] < 0
    assert (made.grad[2] == 0).all()


def test_adding_a_number_to_a_window_changes_nothing() -> None:
    made = logits([1, 2, 4], [-1, 1, 2], [0, 9, 9])
    moved = made + torch.tensor([[3.0], [-5.0], [0.5]])
    assert torch.allclose(
        shared_loss(made, LABELS, QUESTIONS), shared_loss(moved, LABELS, QUESTIONS), atol=1e-5
    )


def test_questions_without_an_answer_cost_nothing() -> None:
    none = torch.zeros(3, dtype=torch.int64)
    made = logits([0, 1, 1], [0, FORBIDDEN, FORBIDDEN], [0, 1, 1]).requires_grad_()
    losses = shared_loss(made, none, QUESTIONS)
    losses.sum().backward()  # type: ignore[no-untyped-call]
    assert losses.tolist() == [0, 0, 0]
    assert made.grad is not None and torch.isfinite(made.grad).all()
