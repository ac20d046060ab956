"""A sentence -> the words in it that answer. Pure."""

import re
from bisect import bisect_left

from index.analysis import stem, words
from index.records import Span
from qa.facts import facts
from qa.question import AnswerKind, Question

_CAUSE = re.compile(
    r"\b(?:because of|because|due to|cite|cites|cited|citing|worried(?: that| about)?|"
    r"concerned(?: that| about)?|so that|in order to)\s+",
    re.IGNORECASE,
)
_DIVIDER = re.compile(r"[,;:—–]")
DIVIDED = 0.3  # how much a word counts beyond a divider
_TRAILING = " \t\n\xa0.;,:"


def answer_span(text: str, question: Question, fact: Span | None) -> Span:
    """Return the words of the sentence *text* that answer *question*: its *fact*, else the clause.

    *fact* is what `nearest_fact` found there. Never empty.
    """
    found = fact or Span(0, len(text))
    if fact is None and question.kind is AnswerKind.REASON:
        cue = _CAUSE.search(text)
        if cue and cue.end() < len(text.rstrip(_TRAILING)):
            found = Span(cue.end(), len(text))
    end = found.start + len(text[found.start : found.end].rstrip(_TRAILING))
    return Span(found.start, end) if end > found.start else found


def nearest_fact(text: str, question: Question) -> Span | None:
    """Return the place of the figure, date or name in *text* that stands nearest to the question's words.

    Each shared word counts by 1 / (1 + the words between), less where a comma or the like divides them:
    in "Florida (342), Texas (296)" the figure of Texas is 296. Words of the question itself never answer.
    None where nothing else is left.
    """
    found = facts(text, question.kind)
    if not found:
        return None
    asked = set(question.terms)
    said = _Said(text, asked)
    candidates = [fact for fact in found if said.adds(fact)]
    return max(candidates, key=lambda fact: (said.closeness(fact), -fact.start), default=None)


class _Said:
    """The words of a sentence, and which of them the question holds."""

    def __init__(self, text: str, asked: set[str]) -> None:
        places = list(words(text))
        self.starts = [span.start for span in places]
        self.ends = [span.end for span in places]
        self.is_asked = [stem(text[start:end]) in asked for start, end in places]
        self.dividers = [match.start() for match in _DIVIDER.finditer(text)]

    def adds(self, fact: Span) -> bool:
        """Return whether *fact* holds a word that the question does not."""
        first, after = bisect_left(self.starts, fact.start), bisect_left(self.starts, fact.end)
        inside = (at for at in range(first, after) if self.ends[at] <= fact.end)
        return not all(self.is_asked[at] for at in inside)

    def closeness(self, fact: Span) -> float:
        """Return how near *fact* stands to the question's words; higher is nearer."""
        first, after = bisect_left(self.starts, fact.start), bisect_left(self.starts, fact.end)
        total = 0.0
        for at, is_asked in enumerate(self.is_asked):
            if not is_asked:
                continue
            if self.ends[at] <= fact.start:
                between, gap = first - at - 1, (self.ends[at], fact.start)
            elif self.starts[at] >= fact.end:
                between, gap = at - after, (fact.end, self.starts[at])
            else:
                continue
            divided = bisect_left(self.dividers, gap[0]) < bisect_left(self.dividers, gap[1])
            total += (DIVIDED if divided else 1.0) / (1 + between)
        return total
