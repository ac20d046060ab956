"""The training loop: steps, the learning rate, and where in the data a run is."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

from qa.extraction import Windower
from qa.training.comparing import shared_loss
from qa.training.distillation import Soft, SoftTargets, soft_loss
from qa.training.dropout import ModelDropout
from qa.training.examples import Example, groups, pools
from qa.training.features import Batch, batches, feature
from qa.training.files import Checkpoint
from qa.training.model import SpanModel
from qa.training.rounding import round_activations

POOL = 100  # batches that are sorted by length together


class TrainingSettings(BaseModel):
    """What decides the weights, besides the data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 287
    passes: int = Field(default=1, ge=1)
    minutes: float | None = Field(default=None, gt=0)  # of training, over all parts of a run
    window: int = Field(default=144, ge=128, le=512)  # tokens
    overlap: int = Field(default=48, ge=0, le=60)
    batch_size: int = Field(default=16, ge=1)
    learning_rate: float = Field(default=1e-4, gt=0)
    warmup: float = Field(default=0.03, gt=0, lt=1)  # share of the run
    weight_decay: float = Field(default=0.01, ge=0)
    clip: float = Field(default=1.0, gt=0)
    bfloat16: bool = False
    dropout: float = Field(default=0.0, ge=0, lt=1)  # share of the activations
    swaps: float = Field(default=0.0, ge=0, le=1)  # share of the answerable questions, altered too
    shortened: float = Field(default=0.0, ge=0, le=1)  # share of the questions, on a part of their context
    headings: float = Field(default=0.0, ge=0, le=1)  # share of the questions, read with their context's
    taught: float = Field(default=0.0, ge=0, le=1)  # weight of a teacher's logits in the loss
    temperature: float = Field(default=2.0, gt=0)  # of both softmaxes there
    compared: float = Field(default=0.0, ge=0)  # weight of the loss over all passages of a question
    rounded_from: float = Field(default=1.0, ge=0, le=1)  # share of the run; then activations are rounded


