"""The few knobs there are, from the environment (`QA_...`) or a `.env` file."""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import BotError


class SettingsError(BotError):
    """A setting with a value that it cannot have."""


class Settings(BaseSettings):
    """Where things are and how many findings a reply holds. Nothing below `qa/wiring.py` sees it."""

    model_config = SettingsConfigDict(
        env_prefix="QA_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    seeds_dir: Path = Path("seeds")
    data_dir: Path = Path(".data")
    max_findings: int = Field(default=5, ge=1, le=20)
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    texts_dir: Path | None = None  # of the library's own words; without it those we ship
    behind_proxy: bool = False  # all come through one that sets X-Forwarded-Proto, whatever they sent

    def __init__(self, **values: Any) -> None:
        """Read the settings; *values* go before the environment.

        Raises SettingsError, which names the variable.
        """
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name = f"QA_{'_'.join(map(str, first['loc'])).upper()}"
            raise SettingsError(
                f"{name}={first['input']}: {first['msg']}: correct it, or unset it"
            ) from error

    @property
    def ledger_path(self) -> Path:
        """The file in which staff's findings are kept."""
        return self.data_dir / "ledger.sqlite3"
