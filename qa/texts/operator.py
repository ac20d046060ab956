"""A library's own words, from one TOML file a language, and with the catalogue the frame of a page.

What a file leaves out is as we ship it.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    StrictStr,
    TypeAdapter,
    ValidationError,
)

from index.errors import BotError
from qa.texts import CATALOGUES, Catalogue, primary

SHIPPED = Path(__file__).parent
SETTING = "QA_TEXTS_DIR"
_ADDRESS = TypeAdapter(HttpUrl)


class TextsError(BotError):
    """A file of a library's own words that cannot be used."""


def _plain(text: str) -> str:
    """Return *text* without the space around it. Line ends and signs that turn text round are refused."""
    stripped = text.strip()
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in stripped):
        raise ValueError("it has a line end or a sign that cannot be seen")
    return stripped


def _address(text: str) -> str:
    if text:
        try:
            _ADDRESS.validate_python(text)
        except ValidationError as error:
            raise ValueError("it is no address that begins with https:// or http://") from error
    return text


Line = Annotated[StrictStr, AfterValidator(_plain)]


class OperatorTexts(BaseModel):
    """What a library says in its own words, as plain text; an empty one is not shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[Line, Field(min_length=1, max_length=80)]
    referral: Annotated[Line, Field(min_length=1, max_length=300)]  # whom to ask where no document answers
    exit: Annotated[Line, Field(max_length=500), AfterValidator(_address)]  # of "Exit this page"
    contact: Annotated[Line, Field(max_length=300)]
    notice: Annotated[Line, Field(max_length=600)]


@dataclass(frozen=True, slots=True)
class Frame:
    """All words around the quotes, in one language."""

    t: Catalogue
    own: OperatorTexts


Frames = Mapping[str, Frame]  # by the language's tag


def load_frames(folder: Path | None = None) -> Frames:
    """Return a frame for each language, with the library's words from *folder*; None takes those we ship.

    Raises TextsError, which names the file and the key.
    """
    shipped = {language: _table(SHIPPED, language) for language in CATALOGUES}
    return {
        language: Frame(t, _checked(folder, language, shipped[language]))
        for language, t in CATALOGUES.items()
    }


def frame_in(frames: Frames, language: str) -> Frame:
    """Return the frame for the tag of a language such as `es-MX`; the English one where there is none."""
    return frames.get(primary(language), frames["en"])


def at_default(frames: Frames) -> list[str]:
    """Return the names of the texts that are as we ship them, with their language: `title (English)`."""
    return [
        f"{name} ({frames[language].t.NAME})"
        for language, shipped in load_frames().items()
        for name, value in shipped.own
        if getattr(frames[language].own, name) == value
    ]


def _checked(folder: Path | None, language: str, shipped: Mapping[str, Any]) -> OperatorTexts:
    given = {} if folder is None else _table(folder, language)
    try:
        return OperatorTexts.model_validate({**shipped, **given})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        why = first["msg"].removeprefix("Value error, ")
        path = _path(SHIPPED if folder is None else folder, language)
        raise TextsError(f"{path}: {key}: {why}: correct it, or leave it out") from error


def _table(folder: Path, language: str) -> Mapping[str, Any]:
    path = _path(folder, language)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = error.strerror or str(error)
        raise TextsError(
            f"{path}: cannot be read ({why}): copy {path.name} from {SHIPPED} to it, or unset {SETTING}"
        ) from error
    except UnicodeDecodeError as error:
        raise TextsError(f"{path}: is not UTF-8: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise TextsError(f"{path}: is no TOML ({error}): correct that line") from error


def _path(folder: Path, language: str) -> Path:
    return folder / f"operator.{language}.toml"
