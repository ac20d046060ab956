"""What every test stands on: no network, and the real seeds, indexed once for the tests that ask for it."""

from qa.offline import go_offline

go_offline()

from importlib.util import find_spec  # noqa: E402
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from index.build import build  # noqa: E402
from index.cache import EmbeddingCache  # noqa: E402
from index.encoder import MODULE, SentenceEncoder  # noqa: E402
from index.loading import load_documents  # noqa: E402
from index.records import Document  # noqa: E402
from index.store import Generation, Store  # noqa: E402
from qa.inference import Inference  # noqa: E402
from qa.wiring import load_inference  # noqa: E402

settings.register_profile("untimed", deadline=None)  # a busy machine fails no test
settings.load_profile("untimed")
SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the real seeds; only read."""
    return SEEDS


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    """The real documents by id."""
    return {document.id: document for document in load_documents(SEEDS)}


@pytest.fixture(scope="session")
def sentence_encoder() -> SentenceEncoder:
    """The real encoder; a test that takes it is marked `models`."""
    if find_spec(MODULE) is None:
        pytest.skip(f"the encoder's weights are absent: {MODULE} is not installed")
    return SentenceEncoder()


@pytest.fixture(scope="session")
def inference() -> Inference:
    """The shipped reader's weights; a test that takes them is marked `models`."""
    return load_inference()


@pytest.fixture(scope="session")
def data_dir(sentence_encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the index of the real seeds, as `python -m qa build` makes it; only read."""
    folder = tmp_path_factory.mktemp("data")
    cache = EmbeddingCache(folder / "cache" / "embeddings.sqlite3")
    build(SEEDS, Store(folder / "index"), sentence_encoder, cache)
    return folder


@pytest.fixture(scope="session")
def generation(data_dir: Path) -> Generation:
    """The index of the real seeds, open."""
    return Store(data_dir / "index").open(SentenceEncoder.name)
