"""Spanish words -> English ones: a glossary written by hand, and a word lexicon learnt from questions.

Both are data files in `qa/models/spanish/`. What is looked up is folded: in lower case, without accents.
"""

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from index.analysis import folded

if TYPE_CHECKING:
    import tantivy

FOLDER = Path(__file__).parent / "models" / "spanish"
GLOSSARY, LEARNT = FOLDER / "glossary.toml", FOLDER / "lexicon.tsv"
_IMPERFECT = re.compile(r"ia(?=(?:s|n|mos)?$)")
_IRREGULAR = {"person": "people", "woman": "women", "man": "men", "child": "children"}


class Role(StrEnum):
    """What a glossary entry is to a question."""

    FUNCTION = "function"  # says how something is asked; found only as it is listed
    ASKING = "asking"  # asks, where it is accented or begins the question
    THING = "things"  # something of the subject; found in its inflections too, in the plural as a plural
    TERM = "terms"  # another word of the subject; found in its inflections too
    NAME = "names"  # a month, place or number


INFLECTED = frozenset({Role.THING, Role.TERM})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a Spanish word or phrase is in English; empty for what is left out of a search."""

    english: str
    role: Role


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The glossary by phrase, word and stem, and the learnt words."""

    asking: Mapping[tuple[str, ...], Entry]  # by folded words
    exact: Mapping[tuple[str, ...], Entry]  # by folded words, one or several
    inflected: Mapping[tuple[str, ...], Sequence[tuple[str, Entry]]]  # by stems: the forms as they are listed
    learnt: Mapping[str, str]  # English by folded word, or by stem
    longest: int  # words of the longest phrase
    sha256: str  # of both files

    @classmethod
    def load(cls, glossary: Path = GLOSSARY, learnt: Path = LEARNT) -> "Lexicon":
        """Return what the two files say. Both are part of the program: a broken one is a bug."""
        told, rows = glossary.read_bytes(), learnt.read_bytes()
        asking: dict[tuple[str, ...], Entry] = {}
        exact: dict[tuple[str, ...], Entry] = {}
        inflected: dict[tuple[str, ...], list[tuple[str, Entry]]] = defaultdict(list)
        for role, form, english in _forms(tomllib.loads(told.decode("utf-8"))):
            entry, words = Entry(english, role), tuple(folded(form).split())
            (asking if role is Role.ASKING else exact)[words] = entry
            if role in INFLECTED:
                inflected[tuple(map(spanish_stem, words))].append((" ".join(words), entry))
        known = (line.split("\t") for line in rows.decode("utf-8").splitlines() if not line.startswith("#"))
        return cls(
            asking=asking,
            exact=exact,
            inflected=dict(inflected),
            learnt={spanish: english for spanish, english in known},
            longest=max(map(len, (*asking, *exact))),
            sha256=hashlib.sha256(told.replace(b"\r\n", b"\n") + rows.replace(b"\r\n", b"\n")).hexdigest(),
        )

    def asks(self, forms: Sequence[str]) -> tuple[Entry, int] | None:
        """Return the longest phrase that asks at the head of the folded words *forms*, and its words."""
        return _longest(forms[: self.longest], self.asking.get)

    def listed(self, forms: Sequence[str]) -> tuple[Entry, int] | None:
        """Return the longest phrase of the glossary at the head of *forms*, as it is or inflected."""
        return _longest(forms[: self.longest], self._listed)

    def _listed(self, words: tuple[str, ...]) -> Entry | None:
        if found := self.exact.get(words):
            return found
        said = " ".join(words)
        listed = self.inflected.get(tuple(map(spanish_stem, words)), ())
        alike = [one for one in listed if one[1].role is not Role.THING or _in_number(words, one[0].split())]
        form, entry = min(alike, key=lambda one: Indel.distance(one[0], said), default=("", None))
        is_plural = said.partition(" ")[0].endswith("s") > form.partition(" ")[0].endswith("s")
        return (
            Entry(plural(entry.english), entry.role)
            if is_plural and entry and entry.role is Role.THING
            else entry
        )

    def learnt_word(self, word: str) -> str | None:
        """Return the English that was learnt for the very *word*."""
        return self.learnt.get(word)

    def learnt_stem(self, word: str) -> str | None:
        """Return the English that was learnt for the stem of *word*."""
        return self.learnt.get(f"{spanish_stem(word)}-")


def _in_number(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether *words* and *others* differ in number alone: "caso" is no form of "casa"."""
    pairs = (sorted(pair, key=len) for pair in zip(words, others, strict=True))
    return all(longer.removeprefix(shorter) in ("", "s", "es") for shorter, longer in pairs)


def _longest(
    forms: Sequence[str], look_up: Callable[[tuple[str, ...]], Entry | None]
) -> tuple[Entry, int] | None:
    """Return what *look_up* knows of as many words at the head of *forms* as it knows, and how many."""
    for count in range(len(forms), 0, -1):
        if found := look_up(tuple(forms[:count])):
            return found, count
    return None


def plural(english: str) -> str:
    """Return *english* with its last word in the plural."""
    head, _, last = english.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif re.search(r"[^aeiou]y$", last):
        last = last[:-1] + "ies"
    elif last.endswith(("s", "x", "ch", "sh")):
        last += "es"
    else:
        last += "s"
    return f"{head} {last}".strip()


@lru_cache(maxsize=50_000)
def spanish_stem(word: str) -> str:
    """Return the stem of one folded Spanish *word*: `acuerdos` gives `acuerd`.

    Many type no accents, so none counts; the one by which the stemmer knows the imperfect is put back.
    """
    return "".join(_stemmer().analyze(_IMPERFECT.sub("ía", word)))


@lru_cache(maxsize=1)
def _stemmer() -> "tantivy.TextAnalyzer":
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return (
        TextAnalyzerBuilder(Tokenizer.raw())
        .filter(Filter.stemmer("spanish"))
        .filter(Filter.ascii_fold())
        .build()
    )


def _forms(tables: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Role, str, str]]:
    """Yield each form of a glossary with its role and its English."""
    for role in Role:
        for english, forms in tables[role].items():
            for form in forms.split(";"):
                yield role, form.strip(), english
