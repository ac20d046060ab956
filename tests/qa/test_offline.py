"""Nothing heavy is imported before the environment that keeps this program from calling home."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENTRIES = ("app.py", "qa/__main__.py", "tests/conftest.py")
OURS = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for package in ("index", "qa")
    for path in (ROOT / package).glob("*.py")
    if path.stem not in ("__init__", "__main__")
)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_goes_offline_before_anything_else(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    documented = ast.get_docstring(tree) is not None
    first, second = tree.body[documented : documented + 2]
    assert ast.unparse(first) == "from qa.offline import go_offline"
    assert ast.unparse(second) == "go_offline()"


def test_the_installed_command_goes_the_same_way() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["scripts"].values()) == {"qa.__main__:main"}


def test_importing_our_modules_changes_nothing_and_loads_nothing_heavy() -> None:
    heavy = "{'torch', 'transformers', 'sentence_transformers', 'faiss', 'tantivy', 'gradio', 'fastapi'}"
    program = (
        "import logging, os, sys; before = dict(os.environ), list(logging.root.handlers);"
        f"import {', '.join(OURS)};"
        "assert (dict(os.environ), list(logging.root.handlers)) == before;"
        f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
