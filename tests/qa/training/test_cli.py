"""The commands: their help, and one line for what a user can put right."""

import subprocess
import sys
from pathlib import Path

import pytest

from qa.training.cli import main
from tests.qa.training.fakes import row, write_rows

ROOT = Path(__file__).parents[3]


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Return the exit code of the command line with *arguments*."""
    monkeypatch.setattr(sys, "argv", ["qa.training", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_module_runs_and_its_help_names_the_commands() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "qa.training", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for command in ("train", "resume", "score", "export"):
        assert f"\n  {command} " in told.stdout


def test_what_a_user_can_put_right_is_one_line_and_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(monkeypatch, "resume", str(tmp_path)) == 1
    assert "checkpoint.pt: not found: begin the run with" in capsys.readouterr().err.splitlines()[-1]
    bad = write_rows(tmp_path / "bad.jsonl", [row(1) | {"answers": [{"text": "x", "start": 0}]}])
    assert called(monkeypatch, "train", str(bad), "--into", str(tmp_path / "run")) == 1
    assert "bad.jsonl, line 1" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("wrong", [["--window", "64"], ["--minutes", "0"], ["--device", "abacus"]])
def test_wrong_usage_is_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    assert called(monkeypatch, "train", "data.jsonl", "--into", str(tmp_path), *wrong) == 2
    assert wrong[0] in capsys.readouterr().err
