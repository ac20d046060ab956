"""A question as typed -> the question with misspelt words mended into words of the collection. Pure.

A word is mended only where hardly anything else can be meant: it is neither known here nor an ordinary word
or name, and one word of the collection is clearly the nearest to it. States, months and numbers are never
mended, nor is anything mended into one: a wrong one would make another question.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis import analyser, folded, stem, stems, words
from index.records import Document, Span
from index.sources import Alias
from qa.contract import MAX_QUESTION
from qa.guard import begins_sentence, tells_by_case, written
from qa.places import STATES
from qa.question import FUNCTION_WORDS, MONTHS
from qa.vocabulary import Vocabulary

MIN_LETTERS = 5  # of a word that is mended, and of what it is mended into
LONG = 8  # letters of a word in which two slips are mended, and not only one
CLEARLY = 3  # how many times as often as another word that is as near the one that is taken must occur

# Letters alone: no part of "MS13gang", of an address, or of a letter with its accent typed after it.
_WORD = re.compile(rf"(?<![\w@\u0300-\u036f])[^\W\d_]{{{MIN_LETTERS},}}(?![\w@\u0300-\u036f])")
# What makes another right word of a right word: "defunded", "protestors", "warrantless", "wouldnt".
_BEFORE = re.compile(
    r"\A(?:anti|counter|de|dis|inter|mis|multi|non|over|pre|re|self|sub|super|under|un)(?=.{5})"
)
_BEHIND = re.compile(r"(?<=.{4})(?:ers?|ees?|ors?|less|ness|able|ful|(?<=[dst]n)t)\Z")
_NUMBERS = (
    "three seven eight eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion third quarter"
)
# No word is mended out of one of these, nor into one.
_FIXED = frozenset(
    [*(word for state in STATES for word in state.lower().split()), *MONTHS, *_NUMBERS.split()]
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may have been meant, and what speaks for it."""

    word: str  # in lower case
    term: str  # its stem
    uses: int  # of that stem in the collection; 0 for an ordinary word that the collection does not hold
    own_uses: int  # of the very word
    is_name: bool  # whether the collection writes it as a name or a part of one, or never in lower case


# How many slips away, and whether there are other letters: to exchange two is the slip that is made most.
_Far = tuple[int, bool]
_Shelf = Mapping[str, _Candidate]  # by the word without accents


@dataclass(frozen=True, slots=True)
class Spelling:
    """Knows the words of one collection, and the ordinary ones that stand in the way of a rash correction."""

    vocabulary: Vocabulary
    whole: frozenset[str]  # words that are right as they are, in lower case
    known: frozenset[str]  # stems that are right too, beside those of the vocabulary
    shelves: Mapping[tuple[str, int], _Shelf]  # by first letter and length, so that few words are compared

    @classmethod
    def of(
        cls,
        documents: Iterable[Document],
        vocabulary: Vocabulary,
        aliases: Sequence[Alias],
        ordinary: Collection[str],
    ) -> "Spelling":
        """Return the spelling of a collection of *documents*, each of which is read once, here.

        *ordinary* are words, in lower case, that are right even where the collection does not hold them.
        """
        known = frozenset(map(stem, FUNCTION_WORDS))
        known |= {term for alias in aliases for form in alias.forms for term in stems(form)}
        held = _held(_printed(documents, aliases), known, vocabulary)
        shelves: dict[tuple[str, int], dict[str, _Candidate]] = defaultdict(dict)
        for bare, candidate in (*_ordinary(ordinary, held), *held.items()):
            shelves[bare[0], len(bare)][bare] = candidate
        whole = frozenset(ordinary) | {candidate.word for candidate in held.values()}
        known |= frozenset(analyser().analyze(" ".join(ordinary)))
        return cls(vocabulary, whole, known, dict(shelves))

    def mended(self, question: str) -> str:
        """Return *question* with its misspelt words mended and every other character as it is.

        The case of a word stays as it was typed. A question that is too long to be answered, or would become
        so, is returned as it is.
        """
        if len(question) > MAX_QUESTION:
            return question
        by_case = tells_by_case(question)

        def mend(match: re.Match[str]) -> str:
            word = match.group()
            as_name = by_case and word[0].isupper() and not begins_sentence(question, Span(*match.span()))
            meant = None if self._is_known(word) else self._meant(folded(word), as_name=as_name)
            return _in_case_of(word, meant) if meant else word

        mended = _WORD.sub(mend, question)
        return mended if len(mended) <= MAX_QUESTION else question

    def _is_known(self, word: str) -> bool:
        term, lower = stem(word), word.lower()
        if term in self.vocabulary or term in self.known or lower in _FIXED:
            return True
        return _BEFORE.sub("", lower, count=1) in self.whole or _BEHIND.sub("", lower) in self.whole

    def _meant(self, folded: str, *, as_name: bool) -> str | None:
        """Return the word that is clearly the nearest to *folded*, None where there is none."""
        found = self._near(folded, 2 if len(folded) >= LONG else 1)
        if not found:
            return None

        def order(one: tuple[_Far, _Candidate]) -> tuple[_Far, int, int, int, str]:
            far, candidate = one
            odd = _odd_letters(folded, candidate.word)  # "sherifs" is "sheriffs" rather than "sheriff"
            return far, -candidate.uses, odd, -candidate.own_uses, candidate.word

        (nearest, best), *others = sorted(found, key=order)
        rival = next((other for far, other in others if far == nearest and other.term != best.term), None)
        if rival and best.uses + 1 < CLEARLY * (rival.uses + 1):
            return None
        may_be = best.uses and best.word not in _FIXED and (best.is_name or not as_name)
        return best.word if may_be else None

    def _near(self, folded: str, limit: int) -> list[tuple[_Far, _Candidate]]:
        """Return the candidates within *limit* slips of *folded*, which has the same first letter.

        A slip is a letter too many, too few or wrong, or two neighbours exchanged (optimal string alignment).
        """
        letters = sorted(folded)
        found = []
        for length in range(len(folded) - limit, len(folded) + limit + 1):
            shelf = self.shelves.get((folded[0], length), {})
            near = process.extract(folded, shelf.keys(), scorer=OSA.distance, score_cutoff=limit, limit=None)
            found += [((slips, sorted(word) != letters), shelf[word]) for word, slips, _ in near]
        return found


