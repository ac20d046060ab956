"""One bot over a few sentences, for the tests of everything that needs no model."""

import pytest

from qa.bot import Bot
from tests.qa.fakes import bot_of, milford_seeds


@pytest.fixture(scope="session")
def milford(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over the documents of `tests/qa/fakes.py`; frozen, so every test may share it."""
    folder = tmp_path_factory.mktemp("milford")
    return bot_of(milford_seeds(folder / "seeds"), folder / "data")
