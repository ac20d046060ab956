"""A model of two narrow layers, and questions it can learn in seconds."""

import json
import random
from pathlib import Path

import torch

from qa.training.model import SpanModel, span_model
from tests.qa.letters import PLACES, letters_tokenizer


def tiny_model() -> SpanModel:
    """Return a BERT of two layers, 32 wide, with weights that torch's seed decides."""
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=letters_tokenizer().get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # type: ignore[call-arg]
    )
    return span_model(BertModel(config, add_pooling_layer=False))


class TinyBackbone:
    """A backbone as `qa.training.runs.published` is, on a tokenizer in *folder*."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        letters_tokenizer().save(str(folder / "tokenizer.json"))

    def __call__(self) -> tuple[SpanModel, Path]:
        torch.manual_seed(7)
        return tiny_model(), self.folder


def row(number: int, title: str = "Towns") -> dict[str, object]:
    """Return question *number*: where somebody lives, on a sentence that says so, or not for each third."""
    chance = random.Random(number)
    who, asked = chance.sample(("anna", "ben", "carl"), 2)
    place = chance.choice(PLACES)
    answers = [] if number % 3 == 0 else [{"text": place, "start": len(who) + len(" lives in ")}]
    return {
        "id": f"q{number}",
        "question": f"Where is {who if answers else asked}?",
        "context": f"{who} lives in {place}",
        "answers": answers,
        "is_impossible": not answers,
        "title": title,
    }


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write *rows* to *path*, one a line."""
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path
