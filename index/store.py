"""The built index on disk: immutable generations, and one small file that names the live one.

    <index>/CURRENT              the name of the generation that serves
    <index>/<id>/manifest.json   what it was built from and with, no time in it; the id is its hash
    <index>/<id>/checksums.json  sha256 of every other file
    <index>/<id>/documents.jsonl, chunks.jsonl, aliases.json, vectors.faiss, lexical/
                                 multilingual.faiss, where there is a second encoder

A generation is written beside the others under a passing name, synced, renamed, and only then named in
CURRENT by `os.replace`; it is never altered afterwards. The last two are kept, so that whoever is about to
open the one before still can, but not one that holds a text which the live one lacks: removed means gone.
"""

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from index.dense import DenseIndex
from index.errors import (
    BotError,
    BusyIndexError,
    DamagedIndexError,
    NoIndexError,
    StaleIndexError,
    StoreError,
)
from index.lexical import LexicalIndex
from index.multilingual import MAX_CHUNKS
from index.records import Chunk, Document
from index.sources import Alias

FORMAT = 2
CURRENT = "CURRENT"
LOCK = "write.lock"
MANIFEST = "manifest.json"
CHECKSUMS = "checksums.json"
DOCUMENTS = "documents.jsonl"
CHUNKS = "chunks.jsonl"
ALIASES = "aliases.json"
VECTORS = "vectors.faiss"
MULTILINGUAL = "multilingual.faiss"
LEXICAL = "lexical"
KEPT = 2  # generations

_GENERATION = re.compile(r"[0-9a-f]{16}")
_PASSING = re.compile(r"(?:building|removing)-[0-9a-f]{8}")
_DOCUMENT = TypeAdapter(Document)
_CHUNK = TypeAdapter(Chunk)
_ALIASES = TypeAdapter(tuple[Alias, ...])


class Manifest(BaseModel):
    """What a generation was built from and with. Equal manifests mean equal replies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    encoder: str
    inputs: str  # hash of the seeds' bytes, their records, the aliases and how text is cut
    corpus: str  # hash of the canonical texts and their records
    documents: int
    chunks: int
    multilingual: str | None = None  # the second encoder, of the second vector index
    content: str  # hash of documents, chunks, aliases and vectors as written

    @property
    def id(self) -> str:
        """The generation's name."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Generation:
    """An opened index: everything that a retriever needs, as it was when it was built."""

    manifest: Manifest
    documents: Mapping[str, Document]
    chunks: Mapping[str, Chunk]
    aliases: tuple[Alias, ...]
    dense: DenseIndex
    multilingual: DenseIndex | None  # of the same chunks, by the second encoder
    lexical: LexicalIndex


