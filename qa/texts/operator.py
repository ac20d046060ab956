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
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from index.errors import BotError
from qa.language import primary
from qa.texts import CATALOGUES, Catalogue

SHIPPED = Path(__file__).parent
SETTING = "QA_TEXTS_DIR"
_ADDRESS = TypeAdapter(HttpUrl)


class TextsError(BotError):
    """A file of a library's own words that cannot be used."""


def _plain(text: str) -> str:
    """Return *text*; line ends and signs that cannot be seen, as those that turn text round, are refused."""
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in text):
        raise ValueError("it has a line end or a sign that cannot be seen")
    return text


def _address(text: str) -> str:
    if text:
        try:
            _ADDRESS.validate_python(text)
        except ValidationError as error:
            raise ValueError("it is no address that begins with https:// or http://") from error
    return text


def _length(longest: int, shortest: int = 0) -> StringConstraints:
    """Return the bounds of one line, counted without the space around it."""
    return StringConstraints(strict=True, strip_whitespace=True, min_length=shortest, max_length=longest)


_PLAIN = AfterValidator(_plain)


class OperatorTexts(BaseModel):
    """What a library says in its own words, as plain text; an empty one is not shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, _length(80, 1), _PLAIN]
    referral: Annotated[str, _length(300, 1), _PLAIN]  # whom to ask where no document answers
    exit: Annotated[str, _length(500), _PLAIN, AfterValidator(_address)]  # of "Exit this page"
    contact: Annotated[str, _length(300), _PLAIN]
    notice: Annotated[str, _length(600), _PLAIN]


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
    """Return what each language still has as we ship it: `title, referral (English)`."""
    left = {
        frames[language].t.NAME: [
            name for name, value in one.own if getattr(frames[language].own, name) == value
        ]
        for language, one in load_frames().items()
    }
    return [f"{', '.join(names)} ({language})" for language, names in left.items() if names]


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
