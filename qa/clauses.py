"""An English question -> its clause cut where its parts meet. Pure.

It is cut by the closed word classes and the forms of words, not parsed: where a noun phrase ends is a guess
that serves to put a question into other words, and never decides what is quoted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qa.guard import Named
from qa.parts import ENGLISH, Token, tokens

WH = frozenset("what which who whom whose when where why how".split())
DO = frozenset("do does did don't doesn't didn't".split())
BE = frozenset("is are was were isn't aren't wasn't weren't".split())
_DETERMINERS = frozenset(
    "the a an this that these those its their his her my your our some any all each every".split()
)
_PRONOUNS = frozenset("it they he she we you i this that these those there someone anyone people".split())
_CLAUSE_WORDS = frozenset("that who which when if because while whether where".split())
_WHO = frozenset({"what", "who"})
_DEFINING = _WHO | {"where"}
_SINGULAR = re.compile(r"(?:ss|us|is|ics|'s)\Z")
_PLURALS = frozenset("people men women children police staff personnel folks cops".split())
_VERBS = frozenset(
    """made given known built paid sued run held taken written said told sold sent kept won lost found founded
    born led left met begun done gone seen shown spent cut put set wrote gave took got went saw began became
    brought bought thought drew grew knew rose fell felt spoke stood threw wore says gives wants needs makes
    takes happens causes""".split()
)


class Clause(NamedTuple):
    """An English question cut where its parts meet; what it does not have is ""."""

    wh: str  # "how many", "which", "since when"; "" of a yes/no question
    noun: str  # what `wh` asks for: "agencies" of "How many agencies"
    auxiliary: str
    subject: str  # behind the auxiliary
    rest: str

    @property
    def is_definition(self) -> bool:
        """Whether it asks what, who or where its subject is."""
        asks = self.wh.lower() in _DEFINING and self.auxiliary in BE
        return asks and bool(self.subject) and not self.rest


def clause(text: str, named: Sequence[Named]) -> Clause | None:
    """Return the English question *text*, whose names are *named*; None where it begins as no question."""
    words = _Words(text, tokens(text), {one.span.start: one.span.end for one in named})
    at = 0
    while at < 2 and words.lower(at) in ENGLISH.prepositions:
        at += 1
    wh = words.lower(at)
    if words.lower(0) in ENGLISH.auxiliaries:
        return words.cut(0, 0, 0)
    if wh not in WH:
        return None
    at += 1
    takes_noun = wh in ("what", "which", "whose") and not (wh == "what" and is_verb(words.lower(at)))
    if wh == "how" and words.has(at) and words.lower(at) not in ENGLISH.auxiliaries:  # "how many", "how long"
        takes_noun = words.lower(at) in ("many", "much")
        at += 1
    if not (takes_noun and words.has(at)) or words.lower(at) in ENGLISH.auxiliaries:
        return words.cut(at, at, at)
    behind = words.first_auxiliary(at) or words.noun_end(at, is_many=words.lower(at - 1) == "many")
    return words.cut(at, at, behind)


def is_plural(phrase: str) -> bool:
    """Return whether the noun phrase *phrase* is of more than one, as far as its form tells."""
    found = [token.lower for token in tokens(phrase)]
    head = next((at for at, word in enumerate(found) if word in ENGLISH.prepositions), len(found))
    return "and" in found or (bool(head) and _looks_plural(found[head - 1]))


def is_verb(word: str) -> bool:
    """Return whether *word*, in lower case, has the form of a verb that hardly any noun has."""
    return (len(word) > 4 and word.endswith(("ed", "ing"))) or word in _VERBS


def _looks_plural(word: str) -> bool:
    return word in _PLURALS or (len(word) > 3 and word.endswith("s") and not _SINGULAR.search(word))


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    found: Sequence[Token]
    names: Mapping[int, int]  # where each ends, by where it starts

    def has(self, at: int) -> bool:
        return at < len(self.found)

    def lower(self, at: int) -> str:
        return self.found[at].lower if self.has(at) else ""

    def between(self, first: int, end: int) -> str:
        """Return the text from word *first* up to word *end*, which is not in it."""
        return self.text[self.found[first].span.start : self.found[end - 1].span.end] if first < end else ""

    def cut(self, wh_end: int, noun_start: int, at: int) -> Clause:
        """Return the clause whose auxiliary, if it has one, is the word *at*."""
        asked, noun = self.between(0, wh_end), self.between(noun_start, at)
        last = len(self.found)
        if self.lower(at) not in ENGLISH.auxiliaries:
            return Clause(asked, noun, "", "", self.between(at, last))
        auxiliary, start = self.lower(at), at + 1
        of_noun = bool(noun) and auxiliary not in DO and not self.begins_subject(start)
        # "What is driving ...?": what drives is asked for, and there is no subject.
        of_what = not noun and auxiliary in BE and asked.lower() in _WHO and self.lower(start).endswith("ing")
        if of_noun or of_what:
            return Clause(asked, noun, auxiliary, "", self.between(start, last))
        end = self.subject_end(start) if self.has_verb(asked, auxiliary, start) or noun else last
        return Clause(asked, noun, auxiliary, self.between(start, end), self.between(end, last))

    def has_verb(self, asked: str, auxiliary: str, start: int) -> bool:
        """Return whether a verb or the like follows the subject that begins at *start*."""
        if auxiliary not in BE or asked.lower() not in _DEFINING:
            return True
        if asked.lower() == "where" and self.found[-1].lower.endswith("est"):  # "participation highest"
            return True
        return any(is_verb(token.lower) for token in self.found[start + 1 :])

    def first_auxiliary(self, start: int) -> int | None:
        for at in range(start + 1, len(self.found)):
            if self.lower(at) in _CLAUSE_WORDS:
                return None
            if self.lower(at) in ENGLISH.auxiliaries:
                return at
        return None

    def noun_end(self, start: int, *, is_many: bool) -> int:
        """Return where the noun behind "how many" or "which" ends, where no auxiliary tells."""
        for at in range(start, len(self.found)):
            word = self.lower(at)
            goes_on = self.lower(at + 1) in ("of", "in", "at", "from", "and", "or")
            if is_many and _looks_plural(word) and not goes_on:
                return at + 1
            if not is_many and at > start and (is_verb(word) or word in _CLAUSE_WORDS):
                return at
        plurals = (at + 1 for at in range(start, len(self.found)) if _looks_plural(self.lower(at)))
        return next(plurals, min(start + 1, len(self.found)))

    def begins_subject(self, start: int) -> bool:
        if not self.has(start):
            return False
        if self.lower(start) in _DETERMINERS | _PRONOUNS or self.found[start].span.start in self.names:
            return True
        for at in range(start, len(self.found) - 1):
            if self.lower(at) in ENGLISH.function_words or is_verb(self.lower(start)):
                return False
            if _looks_plural(self.lower(at)):
                return True
        return False

    def subject_end(self, start: int) -> int:
        """Return where the subject that begins at word *start* ends: before the verb."""
        if not self.has(start):
            return start
        if self.lower(start) in _PRONOUNS and not _looks_plural(self.lower(start + 1)):
            return start + 1
        has_determiner = self.lower(start) in _DETERMINERS
        at = start + has_determiner
        is_named = self.has(at) and self.found[at].span.start in self.names
        if is_named:
            name_end = self.names[self.found[at].span.start]
            while self.has(at) and self.found[at].span.start < name_end:
                at += 1
            if not has_determiner:
                return at
        bound = at
        while self.has(bound) and self.goes_on(bound, start):
            bound += 1
        for word in range(max(at, start + 1), bound):
            if is_verb(self.lower(word)):
                return word
        if not is_named:
            for word in range(at, bound):
                if _looks_plural(self.lower(word)):
                    return word + 1
        return min(max(at, start + 1, bound - 1), len(self.found))

    def goes_on(self, at: int, start: int) -> bool:
        """Return whether the noun phrase that begins at *start* may go on with word *at*."""
        word = self.lower(at)
        if at > start and self.text[self.found[at - 1].span.end : self.found[at].span.start].strip():
            return False
        ends = _DETERMINERS | _PRONOUNS | _CLAUSE_WORDS | {"to", "not"} if at > start else frozenset()
        return word not in ENGLISH.prepositions - ENGLISH.joins and word not in ends
