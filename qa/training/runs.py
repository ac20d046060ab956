"""A run from end to end: read the data, train, write checkpoints, score on the way, keep the record."""

import logging
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tqdm import tqdm

from index.encoder import published_folder
from qa.artefact import TOKENIZER
from qa.evaluation.squad import read_squad, sampled
from qa.extraction import Windower
from qa.training.distillation import SoftTargets
from qa.training.errors import TrainingError
from qa.training.examples import DataFile, Example, read_examples, under_headings
from qa.training.files import (
    CHECKPOINT,
    WEIGHTS,
    WEIGHTS_HASH,
    Checkpoint,
    load_record,
    save_record,
    save_weights,
    sha256_of,
    take_weights,
)
from qa.training.loop import Trainer, TrainingSettings
from qa.training.model import SpanModel, has_fast_bfloat16, load_backbone, load_larger
from qa.training.scoring import answers, best_threshold, score, torch_logits
from qa.training.shortening import shortened
from qa.training.swaps import swaps

log = logging.getLogger(__name__)

Device = Literal["cpu", "cuda"]


class Plan(BaseModel):
    """What a run was asked to do; kept in its checkpoint, so that it goes on as it began."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: tuple[Path, ...]
    tune: Path | None
    start_from: Path | None
    larger: Path | None = None  # the folder of a larger model that learns instead, to be a teacher
    frozen_layers: int = Field(default=0, ge=0)  # of that model
    soft_targets: Path | None = None  # the folder of a teacher's logits
    started_from: dict[str, Any] | None = None  # the record of those weights, once the run has begun
    settings: TrainingSettings
    checkpoint_minutes: float = Field(gt=0)
    score_minutes: float = Field(gt=0)
    sample: int = Field(ge=1)


Backbone = Callable[[], tuple[SpanModel, Path]]  # a new model, and the folder of its tokenizer


def published() -> tuple[SpanModel, Path]:
    """Return the published backbone with a new head."""
    folder = published_folder()
    return load_backbone(folder), folder


def begin(plan: Plan, into: Path, device: Device, *, backbone: Backbone = published) -> bool:
    """Train as *plan* says; return whether the run came to its end, False when it was told to stop before.

    Raises TrainingError when *into* holds a run already, and when a larger model is to learn with dropout.
    """
    if plan.larger and plan.settings.dropout:
        raise TrainingError(plan.larger, "is trained without dropout", "leave out --dropout")
    if (into / CHECKPOINT).exists():
        raise TrainingError(
            into, "holds a run", f"go on with `python -m qa.training resume {into}`, or name another folder"
        )
    if plan.start_from:
        plan = plan.model_copy(update={"started_from": load_record(plan.start_from)})
    torch.manual_seed(plan.settings.seed)  # the head's first weights
    return _Run(plan, into, device, None, backbone).run()


def resume(into: Path, device: Device, *, backbone: Backbone = published) -> bool:
    """Go on with the run in *into*; return as `begin` does.

    Raises TrainingError when there is none, when it is damaged, and when its files have changed since.
    """
    checkpoint = Checkpoint.load(into)
    try:
        plan = Plan.model_validate(checkpoint.plan)
    except ValidationError as error:
        raise TrainingError(
            into / CHECKPOINT, "is of another version", f"remove {into} and train again"
        ) from error
    return _Run(plan, into, device, checkpoint, backbone).run()


class _Run:
    def __init__(
        self, plan: Plan, into: Path, device: Device, checkpoint: Checkpoint | None, backbone: Backbone
    ) -> None:
        self._plan, self._into, self._device = plan, into, device
        examples, self._files = examples_of(plan.files, plan.settings)
        hashes = tuple(file.sha256 for file in self._files)
        if checkpoint and checkpoint.files != hashes:
            changed = plan.files[[a == b for a, b in zip(checkpoint.files, hashes, strict=True)].index(False)]
            raise TrainingError(
                changed, "has changed since the run began", "put the old file back, or train anew"
            )
        self._rows = sampled(read_squad(plan.tune, "decide")[0], plan.sample) if plan.tune else []
        model, folder = backbone()
        if plan.larger:
            model = load_larger(plan.larger, folder / TOKENIZER, plan.frozen_layers)
        soft_targets = SoftTargets.load(plan.soft_targets) if plan.soft_targets else None
        self._teacher = soft_targets and soft_targets.record
        if plan.start_from and not checkpoint:
            take_weights(model, plan.start_from)
        self._windower = windower(folder, plan.settings)
        self._trainer = Trainer(
            model,
            self._windower,
            examples,
            plan.settings,
            device=device,
            checkpoint=checkpoint,
            soft_targets=soft_targets,
        )
        self._history: list[dict[str, Any]] = (
            [dict(entry) for entry in checkpoint.history] if checkpoint else []
        )
        self._losses: list[float] = []

    def run(self) -> bool:
        trainer, plan = self._trainer, self._plan
        saved = scored = time.monotonic()
        with _stop_asked() as stop, tqdm(total=1.0, disable=None, bar_format=_BAR) as bar:
            bar.update(trainer.progress)
            for loss in trainer.steps_left():
                self._losses.append(loss)
                bar.update(trainer.progress - bar.n)
                bar.set_postfix_str(f"{trainer.examples} questions, loss {loss:.2f}")
                if stop():
                    break
                now = time.monotonic()
                if now - saved >= 60 * plan.checkpoint_minutes and trainer.progress < 1:
                    due = now - scored >= 60 * plan.score_minutes
                    self._pause(scoring=due)
                    saved, scored = time.monotonic(), time.monotonic() if due else scored
        finished = trainer.progress >= 1
        self._pause(scoring=finished)
        return finished

    def _pause(self, *, scoring: bool) -> None:
        """Note how far the run has come, and write it down."""
        trainer = self._trainer
        entry: dict[str, Any] = {
            "questions": trainer.examples,
            "minutes": round(trainer.seconds / 60, 1),
            "loss": round(sum(self._losses) / len(self._losses), 4) if self._losses else None,
        }
        self._losses.clear()
        if scoring and self._rows:
            trainer.model.eval()
            read = answers(self._rows, self._windower, torch_logits(trainer.model, self._device))
            trainer.model.train()
            threshold = best_threshold(self._rows, read)
            entry["decide"] = {"threshold": threshold} | score(self._rows, read, threshold).model_dump(
                mode="json"
            )
        self._history.append(entry)
        done = trainer.progress
        left = trainer.seconds / 60 * (1 - done) / done if done else float("nan")
        log.info("%.0f%% done, %.0f minutes left: %s", 100 * done, left, entry)
        checkpoint = trainer.checkpoint(
            self._plan.model_dump(mode="json"), [file.sha256 for file in self._files], self._history
        )
        checkpoint.save(self._into)
        save_weights(self._into, checkpoint.weights)
        save_record(self._into, self._record(finished=done >= 1))

    def _record(self, *, finished: bool) -> dict[str, Any]:
        """Return what there is to know about the weights; no path of this machine is in it."""
        return {
            "finished": finished,
            "settings": self._plan.settings.model_dump(mode="json"),
            "data": [file.model_dump(mode="json") for file in self._files],
            "questions": self._trainer.examples,
            "steps": self._trainer.steps,
            "minutes": round(self._trainer.seconds / 60, 1),
            "device": self._device,
            "versions": {name: version(name) for name in ("torch", "transformers", "tokenizers")},
            WEIGHTS_HASH: sha256_of(self._into / WEIGHTS),
            "started_from": self._plan.started_from,
            "larger": self._plan.larger and self._plan.larger.name,
            "frozen_layers": self._plan.frozen_layers,
            "teacher": self._teacher,
            "history": self._history,
        }


def windower(folder: Path, settings: TrainingSettings) -> Windower:
    """Return the windower of *settings* with the tokenizer in *folder*."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    return Windower(tokenizer, length=settings.window, overlap=settings.overlap)