def _printed(documents: Iterable[Document], aliases: Iterable[Alias]) -> Iterator[tuple[str, bool]]:
    """Yield each word of documents, their records and aliases, and whether it is written as a name is.

    The words that questions are made of count as printed too: to mend one is always right.
    """
    yield from ((word, False) for word in FUNCTION_WORDS)
    for document in documents:
        yield from written(document)
        source = document.source
        for part in filter(None, (source.title, source.publisher, *source.authors)):
            yield from ((part[a:b], part[a].isupper() and part != source.title) for a, b in words(part))
    for alias in aliases:
        for form in alias.forms:
            yield from ((form[a:b], form[a].isupper()) for a, b in words(form))


def _held(
    printed: Iterable[tuple[str, bool]], known: Collection[str], vocabulary: Vocabulary
) -> dict[str, _Candidate]:
    """Return the words that the collection holds, by the word without accents.

    Where two differ by their accents alone, it is the one that is printed more often.
    """
    printings: Counter[str] = Counter()
    names: set[str] = set()
    in_lower_case: set[str] = set()
    for word, is_name in printed:
        if word.isalpha() and len(word) >= MIN_LETTERS:
            lower = word.lower()
            printings[lower] += 1
            if is_name:
                names.add(lower)
            elif word == lower:
                in_lower_case.add(lower)
    terms = {word: stem(word) for word in printings}
    uses: Counter[str] = Counter()
    for word, count in printings.items():
        uses[terms[word]] += count
    held: dict[str, _Candidate] = {}
    for word, count in sorted(printings.items(), key=lambda item: (-item[1], item[0])):
        term = terms[word]
        if term in vocabulary or term in known:  # else it is in boilerplate alone
            is_name = word in names or word not in in_lower_case  # else it may begin each of its sentences
            candidate = _Candidate(word, term, uses[term], count, is_name)
            held.setdefault(folded(word), candidate)
    return held


def _ordinary(ordinary: Iterable[str], held: Mapping[str, _Candidate]) -> Iterator[tuple[str, _Candidate]]:
    """Yield the *ordinary* words; those with the stem of a word that is *held* count as used as often."""
    uses = {candidate.term: candidate.uses for candidate in held.values()}
    for word in sorted(ordinary):
        if len(word) >= MIN_LETTERS:
            term = stem(word)
            yield folded(word), _Candidate(word, term, uses.get(term, 0), 0, is_name=False)


def _odd_letters(word: str, other: str) -> int:
    """Return how many letters one of the two words has and the other has not."""
    mine, theirs = Counter(word), Counter(other)
    return ((mine - theirs) + (theirs - mine)).total()


def _in_case_of(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if typed[0].isupper() else word
