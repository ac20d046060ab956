"""Soft targets: kept by window, read back as they were, and learnt as far as they are asked to be."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from qa.extraction import Floats, Window, Windower
from qa.training.distillation import SoftTargets, key, soft_loss, teach
from qa.training.errors import TrainingError
from qa.training.model import FORBIDDEN
from tests.qa.letters import letters_tokenizer

RECORD = {"weights_sha256": "of a teacher"}


def windows(*contexts: str) -> list[Window]:
    windower = Windower(letters_tokenizer(), length=80, overlap=5)
    return [windower.windows("who?", context)[0] for context in contexts]


def by_number(asked: Sequence[Window]) -> list[tuple[Floats, Floats]]:
    """Return as start logits the tokens' numbers and as end logits their halves."""
    numbers = [np.array(one.ids, dtype=np.float32) for one in asked]
    return [(one, one / np.float32(2)) for one in numbers]


def test_logits_are_read_back_by_window_and_padded_to_the_longest(tmp_path: Path) -> None:
    short, long, unread = windows("rome", "anna lives in oslo", "bern")
    assert list(teach([[short], [long, short]], by_number, tmp_path, RECORD)) == [(1, 1), (1, 2)]
    targets = SoftTargets.load(tmp_path)
    assert len(targets) == 2
    assert targets.record == RECORD
    soft = targets.of([short, unread, long])
    assert soft.known.tolist() == [True, False, True]
    assert soft.starts[0, : len(short.ids)].tolist() == list(short.ids)
    assert soft.ends[2].tolist() == [number / 2 for number in long.ids]
    assert set(soft.starts[0, len(short.ids) :]) == set(soft.ends[1]) == {FORBIDDEN}


def test_what_was_written_is_not_read_by_the_teacher_again(tmp_path: Path) -> None:
    first, second = windows("rome", "oslo")
    list(teach([[first]], by_number, tmp_path, RECORD))
    asked: list[Window] = []

    def noted(some: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        asked.extend(some)
        return by_number(some)

    assert list(teach([[first], [second, first]], noted, tmp_path, RECORD)) == [(0, 1), (1, 2)]
    assert asked == [second]
    assert len(SoftTargets.load(tmp_path)) == 2


def test_two_teachers_are_not_mixed(tmp_path: Path) -> None:
    list(teach([windows("rome")], by_number, tmp_path, RECORD))
    with pytest.raises(TrainingError, match="holds another teacher's: name another folder"):
        list(teach([windows("oslo")], by_number, tmp_path, {"weights_sha256": "of another"}))


def test_an_empty_folder_and_a_damaged_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="holds no soft targets: write them with"):
        SoftTargets.load(tmp_path)
    list(teach([windows("rome")], by_number, tmp_path, RECORD))
    path = next(tmp_path.glob("*.safetensors"))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(TrainingError, match=r"targets-00001\.safetensors: damaged"):
        SoftTargets.load(tmp_path)


def test_a_window_is_named_by_its_tokens() -> None:
    one, same, other = windows("rome", "rome", "oslo")
    assert key(one) == key(same) != key(other)


def test_the_soft_loss_is_that_of_the_formula() -> None:
    own, theirs = torch.tensor([[1.0, 0.0, -1.0]]), torch.tensor([[0.0, 2.0, FORBIDDEN]])
    taught = torch.softmax(theirs / 2, 1)
    wanted = 4 * (taught * (torch.log(taught.clamp_min(1e-30)) - torch.log_softmax(own / 2, 1))).sum()
    assert float(soft_loss((own, own), (theirs, theirs), 2.0)) == pytest.approx(float(wanted), rel=1e-5)


def test_the_soft_loss_is_nothing_for_a_student_that_says_what_its_teacher_says() -> None:
    logits = torch.tensor([[1.0, 5.0, FORBIDDEN], [0.5, 0.25, 0.0]])
    assert soft_loss((logits, logits), (logits, logits), 2.0).tolist() == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize("temperature", [1.0, 2.0, 4.0])
def test_the_soft_loss_falls_along_its_gradient_to_the_teachers_logits(temperature: float) -> None:
    own = torch.zeros(1, 3, requires_grad=True)
    theirs = torch.tensor([[3.0, 0.0, -3.0]])
    for _ in range(2_000):
        (gradient,) = torch.autograd.grad(soft_loss((own, own), (theirs, theirs), temperature).sum(), own)
        own = (own - gradient).detach().requires_grad_()
    assert torch.allclose(own - own.mean(), theirs, atol=0.01)
