"""A reader whose files are absent, cut, altered or of another version is named with its remedy."""

import hashlib
import json
from pathlib import Path

import pytest

from index.errors import ModelError
from qa.artefact import MANIFEST, MODEL, TOKENIZER, load_artefact


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {MODEL: b"weights", TOKENIZER: b"{}"}
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    hashes = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
    manifest = {"version": 1, "sha256": hashes, "window": 144, "overlap": 48}
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    return tmp_path


def test_the_files_are_handed_on_as_they_were_checked(folder: Path) -> None:
    artefact = load_artefact(folder)
    assert (artefact.model, artefact.tokenizer) == (b"weights", b"{}")
    assert (artefact.manifest.window, artefact.manifest.overlap) == (144, 48)
    assert artefact.name.endswith(hashlib.sha256(b"weights").hexdigest()[:12])


@pytest.mark.parametrize("name", [MODEL, TOKENIZER, MANIFEST])
def test_an_absent_file_is_named_with_the_remedy(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}: cannot be read \(No such file.*\): reinstall"):
        load_artefact(folder)


@pytest.mark.parametrize("name", [MODEL, TOKENIZER])
def test_an_altered_file_is_named_with_the_remedy(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes()[:-1])
    with pytest.raises(ModelError, match=rf"{name}: was altered: reinstall"):
        load_artefact(folder)


@pytest.mark.parametrize("change", [{"version": 2}, {"window": "wide"}, {"more": 1}])
def test_a_manifest_of_another_version_is_named_with_the_remedy(
    folder: Path, change: dict[str, object]
) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | change))
    with pytest.raises(ModelError, match=r"manifest\.json: is damaged or of another version: reinstall"):
        load_artefact(folder)


def test_a_manifest_that_leaves_a_file_out_vouches_for_nothing(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["sha256"][MODEL]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="was altered"):
        load_artefact(folder)