class Trainer:
    """Trains *model* on *examples*, from the beginning or from *checkpoint*.

    The weights that learn are kept in float32, the masters; a step runs on a copy of them, in bfloat16 where
    asked: an update is often too small to change a bfloat16 weight at all.

    The order of the data and what a step drops out follow from the seed. So a run without a budget of
    minutes ends with the same weights, bit for bit, however often it was stopped.
    """

    def __init__(
        self,
        model: SpanModel,
        windower: Windower,
        examples: Sequence[Example],
        settings: TrainingSettings,
        *,
        device: str = "cpu",
        checkpoint: Checkpoint | None = None,
        soft_targets: SoftTargets | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self._windower, self._examples, self._device, self._clock = windower, examples, device, clock
        self._soft_targets = soft_targets
        if checkpoint:
            model.load_state_dict(dict(checkpoint.weights))
        learning = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        self._masters = {
            name: weight.detach().to(device).float().clone() for name, weight in learning.items()
        }
        self.model = model.to(device, torch.bfloat16 if settings.bfloat16 else torch.float32).train()
        self._dropout = (
            ModelDropout(self.model, settings.dropout, settings.seed) if settings.dropout else None
        )
        self._pairs = [(self._masters[name], weight) for name, weight in learning.items()]
        decayed: list[Tensor] = []
        plain: list[Tensor] = []
        for name, master in self._masters.items():
            (plain if name.endswith("bias") or "LayerNorm" in name else decayed).append(master)
        groups: list[dict[str, Any]] = [
            {"params": decayed, "weight_decay": settings.weight_decay},
            {"params": plain, "weight_decay": 0.0},
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=settings.learning_rate, fused=True)
        if checkpoint:
            self._optimizer.load_state_dict(dict(checkpoint.optimizer))
        self._pool, self._batches = (checkpoint.pool, checkpoint.batches) if checkpoint else (0, 0)
        self.steps, self.examples = (checkpoint.steps, checkpoint.examples) if checkpoint else (0, 0)
        self._before = checkpoint.seconds if checkpoint else 0.0
        self._begun = clock()
        self._rounds = False

    @property
    def seconds(self) -> float:
        """Seconds of training so far, over all parts of the run."""
        return self._before + self._clock() - self._begun

    @property
    def progress(self) -> float:
        """The share of the run that is done: of its passes or of its minutes, whichever is more."""
        done = self.examples / (len(self._examples) * self.settings.passes)
        if self.settings.minutes is not None:
            done = max(done, self.seconds / 60 / self.settings.minutes)
        return min(done, 1.0)

    def steps_left(self) -> Iterator[float]:
        """Learn one batch after the other to the end of the run, yielding the loss of each."""
        for batch in self._batches_left():
            if self.progress >= 1:
                return
            yield self._step(batch)

    def weights(self) -> dict[str, Tensor]:
        """Return all weights as float32 on the CPU, those that learn from their masters."""
        return {
            name: self._masters.get(name, weight).detach().to("cpu", torch.float32)
            for name, weight in self.model.state_dict().items()
        }

    def checkpoint(
        self, plan: dict[str, object], files: Sequence[str], history: Sequence[dict[str, object]]
    ) -> Checkpoint:
        """Return the state of the run, with the *plan*, *files* and *history* that belong to it."""
        return Checkpoint(
            plan=plan,
            files=tuple(files),
            history=tuple(history),
            weights=self.weights(),
            optimizer=self._optimizer.state_dict(),
            pool=self._pool,
            batches=self._batches,
            steps=self.steps,
            examples=self.examples,
            seconds=self.seconds,
        )

    def _batches_left(self) -> Iterator[Batch]:
        size, seed = self.settings.batch_size, self.settings.seed
        together = groups(self._examples, together=self.settings.compared > 0)
        everything = (
            pool
            for epoch in range(self.settings.passes)
            for pool in pools(together, size * POOL, f"{seed} {epoch}")
        )
        for number, pool in enumerate(everything):
            if number < self._pool:
                continue
            done = self._batches if number == self._pool else 0
            features = [[feature(self._windower, example) for example in group] for group in pool]
            for at, batch in enumerate(batches(features, size, f"{seed} {number}")):
                if at >= done:
                    self._pool, self._batches = number, at + 1
                    yield batch

    def _step(self, batch: Batch) -> float:
        if not self._rounds and self.progress >= self.settings.rounded_from:
            round_activations(self.model)
            self._rounds = True
        if self._dropout:
            self._dropout.set_step(self.steps)
        for group in self._optimizer.param_groups:
            group["lr"] = self._learning_rate()
        padded = batch.padded
        inputs = padded.ids, padded.mask, padded.segments
        ids, mask, segments, starts, ends, questions = (
            torch.from_numpy(part).to(self._device)
            for part in (*inputs, batch.starts, batch.ends, batch.questions)
        )
        start, end = self.model(ids, mask, segments)
        hard = nn.functional.cross_entropy
        losses = (hard(start, starts, reduction="none") + hard(end, ends, reduction="none")) / 2
        if self._soft_targets:
            losses = self._taught(losses, (start, end), self._soft_targets.of(batch.windows))
        if self.settings.compared:
            over_all = shared_loss(start, starts, questions) + shared_loss(end, ends, questions)
            losses = losses + self.settings.compared * over_all / 2
        loss = losses.mean()
        loss.backward()  # type: ignore[no-untyped-call]
        for master, weight in self._pairs:
            master.grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        nn.utils.clip_grad_norm_(self._masters.values(), self.settings.clip)
        self._optimizer.step()
        with torch.no_grad():
            for master, weight in self._pairs:
                weight.copy_(master)
        self.steps += 1
        self.examples += len(batch.starts)
        return float(loss.detach())

    def _taught(self, losses: Tensor, own: tuple[Tensor, Tensor], soft: Soft) -> Tensor:
        """Return the losses of each window, a share of them the distance from the teacher's logits."""
        starts, ends, known = (
            torch.from_numpy(part).to(self._device) for part in (soft.starts, soft.ends, soft.known)
        )
        distances = soft_loss(own, (starts, ends), self.settings.temperature)
        return torch.lerp(losses, distances, self.settings.taught * known)

    def _learning_rate(self) -> float:
        """Rise in a straight line over the warm-up, then fall in one to 0 at the end of the run."""
        done, warmup = self.progress, self.settings.warmup
        return self.settings.learning_rate * min(done / warmup, (1 - done) / (1 - warmup))
