"""The exported reader gives the model's logits, is small, and holds nothing of the machine."""

from pathlib import Path

import numpy as np
import pytest
import torch

from qa.artefact import MANIFEST, MODEL, TOKENIZER, load_artefact
from qa.extraction import Window, Windower
from qa.inference import OnnxLogits
from qa.training.dequantising import is_exported
from qa.training.errors import TrainingError
from qa.training.examples import Example
from qa.training.export import export
from qa.training.files import RECORD, load_record, load_weights, save_record, save_weights
from qa.training.loop import TrainingSettings
from qa.training.scoring import torch_logits
from tests.qa.letters import letters_tokenizer
from tests.qa.training.fakes import TinyBackbone, tiny_model

pytest.importorskip("onnxscript", reason="needs the extra [train]")

# What a run is exported as, and by how much its logits may be away from the model's.
EXPORTS = {"float32": 1e-5, "smoothed float32": 1e-5, "int8": 0.05, "smoothed int8": 0.05}
TEXTS = [
    Example("who lives in rome?", context, None)
    for context in ("rome", "anna lives in rome and ben in oslo", "the old team " * 9)
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder, with weights that mean nothing; no two are equal, for the exporter keeps such once."""
    folder = tmp_path_factory.mktemp("run")
    TinyBackbone(folder)
    torch.manual_seed(3)
    weights = tiny_model().state_dict()
    save_weights(folder, {name: one + 0.02 * torch.randn_like(one) for name, one in weights.items()})
    save_record(folder, {"settings": TrainingSettings(window=128).model_dump(mode="json"), "questions": 0})
    return folder


@pytest.fixture(scope="module")
def exported(run: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same run as float32 and as int8, each also with smoothed activations."""
    folders = {name: tmp_path_factory.mktemp(name) for name in EXPORTS}
    for name, folder in folders.items():
        texts = TEXTS if "smoothed" in name else ()
        export(run, folder, tiny_model(), run / TOKENIZER, int8="int8" in name, texts=texts)
    return folders


def windows() -> list[Window]:
    windower = Windower(letters_tokenizer(), length=80, overlap=5)
    return [windower.windows(one.question, one.context)[0] for one in TEXTS]


def logits_of(folder: Path) -> OnnxLogits:
    return OnnxLogits(load_artefact(folder).model, threads=2)


def test_the_exported_reader_gives_the_logits_of_the_model(run: Path, exported: dict[str, Path]) -> None:
    model = tiny_model()
    model.load_state_dict(load_weights(run))
    wanted = torch_logits(model.eval(), "cpu")(windows())
    for name, tolerance in EXPORTS.items():
        found = logits_of(exported[name])(windows())
        for (start, end), (wanted_start, wanted_end) in zip(found, wanted, strict=True):
            np.testing.assert_allclose(start, wanted_start, atol=tolerance)
            np.testing.assert_allclose(end, wanted_end, atol=tolerance)


def test_a_window_has_the_same_logits_whatever_is_read_with_it(exported: dict[str, Path]) -> None:
    logits = logits_of(exported["int8"])
    together = logits(windows())
    for at, window in enumerate(windows()):
        alone = logits([window])[0]
        assert all((one == other).all() for one, other in zip(alone, together[at], strict=True))


def test_a_reader_is_its_model_tokenizer_record_and_manifest(exported: dict[str, Path]) -> None:
    folder = exported["int8"]
    assert sorted(path.name for path in folder.iterdir()) == sorted([MODEL, TOKENIZER, RECORD, MANIFEST])
    assert (folder / MODEL).stat().st_size < (exported["float32"] / MODEL).stat().st_size
    manifest = load_artefact(folder).manifest
    assert (manifest.window, manifest.overlap) == (128, 48)
    assert is_exported(folder)


def test_training_can_go_on_from_what_is_shipped(run: Path, exported: dict[str, Path]) -> None:
    weights = load_weights(run)
    again = {name: load_weights(folder) for name, folder in exported.items()}
    assert all(weights.keys() == one.keys() for one in again.values())
    for name, weight in weights.items():
        assert torch.equal(weight, again["float32"][name]), name
        torch.testing.assert_close(weight, again["smoothed float32"][name], msg=name)
        step = (weight.max() - weight.min()).abs() / 127  # of seven bits, over a whole matrix at the most
        assert ((weight - again["int8"][name]).abs() <= step).all(), name
        assert ((weight - again["smoothed int8"][name]).abs() <= 4 * step).all(), name  # of smoothed rows


def test_what_was_rounded_once_is_rounded_to_the_same_file(
    run: Path, exported: dict[str, Path], tmp_path: Path
) -> None:
    save_weights(tmp_path, load_weights(exported["int8"]))
    save_record(tmp_path, load_record(run))
    export(tmp_path, tmp_path / "again", tiny_model(), run / TOKENIZER)
    before, after = (load_weights(folder) for folder in (exported["int8"], tmp_path / "again"))
    for name, weight in before.items():
        torch.testing.assert_close(after[name], weight, rtol=0.02, atol=1e-6)


def test_the_file_holds_no_path_of_the_machine(exported: dict[str, Path]) -> None:
    here = str(Path(__file__).parents[3]).encode()
    for folder in exported.values():
        raw = (folder / MODEL).read_bytes()
        assert here not in raw
        assert b"site-packages" not in raw and b"File " not in raw


def test_the_same_weights_give_the_same_file(run: Path, exported: dict[str, Path], tmp_path: Path) -> None:
    again = export(run, tmp_path, tiny_model(), run / TOKENIZER)
    assert again == load_artefact(exported["int8"]).manifest


def test_a_run_without_weights_cannot_be_exported(tmp_path: Path) -> None:
    save_record(tmp_path, {"settings": TrainingSettings().model_dump(mode="json")})
    with pytest.raises(TrainingError, match="train first"):
        export(tmp_path, tmp_path / "reader", tiny_model(), tmp_path / TOKENIZER)
