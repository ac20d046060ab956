"""What a user of the training commands can put right."""

from pathlib import Path

from index.errors import BotError


class TrainingError(BotError):
    """A run that cannot start, go on or be exported."""

    def __init__(self, path: Path | str, what: str, remedy: str) -> None:
        self.path = path
        super().__init__(f"{path}: {what}: {remedy}")
