"""The records of the seeds: `sources.toml` (what is known of each document) and `aliases.toml` (names to search by)."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import SeedError
from index.records import Source

Model = TypeVar("Model", bound=BaseModel)

SOURCES = "sources.toml"
ALIASES = "aliases.toml"


class Alias(BaseModel):
    """A name and the other forms under which the documents write it; for search only, never for a quote."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2)
    also: tuple[str, ...] = Field(min_length=1)
    note: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
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
        raise SeedError(seeds, "no such folder of seeds", "create it, or set QA_SEEDS_DIR to the folder that holds the documents")
    path = seeds / SOURCES
    if not path.is_file():
        raise SeedError(path, "not found", "add one [[documents]] table for each document")
    sources = _parsed(path, _SourcesFile).documents
    names = [source.file for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SeedError(path, f"lists {name} twice", "keep one [[documents]] table a file")
    return sorted(sources, key=lambda source: source.file)


def read_aliases(seeds: Path) -> tuple[Alias, ...]:
    """Return the aliases of *seeds*; none when there is no `aliases.toml`."""
    path = seeds / ALIASES
    return _parsed(path, _AliasesFile).aliases if path.is_file() else ()


def _parsed(path: Path, model: type[Model]) -> Model:
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(path, f"is not valid TOML: {error}", "correct the line that is named") from error
    except ValidationError as error:
        first: Any = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SeedError(path, f"{place}: {first['msg']}", "correct this entry") from error
