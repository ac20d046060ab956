"""The loop learns, its learning rate falls to nothing, and a stop leaves no trace in the weights."""

from collections.abc import Iterator
from itertools import count, islice

import pytest
import torch

from index.records import Span
from qa.extraction import Windower
from qa.training.examples import Example
from qa.training.files import Checkpoint
from qa.training.loop import POOL, Trainer, TrainingSettings
from tests.qa.letters import letters_tokenizer
from tests.qa.training.fakes import row, tiny_model


def examples(number: int) -> list[Example]:
    made = []
    for one in map(row, range(number)):
        place = one["answers"][0] if one["answers"] else None  # type: ignore[index]
        answer = Span(place["start"], place["start"] + len(place["text"])) if place else None
        made.append(Example(str(one["question"]), str(one["context"]), answer))
    return made


def trainer(
    settings: TrainingSettings,
    learnt: list[Example],
    checkpoint: Checkpoint | None = None,
    seconds: float = 0.0,
) -> Trainer:
    torch.manual_seed(7)
    ticks: Iterator[float] = count(0.0, seconds) if seconds else iter(lambda: 0.0, 1.0)
    windower = Windower(letters_tokenizer(), length=settings.window, overlap=settings.overlap)
    return Trainer(tiny_model(), windower, learnt, settings, checkpoint=checkpoint, clock=lambda: next(ticks))


def test_the_loss_falls_on_a_few_examples_learnt_often() -> None:
    settings = TrainingSettings(passes=40, batch_size=8, learning_rate=1e-2)
    losses = list(trainer(settings, examples(16)).steps_left())
    assert losses[0] > 1.5
    assert sum(losses[-4:]) / 4 < losses[0] / 4


@pytest.mark.parametrize(
    ("bfloat16", "rounded_from", "dropout", "compared"),
    [(False, 1.0, 0.0, 0.0), (True, 1.0, 0.0, 0.0), (False, 0.6, 0.0, 0.5), (True, 0.6, 0.1, 0.0)],
)
def test_a_stopped_run_ends_with_the_very_weights_of_one_that_was_not(
    bfloat16: bool, rounded_from: float, dropout: float, compared: float
) -> None:
    learnt = examples(2 * POOL + 30)  # of batches of two: a pool and a part
    settings = TrainingSettings(
        passes=2,
        batch_size=2,
        learning_rate=1e-3,
        bfloat16=bfloat16,
        rounded_from=rounded_from,
        dropout=dropout,
        compared=compared,
    )
    whole = trainer(settings, learnt)
    losses = list(whole.steps_left())

    part: Trainer | None = None
    resumed_losses: list[float] = []
    for steps in (3, POOL - 3, 40, None):  # within a pool, at its very end, within another pass
        checkpoint = part.checkpoint({}, [], []) if part else None
        part = trainer(settings, learnt, checkpoint)
        resumed_losses += islice(part.steps_left(), steps)
    assert part is not None
    assert resumed_losses == losses
    assert part.examples == whole.examples == 2 * len(learnt)
    for name, weight in whole.weights().items():
        assert torch.equal(weight, part.weights()[name]), name


def test_the_passages_of_a_question_are_compared_within_a_step() -> None:
    asked = [one for one in examples(60) if one.answer]
    rivals = [Example(one.question, two.context, None) for one, two in zip(asked, asked[1:], strict=False)]
    first = {}
    for compared, learnt in ((0.0, asked + rivals), (0.5, asked + rivals), (0.5, asked), (0.0, asked)):
        settings = TrainingSettings(batch_size=100, compared=compared)
        first[compared, len(learnt)] = next(trainer(settings, learnt).steps_left())
    few, all_of_them = len(asked), len(asked + rivals)
    alone = (first[0.5, few] - first[0.0, few]) * few  # an answer against the other words of its passage
    with_rivals = (first[0.5, all_of_them] - first[0.0, all_of_them]) * all_of_them
    assert 0 < alone < with_rivals


def test_small_updates_are_not_lost_to_bfloat16() -> None:
    settings = TrainingSettings(passes=1, batch_size=4, learning_rate=1e-6, bfloat16=True)
    before = tiny_model().state_dict().keys()
    made = trainer(settings, examples(40))
    start = {name: weight.clone() for name, weight in made.weights().items()}
    list(made.steps_left())
    after = made.weights()
    assert before == after.keys()
    assert not torch.equal(start["head.weight"], after["head.weight"])
    assert all(weight.dtype == torch.float32 for weight in after.values())
    frozen = "backbone.embeddings.word_embeddings.weight"
    assert torch.equal(start[frozen], after[frozen])


def test_the_learning_rate_rises_then_falls_to_nothing() -> None:
    settings = TrainingSettings(batch_size=1, learning_rate=1.0, warmup=0.2)
    made = trainer(settings, examples(10))
    rates = []
    for _ in made.steps_left():
        rates.append(made._optimizer.param_groups[0]["lr"])
    assert rates == pytest.approx([0, 0.5, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125])


def test_a_budget_of_minutes_ends_a_run_and_goes_on_counting_after_a_stop() -> None:
    settings = TrainingSettings(passes=1000, batch_size=2, minutes=1.0)
    made = trainer(settings, examples(40), seconds=1.0)
    list(islice(made.steps_left(), 5))
    half = made.checkpoint({}, [], [])
    assert 5 < half.seconds < 60
    resumed = trainer(settings, examples(40), half, seconds=1.0)
    assert resumed.seconds > half.seconds
    list(resumed.steps_left())
    assert resumed.progress == 1.0
    assert resumed.examples < 120
