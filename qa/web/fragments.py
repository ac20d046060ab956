"""A link to a passage on the page that its document came from, which a browser scrolls to and marks. Pure.

The part behind `#:~:text=` is a text fragment, after the draft "URL Fragment Text Directives" of the Web
Incubator group at W3C. A browser that does not know it opens the page at its top.
"""

from collections.abc import Sequence
from urllib.parse import quote

from index.records import Document, Span

WHOLE = 10  # words; of a longer passage only the two ends are given
ENDS = 5  # words at each end of a longer passage
AROUND = 3  # words before and after


def text_fragment_link(document: Document, passage: Span) -> str | None:
    """Return the address of the document's own page with *passage* marked; None where no address is known.

    A passage that browsers cannot find, such as half a word, gives the address alone.
    """
    url = document.source.url
    if url is None:
        return None
    directive = text_directive(document.text, passage)
    if directive is None:
        return url
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def text_directive(text: str, passage: Span) -> str | None:
    """Return `[prefix-,]start[,end][,-suffix]` for *passage*, percent-encoded; None where it cannot be found.

    A match stays within one block of the page, so none of the parts crosses a line of *text*.
    """
    before, inside, after = text[: passage.start], text[passage.start : passage.end], text[passage.end :]
    lines = [found for line in inside.splitlines() if (found := _without_signs(line.split()))]
    if not lines or _meet(before[-1:], inside[:1]) or _meet(inside[-1:], after[:1]):
        return None
    first, last = lines[0], lines[-1]
    whole = len(lines) == 1 and len(first) <= WHOLE
    parts = [_encoded(first)] if whole else [_encoded(first[:ENDS]), _encoded(last[-ENDS:])]
    # Where a sign was left out of the passage, what stands around it does not touch what is left.
    if inside.split()[0] == first[0]:
        prefix = _without_signs(f"{before}|".splitlines()[-1][:-1].split()[-AROUND:], at_end=False)
        parts = [f"{_encoded(prefix)}-", *parts] if prefix else parts
    if inside.split()[-1] == last[-1]:
        suffix = _without_signs(f"|{after}".splitlines()[0][1:].split()[:AROUND], at_start=False)
        parts = [*parts, f"-{_encoded(suffix)}"] if suffix else parts
    return ",".join(parts)


def _without_signs(words: Sequence[str], *, at_start: bool = True, at_end: bool = True) -> Sequence[str]:
    """Return *words* from the first to the last that has a letter or digit; none where none has."""
    named = [at for at, word in enumerate(words) if any(map(str.isalnum, word))]
    if not named:
        return []
    return words[named[0] if at_start else 0 : named[-1] + 1 if at_end else None]


def _meet(left: str, right: str) -> bool:
    """Return whether two characters, of which either may be missing, belong to one word."""
    return left.isalnum() and right.isalnum()


def _encoded(words: Sequence[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")
