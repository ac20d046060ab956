"""A sentence and the words marked in it -> the members of the series that they belong to. Pure.

Where a list answers, each of its members is marked, and nothing between them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.records import Span
from qa.question import FUNCTION_WORDS

MAX_MEMBERS = 20
MAX_SENTENCE = 2000  # characters; a longer one is marked as it was
_BOUND = re.compile(r"[()\[\]—–:“”\"]|\s-\s|[.?!]\s*\Z")
_SEPARATOR = re.compile(r"\s*(?P<mark>[,;])\s+(?P<joined>(?:and|or|as well as)\s+)?|\s+(?P<bare>and|or)\s+")
_TOKEN = re.compile(r"\S+")
_ARTICLE = re.compile(r"\b(?:the|an?)\s+\Z", re.IGNORECASE)
# What leads into the first member, and what goes on behind the last: "from the FBI, ..., the DEA in Ohio".
_LEADS = frozenset(
    """like as including include includes from in of at by with to for on are is was were has have among
    between""".split()
)
_INTRODUCES = frozenset("including like such namely especially".split())
_GOES_ON = frozenset(
    "which who that to for at in on by as from with has have had is are was were can may will would".split()
)
_IN_NAMES = frozenset("of for the and".split())
_OPENERS = frozenset("the a an their its his her our more most all other".split())


def members(text: str, marked: Span, names: Iterable[str]) -> tuple[Span, ...]:
    """Return the members of the series in the sentence *text* that holds what is *marked*, in text order.

    *marked* alone where there is none. Commas or semicolons and a last "and" or "or" make a series, and so
    does "and" between two proper names. None of *names* is cut, such as one with a comma of its own.
    """
    region = _region(text, marked)
    if region is None:
        return (marked,)
    parts, joins = _whole(*_parts(text, region, names))
    for places in _series(joins):
        found = _trimmed(text, [parts[at] for at in places], marked)
        if len(found) <= MAX_MEMBERS and any(one.overlap(marked) for one in found):
            return found
    return (marked,)


def _region(text: str, marked: Span) -> Span | None:
    """Return the stretch around *marked* that no bracket, dash or colon divides; None where one is marked."""
    if len(text) > MAX_SENTENCE or _BOUND.search(text, marked.start, marked.end - 1):
        return None
    start = max((bound.end() for bound in _BOUND.finditer(text, 0, marked.start)), default=0)
    end = next((bound.start() for bound in _BOUND.finditer(text, marked.end)), len(text))
    return Span(start, end)


def _parts(text: str, region: Span, names: Iterable[str]) -> tuple[list[Span], list[str]]:
    """Return what stands between the separators in *region*, and the separators: ",", ";", ",and", "and"."""
    whole = {
        at
        for name in names
        for found in re.finditer(re.escape(name), text[slice(*region)], re.IGNORECASE)
        for at in range(found.start() + region.start, found.end() + region.start)
    }
    parts, joins, at = [], [], region.start
    for separator in _SEPARATOR.finditer(text, *region):
        if separator.start() not in whole:
            parts.append(Span(at, separator.start()))
            joined = separator["joined"] or separator["bare"]
            joins.append((separator["mark"] or "") + ("and" if joined else ""))
            at = separator.end()
    return [*parts, Span(at, region.end)], joins


def _whole(parts: list[Span], joins: list[str]) -> tuple[list[Span], list[str]]:
    """Return *parts* and *joins* without a bare "and" where another has a comma: it is within a member."""
    if ",and" not in joins:
        return parts, joins
    whole, kept = [parts[0]], []
    for join, part in zip(joins, parts[1:], strict=True):
        if join == "and":
            whole[-1] = Span(whole[-1].start, part.end)
        else:
            whole.append(part)
            kept.append(join)
    return whole, kept


def _series(joins: Sequence[str]) -> Iterator[Sequence[int]]:
    """Yield the numbers of the parts that make a series, by the separators between the parts.

    Between semicolons only the first part counts: "the jail model, which screens; the street model".
    """
    semicolons = [at for at, join in enumerate(joins) if join[0] == ";"]
    if len(semicolons) >= 2:
        yield [0, *(at + 1 for at in semicolons)]
        return
    first = 0
    for at, join in enumerate(joins):
        if join[0] == ";":
            first = at + 1
        elif join.endswith("and") and at >= first:
            yield range(first, at + 2)
            first = at + 2


def _trimmed(text: str, parts: Sequence[Span], marked: Span) -> tuple[Span, ...]:
    """Return *parts* without what leads into the first and goes on behind the last; none where they are none.

    Two parts must be proper names.
    """
    begins = max(at for at, part in enumerate(parts[:-1]) if at == 0 or _first(text, part) in _INTRODUCES)
    parts = parts[begins:]
    inner = parts[1:-1]
    if not all(_opens(text, part) for part in inner):
        return ()
    are_names = all(_is_name(text, part) for part in inner)
    longest = max((len(_tokens(text, part)) for part in inner), default=0)
    first = _last_words(text, parts[0], longest, are_names=are_names)
    last = _first_words(text, parts[-1], are_names=are_names)
    if first is None or last is None or (not inner and " of " in text[slice(*first)]):  # "Office of X and Y"
        return ()
    if not are_names and _modify(text, (first, *inner), last):
        return ()
    if parts[0].start <= marked.start < first.start and first.end <= marked.end:
        first = Span(marked.start, first.end)
    if not are_names and last.overlap(marked) and marked.end <= parts[-1].end:
        last = Span(last.start, marked.end)
    return (first, *inner, last)


def _modify(text: str, others: Sequence[Span], last: Span) -> bool:
    """Return whether *others* look like adjectives of *last*: "federal, state, and local agencies"."""
    said = [text[slice(*one)] for one in others]
    return " " in text[slice(*last)] and not any(" " in one or one.endswith("s") for one in said)


def _last_words(text: str, part: Span, count: int, *, are_names: bool) -> Span | None:
    """Return the name that ends *part*, or its last *count* words behind what leads into them."""
    kept: list[Span] = []
    for token in reversed(_tokens(text, part)):
        word = text[slice(*token)]
        if are_names and not (_names(word) or word in _IN_NAMES):
            break
        if not are_names and (len(kept) == count or word in _LEADS):
            break
        kept.append(token)
    while are_names and kept and not _names(text[slice(*kept[-1])]):
        kept.pop()
    if not kept or (are_names and not _names(text[slice(*kept[0])])):
        return None
    article = _ARTICLE.search(text, part.start, kept[-1].start)
    return Span(article.start() if article else kept[-1].start, kept[0].end)


def _first_words(text: str, part: Span, *, are_names: bool) -> Span | None:
    """Return the name that *part* begins with, or its words up to those that go on with the sentence."""
    kept: list[Span] = []
    for token in _tokens(text, part):
        word = text[slice(*token)]
        if are_names and not (_names(word) or word in _IN_NAMES):
            break
        if not are_names and word in _GOES_ON:
            break
        kept.append(token)
    while are_names and kept and not _names(text[slice(*kept[-1])]):
        kept.pop()
    return Span(kept[0].start, kept[-1].end) if kept and _opens(text, part) else None


def _tokens(text: str, part: Span) -> list[Span]:
    return [Span(*token.span()) for token in _TOKEN.finditer(text, *part)]


def _opens(text: str, part: Span) -> bool:
    """Return whether *part* begins as a member may, not as "who left" or "they like it"."""
    first = _first(text, part)
    return bool(first) and first not in _GOES_ON and (first not in FUNCTION_WORDS or first in _OPENERS)


def _first(text: str, part: Span) -> str:
    found = _TOKEN.search(text, *part)
    return found[0].lower() if found else ""


def _is_name(text: str, part: Span) -> bool:
    said = [text[slice(*token)] for token in _tokens(text, part)]
    return all(_names(word) or word.strip(",") in _IN_NAMES for word in said) and any(map(_names, said))


def _names(word: str) -> bool:
    return word[0].isupper() and word.lower() not in FUNCTION_WORDS
