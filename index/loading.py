"""Files as received -> `Document`: decoding and line ends, settled here and never again."""

import hashlib
import re
from pathlib import Path

from index.errors import SeedError
from index.records import Document, Source
from index.sources import ALIASES, SOURCES, read_sources

# Files that live beside the documents and are not documents.
COMPANIONS = {SOURCES, ALIASES, "questions.jsonl", "NOTICE.md"}
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.txt")
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),  # before UTF-16, whose mark it begins with
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# One character of UTF-8 in several bytes; text in cp1252 hardly ever holds such a run.
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")


def load_documents(seeds: Path) -> list[Document]:
    """Return every document that `sources.toml` lists, in id order.

    Raises SeedError when a file and its record do not match one to one, when two files hold the same text,
    and for whatever `load_document` refuses.
    """
    sources = read_sources(seeds)
    listed = {source.file for source in sources}
    for name in seed_names(seeds):
        if name not in listed:
            remedy = "add a [[documents]] table for it, or move the file away"
            raise SeedError(seeds / name, f"is not listed in {SOURCES}", remedy)
    documents = [load_document(seeds / source.file, source) for source in sources]
    seen: dict[str, Document] = {}
    for document in documents:
        twin = seen.setdefault(document.sha256, document)
        if twin is not document:
            what = f"holds the same text as {twin.source.file}"
            raise SeedError(seeds / document.source.file, what, f"keep one, and its table in {SOURCES}")
    return sorted(documents, key=lambda document: document.id)


def seed_names(seeds: Path) -> list[str]:
    """Return the names of the files in *seeds* that should be documents, sorted."""
    names = (path.name for path in seeds.iterdir() if path.is_file() and not path.name.startswith("."))
    return sorted(name for name in names if name not in COMPANIONS)


def load_document(path: Path, source: Source) -> Document:
    """Return the document in *path*: its text decoded, line ends as `\\n`, nothing else altered.

    Raises SeedError when the file is absent, empty, no text, in no known encoding, or does not hold a
    boilerplate line that its record names.
    """
    if not FILE_NAME.fullmatch(source.file):
        remedy = "name it with letters, digits, '.', '_' and '-', ending in .txt"
        raise SeedError(path, "is not a name this collection can use", remedy)
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        remedy = "put the file back, or remove its table"
        raise SeedError(path, f"is listed in {SOURCES} but is not there", remedy) from error
    except OSError as error:
        raise SeedError(path, f"cannot be read ({error.strerror})", "correct its permissions") from error
    text = decode(raw, path).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        remedy = f"put the document's text into it, or remove it and its table in {SOURCES}"
        raise SeedError(path, "is empty", remedy)
    lines = {line.strip() for line in text.split("\n")}
    for line in source.boilerplate:
        if line.strip() not in lines:
            what = f"has no line {line!r}, which its record calls boilerplate"
            raise SeedError(path, what, f"correct the line in {SOURCES}")
    return Document(
        id=path.stem,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        file_sha256=hashlib.sha256(raw).hexdigest(),
        source=source,
    )


def decode(raw: bytes, path: Path) -> str:
    """Return the text of *raw*: by its byte order mark, else UTF-8, else cp1252, in this order.

    No detector is asked: they take cp1252 for cp1250 and change letters. Raises SeedError for bytes that
    are no text in any of the three, and for UTF-8 with a damaged byte, which cp1252 would turn into garbage.
    """
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if raw.startswith(mark)), None)
    for candidate in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            text = raw.decode(candidate)
        except UnicodeDecodeError as error:
            if candidate == "utf-8" and _is_mostly_utf8(raw):
                remedy = "get the file again, or save it as UTF-8"
                raise SeedError(path, f"is UTF-8 but damaged at byte {error.start}", remedy) from error
            continue
        if CONTROL.search(text):
            raise SeedError(
                path, "is not text (it holds control characters)", "save the document as plain text"
            )
        return text
    raise SeedError(path, "is in no known encoding", "save it as UTF-8")


def _is_mostly_utf8(raw: bytes) -> bool:
    return len(MULTIBYTE.findall(raw)) > len(HIGH.findall(MULTIBYTE.sub(b"", raw)))
