"""Words in a row, as a sentence lists them."""

from collections.abc import Sequence


def listed(words: Sequence[str], joined: str) -> str:
    """Return *words* with commas between, the last after *joined*: "a, b or c"."""
    return f" {joined} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
