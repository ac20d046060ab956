"""The knobs: where they come from, and what a bad one says."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from index.errors import BotError
from qa.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder and no variable of ours."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QA_{name.upper()}", raising=False)


def test_everything_has_a_default() -> None:
    assert Settings().model_dump() == {
        "seeds_dir": Path("seeds"),
        "data_dir": Path(".data"),
        "max_findings": 5,
        "host": "127.0.0.1",
        "port": 7860,
        "texts_dir": None,
        "behind_proxy": False,
    }


def test_the_environment_goes_before_the_file_and_arguments_before_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("QA_PORT=1\nQA_HOST=file\nQA_UNKNOWN=1\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("QA_PORT", "2")
    assert (Settings().port, Settings().host, Settings(port=3).port) == (2, "file", 3)


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_PORT", "")
    monkeypatch.setenv("QA_SEEDS_DIR", "")
    assert (Settings().port, Settings().seeds_dir) == (7860, Path("seeds"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QA_PORT", "abc"),
        ("QA_PORT", "65536"),
        ("QA_PORT", "-1"),
        ("QA_MAX_FINDINGS", "0"),
        ("QA_MAX_FINDINGS", "21"),
        ("QA_MAX_FINDINGS", "2.5"),
        ("QA_BEHIND_PROXY", "perhaps"),
    ],
)
def test_a_bad_value_is_named_with_its_variable_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings()
    message = str(caught.value)
    assert message.startswith(f"{name}={value}: Input should be") and message.endswith(
        "correct it, or unset it"
    )
    assert "\n" not in message
    assert isinstance(caught.value, BotError)


def test_settings_cannot_be_altered() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1
