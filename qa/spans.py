"""A sentence -> the words in it that answer. Pure."""

import re

from index.analysis import stem, words
from index.records import Span
from qa.facts import facts
from qa.question import AnswerKind, Question

_REASON = re.compile(r"\b(?:because of|because|due to|cite|cites|cited|citing|worried(?: that| about)?|concerned(?: that| about)?|so that|in order to)\s+", re.IGNORECASE)
_DIVIDERS = re.compile(r"[,;:—–]")
DIVIDED = 0.3  # how much a word counts beyond a divider
_TRAILING = " \t\n\xa0.;,:"


def answer_spans(text: str, sentence: Span, question: Question) -> tuple[Span, ...]:
    """Return the words of the *sentence* of *text* that answer *question*: a figure, a date, a name, or the clause.

    Of several figures or names that could answer, the one nearest to the question's words; words of the question
    itself never answer. Always at least one span, inside the sentence.
    """
    words_ = text[sentence.start : sentence.end]
    fact = nearest_fact(words_, question)
    if fact is None and question.kind is AnswerKind.REASON:
        cue = _REASON.search(words_)
        if cue and cue.end() < len(words_.rstrip(_TRAILING)):
            fact = Span(cue.end(), len(words_))
    fact = fact or Span(0, len(words_))
    end = fact.start + len(words_[fact.start : fact.end].rstrip(_TRAILING))
    found = Span(fact.start, end if end > fact.start else fact.end)
    return (Span(sentence.start + found.start, sentence.start + found.end),)


def nearest_fact(text: str, question: Question) -> Span | None:
    """Return the place of the figure, date or name in *text* that stands nearest to the question's words, if any.

    Each shared word counts by 1 / (1 + the words between), less where a comma or the like divides them:
    in "Florida (342), Texas (296)" the figure of Texas is 296.
    """
    asked = set(question.terms)
    places = [(span, stem(text[slice(*span)])) for span in words(text)]
    shared = [span for span, term in places if term in asked]
    best: tuple[float, int] | None = None
    found: Span | None = None
    for fact in facts(text, question.kind):
        terms = {term for span, term in places if fact.covers(span)}
        if not terms or terms <= asked:
            continue
        closeness = sum(_closeness(text, fact, span) for span in shared if not fact.overlap(span))
        if best is None or (closeness, -fact.start) > best:
            best, found = (closeness, -fact.start), fact
    return found


def _closeness(text: str, fact: Span, word: Span) -> float:
    between = text[fact.end : word.start] if word.start >= fact.end else text[word.end : fact.start]
    divided = DIVIDED if _DIVIDERS.search(between) else 1.0
    return divided / (1 + sum(1 for _ in words(between)))
