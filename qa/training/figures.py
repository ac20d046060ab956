"""The figures that are reported: the threshold is chosen on some titles, the rest are scored with it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from qa.artefact import load_artefact
from qa.evaluation.squad import read_squad, sampled
from qa.inference import Inference, Logits
from qa.training.dequantising import is_exported
from qa.training.files import load_record, save_record, sha256_of, take_weights
from qa.training.loop import TrainingSettings
from qa.training.runs import Backbone, Device, published, windower
from qa.training.scoring import Score, answers, best_threshold, score, torch_logits


class Figures(BaseModel):
    """How well a reader reads one file of questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str
    threshold: float  # of the margin, the best on the titles that decide
    decide: Score  # titles 0 to 6 of ten parts
    report: Score  # titles 7 to 9


def measure(
    folder: Path,
    path: Path,
    sample: int | None,
    device: Device,
    threads: int,
    *,
    backbone: Backbone = published,
) -> Figures:
    """Return how well the weights or the exported reader in *folder* read *path*; its record keeps it too.

    *sample* is the number of questions of each part, None for all. Weights are read in float32.
    """
    record = load_record(folder)
    logits: Logits
    if is_exported(folder):
        inference = Inference.of(load_artefact(folder), threads=threads)
        logits, cut = inference.logits, inference.windower
    else:
        model, files = backbone()
        take_weights(model, folder)
        settings = TrainingSettings.model_validate(record["settings"])
        logits, cut = torch_logits(model.to(device).eval(), device), windower(files, settings)
    deciding = sampled(read_squad(path, "decide")[0], sample)
    reported = sampled(read_squad(path, "report")[0], sample)
    decided = answers(deciding, cut, logits)
    threshold = best_threshold(deciding, decided)
    figures = Figures(
        file=path.name,
        sha256=sha256_of(path),
        threshold=threshold,
        decide=score(deciding, decided, threshold),
        report=score(reported, answers(reported, cut, logits), threshold),
    )
    save_record(folder, record | {"figures": figures.model_dump(mode="json")})
    return figures
