"""A tokenizer of letters, and weights that mark what they are told to: a reader one can work out on paper."""

import string
from collections.abc import Mapping, Sequence

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from qa.extraction import Floats, Window, Windower
from qa.inference import Inference

PLACES = ("paris", "rome", "oslo", "lima", "cairo")
WORDS = (
    "where",
    "who",
    "is",
    "the",
    "team",
    "from",
    "lives",
    "in",
    "and",
    "old",
    "anna",
    "ben",
    "carl",
    *PLACES,
)
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def letters_tokenizer() -> Tokenizer:
    """Return an uncased WordPiece tokenizer that knows a few words, and each letter, figure and mark."""
    characters = string.ascii_lowercase + string.digits
    pieces = [*MARKS, *WORDS, *characters, *(f"##{one}" for one in characters), *string.punctuation]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(mark, vocabulary[mark]) for mark in ("[CLS]", "[SEP]")]
    )
    return tokenizer


class ToldLogits:
    """Ahead of "no answer" by the number of each text of *margins*, where a window holds it; else level."""

    def __init__(self, margins: Mapping[str, float]) -> None:
        tokenizer = letters_tokenizer()
        self.margins = {
            tuple(tokenizer.encode(text, add_special_tokens=False).ids): margin
            for text, margin in margins.items()
        }
        self.read: list[Window] = []

    def __call__(self, windows: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        self.read.extend(windows)
        return [self._logits(window) for window in windows]

    def _logits(self, window: Window) -> tuple[Floats, Floats]:
        start = np.zeros(len(window.ids), dtype=np.float32)
        end = np.zeros(len(window.ids), dtype=np.float32)
        for told, margin in self.margins.items():
            for at in range(window.first - window.heading, len(window.ids) - len(told)):
                if window.ids[at : at + len(told)] == told:
                    start[at] = end[at + len(told) - 1] = margin / 2
        return start, end


def told(margins: Mapping[str, float] | None = None) -> Inference:
    """Return weights that mark the texts of *margins* by so many logits, and nothing else."""
    windower = Windower(letters_tokenizer(), length=144, overlap=48)
    return Inference("told", windower, ToldLogits(margins or {}))
