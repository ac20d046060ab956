"""The dev and own questions, asked of the real bot once for every test that looks at its replies."""

from pathlib import Path

import pytest

from index.encoder import SentenceEncoder
from index.store import Generation
from qa.evaluation.runner import measure
from qa.evaluation.suite import seed_examples
from qa.inference import Inference
from qa.wiring import assemble
from tests.quality.asking import Asked

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def asked(
    data_dir: Path,
    generation: Generation,
    sentence_encoder: SentenceEncoder,
    inference: Inference,
    seeds: Path,
) -> Asked:
    # It fails where another process has asked: then the tests are not shared as tests/distributing.py says.
    (data_dir.parent / "asked").touch(exist_ok=False)
    made = Asked(assemble(generation, sentence_encoder, inference))
    examples = seed_examples(seeds / "questions.jsonl", HERE / "own.jsonl", generation)
    made.rows.extend(measure(made, examples))
    return made
