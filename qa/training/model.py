"""The model: a MiniLM backbone, and a head that gives each token a start logit and an end logit."""

from pathlib import Path

import torch
from torch import Tensor, nn

from qa.training.errors import TrainingError

FORBIDDEN = -10_000.0  # the logit of a token that can end no answer; finite, so that a loss stays finite


class SpanModel(nn.Module):
    """Start and end logits of each token; those of the question and of padding are FORBIDDEN.

    The first token stays allowed: its logits say "no answer here".
    """

    def __init__(self, backbone: nn.Module, width: int) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(width, 2)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.backbone(input_ids=ids, attention_mask=mask, token_type_ids=segments).last_hidden_state
        logits = self.head(hidden).float()
        after = torch.cat([segments[:, 1:], torch.zeros_like(segments[:, :1])], dim=1)
        context = (segments * after).bool()  # without the [SEP] that ends the segment
        allowed = torch.cat([torch.ones_like(context[:, :1]), context[:, 1:]], dim=1)
        start, end = logits.masked_fill(~allowed[:, :, None], FORBIDDEN).unbind(dim=2)
        return start, end


def load_backbone(folder: Path) -> SpanModel:
    """Return the BERT in *folder* with a new head, in float32.

    Without dropout of its own, which is too slow (qa/training/dropout.py has ours). Attention is written out
    ("eager"), which is faster on a CPU for windows as short as ours. The word embeddings are frozen: they are
    half of the weights, and rare words, which a run sees once, keep the meaning they had.
    """
    from transformers import BertModel

    _hush()
    backbone = BertModel.from_pretrained(
        str(folder),
        add_pooling_layer=False,
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
        local_files_only=True,
    )
    return span_model(backbone)


def span_model(backbone: nn.Module) -> SpanModel:
    """Return *backbone*, a transformers BertModel, with a new head; its word embeddings are frozen."""
    backbone.embeddings.word_embeddings.weight.requires_grad_(False)  # type: ignore[union-attr]
    return SpanModel(backbone, int(backbone.config.hidden_size))  # type: ignore[union-attr,arg-type]


def load_larger(folder: Path, tokenizer: Path, frozen_layers: int) -> SpanModel:
    """Return the MPNet in *folder* with a new head, in float32: a teacher.

    It takes the tokens of *tokenizer*, a BERT's file, so that its logits stand beside a student's one by one:
    the two have the same words at other numbers. The word embeddings and the first *frozen_layers* are
    frozen. Raises TrainingError when a word of BERT's is not one of its own.
    """
    from transformers import MPNetModel

    _hush()
    mpnet = MPNetModel.from_pretrained(
        str(folder),
        add_pooling_layer=False,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
        local_files_only=True,
    )
    mpnet.embeddings.word_embeddings.weight.requires_grad_(False)
    for layer in mpnet.encoder.layer[:frozen_layers]:
        layer.requires_grad_(False)
    numbers = renumbered(tokenizer, folder / "tokenizer.json")
    return SpanModel(Renumbering(mpnet, numbers), int(mpnet.config.hidden_size))


class Renumbering(nn.Module):
    """An MPNet that takes BERT's tokens and has no segments; *numbers* holds its own number of each token."""

    def __init__(self, mpnet: nn.Module, numbers: Tensor) -> None:
        super().__init__()
        self.mpnet = mpnet
        self.numbers: Tensor
        self.register_buffer("numbers", numbers, persistent=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> object:
        """Return what the MPNet makes of the tokens; their segments do not reach it."""
        return self.mpnet(input_ids=self.numbers[input_ids], attention_mask=attention_mask)


def renumbered(bert: Path, mpnet: Path) -> Tensor:
    """Return, for each token of the tokenizer file *bert*, its number in *mpnet*.

    Raises TrainingError when one is missing there.
    """
    from tokenizers import Tokenizer

    words, others = (Tokenizer.from_file(str(path)).get_vocab() for path in (bert, mpnet))
    missing = [word for word in words if _SPECIAL.get(word, word) not in others]
    if missing:
        raise TrainingError(
            mpnet, f"has no {missing[0]!r} and {len(missing) - 1} more", "name a model with BERT's words"
        )
    ordered = sorted(words, key=words.__getitem__)
    return torch.tensor([others[_SPECIAL.get(word, word)] for word in ordered])


_SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>"}  # MPNet's names of them


def has_fast_bfloat16(device: str) -> bool:
    """Return whether *device* multiplies bfloat16 in hardware; elsewhere float32 is faster."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _hush() -> None:
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # else it reports at length on the pooler, which we leave out
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
