"""The built index on disk: immutable generations, and one small file that names the live one.

    <index>/CURRENT            the name of the generation that serves
    <index>/<id>/manifest.json what it was built from and with; the id is this file's hash, and holds no time
    <index>/<id>/checksums.json  sha256 of every other file
    <index>/<id>/documents.jsonl, chunks.jsonl, aliases.json, vectors.faiss, lexical/

A generation is written beside the others under a name of its own, synced, and only then named in CURRENT by
`os.replace`; whoever has one open keeps it. The last two are kept.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from index.dense import DenseIndex
from index.errors import BotError, BusyIndexError, DamagedIndexError, NoIndexError, StaleIndexError
from index.lexical import LexicalIndex
from index.records import Chunk, Document
from index.sources import Alias

FORMAT = 1
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
CHECKSUMS = "checksums.json"
KEPT = 2  # generations

_DOCUMENT = TypeAdapter(Document)
_CHUNK = TypeAdapter(Chunk)
_ALIASES = TypeAdapter(tuple[Alias, ...])


class Manifest(BaseModel):
    """What a generation was built from and with. Equal manifests mean equal replies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    encoder: str
    inputs: str  # hash of the seeds' bytes, their records, the aliases and the chunking
    corpus: str  # hash of the canonical texts and their records
    documents: int
    chunks: int
    content: str  # hash of documents, chunks, aliases and vectors as written

    @property
    def id(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Generation:
    """An opened index: everything that a retriever needs, as it was when it was built."""

    manifest: Manifest
    documents: Mapping[str, Document]
    chunks: Mapping[str, Chunk]
    aliases: tuple[Alias, ...]
    dense: DenseIndex
    lexical: LexicalIndex


@dataclass(frozen=True, slots=True)
class Store:
    """The folder that holds the generations."""

    folder: Path

    def manifest(self) -> Manifest:
        """Return the live generation's manifest. Raises NoIndexError, DamagedIndexError or StaleIndexError."""
        current = self.folder / CURRENT
        try:
            name = current.read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            raise NoIndexError(self.folder) from error
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedIndexError(self.folder, f"{CURRENT} cannot be read") from error
        try:
            raw = json.loads((self.folder / name / MANIFEST).read_text(encoding="utf-8"))
            if isinstance(raw, dict) and raw.get("format") != FORMAT:
                raise StaleIndexError("format", str(raw.get("format")), str(FORMAT))
            manifest = Manifest.model_validate(raw)
        except (OSError, ValueError) as error:
            raise DamagedIndexError(self.folder, f"the manifest of {name!r} cannot be read") from error
        if manifest.id != name:
            raise DamagedIndexError(self.folder, "the manifest was altered")
        return manifest

    def open(self, encoder: str) -> Generation:
        """Return the live generation, every file of it checked.

        Raises NoIndexError, DamagedIndexError, or StaleIndexError when another encoder than *encoder* built it.
        """
        manifest = self.manifest()
        if manifest.encoder != encoder:
            raise StaleIndexError("encoder", manifest.encoder, encoder)
        folder = self.folder / manifest.id
        self._check(folder)
        try:
            documents = [_DOCUMENT.validate_json(line) for line in _lines(folder / "documents.jsonl")]
            chunks = [_CHUNK.validate_json(line) for line in _lines(folder / "chunks.jsonl")]
            aliases = _ALIASES.validate_json((folder / "aliases.json").read_bytes())
        except ValidationError as error:
            raise DamagedIndexError(self.folder, str(error.errors()[0]["msg"])) from error
        return Generation(
            manifest=manifest,
            documents={document.id: document for document in documents},
            chunks={chunk.id: chunk for chunk in chunks},
            aliases=aliases,
            dense=DenseIndex.load(folder / "vectors.faiss", [chunk.id for chunk in chunks]),
            lexical=LexicalIndex.load(folder / "lexical"),
        )

    def is_current(self, inputs: str, encoder: str) -> bool:
        """Return whether the live generation is whole and was built from *inputs* with *encoder*."""
        try:
            manifest = self.manifest()
            self._check(self.folder / manifest.id)
        except BotError:
            return False
        return manifest.inputs == inputs and manifest.encoder == encoder

    def write(self, manifest_of: Callable[[str], Manifest], fill: Callable[[Path], None]) -> Manifest:
        """Write a new generation and make it the live one; return its manifest.

        *fill* writes the files into the folder it is given; *manifest_of* gets the hash of their content.
        Whatever goes wrong before the last step, the old generation goes on serving and nothing is left behind.
        """
        with _said_plainly(self.folder):
            work = Path(tempfile.mkdtemp(prefix="building-", dir=self.folder))
            try:
                fill(work)
                manifest = manifest_of(_content_hash(work))
                (work / MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
                sums = {name: _sha256(work / name) for name in _files(work)}
                (work / CHECKSUMS).write_text(json.dumps(sums, indent=1, sort_keys=True), encoding="utf-8")
                _sync_tree(work)
                self._install(work, manifest.id)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        return manifest

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to write. Raises BusyIndexError at once when another build holds it."""
        from filelock import FileLock, Timeout

        with _said_plainly(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "write.lock")
            try:
                lock.acquire(timeout=0)
            except Timeout as error:
                raise BusyIndexError(self.folder) from error
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def _install(self, work: Path, name: str) -> None:
        target = self.folder / name
        if target.exists():  # the same generation, perhaps damaged: a folder cannot be renamed over a full one
            os.replace(target, Path(tempfile.mkdtemp(prefix="building-", dir=self.folder)) / "old")
        os.replace(work, target)
        pointer = self.folder / f"{CURRENT}.new"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(pointer, self.folder / CURRENT)
        _sync(self.folder)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what dead builds left behind and all but the last generations; needs the lock."""
        try:
            live = (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            live = ""
        folders = [path for path in self.folder.iterdir() if path.is_dir()]
        left = [path for path in folders if path.name.startswith("building-")]
        old = sorted((path for path in folders if path not in left and path.name != live), key=_age)
        for path in left + (old[KEPT - 1 :] if live else []):
            shutil.rmtree(path, ignore_errors=True)

    def _check(self, folder: Path) -> None:
        try:
            sums = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
            for name, expected in sums.items():
                if _sha256(folder / name) != expected:
                    raise DamagedIndexError(self.folder, f"{name} was altered")
        except (OSError, ValueError, AttributeError) as error:
            raise DamagedIndexError(self.folder, "a file is missing or cannot be read") from error
        if set(sums) != set(_files(folder)) - {CHECKSUMS}:
            raise DamagedIndexError(self.folder, "files were added or are missing")


def write_records(folder: Path, documents: list[Document], chunks: list[Chunk], aliases: tuple[Alias, ...]) -> None:
    """Write the texts, chunks and aliases of a generation into *folder*."""
    for name, adapter, records in (("documents", _DOCUMENT, documents), ("chunks", _CHUNK, chunks)):
        with (folder / f"{name}.jsonl").open("wb") as file:
            file.writelines(adapter.dump_json(record) + b"\n" for record in records)
    (folder / "aliases.json").write_bytes(_ALIASES.dump_json(aliases))


def _content_hash(folder: Path) -> str:
    """Return one hash of the files that are the same at every build; tantivy's carry names made by chance."""
    names = [name for name in _files(folder) if not name.startswith("lexical/")]
    return hashlib.sha256("".join(name + _sha256(folder / name) for name in names).encode()).hexdigest()


def _files(folder: Path) -> list[str]:
    """Return the names of the files below *folder* that belong to a generation, sorted, with '/' between parts."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if not Path(name).name.endswith(".lock"))


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _age(path: Path) -> float:
    return -path.stat().st_mtime


def _sync_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder to sync it
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _said_plainly(folder: Path) -> Iterator[None]:
    """Turn a full disk and a folder that cannot be written into one line with the next step."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BotError(f"{folder}: no space left: free some and build again; the old index still serves") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise BotError(f"{folder}: cannot be written ({error.strerror}): correct it, or set QA_DATA_DIR to another folder") from error
        raise
