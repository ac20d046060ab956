"""The few knobs there are, from the environment (`QA_...`) or a `.env` file."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are and how many findings a reply holds. Nothing below `qa/wiring.py` sees it."""

    model_config = SettingsConfigDict(env_prefix="QA_", env_file=".env", extra="ignore", frozen=True)

    seeds_dir: Path = Path("seeds")
    data_dir: Path = Path(".data")
    max_findings: int = Field(default=5, ge=1, le=20)
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
