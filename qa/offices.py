"""An office is not its deputy's: "the director" is asked for, a sentence names the deputy director. Pure."""

import re
from dataclasses import dataclass

_OFFICE = (
    r"director|president|chief|secretary|mayor|sheriff|governor|commissioner|chair(?:man|woman|person)?|"
    r"minister|leader|head|chancellor|ambassador|attorney|administrator|manager|marshal|officer|executive"
)
_LESSER = r"deputy|vice|acting|interim|assistant|associate|lieutenant"
_PAST = r"former|ex|then|onetime|one-time|past"
_ASKED = re.compile(
    rf"\bwho(?:[’']s|\s(?P<verb>is|are|was|were|became))\s"
    rf"(?P<before>(?:(?!(?:for|of|to|by|with|under|who|that)\s)[\w’'.()]+\s){{0,5}}?)"
    rf"(?P<office>{_OFFICE})(?!\w)",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(rf"(?<!\w)(?:{_LESSER}|{_PAST})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Office:
    """An office whose holder a question asks for."""

    words: str
    is_now: bool  # who holds it now, not who ever did

    def is_held_in(self, sentence: str) -> bool | None:
        """Return whether *sentence* names the office itself; None where it names neither it nor a lesser one.

        Lesser are a deputy's and the like, and, where it is asked who holds it now, a former holder's.
        """
        lesser = re.compile(f"{_LESSER}|{_PAST}" if self.is_now else _LESSER, re.IGNORECASE)
        named = re.finditer(rf"(?<!\w)(?:([\w-]+)[\s-])?{self.words}(?!\w)", sentence, re.IGNORECASE)
        before = [one[1] or "" for one in named]
        return not all(map(lesser.fullmatch, before)) if before else None


def asked_office(question: str) -> Office | None:
    """Return the office whose holder *question* asks for; None for one that it qualifies, as "acting"."""
    asked = _ASKED.search(question)
    if asked is None or _QUALIFIED.search(asked["before"]):
        return None
    return Office(asked["office"].lower(), (asked["verb"] or "is").lower() in ("is", "are"))
