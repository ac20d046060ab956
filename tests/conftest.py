"""What every test stands on: no network, and the real seeds, indexed once for the tests that ask for it."""

from qa.offline import go_offline

go_offline()

import os  # noqa: E402

if "PYTEST_XDIST_WORKER" in os.environ:  # the processes share the cores; torch reads this when it is imported
    os.environ.setdefault("OMP_NUM_THREADS", "1")

from importlib.util import find_spec  # noqa: E402
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from filelock import FileLock  # noqa: E402
from hypothesis import settings  # noqa: E402
from xdist.remote import Producer  # noqa: E402

from index.build import build, inputs_hash  # noqa: E402
from index.cache import EmbeddingCache  # noqa: E402
from index.encoder import MODULE, SentenceEncoder  # noqa: E402
from index.loading import load_documents  # noqa: E402
from index.records import Document  # noqa: E402
from index.store import Generation, Store  # noqa: E402
from qa.inference import Inference  # noqa: E402
from qa.wiring import load_inference  # noqa: E402
from tests.distributing import Distribution  # noqa: E402

settings.register_profile("untimed", deadline=None)  # a busy machine fails no test
settings.load_profile("untimed")
HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files.

    The questions asked of the real bot take longest, so they come first. Chromium comes last: while it is
    open, Playwright holds its thread's event loop.
    """
    files = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path in files, item.path.parent != HERE / "quality"))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Distribution:
    """Return what shares the tests among the processes."""
    return Distribution(config, log)


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
    """A data folder with the index of the real seeds, as `python -m qa build` makes it; only read.

    Where several processes run the tests, the first that needs it makes it for all.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "data"
    with FileLock(shared / "data.lock"):
        store = Store(folder / "index")
        if not store.is_current(inputs_hash(SEEDS), SentenceEncoder.name):
            build(SEEDS, store, sentence_encoder, EmbeddingCache(folder / "cache" / "embeddings.sqlite3"))
    return folder


@pytest.fixture(scope="session")
def generation(data_dir: Path) -> Generation:
    """The index of the real seeds, open."""
    return Store(data_dir / "index").open(SentenceEncoder.name)
