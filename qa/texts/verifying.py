"""What `verify`, `replay` and the ledger say, in English."""

from collections.abc import Mapping

NEAR = "near passage"
PARTS = {"quote": "quote", "date": "words that date it", "speaker": "speaker"}
STATES = {
    "intact": "intact",
    "moved": "moved",
    "changed": "changed",
    "orphaned": "orphaned",
}
# By state, and by whether the document is still the version that the reply names.
NEXT_STEPS: Mapping[tuple[str, bool], str] = {
    ("intact", False): "The document has changed elsewhere since; these words and their place have not.",
    ("moved", True): (
        "This version of the document has these words at another place: the reply was altered. Do not cite "
        "it; ask again."
    ),
    (
        "moved",
        False,
    ): "The document has changed: these words now stand at another place. Cite that place.",
    ("changed", True): (
        "This version of the document does not have these words here: the reply was altered. Do not cite it; "
        "ask again."
    ),
    ("changed", False): (
        "The document has changed, and these words no longer stand here. Do not cite them as they are: read "
        "the document, or ask again."
    ),
    ("orphaned", True): (
        "This version of the document has nothing like these words: the reply was altered. Do not cite it; "
        "ask again."
    ),
    ("orphaned", False): (
        "The document is not in this collection, or has nothing like these words any more. Do not cite it "
        "from here."
    ),
}
NO_LEDGER = "There is no ledger yet: staff have entered no passage."
NEWS = "new since the last check"
NO_SAVED_REPLY = "the file holds no saved reply: save the output of `ask --json` and name that file"
QUOTES_NOTHING = "It quotes nothing, so there is nothing to check."
FOREIGN_RECEIPT = (
    "The receipt is not that of this reply, which was altered or is from another version of this bot."
)
SAME_REPLY = "The same reply."
OTHER_REPLY = "Another reply."
MADE_OTHERWISE = "What replies are made from has changed:"
SAYS_OTHERWISE = "What the reply says has changed:"
NOTHING_NEW = "The receipt names nothing new: the reply was altered, or made on another kind of machine."
NONE = "none"


def unreadable(line: int, error: str) -> str:
    """Return what is said of a line that holds no reply."""
    return f"{line}. This is no saved reply: {error}. Save the output of `ask --json` as it is."


def stands_at(start: int, end: int) -> str:
    return f"They stand at {start}\u2013{end}."


def suggestion(start: int, end: int, text: str) -> str:
    """Return the offer of the nearest text, which only a person can accept."""
    return f"The nearest text, for a person to confirm, is at {start}\u2013{end}: \u201c{text}\u201d"


def nearest_at(start: int, end: int) -> str:
    return f"The nearest text, for a person to confirm, is at {start}\u2013{end}."


def ledger_checked(states: Mapping[str, int], news: int, answered: int) -> str:
    """Return how many passages of the ledger are in which state, and for how many that is news or settled."""
    count = sum(states.values())
    found = ", ".join(f"{number} {STATES[state]}" for state, number in states.items() if number)
    whole = f"{count} passage{'s'[: count != 1]} in the ledger"
    settled = f" Staff have answered for {answered} of what has drifted." if answered else ""
    return f"{whole}{': ' if found else ''}{found}. New since the last check: {news}.{settled}"


def checked(states: Mapping[str, int], replies: int, unreadable: int) -> str:
    """Return how many quotes of how many replies are in which state."""
    count = sum(states.values())
    found = ", ".join(f"{number} {STATES[state]}" for state, number in states.items() if number)
    whole = f"{count} quote{'s'[: count != 1]} in {replies} repl{'y' if replies == 1 else 'ies'}"
    unread = f"; {unreadable} line{'s'[: unreadable != 1]} could not be read" if unreadable else ""
    return f"{whole}{': ' if found else ''}{found}{unread}."


def differs(what: str) -> str:
    return f"{what}: not as it was"


def was_and_is(what: str, then: str, now: str) -> str:
    return f"{what}: was {then}, is {now}"
