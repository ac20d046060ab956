"""Which tokens can be an answer's ends, what learns, and the published backbone."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from index.encoder import MODULE
from qa.extraction import Windower, padded
from qa.training.model import FORBIDDEN
from tests.qa.letters import letters_tokenizer
from tests.qa.training.fakes import tiny_model


def test_only_the_context_and_the_first_token_can_be_an_end() -> None:
    windower = Windower(letters_tokenizer(), length=80, overlap=5)
    windows = [windower.windows("who?", text)[0] for text in ("rome", "rome in oslo")]
    batch = padded(windows)
    starts, ends = tiny_model()(*(torch.from_numpy(part) for part in (batch.ids, batch.mask, batch.segments)))
    for logits in (starts, ends):
        allowed = logits.detach().numpy() != FORBIDDEN
        for row, window in zip(allowed, windows, strict=True):
            wanted = window.is_context
            wanted[0] = True
            assert row[: len(window.ids)].tolist() == wanted.tolist()
            assert not np.any(row[len(window.ids) :])


def test_the_word_embeddings_do_not_learn_and_all_else_does() -> None:
    frozen = [name for name, weight in tiny_model().named_parameters() if not weight.requires_grad]
    assert frozen == ["backbone.embeddings.word_embeddings.weight"]


@pytest.mark.models
@pytest.mark.skipif(find_spec(MODULE) is None, reason=f"{MODULE} is not installed")
def test_the_published_backbone_takes_a_head() -> None:
    from qa.training.runs import published

    model, folder = published()
    assert isinstance(folder, Path)
    assert model.head.weight.shape == (2, 384)
    assert sum(weight.numel() for weight in model.parameters() if weight.requires_grad) < 11_000_000
