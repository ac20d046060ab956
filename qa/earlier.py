"""An earlier question, and what it becomes with a fragment in the place of one of its parts. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.records import Span
from qa.parts import Grammar, Namer, Part, PartKind, Token, parts, tokens

MAX_FRAGMENT = 12  # words of "And the one on Elm Street?"
# A fragment with one of these says less than it seems to: "And before that?"
_POINTING = frozenset(
    "that this it them those these there then eso esto ese esa ellos ellas ahí allí".split()
)
_OF_TIME = frozenset("under during before after since until bajo durante".split())
# The words of a fragment and its parts -> the question with them for a common noun; None where there is none.
Common = Callable[[str, Sequence[Part]], str | None]


@dataclass(frozen=True)
class Earlier:
    """An earlier question without its marks, that a follow-up is taken together with."""

    text: str
    grammar: Grammar
    namer: Namer

    @cached_property
    def parts(self) -> list[Part]:
        return parts(self.text, self.namer(self.text), self.grammar)

    def parts_of(self, fragment: str) -> list[Part]:
        """Return the parts of *fragment*, whose first word has its capital only where it is a name."""
        led = f"{self.grammar.lead} {fragment}"
        return [shifted(one, len(fragment) - len(led)) for one in parts(led, self.namer(led), self.grammar)]

    def with_fragment(self, fragment: str, *, is_led: bool, common: Common) -> str | None:
        """Return the earlier question with *fragment* in the place of what is of its kind.

        *is_led* is whether "And" or "What about" stand before it; without them it must be a phrase, or a
        place or time that has a counterpart. *common* does it for common nouns, which each language puts
        differently.
        """
        found = tokens(fragment)
        if not found or len(found) > MAX_FRAGMENT or any(one.lower in _POINTING for one in found):
            return None
        own = self.parts_of(fragment)
        whole = Span(found[0].span.start, found[-1].span.end)
        first = next((one for one in own if one.whole.start == whole.start), None)
        if first and first.preposition:
            return self.with_phrase(fragment[slice(*whole)], first, own)
        sole = first if first and first.whole == whole else None
        if sole is None and is_led:
            return common(fragment[slice(*whole)], own)
        if sole is None or not (is_led or sole.kind in (PartKind.PLACE, PartKind.TIME)):
            return None
        with_it = self._with_bare(fragment, sole, is_led=is_led)
        return with_it or (common(fragment[slice(*whole)], own) if is_led else None)

    def with_phrase(self, words: str, first: Part, own: Sequence[Part]) -> str:
        """Return the earlier question with *words*, which begin with the preposition of *first*."""
        words = f"{words[0].lower()}{words[1:]}"
        kinds = {one.kind for one in own}
        kind = PartKind.TIME if PartKind.TIME in kinds else first.kind
        alike = [one for one in self.parts if one.kind is kind and one.preposition == first.preposition]
        others = [one for one in self.parts if one.kind is kind in (PartKind.PLACE, PartKind.TIME)]
        if kind is PartKind.TIME:
            others = others or [one for one in self.parts if one.preposition in _OF_TIME]  # "under Biden"
        if first.preposition in _OF_TIME:
            others = others or [one for one in self.parts if one.kind is PartKind.TIME]
        mixed = [
            one
            for one in self.parts
            if one.preposition == first.preposition and not {one.kind, kind} & {PartKind.PLACE, PartKind.TIME}
        ]
        taken = _last(alike) or _last(others) or _last(mixed)
        if taken is None:
            return f"{self.text} {words}"
        if not taken.preposition:  # "Does Florida ...?" "And in Texas?"
            return self.put(taken.core, words[first.core.start - first.whole.start :])
        return self.put(taken.whole, words)

    def _with_bare(self, fragment: str, sole: Part, *, is_led: bool) -> str | None:
        """Return the earlier question with a place, time or name in the place of another."""
        core = fragment[slice(*sole.core)]
        taken = _last([one for one in self.parts if one.kind is sole.kind])
        if sole.kind is PartKind.NAME:
            names = [one for one in self.parts if one.kind is PartKind.NAME]
            telling = [one for one in names if not one.is_common]
            places = [one for one in self.parts if one.kind is PartKind.PLACE]
            others = (names, places) if sole.is_known else (places, names)
            taken = next((one for found in (telling, *others) for one in found), None)
        if taken is None and sole.kind is PartKind.PLACE and is_led:
            return f"{self.text} {self.grammar.inside} {core}"
        if taken is None:
            return None
        if taken.kind is PartKind.TIME or self._is_modifier(taken):
            return self.put(taken.core, core)
        article = fragment[sole.whole.start : sole.core.start]
        start = taken.core.start
        if taken.article:
            start -= len(taken.article) + 1
        return self.put(Span(start, taken.core.end), f"{article}{core}")

    def _is_modifier(self, part: Part) -> bool:
        """Return whether a common noun follows *part* directly, as in "DEA personnel"."""
        behind = tokens(self.text[part.core.end :])
        if not behind or not self.text[part.core.end : part.core.end + behind[0].span.start].isspace():
            return False
        word = behind[0].lower
        return bool(part.preposition) and word.isalpha() and word not in self.grammar.function_words

    def put(self, span: Span, words: str) -> str:
        """Return the earlier question with *words* in the place of *span*."""
        return f"{self.text[: span.start]}{words}{self.text[span.end :]}"

    def behind(self, asked: str) -> str:
        """Return *asked* with the runs of content words of this question in brackets behind it."""
        runs: list[Span] = []
        for token in self.content(self.text):
            if runs and self.text[runs[-1].end : token.span.start].isspace():
                runs[-1] = Span(runs[-1].start, token.span.end)
            else:
                runs.append(token.span)
        about = ", ".join(dict.fromkeys(self.text[slice(*run)] for run in runs))
        return f"{asked} ({about})" if about else asked

    def content(self, text: str) -> list[Token]:
        """Return the words of *text* that say what it is about."""
        return [one for one in tokens(text) if one.lower not in self.grammar.function_words]

    def words(self, part: Part) -> str:
        """Return *part* of this question with its article."""
        start = part.core.start - (len(part.article) + 1 if part.article else 0)
        return self.text[start : part.core.end]


def shifted(part: Part, by: int) -> Part:
    """Return *part* as it stands in a text that begins *by* characters earlier or later."""
    whole, core = (Span(span.start + by, span.end + by) for span in (part.whole, part.core))
    return part._replace(whole=whole, core=core)


def _last(found: Sequence[Part]) -> Part | None:
    return found[-1] if found else None
