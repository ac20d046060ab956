"""The guard: names, places, numbers and years of a question must be covered by the passage that answers it.

A passage about Texas is no answer about California, however close the rest of the words. Names are found
whatever their case: those the documents write with a capital, aliases, US states, and the words before
"county" or "police department". Words that only limit the time ("before 2026") are covered by any date that
fits them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.aliases import matches
from index.analysis import stem, stems, words
from index.blocks import BlockKind, blocks
from index.records import Document, Passage, Span
from index.sources import Alias
from qa.as_of import resolved
from qa.dates import dates
from qa.places import PLACES, localities, states
from qa.question import AMBIGUOUS_MONTHS, FUNCTION_WORDS, MONTHS, month_names
from qa.restriction import Restriction, restriction
from qa.vocabulary import Vocabulary

_FIGURE = re.compile(r"(?<![\w.,])\$?\d+(?:[,.]\d+)*(?![\w(])")
_WITHIN_NAME = re.compile(r"[ \xa0-]|[’']s?[ \xa0]")  # between two words of one: "Sheriff's Office"
MANY_CAPITALS = 0.7  # a question with a larger share of them is shouted or a headline: they tell nothing
COMMON = 0.2  # a term in a larger share of the passages tells hardly anything


@dataclass(frozen=True, slots=True)
class Required:
    """A term that a passage must cover: as it stands in the question, in any of its forms."""

    words: str
    forms: tuple[tuple[str, ...], ...]  # each form as stems; one form covered is enough
    in_document: bool  # whether it is enough that the document says it anywhere, as for a programme or office
    time: Restriction | None  # what the question keeps to, where the words are part of that

    @classmethod
    def uncovered(cls, words: str) -> "Required":
        """Return a term that no passage covers, whatever its words."""
        return cls(words, forms=(), in_document=False, time=None)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands in a question."""

    span: Span
    is_place: bool  # a US state, or what stands before "County", "police department" and the like
    is_common: bool  # in so many passages that it tells hardly anything
    is_known: bool  # whether the collection has its words


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of a document, so that they are cut and stemmed once."""

    published: date | None
    record: frozenset[str]  # of its title, publisher, authors, year and month
    text: str  # of its text, function words left out as they are in a name, with a blank around each

    @classmethod
    def of(cls, document: Document) -> "_Terms":
        source = document.source
        record = set(stems(" ".join(filter(None, (source.title, source.publisher, *source.authors)))))
        if source.published:
            record |= {str(source.published.year), *map(stem, month_names(source.published.month))}
        return cls(source.published, frozenset(record), f" {' '.join(_telling(document.text))} ")


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows which words the collection writes as names, so that a question is read whatever its case."""

    vocabulary: Vocabulary
    aliases: tuple[Alias, ...]
    proper: frozenset[str]  # stems that the documents write with a capital inside sentences, never without
    plain: frozenset[str]  # stems that the documents write in lower case
    places: frozenset[str]  # the states, and what the documents name a county, a city or police after
    documents: Mapping[str, _Terms]  # by document id

    @classmethod
    def of(cls, documents: Collection[Document], vocabulary: Vocabulary, aliases: Sequence[Alias]) -> "Guard":
        """Return the guard of a collection of *documents*, each of which is read once, here."""
        proper: set[str] = set()
        plain: set[str] = set()
        for document in documents:
            for word, is_name in written(document):
                if word.islower():
                    plain.add(stem(word))
                elif is_name:
                    proper.add(stem(word))
        return cls(
            vocabulary=vocabulary,
            aliases=tuple(aliases),
            proper=frozenset(proper - plain),
            plain=frozenset(plain),
            places=PLACES.union(*(_places_of(document.text) for document in documents)),
            documents={document.id: _Terms.of(document) for document in documents},
        )

    def required(self, question: str) -> list[Required]:
        """Return the names, places, figures, months and years of *question*, in text order.

        None lies within another, and none is so common here that it tells hardly anything.
        """
        found: list[tuple[Span, Required]] = []
        time = restriction(question)

        def add(span: Span, forms: Iterable[tuple[str, ...]], *, in_document: bool = False) -> None:
            if not any(span.overlap(other) for other, _ in found):
                limits = time if time and time.span.covers(span) else None
                found.append((span, Required(question[slice(*span)], tuple(forms), in_document, limits)))

        if time and time.is_stretch:
            add(time.span, [])
        by_case = tells_by_case(question)
        for span in words(question):
            if number := _month(question, span, by_case=by_case):
                add(span, [(stem(name),) for name in month_names(number)])
        for match in matches(question, self.aliases):
            add(match.span, [_telling(form) for form in match.alias.forms], in_document=True)
        figures = [Span(*hit.span()) for hit in _FIGURE.finditer(question)]
        for span in (
            *states(question),
            *self._names(question, by_case=by_case),
            *localities(question, self._is_uncommon),
            *figures,
        ):
            add(span, [_telling(question[slice(*span)])])
        found.sort(key=lambda item: item[0])
        return [required for _, required in found if not self._says_little(required)]

    def named(self, question: str, *, by_case: bool) -> list[Named]:
        """Return the names of *question*, common ones too, in text order; of two that overlap, the longer.

        *by_case* is whether a capital marks a name here, as `tells_by_case` says of a whole text.
        """
        local = localities(question, self._is_uncommon)
        places = [*local, *states(question)]
        others = [match.span for match in matches(question, self.aliases)]
        others += self._names(question, by_case=by_case)
        found: list[Named] = []
        longest = sorted({*places, *others}, key=lambda span: (span.start - span.end, span))
        for span in longest:
            if not any(span.overlap(one.span) for one in found):
                terms = _telling(question[slice(*span)])
                is_common = all(self.vocabulary.is_common(term, COMMON) for term in terms)
                is_place = span in places or any(span.covers(one) for one in local)
                is_known = all(term in self.vocabulary for term in terms)
                found.append(Named(span, is_place, is_common, is_known))
        return sorted(found, key=lambda one: one.span)

    def spoken_names(self, text: str) -> list[Named]:
        """Return the names of *text* as somebody typed it; capitals count where they tell anything."""
        return self.named(text, by_case=tells_by_case(text))

    def missing(self, required: Sequence[Required], passage: Passage) -> list[Required]:
        """Return which of *required* neither the passage nor its heading nor its document's record covers.

        A name that the document gives in full elsewhere is covered by its most telling word, and by its last
        one where that is a name by itself ("Bier" for "David Bier").
        """
        document = self.documents[passage.document.id]
        held = {*_stems(f"{passage.chunk.heading or ''} {passage.text}"), *document.record}
        return [
            one
            for one in required
            if not any(self._covers(form, held, document, one) for form in one.forms)
            and not (one.time and not one.forms and _has_date(one.time, passage.text, document.published))
        ]

    def elsewhere(self, required: Sequence[Required], heading: str | None, sentence: str) -> list[Required]:
        """Return the places of *required* where *sentence* and *heading* name others and none of them.

        Its passage may well name the place that is asked for, as that of another sentence.
        """
        asked = {one: found for one in required if (found := self._places(one.words, re.IGNORECASE))}
        named = self._places(f"{heading or ''} {sentence}")  # written as documents do
        return list(asked) if named and not any(named & found for found in asked.values()) else []

    def is_unknown(self, required: Required) -> bool:
        """Return whether the thing named occurs nowhere in the collection."""
        records = [document.record for document in self.documents.values()]
        return bool(required.forms) and not any(
            all(term in self.vocabulary or any(term in record for record in records) for term in form)
            for form in required.forms
        )

    def _covers(self, form: tuple[str, ...], held: set[str], document: _Terms, required: Required) -> bool:
        if held.issuperset(form):
            return True
        if f" {' '.join(form)} " not in document.text:
            return False
        if required.in_document or len(form) == 1:
            return required.in_document
        telling = max(form, key=lambda term: (self.vocabulary.weight(term), term))
        return telling in held or (form[-1] in self.proper and form[-1] in held)

    def _places(self, text: str, flags: int = 0) -> set[str]:
        return {found.casefold() for found in _any_of(self.places, flags).findall(text)}

    def _says_little(self, required: Required) -> bool:
        return any(all(self.vocabulary.is_common(term, COMMON) for term in form) for form in required.forms)

    def _is_uncommon(self, word: str) -> bool:
        return stem(word) not in self.plain

    def _names(self, question: str, *, by_case: bool) -> list[Span]:
        """Return the runs of words of *question* that are names: known ones in any case, others by it."""
        runs: list[Span] = []
        for span in words(question):
            word = question[slice(*span)]
            if word.lower() in FUNCTION_WORDS or word.lower() in MONTHS:
                continue
            capital = by_case and word[0].isupper() and len(word) > 1 and not begins_sentence(question, span)
            if capital or (stem(word) in self.proper and not word[0].isdigit()):
                if runs and _WITHIN_NAME.fullmatch(question[runs[-1].end : span.start]):
                    runs[-1] = Span(runs[-1].start, span.end)
                else:
                    runs.append(span)
        return runs


