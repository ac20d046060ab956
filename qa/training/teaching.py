"""A trained teacher and files of questions -> its logits, kept as data for a student."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch

from index.encoder import published_folder
from qa.artefact import TOKENIZER
from qa.extraction import Window
from qa.training.distillation import teach
from qa.training.examples import groups, pools
from qa.training.features import feature
from qa.training.files import load_record, take_weights
from qa.training.loop import POOL, TrainingSettings
from qa.training.model import load_larger
from qa.training.runs import Device, examples_of, windower
from qa.training.scoring import torch_logits

log = logging.getLogger(__name__)

REPORT = 300  # seconds between two lines of progress


def teach_from(
    run: Path,
    larger: Path,
    files: Sequence[Path],
    settings: TrainingSettings,
    into: Path,
    device: Device,
    *,
    tokenizer: Callable[[], Path] = published_folder,
) -> int:
    """Write the logits of the teacher in *run*, a model as in *larger*, for *files* into *into*.

    The questions come in the order in which a run with *settings* learns them in its first pass, so that the
    minutes of *settings* can end it early, and the student begin. *tokenizer* gives the folder of the
    student's. Returns how many questions were gone through. Raises TrainingError as `teach` and
    `take_weights` do.
    """
    folder = tokenizer()
    record = load_record(run)
    model = load_larger(larger, folder / TOKENIZER, 0)
    take_weights(model, run)
    model = model.to(device, torch.bfloat16 if settings.bfloat16 else torch.float32).eval()
    examples, _ = examples_of(files, settings)
    cut = windower(folder, settings)

    def windows() -> Iterator[list[Window]]:
        for pool in pools(groups(examples, together=False), settings.batch_size * POOL, f"{settings.seed} 0"):
            yield [feature(cut, example).window for group in pool for example in group]

    begun = told = time.monotonic()
    asked = written = 0
    kept = {key: record.get(key) for key in ("larger", "settings", "data", "questions", "weights_sha256")}
    for new, all_of_pool in teach(windows(), torch_logits(model, device), into, kept):
        asked, written = asked + all_of_pool, written + new
        now = time.monotonic()
        if now - told > REPORT:
            log.info("%d of %d questions, %d of them now", asked, len(examples), written)
            told = now
        if settings.minutes and now - begun > 60 * settings.minutes:
            break
    return asked
