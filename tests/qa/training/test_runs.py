"""A run from end to end on a tiny model: what it leaves behind, how it stops and how it goes on."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from qa.training.errors import TrainingError
from qa.training.files import CHECKPOINT, RECORD, WEIGHTS, Checkpoint, load_weights, save_weights
from qa.training.loop import Trainer, TrainingSettings
from qa.training.runs import Plan, begin, chosen_device, resume
from tests.qa.training.fakes import TinyBackbone, row, write_rows

SETTINGS = TrainingSettings(passes=2, batch_size=4, learning_rate=1e-3)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    files = [
        write_rows(tmp_path / f"{name}.jsonl", [row(number) for number in numbers])
        for name, numbers in (("one", range(30)), ("two", range(30, 44)))
    ]
    tune = write_rows(
        tmp_path / "tune.jsonl", [row(number, title=f"Town {number}") for number in range(50, 80)]
    )
    return Plan(
        files=tuple(files),
        tune=tune,
        start_from=None,
        settings=SETTINGS,
        checkpoint_minutes=1,
        score_minutes=1,
        sample=10,
    )


@pytest.fixture
def backbone(tmp_path: Path) -> TinyBackbone:
    return TinyBackbone(tmp_path / "backbone")


def test_a_run_leaves_weights_and_what_there_is_to_know_of_them(
    tmp_path: Path, plan: Plan, backbone: TinyBackbone
) -> None:
    into = tmp_path / "run"
    assert begin(plan, into, "cpu", backbone=backbone)
    assert sorted(path.name for path in into.iterdir()) == sorted([CHECKPOINT, WEIGHTS, RECORD])
    record = json.loads((into / RECORD).read_text(encoding="utf-8"))
    assert record["finished"] is True
    assert record["settings"] == SETTINGS.model_dump(mode="json")
    assert [(file["name"], file["questions"]) for file in record["data"]] == [
        ("one.jsonl", 30),
        ("two.jsonl", 14),
    ]
    assert record["questions"] == 88
    assert record["history"][-1]["decide"]["questions"] == 10
    assert str(tmp_path) not in (into / RECORD).read_text(encoding="utf-8")


def test_a_run_that_is_told_to_stop_goes_on_to_the_same_weights(
    tmp_path: Path, plan: Plan, backbone: TinyBackbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(plan, tmp_path / "whole", "cpu", backbone=backbone)

    learn = Trainer.steps_left

    def interrupted(self: Trainer) -> Iterator[float]:
        for loss in learn(self):
            if self.steps == 5:
                os.kill(os.getpid(), signal.SIGTERM)
            yield loss

    monkeypatch.setattr(Trainer, "steps_left", interrupted)
    before = signal.getsignal(signal.SIGTERM)
    assert not begin(plan, tmp_path / "part", "cpu", backbone=backbone)
    assert signal.getsignal(signal.SIGTERM) is before
    assert Checkpoint.load(tmp_path / "part").steps == 5
    monkeypatch.setattr(Trainer, "steps_left", learn)
    assert resume(tmp_path / "part", "cpu", backbone=backbone)
    whole, part = load_weights(tmp_path / "whole"), load_weights(tmp_path / "part")
    assert all(torch.equal(whole[name], part[name]) for name in whole)


def test_a_folder_that_holds_a_run_is_not_overwritten(
    tmp_path: Path, plan: Plan, backbone: TinyBackbone
) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"")
    with pytest.raises(TrainingError, match="holds a run: go on with `python -m qa.training resume"):
        begin(plan, tmp_path, "cpu", backbone=backbone)


def test_a_file_that_changed_since_is_named(tmp_path: Path, plan: Plan, backbone: TinyBackbone) -> None:
    begin(plan, tmp_path / "run", "cpu", backbone=backbone)
    write_rows(plan.files[1], [row(99)])
    with pytest.raises(TrainingError, match=r"two\.jsonl: has changed since the run began"):
        resume(tmp_path / "run", "cpu", backbone=backbone)


def test_a_checkpoint_of_another_version_says_what_to_do(
    tmp_path: Path, plan: Plan, backbone: TinyBackbone
) -> None:
    begin(plan, tmp_path / "run", "cpu", backbone=backbone)
    path = tmp_path / "run" / CHECKPOINT
    state = torch.load(path, weights_only=True)
    torch.save(state | {"plan": {"unheard": "of"}}, path)
    with pytest.raises(TrainingError, match="is of another version: remove"):
        resume(tmp_path / "run", "cpu", backbone=backbone)


def test_a_run_can_start_from_the_weights_of_another_and_says_so(
    tmp_path: Path, plan: Plan, backbone: TinyBackbone
) -> None:
    begin(plan, tmp_path / "first", "cpu", backbone=backbone)
    slow = SETTINGS.model_copy(update={"learning_rate": 1e-9})
    later = plan.model_copy(update={"start_from": tmp_path / "first", "settings": slow})
    begin(later, tmp_path / "second", "cpu", backbone=backbone)
    first, second = (load_weights(tmp_path / name) for name in ("first", "second"))
    assert all(torch.allclose(first[name], second[name], atol=1e-6) for name in first)
    record = json.loads((tmp_path / "second" / RECORD).read_text(encoding="utf-8"))
    assert record["started_from"]["questions"] == 88


def test_weights_of_another_model_are_refused(tmp_path: Path, plan: Plan, backbone: TinyBackbone) -> None:
    begin(plan, tmp_path / "first", "cpu", backbone=backbone)
    save_weights(tmp_path / "first", {"another": torch.zeros(3)})
    later = plan.model_copy(update={"start_from": tmp_path / "first"})
    with pytest.raises(TrainingError, match=r"weights\.safetensors: of another model"):
        begin(later, tmp_path / "second", "cpu", backbone=backbone)


def test_a_gpu_that_is_not_there_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert chosen_device("auto") == chosen_device("cpu") == "cpu"
    with pytest.raises(TrainingError, match="no GPU"):
        chosen_device("cuda")