@lru_cache(maxsize=16)
def _any_of(names: frozenset[str], flags: int) -> re.Pattern[str]:
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", flags)


def _places_of(text: str) -> set[str]:
    """Return the names before "County", "Police Department" and the like in the *text* of a document."""
    found = localities(text, lambda word: word[0].isupper())
    return {" ".join(text[slice(*span)].split()) for span in found}


def _has_date(time: Restriction, text: str, published: date | None) -> bool:
    """Return whether a date in *text*, or the *published* one, fits *time*."""
    if published and time.admits(published.year, published.month, published.day):
        return True
    held = (resolved(one, published) for one in dates(text))
    return any(time.admits(one.year, one.month, one.day) for one in held)


def _month(question: str, span: Span, *, by_case: bool) -> int | None:
    """Return the number of the month that the word at *span* names, if any; of "may" only by its capital."""
    word = question[slice(*span)]
    if word.lower() in AMBIGUOUS_MONTHS:
        named = by_case and word[0].isupper() and not begins_sentence(question, span)
        return MONTHS[word.lower()] if named else None
    return MONTHS.get(word.lower())


def written(document: Document) -> Iterator[tuple[str, bool]]:
    """Yield each word of *document*, and whether a capital inside a sentence marks it as a name."""
    for block in blocks(document.text, document.source.boilerplate):
        text = document.quote(block.span)
        for span in words(text):
            word = text[slice(*span)]
            inside = block.kind is not BlockKind.HEADING and not begins_sentence(text, span)
            yield word, inside and not word.islower()


def tells_by_case(question: str) -> bool:
    """Return whether capitals mark names in *question*, which is neither shouted nor a headline."""
    inner = [question[span.start] for span in words(question) if not begins_sentence(question, span)]
    return sum(map(str.isupper, inner)) <= MANY_CAPITALS * len(inner)


def begins_sentence(text: str, span: Span) -> bool:
    """Return whether the word at *span* is the first of a sentence of *text*, as far as marks tell."""
    before = text[max(span.start - 20, 0) : span.start].rstrip("“‘\"'([¿¡ \xa0\n")
    return not before or before[-1] in ".!?:•–—"


def _telling(text: str) -> tuple[str, ...]:
    """Return the stems of *text*, without its function words unless it has no others."""
    told = " ".join(text[a:b] for a, b in words(text) if text[a:b].lower() not in FUNCTION_WORDS)
    return tuple(_stems(told) or _stems(text))


def _stems(text: str) -> list[str]:
    """Return the stems of *text* without the s of a possessive, which many leave out."""
    return [term for term in stems(text) if term != "s"]
