"""The command as it is typed: what bad input gets, and that two runs print the same figures."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from index.errors import BotError
from qa.evaluation.collections import AS_ASKED, LEFT_OUT, VARIANTS
from qa.evaluation.command import evaluate

app = typer.Typer()
app.command()(evaluate)
OWN = Path(__file__).parents[2] / "quality" / "own.jsonl"


@pytest.fixture
def few(seeds: Path, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The seeds with a handful of their questions, and the index that was built of them."""
    folder = tmp_path / "seeds"
    shutil.copytree(seeds, folder)
    lines = (seeds / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = [line for line in lines if json.loads(line)["id"] in ("num-02", "fu-04", "na-25", "es-01")]
    (folder / "questions.jsonl").write_text("\n".join(chosen), encoding="utf-8")
    (tmp_path / "own.jsonl").write_text(
        "\n".join(OWN.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8"
    )
    for name in ("spanish_unanswerable", "spanish_own", "spanish_held_out"):
        text = (OWN.parent / f"{name}.jsonl").read_text(encoding="utf-8")
        (tmp_path / f"{name}.jsonl").write_text(text.splitlines()[2], encoding="utf-8")
    monkeypatch.setenv("QA_SEEDS_DIR", str(folder))
    monkeypatch.setenv("QA_DATA_DIR", str(data_dir))
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def run(*arguments: str | Path) -> str:
    """Return what the command prints; an error that a user can put right is raised as it is."""
    result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)
    if isinstance(result.exception, BotError):
        assert "evidence at 1" not in result.output, "a partial report was printed"
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def without_times(output: str) -> Sequence[str]:
    return output.partition("ms a reply")[0].splitlines()


@pytest.mark.models
def test_two_quick_runs_print_the_same_figures(few: Path) -> None:
    first = run("--quick", "--own", few / "own.jsonl", "--json", few / "first.json")
    second = run("--quick", "--own", few / "own.jsonl", "--against", few / "first.json")
    assert without_times(first) == without_times(second)
    assert "dev, English single turn" in first
    assert "no question flipped" in second
    for group in ("dev, Spanish", "own, Spanish", "own, Spanish, held out"):
        assert group in first


def squad_file(path: Path) -> Path:
    """Write a few questions over two paragraphs of a title whose figures are reported."""
    context = "Alba lies by a lake. It signed in May 2012, some say later. Nobody objected."
    other = "Brno lies on a hill. Its council voted in June."
    rows: list[dict[str, Any]] = [
        {
            "id": "1",
            "question": "When did Alba sign?",
            "context": context,
            "answers": [{"text": "May 2012", "start": 34}],
        },
        {"id": "2", "question": "Who objected in Dover?", "context": context, "answers": []},
        {
            "id": "3",
            "question": "When did its council vote?",
            "context": other,
            "answers": [{"text": "June", "start": 42}],
        },
    ]
    for one in rows:
        one |= {"question_en": one["question"], "is_impossible": not one["answers"], "title": "Alba"}
    lines = [json.dumps(one) for one in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.models
def test_a_whole_run_also_measures_variants_and_documents_left_out_and_paragraphs(few: Path) -> None:
    rows = squad_file(few / "rows.jsonl")
    own = ("--own", few / "own.jsonl")
    shown = ("--by", "kind", "--explain-wrong", "1")
    output = run(*own, *shown, "--squad", rows, "--spanish", rows, "--full", "--no-peers")
    for variant in (AS_ASKED, *VARIANTS, LEFT_OUT):
        assert re.search(rf"^  {re.escape(variant)}", output, re.MULTILINE), variant
    for name in (
        "SQuAD, one paragraph",
        "SQuAD, all paragraphs",
        "SQuAD, its paragraph masked",
        "Spanish, their paragraphs",
        "their English originals",
        "in the first five searched",
        "dev and own by kind",
        "decision: ",
    ):
        assert name in output
    assert "1 of 1 " in output  # the one unanswerable question
    with pytest.raises(BotError, match="no title of the part to decide"):
        run(*own, "--squad", rows, "--part", "decide")


@pytest.mark.models
def test_a_bad_file_is_named_with_its_line_before_anything_is_asked(few: Path) -> None:
    questions = few / "seeds" / "questions.jsonl"
    questions.write_text(questions.read_text(encoding="utf-8") + "\n{", encoding="utf-8")
    with pytest.raises(BotError, match=r"questions\.jsonl, line \d+: is not JSON"):
        run("--quick", "--own", few / "own.jsonl")


@pytest.mark.models
def test_a_missing_file_is_named(few: Path) -> None:
    with pytest.raises(BotError, match=r"absent\.jsonl: not found"):
        run("--quick", "--own", few / "absent.jsonl")
    with pytest.raises(BotError, match=r"absent\.xz: not found"):
        run("--own", few / "own.jsonl", "--squad", few / "absent.xz")


def test_places_that_cannot_take_results_are_found_out_first(tmp_path: Path) -> None:
    with pytest.raises(BotError, match="no such folder"):
        run("--quick", "--json", tmp_path / "no" / "file.json")
    (tmp_path / "file").write_text("")
    with pytest.raises(BotError, match="is a file"):
        run("--quick", "--report", tmp_path / "file")
    with pytest.raises(BotError, match="cannot be read"):
        run("--quick", "--against", tmp_path / "absent.json")


def test_a_choice_that_there_is_not_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["--part", "both"]).exit_code == 2
    assert CliRunner().invoke(app, ["--by", "colour"]).exit_code == 2
