"""A block of text -> sentences: nupunkt's boundaries, less those that are wrong in news text. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.records import MAX_QUOTE, Span

# "Polk County (Fla.) Sheriff": a short form in brackets does not end a sentence.
BRACKETED = re.compile(r"\([A-Z][A-Za-z]{0,5}\.\)$")
# "Lt. Gov. Patrick": titles that nupunkt's list lacks.
TITLE = re.compile(r"(?:^|[\s(“‘\"'—–-])(?:Lt|Gov|Sgt|Capt|Col|Gen|Det|Supt|Rep|Sen|Atty|Asst|Rev|Hon)\.$")
# "U.S. Customs", "“U.S. Customs", "Rep. J. D. Vance": points that belong to initials.
INITIALS = re.compile(r"(?:^|[\s(“‘\"'’—–-])(?:[A-Z]\.)+$")
# Words that begin a sentence, and hardly ever a name after initials: "across the U.S. This growth is huge."
OPENERS = frozenset(
    """a an the this that these those it its he his she her they their we our you your i my there here in on at as by for
    from with without after before during since under over of to and but or so yet if when while where why how what who
    which whose not no some many most all both each every another other others although though because however also
    still now then critics supporters officials""".split()
)
CLOSERS = "”’\"')]»"
REFERENCE = re.compile(r"(?:\[\d+\][\s,]*)+[.]?")


def sentences(text: str, block: Span, unbroken: Sequence[str] = ()) -> list[Span]:
    """Return the sentences of the *block* of *text*: places in *text*, in order, trimmed, none empty.

    Every character of the block that is not white space lies in exactly one of them. No boundary falls inside
    a name of *unbroken* ("FWD. The US"). A sentence of more than 800 characters is cut at white space.
    """
    line = text[block.start : block.end]
    kept = _unbroken_places(line, tuple(unbroken))
    cuts = [0]
    starts = [start for start, _ in _boundaries(line)[1:]]
    for start in starts:
        before, after = line[cuts[-1] : start].rstrip(), line[start:].lstrip()
        inside = any(place.start < start < place.end for place in kept)
        if after and not inside and not _joined(before, after):
            cuts.append(start)
    cuts.append(len(line))
    found = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        trimmed = Span(start, end).trimmed(line)
        if trimmed.start < trimmed.end:
            found.extend(_cut(line, trimmed))
    return [Span(block.start + span.start, block.start + span.end) for span in found]


def _boundaries(line: str) -> list[tuple[int, int]]:
    from nupunkt import sent_spans

    return [(start, end) for start, end in sent_spans(line)]


def _joined(before: str, after: str) -> bool:
    """Return whether the boundary between *before* and *after* is none."""
    if not before:
        return True
    if after[0] in CLOSERS or REFERENCE.match(after):  # a quotation mark or "[3]." that was left behind
        return True
    if BRACKETED.search(before) or TITLE.search(before):
        return True
    opener = re.match(r"[“‘\"'(]*([^\W\d_]+(?:[’'][a-z]+)?)", after)
    word = opener.group(1) if opener else ""
    if INITIALS.search(before):
        return word.lower().split("’")[0].split("'")[0] not in OPENERS
    return bool(word) and word[0].islower() and before[-1] == "."


@lru_cache(maxsize=64)
def _pattern(unbroken: tuple[str, ...]) -> re.Pattern[str] | None:
    names = sorted((name for name in unbroken if "." in name or "?" in name or "!" in name), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))) if names else None


def _unbroken_places(line: str, unbroken: tuple[str, ...]) -> list[Span]:
    pattern = _pattern(unbroken)
    return [Span(*match.span()) for match in pattern.finditer(line)] if pattern else []


def _cut(line: str, span: Span) -> list[Span]:
    """Return *span* in pieces of at most MAX_QUOTE characters, cut at white space where there is some."""
    pieces = []
    start = span.start
    while span.end - start > MAX_QUOTE:
        space = max(line.rfind(mark, start + 1, start + MAX_QUOTE) for mark in " \t\xa0\n")
        end = space if space > start else start + MAX_QUOTE
        pieces.append(Span(start, end).trimmed(line))
        start = Span(end, span.end).trimmed(line).start
    pieces.append(Span(start, span.end))
    return pieces
