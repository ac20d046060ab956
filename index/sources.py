"""The records of the seeds: `sources.toml` (what is known of each document) and `aliases.toml` (names)."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import SeedError
from index.records import Source

SOURCES = "sources.toml"
ALIASES = "aliases.toml"

Model = TypeVar("Model", bound=BaseModel)
Form = Annotated[str, Field(min_length=2)]


class Alias(BaseModel):
    """A name and the other forms under which the documents write it; for finding only, never for a quote."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Form
    also: tuple[Form, ...] = Field(min_length=1)
    note: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and its other forms."""
        return (self.name, *self.also)


class _SourcesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    documents: tuple[Source, ...] = ()


class _AliasesFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    aliases: tuple[Alias, ...] = ()


def read_sources(seeds: Path) -> list[Source]:
    """Return the records of *seeds*, in file name order.

    Raises SeedError when the folder or `sources.toml` is absent or malformed, or lists a file twice.
    """
    if not seeds.is_dir():
        remedy = "create it, or set QA_SEEDS_DIR to the folder that holds the documents"
        raise SeedError(seeds, "no such folder of seeds", remedy)
    path = seeds / SOURCES
    if not path.is_file():
        raise SeedError(path, "not found", "add one [[documents]] table for each document")
    sources = _parsed(path, _SourcesFile).documents
    for name, count in sorted(Counter(source.file for source in sources).items()):
        if count > 1:
            raise SeedError(path, f"lists {name} {count} times", "keep one [[documents]] table a file")
    return sorted(sources, key=lambda source: source.file)


def read_aliases(seeds: Path) -> tuple[Alias, ...]:
    """Return the aliases of *seeds*; none when there is no `aliases.toml`."""
    path = seeds / ALIASES
    return _parsed(path, _AliasesFile).aliases if path.is_file() else ()


def _parsed(path: Path, model: type[Model]) -> Model:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors begin a file with a mark
    except OSError as error:
        raise SeedError(path, f"cannot be read ({error.strerror})", "correct its permissions") from error
    except UnicodeDecodeError as error:
        raise SeedError(path, "is not UTF-8", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SeedError(path, f"is not valid TOML: {error}", "correct the line that is named") from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first: Any = error.errors()[0]
        if first["type"] == "tuple_type" and len(first["loc"]) == 1:
            (name,) = first["loc"]
            remedy = f"write [[{name}]] above each of them"
            raise SeedError(path, f"{name} is no list of tables", remedy) from error
        raise SeedError(path, f"{_place(raw, first['loc'])}: {first['msg']}", "correct this entry") from error


def _place(raw: dict[str, Any], location: tuple[str | int, ...]) -> str:
    """Return *location* as its writer would say it: "[[documents]] table 3 (x.txt), published"."""
    match location:
        case (str(kind), int(at), *keys):
            table = raw[kind][at]
            name = (table.get("file") or table.get("name")) if isinstance(table, dict) else None
            found = f"[[{kind}]] table {at + 1}" + (f" ({name})" if name else "")
            return ", ".join([found, *map(str, keys)])
    return ".".join(map(str, location))
