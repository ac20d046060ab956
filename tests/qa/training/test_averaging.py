"""The mean of runs is the mean of their weights, and says what it was made of."""

from pathlib import Path

import pytest
import torch

from qa.training.averaging import average
from qa.training.errors import TrainingError
from qa.training.files import load_record, load_weights, save_record, save_weights


def run(folder: Path, *values: float, name: str = "w") -> Path:
    save_weights(folder, {name: torch.tensor(values)})
    save_record(folder, {"finished": True, "settings": {"window": values[0]}, "data": [], "questions": 3})
    return folder


def test_the_weights_are_the_mean_and_the_record_holds_those_of_the_runs(tmp_path: Path) -> None:
    runs = [run(tmp_path / "a", 1.0, 2.0), run(tmp_path / "b", 3.0, -2.0)]
    average(runs, tmp_path / "mean")
    assert load_weights(tmp_path / "mean")["w"].tolist() == [2.0, 0.0]
    record = load_record(tmp_path / "mean")
    assert record["mean_of"] == [load_record(one) for one in runs]
    assert record["finished"] and record["settings"] == {"window": 3.0}  # the last one's


def test_the_mean_of_a_run_with_itself_is_that_run(tmp_path: Path) -> None:
    one = run(tmp_path / "a", 1.5, -0.25)
    average([one, one], tmp_path / "mean")
    assert torch.equal(load_weights(tmp_path / "mean")["w"], load_weights(one)["w"])


def test_runs_of_other_models_have_no_mean(tmp_path: Path) -> None:
    one = run(tmp_path / "a", 1.0, 2.0)
    for name, other in enumerate((run(tmp_path / "b", 1.0), run(tmp_path / "c", 1.0, 2.0, name="v"))):
        with pytest.raises(TrainingError, match="of another model: name runs on the same backbone"):
            average([one, other], tmp_path / f"mean{name}")
        assert not (tmp_path / f"mean{name}").exists()


def test_one_run_is_no_mean_and_nothing_is_written_over(tmp_path: Path) -> None:
    one, other = run(tmp_path / "a", 1.0), run(tmp_path / "b", 2.0)
    with pytest.raises(TrainingError, match="name two or more"):
        average([one], tmp_path / "mean")
    with pytest.raises(TrainingError, match="holds weights: name another folder"):
        average([one, other], other)
    assert load_weights(other)["w"].tolist() == [2.0]


def test_a_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="not found"):
        average([run(tmp_path / "a", 1.0), tmp_path / "none"], tmp_path / "mean")
