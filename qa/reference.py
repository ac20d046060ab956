"""What the pronouns of an English follow-up stand for in the question before it. Pure.

A pronoun that may stand for something in its own question is left alone, and so is one that stands for
nothing ("Is it legal to ...?"). Where it is not clear what is meant, the content words of before are set
behind instead.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.clauses import BE, DO, WH, Clause, is_plural
from qa.earlier import Earlier
from qa.parts import ENGLISH, Part, PartKind, Token, tokens
from qa.rephrasing import joined, relative

# "it" that stands for nothing.
EXPLETIVE = re.compile(
    r"""
      \b(?:is|was|will|would|does|did|has|can|how|that)\sit\s(?:\w+\s){0,4}(?:to|that|for|if|when)\b
    | \bit\s(?:\w+\s)?(?:takes?|took|costs?)\s(?:\w+\s){0,3}to\b
    | \b(?:makes?|made|finds?|found)\sit\s(?:\w+\s){1,2}(?:to|for|that)\b
    | \b(?:what|which)\s(?:time|day|date|year)\s(?:is|was)\sit\b
    | \b(?:is|was|will)\sit\s(?:\w+\s)?(?:rain|snow|sunny|hot|cold|warm|late|early)\w*
    | \bit\s(?:rain|snow)s?\b | \bhow\sis\sit\sgoing\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
OF_US = frozenset("i you we me us my your our".split())  # who asks, or is asked
_ASKING = WH | ENGLISH.auxiliaries | frozenset("tell explain describe define".split())
# Content words of a question that points back, or before its pronoun. One with more may point at what
# everyone knows, or mean one of them.
MAX_OWN = 2
_CLAUSE_MARKS = WH | frozenset("that if because while whether after before as so".split())
_PEOPLE = frozenset("he she him her his".split())
_MANY = frozenset("they them those these their".split())
_POINTING = frozenset("that this those these".split())
_CHOOSING = ENGLISH.articles | frozenset("which this that each every any".split())
# What may stand behind a pointing word: "that program", "those agencies".
_THINGS = frozenset(
    """program programme model agreement contract deal law bill act rule policy order memo memorandum plan
    proposal number figure estimate poll survey study report article money amount thing issue group
    organization agency department office company team place city state county country town man woman person
    people official officer programs models agreements contracts deals laws bills rules policies orders plans
    proposals numbers figures estimates groups agencies departments offices places cities states counties
    officers things""".split()
)
# What may stand behind "that" alone: "Is that legal?", "What does that include?"
_JUDGING = frozenset("legal illegal allowed required normal common true right correct".split())
_HAPPENING = frozenset(
    "new include mean change cost happen work apply cover help start end last take require".split()
)
_OF_PLACE = frozenset("in at near across inside".split())


def referring(asked: str, earlier: Earlier, cut: Clause | None) -> str | None:
    """Return *asked* with what its pronouns stand for in *earlier*, whose clause is *cut*.

    None where no word of it refers to anything outside, or who asks is spoken of.
    """
    return _Referring(earlier, cut, asked, tokens(asked)).resolved()