def chosen_device(name: str) -> Device:
    """Return the device called *name*; `auto` is a GPU when there is one. Raises TrainingError without it."""
    if name == "cuda" and not torch.cuda.is_available():
        raise TrainingError("cuda", "torch sees no GPU here", "leave --device out, or give --device cpu")
    return "cuda" if name == "cuda" or (name == "auto" and torch.cuda.is_available()) else "cpu"


def chosen_precision(name: str, device: Device) -> bool:
    """Return whether the precision called *name* is bfloat16; `auto` is where *device* has it in hardware."""
    return name == "bfloat16" or (name == "auto" and has_fast_bfloat16(device))


def examples_of(paths: Sequence[Path], settings: TrainingSettings) -> tuple[list[Example], list[DataFile]]:
    """Return the questions of *paths*, with those that *settings* alter, and what to record of the files."""
    examples: list[Example] = []
    files = []
    for path in paths:
        read, file = read_examples(path)
        examples += read
        files.append(file)
        log.info("%s: %d questions, %d of them unanswerable", file.name, file.questions, file.unanswerable)
    examples = under_headings(examples, settings.headings, f"headings {settings.seed}")
    altered = swaps(examples, settings.swaps, f"swaps {settings.seed}")
    if altered:
        log.info("and %d altered questions, all unanswerable", len(altered))
    return shortened(examples + altered, settings.shortened, f"shortened {settings.seed}"), files


_BAR = "{percentage:3.0f}%|{bar}| {elapsed} so far, {remaining} left{postfix}"


@contextmanager
def _stop_asked() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether SIGINT or SIGTERM came; afterwards they do what they did before."""
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
