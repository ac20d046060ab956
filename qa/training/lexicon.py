"""Spanish questions beside their English originals -> a word lexicon, by expectation maximisation.

IBM Model 1 (Brown et al., Computational Linguistics 1993): each English word of a pair was made by one
Spanish word of it, or by none, whatever their order. Learnt twice, of whole words and of stems, so that a
rare form falls back on its stem. Titles 0 to 6 are learnt; 7 to 9 are for reporting.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel

from index.analysis import folded, stem
from qa.evaluation.collections import CollectionError
from qa.evaluation.records import part_of
from qa.evaluation.squad import REPORTED, read_rows
from qa.lexicon import spanish_stem
from qa.training.files import replace

HEAD = """\
# Spanish word, or stem with a hyphen -> the English word that it most often stands for. CC BY-SA 4.0.
# Learnt by `python -m qa.training lexicon` from SQuAD 2.0's dev questions (Rajpurkar, Jia and Liang 2018,
# CC BY-SA 4.0) beside machine translations of them (Carrino, Costa-jussà and Fonollosa 2020, MIT): titles
# 0 to 6.
"""
ROUNDS = 8  # of expectation and maximisation; more change next to nothing
MIN_SHARE = 0.35  # of a Spanish word's uses that an English one must stand for
ALIKE = 0.6  # of the letters; a word seen once is believed only when it is like its English
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Learnt:
    """A Spanish word, or a stem with a hyphen, and the English word that it most often stands for."""

    spanish: str
    english: str


@dataclass(frozen=True, slots=True)
class _Uses:
    """How often a Spanish unit was expected to stand for an English stem, and in which of its forms."""

    share: float  # of the Spanish unit's uses
    share_of_english: float  # of the English stem's
    form: str


def learn(file: Path, into: Path) -> int:
    """Write the lexicon of the questions in *file* to *into*, a row a word; return how many rows it has.

    Raises CollectionError for a file that cannot be used or whose rows have no `question_en`.
    """
    rows = [row for row in read_rows(file) if part_of(row.title) not in REPORTED]
    pairs = [(row.question, row.question_en) for row in rows if row.question_en]
    if not pairs:
        raise CollectionError(file, None, "has no `question_en` beside its questions")
    found = lexicon(pairs)
    text = HEAD + "".join(f"{one.spanish}\t{one.english}\n" for one in found)
    replace(into, lambda path: path.write_text(text, encoding="utf-8"))
    return len(found)


def lexicon(pairs: Sequence[tuple[str, str]]) -> list[Learnt]:
    """Return what the words and stems of Spanish questions stand for, by *pairs* with their English.

    A word is left out where its stem says the same.
    """
    by_stem = {f"{unit}-": found for unit, found in _told(pairs, spanish_stem).items()}
    by_word = _told(pairs, str)
    rows = [Learnt(unit, found) for unit, found in by_stem.items()]
    rows += [
        Learnt(word, found)
        for word, found in by_word.items()
        if by_stem.get(f"{spanish_stem(word)}-") != found
    ]
    return sorted(rows, key=lambda one: one.spanish)


def _told(pairs: Sequence[tuple[str, str]], unit_of: Callable[[str], str]) -> dict[str, str]:
    """Return the English of each Spanish unit, those left out that nothing certain can be said of."""
    spanish = [[unit_of(folded(word)) for word in _WORD.findall(asked)] for asked, _ in pairs]
    english = [[word.lower() for word in _WORD.findall(original)] for _, original in pairs]
    counts = Counter(unit for units in spanish for unit in units)
    told = {}
    for unit, uses in aligned(spanish, english).items():
        best = max(uses, key=lambda one: (round(_belief(unit, one), 6), one.form))
        if _belief(unit, best) >= MIN_SHARE and (counts[unit] > 1 or _alike(unit, best.form)):
            told[unit] = best.form
    return told


def _belief(unit: str, uses: "_Uses") -> float:
    """Return how far *uses* are what *unit* stands for: by both languages, and by their letters."""
    return float(np.sqrt(uses.share * uses.share_of_english)) + (0.2 if _alike(unit, uses.form) else 0.0)


def _alike(unit: str, form: str) -> bool:
    return Indel.normalized_similarity(unit, form[: len(unit) + 2]) >= ALIKE


def aligned(spanish: Sequence[Sequence[str]], english: Sequence[Sequence[str]]) -> dict[str, list[_Uses]]:
    """Return the English stems that each Spanish unit stands for, after ROUNDS of maximisation."""
    units: dict[str, int] = {"": 0}  # what English words were made by that no Spanish one made
    stems: dict[str, int] = {}
    links: list[tuple[int, int, int]] = []  # unit, stem, number of the English word
    words: list[str] = []
    for ours, theirs in zip(spanish, english, strict=True):
        made_by = [units.setdefault(unit, len(units)) for unit in dict.fromkeys(["", *ours])]
        for word in theirs:
            made = stems.setdefault(stem(word), len(stems))
            links += [(unit, made, len(words)) for unit in made_by]
            words.append(word)
    ours_at, theirs_at, at = np.array(links, dtype=np.int64).reshape(-1, 3).T
    pair, which = np.unique(ours_at * len(stems) + theirs_at, return_inverse=True)
    chance = np.ones(len(pair))
    for _ in range(ROUNDS):
        weight = chance[which]
        weight /= np.bincount(at, weight)[at]
        expected = np.bincount(which, weight)
        chance = expected / np.bincount(pair // len(stems), expected)[pair // len(stems)]
    of_stem = np.bincount(pair % len(stems), expected)
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    for link, number in enumerate(at):
        forms[which[link]][words[number]] += weight[link]
    found: dict[str, list[_Uses]] = defaultdict(list)
    names = list(units)
    for number, code in enumerate(pair):
        if code >= len(stems):  # the first unit is none
            form = max(forms[number].items(), key=lambda item: (item[1], item[0]))[0]
            share = expected[number] / of_stem[code % len(stems)]
            uses = _Uses(float(chance[number]), float(share), form)
            found[names[code // len(stems)]].append(uses)
    return dict(found)
