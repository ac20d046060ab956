"""What staff's pages say in their own voice, in English."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import ceil

from qa.texts.english import day
from qa.texts.lists import listed

STANDINGS: Mapping[str, str] = {
    "unverified": "not verified yet",
    "verified": "verified",
    "disputed": "disputed",
    "moved": "moved in its document",
    "changed": "changed in its document",
    "orphaned": "gone from its document",
}
QUEUES: Mapping[str, str] = {
    "unverified": "To verify",
    "drifted": "Drifted",
    "disputed": "Disputed",
    "verified": "Verified",
    "all": "All",
}
QUEUES_EXPLAINED: Mapping[str, str] = {
    "unverified": "Nobody has verified or disputed these passages yet. Those that wait longest come first.",
    "drifted": "These passages moved, changed or went, and nobody has answered for it yet.",
    "disputed": "These passages are shown to everybody as disputed.",
    "verified": "These passages are shown to everybody as verified.",
    "all": "Every passage, in the order in which they were entered.",
}
EMPTY: Mapping[str, str] = {
    "unverified": "Nothing waits to be verified.",
    "drifted": "No passage has moved or changed.",
    "disputed": "No passage is disputed.",
    "verified": "No passage is verified yet.",
    "all": "No passage was entered yet.",
}
FOUND: Mapping[str, str] = {
    "intact": "The words stand in the document as they did.",
    "moved": "The document has changed: the same words now stand at another place. They are marked there.",
    "changed": (
        "The document has changed, and these words no longer stand in it. Marked is the text nearest to "
        "them: compare the two, and decide whether it is the passage."
    ),
    "orphaned": "The document has nothing like these words any more.",
    "erased": "The words of this passage were erased when its document left the collection.",
    "removed": "The document is not in this collection any more. What was kept of the passage stands here.",
}
WRONG_LOGIN = "This name and password do not go together."
NO_TLS = (
    "Staff can log in over an encrypted connection (https) only, or on the machine that serves this page. "
    "Behind a proxy that ends TLS, its operator says so with QA_BEHIND_PROXY=true."
)
FORGED = (
    "This form is out of date or was not sent from here, so nothing was recorded. Open the page anew, and "
    "send it from there."
)
SESSION_OVER = "You are not logged in, or your session is over. What you sent was not recorded."
STAFF_FAILED = (
    "Nobody can log in at the moment. On the machine that serves this page, `python -m qa staff list` says "
    "why."
)
NO_PASSAGE = "There is no passage of this number."
NOT_INTACT = "Only a passage whose words stand in the document can be verified. Nothing was recorded."
NOT_DRIFTED = "This passage stands as it did: verify or dispute it. Nothing was recorded."
DECISION = "Your decision"
AS_EVERYBODY = "See it as everybody does"
LEAVE = "Seen: leave it as it is"
ERASED_NOTES = "For staff alone. Notes on a removed document are erased at the next check."
OTHER_VERSION = (
    "The document has changed since you opened this page, so nothing was recorded. Look again, then decide."
)
NO_NOTE = "Write a staff note, or choose something else. Nothing was recorded."
NO_ACTION = "This form asks for nothing that can be done. Nothing was recorded."
NO_LINK = (
    "This is no link to a passage of a document here. Copy the address of a document page with a passage "
    "marked."
)
CHECK_PASSAGE = "Check this passage"
NOT_ENTERED = "Nobody has entered this passage yet."
ENTER_AND_CHECK = "Enter it and check it"
LONG_PASSAGE = "This is longer than any citation. Link to the cited passage alone."
NOTHING_GIVEN = "Give a link or a saved reply."
QUOTES_NO_ANSWER = "This saved reply quotes nothing as an answer."


def moment(when: datetime) -> str:
    """Return a time to the minute, in UTC."""
    return f"{day(when.astimezone(UTC).date())}, {when.astimezone(UTC):%H:%M} UTC"


def slow_down(seconds: float) -> str:
    """Return what is said when log-ins are tried too often."""
    count = ceil(seconds)
    return f"Too many attempts. Wait {count} second{'s'[: count != 1]}, then try again."


def too_long(field: str, limit: int) -> str:
    return f"{field} has more than {limit:,} characters. Shorten it; nothing was recorded."


def clash(names: Sequence[str]) -> str:
    """Return what is said when others, whose *names* are given, have recorded something meanwhile."""
    who = listed(sorted(set(names)), "and")
    return (
        f"While you had this page open, {who} recorded something here: see the history. What you wrote is "
        "still in the form; nothing of it was recorded."
    )


def leave_all(count: int) -> str:
    """Return what the button says that answers for this passage and *count* others."""
    return f"Seen: leave all {count + 1} of this document as they are"


def goes_on_as(id: int) -> str:
    return f"Goes on as passage {id}."


def went_on_from(id: int) -> str:
    return f"Was passage {id}."
