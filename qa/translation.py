"""A Spanish question -> the English question that is searched and read. Pure.

Word by word: the rest by the glossary, the learnt lexicon and the likeness of cognates, while names, numbers,
dates and English words pass through. What comes out is for searching; nothing of it is ever shown as a quote.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from unicodedata import normalize

from index.analysis import words
from index.records import Span
from qa.courtesies import without_thanks
from qa.guard import begins_sentence, tells_by_case
from qa.lexicon import Entry, Lexicon, Role

MIN_COVERAGE = 0.5  # of the content words; with less, a search question says too little to be read with
MIN_COGNATE = 4  # letters; shorter words are alike by chance

# What stands before the question itself: "¿Me puede decir cuántos ...?"
_LEAD = re.compile(
    r"""^\W*(?:
        (?:hola|oiga|oye|disculpe|perdon|buen[oa]s\s(?:dias|tardes|noches)|por\sfavor|y|pero|entonces|pues)\b
      | (?: (?:me|nos)\s(?:puede[ns]?|podria[ns]?)\s(?:decir|explicar)
          | (?:alguien\s)?sabe[ns]?(?:\susted(?:es)?|\salguien)?
          | (?:quisiera|quisieramos|quiero|queremos|necesito|me\sgustaria)\ssaber
          | diga(?:me|nos) | dime | dinos )
        (?=\W+(?:por\sfavor\W+)?(?:si|que|cual\w*|cuan\w+|como|donde|quien\w*|por\sque|en\sque|a\sque|de\sque)\b)
    )[\s,:;]+""",
    re.VERBOSE,
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|am)\b", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_BEFORE_ASKING = frozenset("a con contra de desde en entre hacia hasta para por segun sobre y e o".split())
# What stands behind a name in English: "condado de Harris" is "Harris County".
_BEHIND_NAMES = {
    "county": "County",
    "police": "police",
    "police department": "Police Department",
    "sheriff's office": "Sheriff's Office",
    "officers": "agents",
}
# Endings by which a Spanish word becomes its English cognate; the first that gives a word counts. Those of
# the first list are long enough for any English word to be meant, the others give words of the collection.
_SURE_ENDINGS = (
    ("ciones", "tions"), ("cion", "tion"), ("siones", "sions"), ("sion", "sion"), ("idades", "ities"),
    ("idad", "ity"), ("mente", "ly"), ("almente", "ally"), ("ificar", "ify"), ("encia", "ence"),
    ("encia", "ency"), ("ancia", "ance"), ("ismo", "ism"), ("istas", "ists"), ("ista", "ist"),
    ("logos", "logists"), ("logia", "logy"),
    ("arios", "aries"), ("ario", "ary"), ("orio", "ory"), ("icos", "ics"), ("ico", "ic"), ("ica", "ic"),
    ("ico", "ical"), ("ica", "ical"), ("ivos", "ives"), ("ivo", "ive"), ("iva", "ive"), ("oso", "ous"),
    ("osa", "ous"),
)  # fmt: skip
_ENDINGS = (
    ("entes", "ents"), ("ente", "ent"), ("antes", "ants"), ("ante", "ant"), ("ado", "ated"), ("ada", "ated"),
    ("ado", "ed"), ("ada", "ed"), ("ido", "ed"), ("ida", "ed"), ("izar", "ize"), ("ar", "ate"), ("ar", "e"),
    ("ar", ""), ("dad", "ty"), ("tad", "ty"), ("aria", "ary"), ("ia", "y"), ("io", "y"), ("os", "s"),
    ("as", "s"),
    ("es", "s"), ("o", "e"), ("a", "e"), ("o", ""), ("a", ""), ("e", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Translation:
    """The English question that is searched for a Spanish one."""

    text: str
    coverage: float  # share of the content words whose English is known or that pass through, in [0, 1]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word or phrase of the question in English."""

    english: str
    span: Span  # of the Spanish words
    role: Role
    is_known: bool = True
    passes: bool = False  # through as it stands

    @property
    def is_name(self) -> bool:
        """Whether this is a name, or a word that may be one."""
        return self.passes or self.role is Role.NAME

    @property
    def is_content(self) -> bool:
        return self.role not in (Role.FUNCTION, Role.ASKING)


