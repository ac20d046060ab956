"""Errors a user can put right, raised while seeds are read and an index is built, kept or opened."""

import re
from pathlib import Path


class BotError(Exception):
    """Something the user can put right; the message names the thing and the next step, in one line.

    The edges show it and stop. A bug is never a BotError.
    """

    def __init__(self, message: str) -> None:
        super().__init__(re.sub(r"\s*[\r\n]+\s*", " ", message))


class SeedError(BotError):
    """A seed, or its record, that cannot be used."""

    def __init__(self, path: Path | str, what: str, remedy: str) -> None:
        self.path = path
        super().__init__(f"{path}: {what}: {remedy}")


class ModelError(BotError):
    """A model that is absent or is not the published one."""


class StoreError(BotError):
    """An index that is absent, damaged or does not fit this program."""


class NoIndexError(StoreError):
    """Nothing was built yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no index in {folder}: run `python -m qa build`")


class DamagedIndexError(StoreError):
    """A file of the index is missing or altered."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(f"the index in {folder} is damaged ({what}): run `python -m qa build`")


class StaleIndexError(StoreError):
    """The index was built by another version of this program, or with another encoder."""

    def __init__(self, what: str, built_with: str, wanted: str) -> None:
        super().__init__(
            f"the index was built with {what} {built_with}, not {wanted}: run `python -m qa build`"
        )


class BusyIndexError(StoreError):
    """Another build is writing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another build is writing to {folder}: wait until it has ended, then try again")
