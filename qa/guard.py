"""The guard: names, places, numbers and years of a question must be covered by the passage that answers it.

A passage about Texas is no answer about California, however close the rest of the words. Names are found
whatever their case: those the documents write with a capital, aliases, US states, and the words before
"county" or "police department".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.aliases import matches
from index.analysis import stem, stems, words
from index.blocks import BlockKind, blocks
from index.records import Document, Passage, Span
from index.sources import Alias
from qa.question import AMBIGUOUS_MONTHS, FUNCTION_WORDS, MONTHS, month_names
from qa.vocabulary import Vocabulary

STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|"
    "Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    "New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Puerto Rico"
).split("|")
_STATE = re.compile(r"(?<!\w)(?:" + "|".join(sorted(STATES, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?<!\w)((?:[^\W\d_][\w’'.-]*\s+){1,3})(?:county|parish|city|township|police\s+department|sheriff[’']?s?\s+(?:office|department)|pd)(?!\w)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\w.,])\$?\d+(?:[,.]\d+)*(?![\w(])")


@dataclass(frozen=True, slots=True)
class Required:
    """A term that a passage must cover: as it stands in the question, in any of its forms."""

    words: str
    forms: tuple[tuple[str, ...], ...]  # each form as stems; one form covered is enough
    in_document: bool = False  # whether it is enough that the document says it anywhere, as for a programme or office


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows which words the collection writes as names, so that they are found in a question whatever their case."""

    vocabulary: Vocabulary
    aliases: tuple[Alias, ...]
    proper: frozenset[str]  # stems that the documents write with a capital inside sentences, never without
    plain: frozenset[str]  # stems that the documents write in lower case

    @classmethod
    def of(cls, documents: Iterable[Document], vocabulary: Vocabulary, aliases: Sequence[Alias]) -> "Guard":
        proper: set[str] = set()
        plain: set[str] = set()
        for document in documents:
            for block in blocks(document.text, document.source.boilerplate):
                text = document.quote(block.span)
                for span in words(text):
                    word = text[slice(*span)]
                    if word.islower():
                        plain.add(stem(word))
                    elif block.kind is not BlockKind.HEADING and not _begins_sentence(text, span):
                        proper.add(stem(word))
        return cls(vocabulary, tuple(aliases), frozenset(proper - plain), frozenset(plain))

    def required(self, question: str) -> list[Required]:
        """Return the names, places, numbers, months and years of *question*, in text order, none within another."""
        found: list[tuple[Span, Required]] = []

        def add(span: Span, required: Required) -> None:
            if span.end > span.start and not any(span.overlap(other) for other, _ in found):
                found.append((span, required))

        for span in words(question):
            word = question[slice(*span)]
            if word.lower() in MONTHS and (word.lower() not in AMBIGUOUS_MONTHS or word[0].isupper()):
                add(span, Required(word, tuple((stem(name),) for name in month_names(MONTHS[word.lower()]))))
        for match in matches(question, self.aliases):
            forms = tuple(_telling(form) for form in match.alias.forms)
            add(match.span, Required(question[slice(*match.span)], forms, in_document=True))
        states, figures = (
            [Span(*hit.span()) for hit in pattern.finditer(question)] for pattern in (_STATE, _FIGURE)
        )
        for span in [*states, *self._names(question), *self._local_names(question), *figures]:
            add(span, Required(question[slice(*span)], (_telling(question[slice(*span)]),)))
        ordered = [required for _, required in sorted(found, key=lambda item: item[0])]
        return [required for required in ordered if not self._says_little(required)]

    def missing(self, required: Sequence[Required], passage: Passage) -> list[Required]:
        """Return which of *required* neither the passage nor its heading nor its document's record covers.

        A name that the document gives in full elsewhere is covered by its most telling word ("Bier").
        """
        document = passage.document
        source = document.source
        near = " ".join(filter(None, (passage.text, passage.chunk.heading, source.title, source.publisher, *source.authors)))
        held = set(stems(near))
        if source.published:
            held |= {str(source.published.year), *(stem(name) for name in month_names(source.published.month))}
        everywhere = " ".join(stems(document.text))
        return [one for one in required if not any(self._covers(form, held, everywhere, one) for form in one.forms)]

    def is_unknown(self, required: Required) -> bool:
        """Return whether the thing named occurs nowhere in the collection."""
        return not any(all(term in self.vocabulary for term in form) for form in required.forms)

    def _covers(self, form: tuple[str, ...], held: set[str], everywhere: str, required: Required) -> bool:
        if set(form) <= held:
            return True
        if f" {' '.join(form)} " not in f" {everywhere} ":
            return False
        if required.in_document:
            return True
        telling = max(form, key=lambda term: (self.vocabulary.weight(term), term))
        return len(form) > 1 and telling in held

    def _says_little(self, required: Required) -> bool:
        return any(all(self.vocabulary.is_common(term, 0.2) for term in form) for form in required.forms)

    def _names(self, question: str) -> list[Span]:
        """Return the runs of words of *question* that are names: known ones whatever their case, others by their capitals."""
        tokens = [span for span in words(question) if question[slice(*span)].lower() not in FUNCTION_WORDS]
        capitals = [question[span.start].isupper() for span in words(question)]
        by_case = sum(capitals) <= 0.6 * len(capitals)  # neither shouted nor a headline
        runs: list[Span] = []
        for span in tokens:
            word = question[slice(*span)]
            capital = by_case and word[0].isupper() and len(word) > 1 and not _begins_sentence(question, span)
            if capital or (stem(word) in self.proper and not word[0].isdigit()):
                if runs and question[runs[-1].end : span.start] in (" ", "-", "\xa0"):
                    runs[-1] = Span(runs[-1].start, span.end)
                else:
                    runs.append(span)
        return runs

    def _local_names(self, question: str) -> list[Span]:
        """Return the words before "county", "police department" and the like that the collection never uses as plain words."""
        found = []
        for match in _LOCAL.finditer(question):
            named: list[Span] = []
            for start, end in reversed(list(words(match.group(1)))):
                word = match.group(1)[start:end]
                if word.lower() in FUNCTION_WORDS or stem(word) in self.plain:
                    break
                named.insert(0, Span(match.start(1) + start, match.start(1) + end))
            if named:
                found.append(Span(named[0].start, named[-1].end))
        return found


def _begins_sentence(text: str, span: Span) -> bool:
    before = text[: span.start].rstrip("“‘\"'([¿¡ \xa0\n")
    return not before or before[-1] in ".!?:•–—"


def _telling(words_: str) -> tuple[str, ...]:
    terms = [stem(words_[a:b]) for a, b in words(words_) if words_[a:b].lower() not in FUNCTION_WORDS]
    return tuple(terms) or tuple(stems(words_))
