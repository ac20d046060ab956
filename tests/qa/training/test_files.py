"""A run's files are whole or not there, and a damaged one says what to do."""

from pathlib import Path

import pytest
import torch

from qa.training.errors import TrainingError
from qa.training.files import (
    CHECKPOINT,
    RECORD,
    WEIGHTS,
    WEIGHTS_HASH,
    Checkpoint,
    load_record,
    load_weights,
    replace,
    save_record,
    save_weights,
)

WHOLE = Checkpoint(
    plan={"files": ["a"]},
    files=("0" * 64,),
    history=({"questions": 3},),
    weights={"w": torch.arange(1000.0)},
    optimizer={"state": {0: {"step": torch.tensor(1.0)}}, "param_groups": []},
    pool=1,
    batches=2,
    steps=3,
    examples=4,
    seconds=5.5,
)


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    WHOLE.save(tmp_path)
    loaded = Checkpoint.load(tmp_path)
    assert torch.equal(loaded.weights["w"], WHOLE.weights["w"])
    assert (loaded.plan, loaded.files, loaded.history) == (WHOLE.plan, WHOLE.files, WHOLE.history)
    assert (loaded.pool, loaded.batches, loaded.steps, loaded.examples, loaded.seconds) == (1, 2, 3, 4, 5.5)
    assert [path.name for path in tmp_path.iterdir()] == [CHECKPOINT]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_truncated_checkpoint_says_what_to_do(tmp_path: Path, share: float) -> None:
    WHOLE.save(tmp_path)
    path = tmp_path / CHECKPOINT
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(TrainingError, match=r"checkpoint\.pt: damaged .*: remove .* and train again"):
        Checkpoint.load(tmp_path)


def test_a_changed_byte_in_a_checkpoint_is_noticed(tmp_path: Path) -> None:
    WHOLE.save(tmp_path)
    path = tmp_path / CHECKPOINT
    raw = bytearray(path.read_bytes())
    at = raw.index(torch.arange(500.0, 502.0).numpy().tobytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    with pytest.raises(TrainingError, match="damaged"):
        Checkpoint.load(tmp_path)


def test_bytes_of_something_else_are_a_damaged_checkpoint(tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"not a checkpoint at all\n" * 20)
    with pytest.raises(TrainingError, match="damaged"):
        Checkpoint.load(tmp_path)
    torch.save({"another": "thing"}, tmp_path / CHECKPOINT)
    with pytest.raises(TrainingError, match="damaged"):
        Checkpoint.load(tmp_path)


def test_a_run_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="not found: begin the run with"):
        Checkpoint.load(tmp_path)
    with pytest.raises(TrainingError, match="not found: train first"):
        load_weights(tmp_path)
    with pytest.raises(TrainingError, match="not found: name the folder of a run"):
        load_record(tmp_path)


def test_weights_and_record_come_back_and_say_when_they_are_damaged(tmp_path: Path) -> None:
    save_weights(tmp_path, {"w": torch.arange(6.0).reshape(2, 3).T})
    save_record(tmp_path, {"questions": 1, "name": "é"})
    assert torch.equal(load_weights(tmp_path)["w"], torch.arange(6.0).reshape(2, 3).T)
    assert load_record(tmp_path) == {"questions": 1, "name": "é"}
    (tmp_path / WEIGHTS).write_bytes(b"12345678")
    (tmp_path / RECORD).write_text('{"questions"', encoding="utf-8")
    with pytest.raises(TrainingError, match="damaged"):
        load_weights(tmp_path)
    with pytest.raises(TrainingError, match="damaged"):
        load_record(tmp_path)


def test_what_several_runs_began_with_is_told_once(tmp_path: Path) -> None:
    first = {WEIGHTS_HASH: "aa", "settings": {"seed": 1}}
    second = {WEIGHTS_HASH: "bb", "started_from": first, "history": [{"f1": 1.5}, {"f1": 1.5}]}
    save_record(tmp_path, {WEIGHTS_HASH: "cc", "mean_of": [first, second, second]})
    told = {WEIGHTS_HASH: "bb", "started_from": {WEIGHTS_HASH: "aa"}, "history": second["history"]}
    whole = {WEIGHTS_HASH: "cc", "mean_of": [first, told, {WEIGHTS_HASH: "bb"}]}
    assert load_record(tmp_path) == whole
    save_record(tmp_path, whole)  # again: nothing is lost
    assert load_record(tmp_path) == whole


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old", encoding="utf-8")

    def full(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(TrainingError, match="cannot be written .No space left on device.: make room"):
        replace(target, full)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "old")]