@dataclass(frozen=True, slots=True)
class Store:
    """The folder that holds the generations."""

    folder: Path

    def manifest(self) -> Manifest:
        """Return the live generation's manifest.

        Raises NoIndexError, DamagedIndexError, or StaleIndexError when another format is found.
        """
        return self._manifest(self._live())

    def open(self, encoder: str) -> Generation:
        """Return the live generation, every file of it checked.

        Raises what `manifest` does, and StaleIndexError when another encoder than *encoder* built it.
        """
        name = self._live()
        while True:
            try:
                return self._read(name, encoder)
            except DamagedIndexError:
                before, name = name, self._live()
                if name == before:
                    raise
                # A build has put another in its place while this one was read, and perhaps removed it.

    def is_current(self, inputs: str, encoder: str, multilingual: str | None = None) -> bool:
        """Return whether the live generation is whole and was built from *inputs* with *encoder*.

        Where there is a second encoder, *multilingual*, it also has that one's index, if it may have one.
        """
        try:
            manifest = self.manifest()
        except StoreError:
            return False
        is_second = manifest.multilingual == multilingual or manifest.chunks > MAX_CHUNKS
        fits = manifest.inputs == inputs and manifest.encoder == encoder and (is_second or not multilingual)
        return fits and self._is_whole(manifest.id)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to write. Raises BusyIndexError at once when another build holds it."""
        from filelock import FileLock, Timeout

        with _said_plainly(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / LOCK)
            try:
                lock.acquire(timeout=0)
            except Timeout as error:
                raise BusyIndexError(self.folder) from error
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def write(self, manifest_of: Callable[[str], Manifest], fill: Callable[[Path], None]) -> Manifest:
        """Write a new generation and make it the live one; return its manifest. Needs the lock.

        *fill* writes the files into the folder it is given; *manifest_of* gets the hash of their content.
        Whatever goes wrong before the last step, the old generation serves on and nothing is left behind.
        """
        with _said_plainly(self.folder):
            work = self._passing("building")
            try:
                work.mkdir()
                fill(work)
                sums = _sums(work)
                manifest = manifest_of(_content_hash(sums))
                (work / MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
                sums[MANIFEST] = _sha256(work / MANIFEST)
                (work / CHECKSUMS).write_text(json.dumps(sums, indent=1, sort_keys=True), encoding="utf-8")
                _settle(work)
                self._install(work, manifest)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        return manifest

    def _live(self) -> str:
        try:
            name = (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            raise NoIndexError(self.folder) from error
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedIndexError(self.folder, f"{CURRENT} cannot be read") from error
        if not _GENERATION.fullmatch(name):
            raise DamagedIndexError(self.folder, f"{CURRENT} does not name a generation")
        return name

    def _manifest(self, name: str) -> Manifest:
        try:
            raw = json.loads((self.folder / name / MANIFEST).read_text(encoding="utf-8"))
            if isinstance(raw, dict) and raw.get("format") != FORMAT:
                raise StaleIndexError("format", str(raw.get("format")), str(FORMAT))
            manifest = Manifest.model_validate(raw)
        except (OSError, ValueError) as error:
            raise DamagedIndexError(self.folder, f"the manifest of {name} cannot be read") from error
        if manifest.id != name:
            raise DamagedIndexError(self.folder, f"{MANIFEST} was altered")
        return manifest

    def _read(self, name: str, encoder: str) -> Generation:
        manifest = self._manifest(name)
        if manifest.encoder != encoder:
            raise StaleIndexError("encoder", manifest.encoder, encoder)
        self._check(manifest)
        folder = self.folder / name
        try:
            documents = [_DOCUMENT.validate_json(line) for line in _lines(folder / DOCUMENTS)]
            chunks = [_CHUNK.validate_json(line) for line in _lines(folder / CHUNKS)]
            return Generation(
                manifest=manifest,
                documents={document.id: document for document in documents},
                chunks={chunk.id: chunk for chunk in chunks},
                aliases=_ALIASES.validate_json((folder / ALIASES).read_bytes()),
                dense=DenseIndex.load(folder / VECTORS, [chunk.id for chunk in chunks]),
                multilingual=DenseIndex.load(folder / MULTILINGUAL, [chunk.id for chunk in chunks])
                if manifest.multilingual
                else None,
                lexical=LexicalIndex.load(folder / LEXICAL),
            )
        except ValidationError as error:
            raise DamagedIndexError(self.folder, str(error.errors()[0]["msg"])) from error
        except (OSError, RuntimeError, ValueError) as error:  # the last two from FAISS and tantivy
            raise DamagedIndexError(self.folder, f"it cannot be opened: {error}") from error

    def _check(self, manifest: Manifest) -> None:
        folder = self.folder / manifest.id
        try:
            recorded = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
            found = _sums(folder)
        except (OSError, ValueError) as error:
            raise DamagedIndexError(self.folder, "a file is missing or cannot be read") from error
        if found != recorded:
            raise DamagedIndexError(
                self.folder, f"{_difference(found, recorded)} was altered, added or removed"
            )
        if _content_hash(found) != manifest.content:
            raise DamagedIndexError(self.folder, f"{CHECKSUMS} was altered")

    def _is_whole(self, name: str) -> bool:
        try:
            self._check(self._manifest(name))
        except StoreError:
            return False
        return True

    def _install(self, work: Path, manifest: Manifest) -> None:
        """Put *work* in its place and name it in CURRENT; one that was built before and is whole stays."""
        if not self._is_whole(manifest.id):
            self._remove(self.folder / manifest.id)
            os.replace(work, self.folder / manifest.id)
            _sync(self.folder)
        pointer = self.folder / f"{CURRENT}.new"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(manifest.id + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(pointer, self.folder / CURRENT)
        _sync(self.folder)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what dead builds left behind and the generations that are not kept; needs the lock."""
        folders = [path for path in self.folder.iterdir() if path.is_dir()]
        for path in folders:
            if _PASSING.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)
        try:
            live = self.folder / self._live()
            texts = _texts(live)
        except (StoreError, OSError, ValueError, KeyError):  # nothing is known to be of no use
            return
        older = [path for path in folders if _GENERATION.fullmatch(path.name) and path != live]
        older.sort(key=lambda path: (-path.stat().st_mtime_ns, path.name))
        for at, path in enumerate(older):
            if at >= KEPT - 1 or not _holds_only(path, texts):
                with suppress(OSError):  # Windows keeps what someone has open; the next build tries again
                    self._remove(path)

    def _remove(self, path: Path) -> None:
        """Remove the generation at *path*, if it is there: whole under its name, or not at all."""
        passing = self._passing("removing")
        try:
            os.replace(path, passing)
        except FileNotFoundError:
            return
        shutil.rmtree(passing, ignore_errors=True)

    def _passing(self, kind: str) -> Path:
        return self.folder / f"{kind}-{secrets.token_hex(4)}"


