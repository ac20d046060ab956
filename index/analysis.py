"""Text -> search terms: one analyser for the lexical index and for whoever compares words."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from index.records import Span

if TYPE_CHECKING:
    import tantivy

# A number keeps its separators ("1,168", "2.5"); an acronym its points ("U.S."); "287(g)" its letter.
WORD = re.compile(r"\d+(?:[.,]\d+)*(?:\([a-z]\))?|(?:[^\W\d_]\.){2,}|[^\W_]+", re.UNICODE)
POSSESSIVE = re.compile(r"[’']s$", re.IGNORECASE)


@lru_cache(maxsize=1)
def analyser() -> "tantivy.TextAnalyzer":
    """Return the analyser: words, lower case, accents folded, English stems. `Saldana` finds Saldaña."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = (
        TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60)).filter(Filter.lowercase())
    )
    return builder.filter(Filter.ascii_fold()).filter(Filter.stemmer("english")).build()


def words(text: str) -> Iterator[Span]:
    """Yield the place of each word of *text*."""
    for match in WORD.finditer(text):
        yield Span(*match.span())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the search term of one *word*: `Agencies` gives `agenc`, `1,168` stays whole."""
    if word[0].isdigit():
        return word.lower()
    return "".join(analyser().analyze(word))


def stems(text: str) -> list[str]:
    """Return the search term of each word of *text*, in text order."""
    return [term for span in words(text) if (term := stem(text[span.start : span.end]))]


def folded(word: str) -> str:
    """Return *word* in lower case, without accents."""
    if word.isascii():
        return word.lower()
    return "".join(letter for letter in normalize("NFD", word.lower()) if not combining(letter))
