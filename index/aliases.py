"""Names of a question -> the other forms under which the documents write them; never for a quote. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from index.records import Span
from index.sources import Alias


class AliasMatch(NamedTuple):
    """A form of *alias* found in a text at *span*."""

    alias: Alias
    span: Span


def matches(text: str, aliases: Sequence[Alias]) -> list[AliasMatch]:
    """Return the forms of *aliases* that *text* holds as whole words, whatever their case, in text order.

    None overlaps another: of two that do, the longer is kept, then the earlier. Any white space or hyphen
    between the words of a form will do.
    """
    found = [
        AliasMatch(alias, Span(*match.span()))
        for alias in aliases
        for form in alias.forms
        for match in _pattern(form).finditer(text)
    ]
    found.sort(key=lambda match: (match.span.start - match.span.end, match.span.start, match.alias.name))
    kept: list[AliasMatch] = []
    for match in found:
        if not any(match.span.overlap(other.span) for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.span)


def other_forms(text: str, match: AliasMatch) -> list[str]:
    """Return the forms of the alias that differ from the words found in *text*."""
    words = text[match.span.start : match.span.end].casefold()
    return [form for form in match.alias.forms if form.casefold() != words]


def as_written_in(text: str, question: str, aliases: Sequence[Alias]) -> str:
    """Return *question* with each proper name in the form in which *text* writes it.

    A name stays as it is where *text* holds its form, or none of the others. Terms ("street model") stay too:
    another form of them may mean a little more or less.
    """
    for match in reversed(matches(question, aliases)):
        asked = question[match.span.start : match.span.end]
        forms = (asked, *other_forms(question, match)) if not match.alias.name[0].islower() else ()
        written = next((form for form in forms if _pattern(form).search(text)), asked)
        question = question[: match.span.start] + written + question[match.span.end :]
    return question


@lru_cache(maxsize=10_000)
def _pattern(form: str) -> re.Pattern[str]:
    words = (re.sub("['’]", "['’]", re.escape(word)) for word in re.split(_GAP, form))
    return re.compile(rf"(?<!\w){_GAP.join(words)}(?!\w)", re.IGNORECASE)


_GAP = r"[\s‐‑-]+"  # white space, the no-break space with it, and the three hyphens
