"""A question among other sentences -> the question without what askers say of themselves. Pure.

"I am a student writing a paper about this. How many ...?": with that before them, nearly a third of our
questions lost their evidence.
"""

import re
from collections.abc import Callable, Iterator, Sized
from itertools import pairwise

from index.records import Span
from index.sentences import sentences
from qa.courtesies import asks, bare
from qa.question import content_terms

MIN_TERMS = 2  # of a question that is understood alone
_OF_THE_ASKER = re.compile(
    r"""\W*(?:(?:hi|hello|hey|good\s\w+|hola|buen[oa]s\s\w+)(?:\s(?:there|all|everyone))?\W+)?
      (?:i|i[’']?(?:m|ve|d|ll)|we|we[’']?(?:re|ve)|my|our|(?:it|this)(?:[’']?s|\sis)\s(?:for|my)
      | soy|somos|estoy|estamos|tengo|tenemos|vivo|vivimos|trabajo|necesito|quiero|busco|hago|escribo
      | me|nos|mis?|nuestr[oa]s?|(?:esto\s)?es\spara)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_STOP = re.compile(r"[.!?:]\s+")
_POINTS_BACK = re.compile(r"\b(?:it|this|these|those|such|es[oae]s?|est[oae]s?)\b", re.IGNORECASE)
# These may also stand for something that the question names before them.
_STANDS_FOR = re.compile(
    r"\b(?:its|they|them|their|he|him|his|she|her|ell[oa]s?|él|lo|le|les|su|sus)\b", re.IGNORECASE
)


def without_asides(text: str, names: Callable[[str], Sized]) -> str:
    """Return *text* with blanks for sentences in which askers speak of themselves, so that places in it stay.

    One with a name in it stays, as *names* finds them, and all stay where the question has too few words of
    its own, or one that may refer to what was said before it.
    """
    parts = list(_sentences(text))
    said = [text[slice(*part)] for part in parts]
    asides = [
        part
        for part, words in zip(parts, said, strict=True)
        if _OF_THE_ASKER.match(words) and not _is_question(words) and not names(words)
    ]
    questions = [bare(words) for words in said if _is_question(words)]
    has_own = any(len(content_terms(words)) >= MIN_TERMS or names(words) for words in questions)
    if not has_own or any(map(_refers, questions)):
        return text
    for start, end in asides:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _sentences(text: str) -> Iterator[Span]:
    """Yield the places of the sentences of *text*; a question begins one in lower case too."""
    starts = {sentence.start for sentence in sentences(text, Span(0, len(text)))}
    starts |= {stop.end() for stop in _STOP.finditer(text) if asks(bare(text[stop.end() :]))}
    for start, end in pairwise([*sorted(starts), len(text)]):
        yield Span(start, end)


def _is_question(sentence: str) -> bool:
    return "?" in sentence or asks(bare(sentence))


def _refers(question: str) -> bool:
    """Return whether a word of *question* may stand for something outside it."""
    stands = _STANDS_FOR.search(question)
    return bool(_POINTS_BACK.search(question)) or bool(
        stands and not content_terms(question[: stands.start()])
    )
