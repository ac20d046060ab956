"""Progress bars on stderr, where that is a terminal."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Bar(Protocol):
    def update(self, count: int = 1) -> object: ...


@contextmanager
def bar(total: int, label: str, unit: str) -> Iterator[Bar]:
    """Show a bar of *total* *unit*s for as long as the block runs."""
    from tqdm import tqdm

    with tqdm(total=total, desc=label, unit=unit, file=sys.stderr, disable=None, leave=False) as shown:
        yield shown


def embedding(texts: Iterable[str]) -> Iterable[str]:
    """Return *texts* with a bar that moves as they are taken."""
    from tqdm import tqdm

    shown: Iterable[str] = tqdm(
        texts, desc="embedding", unit="text", file=sys.stderr, disable=None, leave=False
    )
    return shown
