"""The text most like a passage that is no longer there: only ever a suggestion. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from index.analysis import words
from index.records import Span

NEAR = 0.5  # of the words of passage and suggestion, how many must be common to both, in one order
COMPARED = 400  # words of a passage that are compared; a quote has 800 characters at most, so hardly more


def nearest_text(text: str, exact: str, start: int) -> Span | None:
    """Return the place in *text* whose words are most like those of *exact*; None where none is near enough.

    First the run of as many words that shares most with the passage, in one pass, by counting; of equals the
    one nearest to *start*. Then only the words around that run are compared in their order, so that the time
    grows with the length of the text and no faster.
    """
    wanted = _folded(exact, list(words(exact))[:COMPARED])
    spans = list(words(text))
    found = _folded(text, spans)
    if not wanted or not found:
        return None
    first = _richest_run(found, wanted, lambda at: abs(spans[at].start - start))
    margin = len(wanted) // 2 + 1
    first, last = max(0, first - margin), min(len(found), first + len(wanted) + margin)
    part = _aligned(wanted, found[first:last])
    if part is None:
        return None
    return _with_signs(text, Span(spans[first + part.start].start, spans[first + part.end - 1].end))


def _folded(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end].casefold() for start, end in spans]


def _richest_run(found: Sequence[str], wanted: Sequence[str], distance: Callable[[int], int]) -> int:
    """Return where the run of as many words as *wanted* begins that shares most of them.

    Of equal runs it is the one with the least *distance*.
    """
    lacking = Counter(wanted)
    shared = best = best_at = 0
    for at, word in enumerate(found):
        begin = at - len(wanted)
        if begin >= 0 and found[begin] in lacking:
            lacking[found[begin]] += 1
            shared -= lacking[found[begin]] > 0
        if word in lacking:
            shared += lacking[word] > 0
            lacking[word] -= 1
        begin = max(begin + 1, 0)
        if shared > best or (shared == best and distance(begin) < distance(best_at)):
            best, best_at = shared, begin
    return best_at


def _aligned(wanted: Sequence[str], found: Sequence[str]) -> Span | None:
    """Return the part of *found* that stands for *wanted*; None where they have too little in common."""
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    matches = [match for match in matcher.get_matching_blocks() if match.size]
    if not matches:
        return None
    head, tail = matches[0], matches[-1]
    start = max(head.b - head.a, 0)
    end = min(tail.b + len(wanted) - tail.a, len(found))
    common = sum(match.size for match in matches)
    return Span(start, end) if 2 * common >= NEAR * (len(wanted) + end - start) else None


def _with_signs(text: str, span: Span) -> Span:
    """Return *span* with the quotation marks, points and brackets that touch it."""
    start, end = span
    while start > 0 and _is_sign(text[start - 1]):
        start -= 1
    while end < len(text) and _is_sign(text[end]):
        end += 1
    return Span(start, end)


def _is_sign(character: str) -> bool:
    return not character.isspace() and not character.isalnum()
