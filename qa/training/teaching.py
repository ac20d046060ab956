"""A trained teacher and files of questions -> its logits, kept as data for a student."""

import logging
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from qa.artefact import TOKENIZER
from qa.extraction import Floats, Window
from qa.inference import Logits
from qa.training.distillation import teach
from qa.training.examples import groups, pools
from qa.training.features import feature
from qa.training.files import WEIGHTS_HASH, load_record, take_weights
from qa.training.loop import POOL, TrainingSettings
from qa.training.model import SpanModel, load_larger
from qa.training.runs import Backbone, Device, examples_of, published, windower
from qa.training.scoring import torch_logits

log = logging.getLogger(__name__)

REPORT = 300  # seconds between two lines of progress
# Of the reader beside the teacher. On 500 questions of titles 0 to 6 a teacher that has learnt for an hour
# reads 70.6 F1, the reader 75.3, both with 0.3 of the reader 76.8, with 0.5 76.9, with 0.7 76.9; where there
# is an answer 84.3, 83.3, 88.0, 88.2 and 86.4.
SHARE = 0.5


def blended(teacher: Logits, reader: Logits) -> Logits:
    """Return logits that are a weighted mean of both, SHARE of it the *reader*'s."""

    def logits(windows: Sequence[Window]) -> list[tuple[Floats, Floats]]:
        pairs = zip(teacher(windows), reader(windows), strict=True)
        return [
            (theirs[0] * (1 - SHARE) + ours[0] * SHARE, theirs[1] * (1 - SHARE) + ours[1] * SHARE)
            for theirs, ours in pairs
        ]

    return logits


def teach_from(
    run: Path,
    larger: Path,
    files: Sequence[Path],
    settings: TrainingSettings,
    into: Path,
    device: Device,
    *,
    beside: Path | None = None,
    backbone: Backbone = published,
) -> int:
    """Write the logits of the teacher in *run*, a model as in *larger*, for *files* into *into*.

    With *beside*, the folder of a reader of the student's kind, they are a mean of both (`blended`): the two
    err in different places. The questions come in the order in which a run with *settings* learns them in its
    first pass, so that the minutes of *settings* can end it early, and the student begin. Returns how many
    questions were gone through. Raises TrainingError as `teach` and `take_weights` do.
    """
    reader, folder = backbone()
    record = load_record(run)
    dtype = torch.bfloat16 if settings.bfloat16 else torch.float32

    def logits_of(model: SpanModel, weights: Path) -> Logits:
        take_weights(model, weights)
        return torch_logits(model.to(device, dtype).eval(), device)

    logits = logits_of(load_larger(larger, folder / TOKENIZER, 0), run)
    if beside:
        logits = blended(logits, logits_of(reader, beside))
    examples, _ = examples_of(files, settings)
    cut = windower(folder, settings)

    def windows() -> Iterator[list[Window]]:
        for pool in pools(groups(examples, together=False), settings.batch_size * POOL, f"{settings.seed} 0"):
            yield [feature(cut, example).window for group in pool for example in group]

    begun = told = time.monotonic()
    asked = written = 0
    kept = {key: record.get(key) for key in ("larger", "settings", "data", "questions", WEIGHTS_HASH)}
    kept["beside"] = beside and load_record(beside)[WEIGHTS_HASH]
    for new, all_of_pool in teach(windows(), logits, into, kept):
        asked, written = asked + all_of_pool, written + new
        now = time.monotonic()
        if now - told > REPORT:
            log.info("%d of %d questions, %d of them now", asked, len(examples), written)
            told = now
        if settings.minutes and now - begun > 60 * settings.minutes:
            break
    return asked
