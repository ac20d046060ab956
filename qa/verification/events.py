"""What a ledger holds: a cited passage as it was, and the events of its history. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from qa.verification.anchors import Anchor, State

MAX_NAME = 100  # characters of a staff member's name
MAX_NOTE = 4000  # characters
CHECKER = "automatic check"  # in the place of a name, where no person found it; nobody can be called so


class Standing(StrEnum):
    """How a cited passage stands with staff, or what has become of it since."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    MOVED = "moved"
    CHANGED = "changed"
    ORPHANED = "orphaned"


VERDICTS = (Standing.UNVERIFIED, Standing.VERIFIED, Standing.DISPUTED)
DRIFTED: Mapping[State, Standing] = {
    State.MOVED: Standing.MOVED,
    State.CHANGED: Standing.CHANGED,
    State.ORPHANED: Standing.ORPHANED,
}


class Event(BaseModel):
    """One entry of a passage's history. The staff note and the name never leave staff's pages.

    One that is only a note leaves all as it was: the verdict and its day, and what still waits for an answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Standing
    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME)]
    at: AwareDatetime
    staff_note: str = Field(default="", max_length=MAX_NOTE)
    public_note: str = Field(default="", max_length=MAX_NOTE)
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A cited passage as it was when it was entered, and how it stands now."""

    id: int
    anchor: Anchor
    paragraph: str
    state: Standing

    @property
    def is_erased(self) -> bool:
        """Whether its words went with the document; the place, the states and the dates are still here."""
        return not self.anchor.exact


def judged(history: Sequence[Event]) -> Event | None:
    """Return the last event by which a person judged the passage; None where nobody has."""
    for event in reversed(history):
        if event.by != CHECKER and event.state in VERDICTS and not event.is_note:
            return event
    return None
