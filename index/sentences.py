"""A block of text -> sentences: nupunkt's boundaries, less those that are wrong in news text. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.records import MAX_QUOTE, Span

# "Polk County (Fla.) Sheriff": a short form in brackets does not end a sentence.
BRACKETED = re.compile(r"\([A-Z][A-Za-z]{0,5}\.\)$")
# "Lt. Gov. Patrick": titles that nupunkt's list lacks.
TITLE = re.compile(
    r"(?:^|[\s(“‘\"'—–-])"
    r"(?:Lt|Gov|Sgt|Spc|Capt|Cmdr|Col|Gen|Det|Supt|Rep|Sen|Atty|Asst|Commr|Chmn|Rev|Msgr|Hon|Sra|Srta)\.$"
)
# "U.S. Customs", "“U.S. Customs", "Rep. J. D. Vance": points that belong to initials.
INITIALS = re.compile(r"(?:^|[\s(“‘\"'’—–-])(?:[A-Z]\.)+$")
ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")  # "2." of a list within a line is no sentence
# Words that begin a sentence, and hardly ever a name after initials: "across the U.S. This growth is huge."
OPENERS = frozenset(
    """a an the this that these those it its he his she her they their we our you your i my there here in on
    at as by for from with without after before during since under over of to and but or so yet if when while
    where why how what who which whose not no some many most all both each every another other others although
    though because however also still now then critics supporters officials""".split()
)
OPENER = re.compile(r"[“‘\"'(]*([^\W\d_]+)")
CLOSERS = "”’»)]"
STRAIGHT = "\"'"  # opens or closes
REFERENCES = re.compile(r"(?:\[\d{1,3}\][ \xa0,]*)+\.?\s*")  # "[3] [4]."
NEAR = 80  # characters looked at on either side of a boundary
PART = 10_000  # characters given to nupunkt at a time: on some lines its time grows with their square


def sentences(text: str, block: Span, unbroken: Sequence[str] = ()) -> list[Span]:
    """Return the sentences of the *block* of *text*: places in *text*, in order, trimmed, none empty.

    Every character of the block that is not white space lies in exactly one of them. No boundary falls inside
    a name of *unbroken* ("FWD. The US"). A sentence of more than 800 characters is cut at white space.
    """
    line = text[block.start : block.end]
    kept = _places(line, tuple(unbroken))
    cuts = [0]
    for boundary in _boundaries(line):
        start = _after_references(line, boundary)
        if (
            cuts[-1] < start < len(line)
            and not _is_inside(start, kept)
            and not _joined(line, cuts[-1], start)
        ):
            cuts.append(start)
    cuts.append(len(line))
    found = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        trimmed = Span(start, end).trimmed(line)
        if trimmed.start < trimmed.end:
            found.extend(_cut(line, trimmed))
    return [Span(block.start + span.start, block.start + span.end) for span in found]


def _boundaries(line: str) -> Iterator[int]:
    """Yield where nupunkt begins a sentence of *line*, the first one left out."""
    from nupunkt import sent_spans

    at = 0
    while True:
        end = at + PART
        is_last = end >= len(line)
        # Near the end of a part too little of what follows is known; the next part begins before.
        starts = [
            at + start for start, _ in sent_spans(line[at:end])[1:] if is_last or at + start < end - NEAR
        ]
        yield from starts
        if is_last:
            return
        at = starts[-1] if starts else end - NEAR


def _after_references(line: str, start: int) -> int:
    """Return *start*, or where the sentence really begins when it is "[3] [4]." that stands there."""
    marks = REFERENCES.match(line, start)
    goes_on = marks and line[marks.end() : marks.end() + 1].islower()
    return marks.end() if marks and not goes_on else start


def _joined(line: str, begin: int, start: int) -> bool:
    """Return whether the sentence that began at *begin* goes on at *start*."""
    before = line[max(begin, start - NEAR) : start].rstrip()
    after = line[start : start + NEAR].lstrip()
    if not before or not after:
        return True
    is_apart = line[start - 1].isspace() or line[start].isspace()
    if after[0] in CLOSERS or (after[0] in STRAIGHT and (not is_apart or not after[1:2].strip())):
        return True
    if BRACKETED.search(before) or TITLE.search(before) or ENUMERATOR.fullmatch(line[begin:start].strip()):
        return True
    opener = OPENER.match(after)
    word = opener.group(1) if opener else ""
    if before[-1] == "." and word[:1].islower():
        return True
    return bool(INITIALS.search(before)) and word.lower() not in OPENERS


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    ending = sorted((name for name in names if re.search(r"[.?!]", name)), key=len, reverse=True)
    return (
        re.compile("|".join(r"\s+".join(map(re.escape, name.split())) for name in ending)) if ending else None
    )


def _places(line: str, names: tuple[str, ...]) -> list[Span]:
    pattern = _pattern(names)
    return [Span(*match.span()) for match in pattern.finditer(line)] if pattern else []


def _is_inside(start: int, places: Sequence[Span]) -> bool:
    at = bisect_left(places, (start,)) - 1  # the last place that begins before
    return at >= 0 and start < places[at].end


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
