import os
import subprocess
import sys

import pytest

from qa.offline import DEFAULTS, FORCED, go_offline


def test_going_offline_twice_is_going_offline_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    go_offline()
    once = dict(os.environ)
    go_offline()
    assert dict(os.environ) == once
    assert {name: once[name] for name in FORCED} == FORCED
    assert once["GRADIO_ANALYTICS_ENABLED"] == "False"


def test_a_choice_of_the_operator_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "/elsewhere")
    monkeypatch.setenv(next(iter(DEFAULTS)), "chosen")
    go_offline()
    assert os.environ["GRADIO_TEMP_DIR"] == "/elsewhere"
    assert os.environ[next(iter(DEFAULTS))] == "chosen"


def test_temporary_files_belong_to_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADIO_TEMP_DIR", raising=False)
    monkeypatch.setenv("QA_DATA_DIR", "/data")
    go_offline()
    assert os.environ["GRADIO_TEMP_DIR"] == "/data/tmp"


def test_importing_it_changes_nothing_and_loads_nothing_heavy() -> None:
    program = (
        "import os, sys; before = dict(os.environ); import qa.offline; assert dict(os.environ) == before; "
        "assert not {'gradio', 'torch', 'huggingface_hub'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
