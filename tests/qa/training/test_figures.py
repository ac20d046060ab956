"""Figures: what decides the threshold is not what is reported, and the record keeps both."""

from pathlib import Path

import pytest
import torch

from qa.evaluation.records import part_of
from qa.training.figures import measure
from qa.training.files import load_record, save_record, save_weights
from qa.training.loop import TrainingSettings
from tests.qa.training.fakes import TinyBackbone, row, tiny_model, write_rows


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    torch.manual_seed(3)
    save_weights(folder, tiny_model().state_dict())
    save_record(folder, {"settings": TrainingSettings().model_dump(mode="json"), "questions": 88})
    return folder


def test_the_threshold_is_chosen_on_other_titles_than_are_reported(run: Path, tmp_path: Path) -> None:
    rows = [row(number, title=f"Town {number}") for number in range(60)]
    tune = write_rows(tmp_path / "tune.jsonl", rows)
    backbone = TinyBackbone(tmp_path / "backbone")
    figures = measure(run, tune, None, "cpu", 1, backbone=backbone)
    reported = sum(part_of(str(one["title"])) >= 7 for one in rows)
    assert (figures.decide.questions, figures.report.questions) == (60 - reported, reported)

    spoilt = [
        one | {"answers": [], "is_impossible": True} if part_of(str(one["title"])) >= 7 else one
        for one in rows
    ]
    other = measure(run, write_rows(tmp_path / "other.jsonl", spoilt), None, "cpu", 1, backbone=backbone)
    assert other.threshold == figures.threshold
    assert other.decide == figures.decide


def test_the_record_keeps_the_figures_beside_what_it_held(run: Path, tmp_path: Path) -> None:
    tune = write_rows(tmp_path / "tune.jsonl", [row(number, title=f"Town {number}") for number in range(40)])
    figures = measure(run, tune, 5, "cpu", 1, backbone=TinyBackbone(tmp_path / "backbone"))
    assert figures.report.questions == 5
    record = load_record(run)
    assert record["questions"] == 88
    assert record["figures"] == figures.model_dump(mode="json")