def write_records(
    folder: Path, documents: list[Document], chunks: list[Chunk], aliases: tuple[Alias, ...]
) -> None:
    """Write the texts, chunks and aliases of a generation into *folder*."""
    with (folder / DOCUMENTS).open("wb") as file:
        file.writelines(_DOCUMENT.dump_json(document) + b"\n" for document in documents)
    with (folder / CHUNKS).open("wb") as file:
        file.writelines(_CHUNK.dump_json(chunk) + b"\n" for chunk in chunks)
    (folder / ALIASES).write_bytes(_ALIASES.dump_json(aliases))


def _sums(folder: Path) -> dict[str, str]:
    """Return the sha256 of each file of the generation in *folder*, by its name with '/' between parts."""
    paths = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and path.name != CHECKSUMS
    ]
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in sorted(paths)}


def _content_hash(sums: Mapping[str, str]) -> str:
    """Return one hash of the files that are the same at every build; tantivy's carry names made by chance."""
    same = (name for name in sorted(sums) if name != MANIFEST and not name.startswith(f"{LEXICAL}/"))
    return hashlib.sha256("".join(name + sums[name] for name in same).encode()).hexdigest()


def _difference(found: Mapping[str, str], recorded: object) -> str:
    if not isinstance(recorded, dict):
        return CHECKSUMS
    names = found.keys() | recorded.keys()
    return min(name for name in names if found.get(name) != recorded.get(name))


def _texts(folder: Path) -> set[str]:
    return {json.loads(line)["sha256"] for line in _lines(folder / DOCUMENTS)}


def _holds_only(folder: Path, texts: set[str]) -> bool:
    try:
        return _texts(folder) <= texts
    except (OSError, ValueError, KeyError):
        return False


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """Give every file below *folder* the rights of any new file (tantivy's have fewer), and sync them."""
    mode = stat.S_IMODE((folder / MANIFEST).stat().st_mode)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(mode)
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    if os.name == "nt":  # cannot sync what is open for reading only, nor a folder
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
    except (OSError, RuntimeError, ValueError) as error:  # the last two from FAISS and tantivy
        if _is_full(error):
            raise BotError(
                f"{folder}: no space left: free some and build again; an index built before still serves"
            ) from error
        if isinstance(error, OSError) and error.errno in _UNWRITABLE:
            remedy = "correct it, or set QA_DATA_DIR to another folder"
            raise BotError(f"{folder}: cannot be written ({error.strerror}): {remedy}") from error
        raise


_UNWRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return os.strerror(errno.ENOSPC) in str(error)