@dataclass(frozen=True, slots=True)
class _Referring:
    earlier: Earlier
    cut: Clause | None
    asked: str
    found: Sequence[Token]

    def resolved(self) -> str | None:
        begins = next((one.lower for one in self.found if one.lower not in ENGLISH.prepositions), "")
        if begins not in _ASKING or any(one.lower in OF_US for one in self.found):
            return None
        references = [at for at in range(len(self.found)) if self._refers(at)]
        if not references:
            return None
        has_person = any(self._word(at) in _PEOPLE for at in references)
        text, is_clear = self.asked, True
        for at in reversed(references):
            thing = self._stands_for(at, has_person=has_person)
            if thing is None:
                is_clear = False
                continue
            last = at + self._points_at_noun(at)
            text = f"{text[: self.found[at].span.start]}{thing}{text[self.found[last].span.end :]}"
        return text if is_clear else self.earlier.behind(text)

    def _word(self, at: int) -> str:
        return self.found[at].lower if 0 <= at < len(self.found) else ""

    def _owns(self, at: int) -> bool:
        word, behind = self._word(at), self._word(at + 1)
        is_her = word == "her" and bool(behind) and behind not in ENGLISH.function_words
        return is_her or word in ("its", "their", "his")

    def _refers(self, at: int) -> bool:
        """Return whether the word at *at* stands for something outside of the question."""
        word, before, behind = self._word(at), self._word(at - 1), self._word(at + 1)
        content = [n for n in range(at) if self._word(n) not in ENGLISH.function_words]
        marks = [n for n in range(at) if self._word(n) in _CLAUSE_MARKS]
        is_within = len(content) > MAX_OWN or (bool(content and marks) and content[0] < marks[-1])
        if self._owns(at):
            return not content
        if word in _POINTING:
            return self._points_back(at, is_within=is_within)
        if word in _PEOPLE | _MANY | {"it"}:
            return not is_within
        if word == "one":
            is_chosen = any(self._word(n) in _CHOOSING for n in range(at - 3, at))  # "the best one"
            return not behind and bool(content) and not is_chosen
        return word == "there" and behind in ("", "now", "today") and before not in BE and bool(self._place())

    def _points_at_noun(self, at: int) -> bool:
        """Return whether the word at *at* points with the noun behind it: no "said that agencies"."""
        word, behind = self._word(at), self._word(at + 1)
        return word in _POINTING and behind in _THINGS and is_plural(behind) == (word in _MANY)

    def _points_back(self, at: int, *, is_within: bool) -> bool:
        word, before, behind = self._word(at), self._word(at - 1), self._word(at + 1)
        if len(self.earlier.content(self.asked)) - self._points_at_noun(at) > MAX_OWN:
            return False
        if self._points_at_noun(at):
            return not is_within
        stands_alone = not behind or behind in _JUDGING | _HAPPENING | ENGLISH.prepositions
        if word in _MANY:
            is_part = before in BE | DO | {"of", "for", "with"}
            return not is_within and is_part and (stands_alone or behind in ENGLISH.auxiliaries)
        return stands_alone and (not behind or before in DO or (before in BE and at <= 2))

    def _stands_for(self, at: int, *, has_person: bool) -> str | None:
        """Return the words of before that the word at *at* stands for; None where they are not clear."""
        word = self._word(at)
        if word == "there":
            return f"in {self._place()}"
        if word in _PEOPLE:
            thing = self._person()
        elif word in _MANY:
            thing = self._things()
        else:
            thing = None if self._is_what_happens(at) else self._thing(has_person=has_person)
        if thing is None or (word == "one" and tokens(thing)[0].lower not in ("a", "an")):
            return None
        if not self._owns(at):
            return thing
        if re.search(r"\s(?:who|that)\s", thing):  # "those who opposed it's reasons" is no English
            return None
        return f"{thing}’" if thing.endswith("s") else f"{thing}’s"

    def _is_what_happens(self, at: int) -> bool:
        """Return whether the word at *at* stands for what happens: "Is it legal?", "When did he do that?"."""
        before, behind = self._word(at - 1), self._word(at + 1)
        if before in ("do", "done", "doing") or (before == "did" and not behind):
            return True
        return behind in _JUDGING and not (self.cut and self.cut.is_definition)

    def _place(self) -> str | None:
        parts = [one for one in self.earlier.parts if one.kind is PartKind.PLACE]
        parts = parts or [one for one in self._names() if one.preposition in _OF_PLACE]
        if parts:
            return self.earlier.words(parts[-1])
        return self.cut.subject if self.cut and self.cut.is_definition else None

    def _names(self) -> list[Part]:
        return [one for one in self.earlier.parts if one.kind is PartKind.NAME and not one.is_common]

    def _elsewhere(self) -> Iterator[str]:
        """Yield the names that no place is given by."""
        return (self.earlier.words(one) for one in self._names() if one.preposition not in _OF_PLACE)

    def _person(self) -> str | None:
        cut = self.cut
        if cut and cut.wh.lower() == "who" and not cut.subject:
            return joined("the person who", cut.auxiliary, cut.rest)
        if cut and cut.noun and not cut.subject and not is_plural(cut.noun):
            return joined("the", relative(cut))
        return next(self._elsewhere(), None)

    def _thing(self, *, has_person: bool) -> str | None:
        cut = self.cut
        if cut is None:
            return None
        found = [cut.subject, object_of(cut)]
        if has_person or cut.auxiliary not in BE:  # "Does Florida have an agreement?" "When was it signed?"
            found.reverse()
        thing = next((one for one in found if one and not is_plural(one) and _says_something(one)), None)
        if thing is None and cut.noun and not is_plural(cut.noun) and "how" not in cut.wh.lower():
            return joined("the", relative(cut))
        return thing or next(self._elsewhere(), None)

    def _things(self) -> str | None:
        cut = self.cut
        if cut is None:
            return None
        if cut.wh.lower() == "who" and not cut.subject:
            return joined("those who", cut.auxiliary, cut.rest)
        if cut.noun and is_plural(cut.noun):
            return joined("the", relative(cut))
        plural = next((one for one in (cut.subject, object_of(cut)) if is_plural(one)), "")
        return plural or cut.subject or None


def object_of(cut: Clause) -> str:
    """Return what stands behind the verb of *cut*, up to a preposition; "" where nothing does."""
    if cut.subject.lower() == "there":  # "Is there a limit on detainers?"
        return cut.rest
    found = tokens(cut.rest)
    ends = ENGLISH.prepositions - ENGLISH.joins
    end = next((at for at in range(1, len(found)) if found[at].lower in ends), len(found))
    return cut.rest[found[1].span.start : found[end - 1].span.end] if end > 1 else ""


def _says_something(phrase: str) -> bool:
    return any(token.lower not in ENGLISH.function_words for token in tokens(phrase))
