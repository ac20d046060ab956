"""An office is not its deputy's, nor another body's of that name. Pure.

"The director of ICE" is asked for, a sentence names ICE's deputy director, or the budget office's director.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.aliases import matches
from index.sources import Alias
from qa.question import content_terms

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
_NAME = r"[A-Z][\w’'.&-]*(?:\s(?:(?:of|and|for|the|&)\s){0,2}[A-Z][\w’'.&-]*)*"
_OF = re.compile(rf"\s(?:of|for)\s(?:the\s)?(?P<body>{_NAME})")
_QUALIFIED = re.compile(rf"(?<!\w)(?:{_LESSER}|{_PAST})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Office:
    """An office whose holder a question asks for."""

    words: str
    is_now: bool  # who holds it now, not who ever did
    body: frozenset[str] = frozenset()  # the terms of what it is an office of; empty where that is not said

    def is_held_in(self, sentence: str) -> bool | None:
        """Return whether *sentence* names the office itself; None where it names neither it nor a like one.

        Not itself are a deputy's and the like, that of another body, and, where it is asked who holds it now,
        a former holder's.
        """
        named = list(re.finditer(rf"(?<!\w)(?:([\w-]+)[\s-])?{self.words}(?!\w)", sentence, re.IGNORECASE))
        if not named:
            return None
        return any(
            not self._is_lesser(one[1] or "") and not self._is_of_another(sentence, one.end())
            for one in named
        )

    def _is_lesser(self, before: str) -> bool:
        return (
            re.fullmatch(f"{_LESSER}|{_PAST}" if self.is_now else _LESSER, before, re.IGNORECASE) is not None
        )

    def _is_of_another(self, sentence: str, at: int) -> bool:
        """Return whether *sentence* names at *at*, behind the office, a body of none of its words."""
        body = _OF.match(sentence, at)
        return bool(self.body) and body is not None and self.body.isdisjoint(_terms(body["body"]))


def asked_office(question: str, aliases: Sequence[Alias] = ()) -> Office | None:
    """Return the office whose holder *question* asks for; None for one that it qualifies, as "acting".

    A body that it names is known by the other forms of *aliases* too.
    """
    asked = _ASKED.search(question)
    if asked is None or _QUALIFIED.search(asked["before"]):
        return None
    named = _OF.match(question, asked.end())
    names = [named["body"]] if named else []
    names += [form for name in names for match in matches(name, aliases) for form in match.alias.forms]
    body = frozenset(term for name in names for term in _terms(name))
    return Office(asked["office"].lower(), (asked["verb"] or "is").lower() in ("is", "are"), body)


def _terms(name: str) -> Iterator[str]:
    """Yield the terms of *name* and, for it may be known by them, the initials of its words."""
    yield from content_terms(name)
    initials = [word[0].lower() for word in name.split() if word[0].isupper()]
    if len(initials) > 1:
        yield "".join(initials)