@dataclass(frozen=True, slots=True)
class Translator:
    """Knows Spanish words, and which words the collection and ordinary English hold."""

    lexicon: Lexicon
    is_held: Callable[[str], bool]  # by the collection, in any inflection
    is_english: Callable[[str], bool]  # an ordinary word, in lower case

    def translate(self, question: str) -> Translation:
        """Return the search question for the Spanish *question*, which begins as an English one would."""
        asked = without_thanks(normalize("NFC", question))
        pieces = list(_names_first(list(self._pieces(asked))))
        content = [piece for piece in pieces if piece.is_content]
        known = sum(piece.is_known for piece in content)
        return Translation(_sentence(asked, pieces), known / len(content) if content else 0.0)

    def _pieces(self, question: str) -> Iterator[_Piece]:
        """Yield what *question* says in English, phrase by phrase, from where it begins to ask."""
        bare = "".join(map(_bare, question))
        lead = 0
        while said := _LEAD.match(bare[lead:]):
            lead += said.end()
        spans = [span for span in words(question) if span.start >= lead]
        forms = [bare[slice(*span)] for span in spans]
        by_case = tells_by_case(question)
        at, begins, has_asked = 0, True, False
        while at < len(spans):
            word = question[slice(*spans[at])]
            is_name = by_case and word[0].isupper() and not begins_sentence(question, spans[at])
            may_ask = not has_asked and (begins or word.lower() != forms[at])
            found = self.lexicon.asks(forms[at:]) if may_ask else None
            has_asked = has_asked or found is not None
            found = found or self._listed(word, forms[at:], is_name=is_name or word.isupper())
            entry, count = found or (None, 1)
            span = Span(spans[at].start, spans[at + count - 1].end)
            yield (
                _Piece(entry.english, span, entry.role)
                if entry
                else self._word(word, span, forms[at], is_name=is_name)
            )
            begins = begins and forms[at] in _BEFORE_ASKING
            at += count

    def _listed(self, word: str, forms: Sequence[str], *, is_name: bool) -> tuple[Entry, int] | None:
        """Return what the glossary says at the head of *forms*; a name is no inflection of a word."""
        found = self.lexicon.listed(forms)
        is_like = found is not None and found[1] == 1 and (forms[0],) not in self.lexicon.exact
        return None if is_like and is_name and self.is_held(word) else found

    def _word(self, word: str, span: Span, form: str, *, is_name: bool) -> _Piece:
        """Return what a word that the glossary does not list is."""
        if any(map(str.isdigit, word)):
            number = word.replace(".", ",") if _THOUSANDS.fullmatch(word) else word
            return _Piece(number, span, Role.NAME)
        role = Role.NAME if is_name else Role.TERM
        if (is_name or word.isupper()) and self.is_held(word):
            return _Piece(word, span, role, passes=True)
        english = self._english(form)
        if english is None or english == form:
            # The capital that begins a Spanish sentence would make a name of it within an English one.
            passed = word if is_name or word.isupper() or self.is_held(word) else word.lower()
            return _Piece(passed, span, role, is_known=is_name or english is not None, passes=True)
        return _Piece(_capital(english) if is_name else english, span, role)

    def _english(self, form: str) -> str | None:
        """Return the English of a word that the glossary does not list, by the surest way that gives one."""
        return (
            self.lexicon.learnt_word(form)
            or next(filter(self._is_word, _cognates(form, _SURE_ENDINGS)), None)
            or self.lexicon.learnt_stem(form)
            or next(filter(self.is_held, [form, *_cognates(form, _ENDINGS)]), None)
        )

    def _is_word(self, word: str) -> bool:
        return self.is_held(word) or self.is_english(word)


def _cognates(form: str, endings: Sequence[tuple[str, str]]) -> list[str]:
    """Return the English words that *form* may be but for one of *endings*."""
    alike = [form.removesuffix(spanish) + english for spanish, english in endings if form.endswith(spanish)]
    return [word for word in alike if len(word) >= MIN_COGNATE]


def _names_first(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Yield *pieces* with what stands before a name in Spanish behind it: "Harris County"."""
    at = 0
    while at < len(pieces):
        behind = _BEHIND_NAMES.get(pieces[at].english)
        first = at + 1
        while behind and first < len(pieces) and pieces[first].english in ("of", "of the", "the"):
            first += 1
        end = first
        while at + 1 < first <= end < len(pieces) and pieces[end].is_name and _adjoin(pieces, end, first):
            end += 1
        if behind and end > first:
            yield from pieces[first:end]
            yield _Piece(behind, pieces[end - 1].span, Role.NAME)
            at = end
        else:
            yield pieces[at]
            at += 1


def _adjoin(pieces: Sequence[_Piece], at: int, first: int) -> bool:
    """Return whether the piece at *at* is the first, or has nothing but a blank before it."""
    return at == first or pieces[at].span.start - pieces[at - 1].span.end == 1


def _sentence(question: str, pieces: Sequence[_Piece]) -> str:
    """Return *pieces* as a question that begins as an English one does, with the commas of *question*."""
    said = [piece for piece, after in zip_longest(pieces, pieces[1:]) if _is_said(piece, after)]
    if not said:
        return question
    text = said[0].english
    for before, piece in pairwise(said):
        comma = "," in question[before.span.end : piece.span.start]
        text += f"{',' if comma else ''} {piece.english}"
    asks = any(piece.role is Role.ASKING for piece in said)
    is_question = asks or "?" in question or "¿" in question
    if is_question and not asks and not _AUXILIARY.match(text):
        text = f"Does {text}"
    return _capital(text) + ("?" if is_question else "")


def _is_said(piece: _Piece, after: _Piece | None) -> bool:
    """Return whether *piece* belongs in an English question: an article before a name does not."""
    return piece.english not in ("", "the") or (
        piece.english == "the" and not (after and after.role is Role.NAME)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bare(letter: str) -> str:
    """Return *letter* in lower case without its accent, one letter for one."""
    return normalize("NFD", letter)[0].lower()[0]
