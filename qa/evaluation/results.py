"""What a run measured, as it is kept in a file and compared with a later run."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import BotError
from qa.evaluation.collections import AS_ASKED, LEFT_OUT, VARIANTS
from qa.evaluation.figures import Figure, Rows, confusion, figures, stages, times
from qa.evaluation.records import Judged
from qa.evaluation.squad import MASKED, OPEN, ORIGINALS, READING, SPANISH
from qa.evaluation.suite import DEV, HELD_OUT, OWN

SINGLE_TURN = "dev, English single turn"  # the group on which the floors are stated
FOLLOW_UPS, IN_SPANISH = "dev, follow-ups", "dev, Spanish"
OWN_SPANISH, HELD_OUT_SPANISH = "own, Spanish", "own, Spanish, held out"
BOTH = "dev and own"
GROUPINGS: Mapping[str, Callable[[Judged], str]] = {
    "kind": lambda row: row.kind,
    "language": lambda row: row.language,
    "asker": lambda row: row.asker,
}


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Kept):
    """The figures of some rows."""

    figures: dict[str, Figure]
    milliseconds: dict[str, Figure]
    stages: dict[str, tuple[float, float]]

    @classmethod
    def of(cls, rows: Rows) -> "Group":
        return cls(figures=figures(rows), milliseconds=times(rows), stages=stages(rows))


class Peer(_Kept):
    """What another answerer got on one corpus, or why it was not run."""

    name: str
    corpus: str
    not_run: str | None
    group: Group | None


class Results(_Kept):
    """Everything that one run measured."""

    version: Literal[1] = 1
    settings: dict[str, str]  # what the replies were made from
    groups: dict[str, Group]
    by: dict[str, dict[str, Group]]
    confusion: dict[str, dict[str, int]]
    peers: tuple[Peer, ...]
    rows: tuple[Judged, ...]

    @classmethod
    def of(cls, rows: Sequence[Judged], settings: Mapping[str, str], peers: Sequence[Peer]) -> "Results":
        """Return the figures of *rows*, of whatever collections were asked."""
        asked = [row for row in rows if row.variant == AS_ASKED and row.collection in (DEV, OWN)]
        return cls(
            settings=dict(settings),
            groups={name: Group.of(members) for name, members in grouped(rows).items()},
            by={
                name: {of: Group.of(some) for of, some in split(asked, by).items()}
                for name, by in GROUPINGS.items()
            },
            confusion=confusion(asked),
            peers=tuple(peers),
            rows=tuple(rows),
        )

    def save(self, path: Path) -> None:
        """Write the results to *path* as JSON. Raises BotError where that cannot be done."""
        try:
            path.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise BotError(
                f"{path}: cannot be written ({error.strerror}): name another file with --json"
            ) from error

    @classmethod
    def load(cls, path: Path) -> "Results":
        """Return the results saved at *path*. Raises BotError for a file that holds none."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise BotError(
                f"{path}: cannot be read ({error.strerror}): name a file made with --json"
            ) from error
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "the file"
            raise BotError(
                f"{path}: {place}: {first['msg'].lower()}: name a file made with --json by this program"
            ) from error


def grouped(rows: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Return *rows* in the groups that are reported, without those that are empty."""
    seeds = [
        row for row in rows if row.collection in (DEV, OWN) and row.language == "en" and not row.follow_up
    ]
    found = {
        SINGLE_TURN: [row for row in seeds if row.collection == DEV and row.variant == AS_ASKED],
        OWN: [row for row in seeds if row.collection == OWN and row.variant == AS_ASKED],
        FOLLOW_UPS: [row for row in rows if row.follow_up and row.variant == AS_ASKED],
        IN_SPANISH: _in_spanish(rows, DEV),
        OWN_SPANISH: _in_spanish(rows, OWN),
        HELD_OUT_SPANISH: _in_spanish(rows, HELD_OUT),
    }
    for variant in (AS_ASKED, *VARIANTS, LEFT_OUT):
        found[f"{BOTH}, {variant}"] = [row for row in seeds if row.variant == variant]
    for collection in (READING, OPEN, MASKED, SPANISH, ORIGINALS):
        found[collection] = [row for row in rows if row.collection == collection]
    return {name: members for name, members in found.items() if members}


def _in_spanish(rows: Sequence[Judged], collection: str) -> list[Judged]:
    return [
        row
        for row in rows
        if row.collection == collection and row.language == "es" and row.variant == AS_ASKED
    ]


def split(rows: Sequence[Judged], by: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    """Return *rows* by what *by* says of each, in the order of the names."""
    groups: dict[str, list[Judged]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return dict(sorted(groups.items()))
