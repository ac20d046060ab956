"""A sentence -> the words in it that answer. Pure."""

import re

from index.analysis import stem, words
from index.records import Span
from qa.facts import facts
from qa.question import AnswerKind, Question

_REASON = re.compile(r"\b(?:because of|because|due to|cite|cites|cited|citing|worried(?: that| about)?|concerned(?: that| about)?|so that|in order to)\s+", re.IGNORECASE)
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
    """Return the place of the figure, date or name in *text* that stands nearest to the question's words, if any."""
    asked = set(question.terms)
    places = [(span, stem(text[slice(*span)])) for span in words(text)]
    shared = [span for span, term in places if term in asked]
    candidates = []
    for fact in facts(text, question.kind):
        terms = {term for span, term in places if fact.covers(span)}
        if terms and not terms <= asked:
            distance = sum(_gap(fact, span) for span in shared) / len(shared) if shared else 0.0
            candidates.append((distance, fact))
    return min(candidates)[1] if candidates else None


def _gap(one: Span, other: Span) -> int:
    return max(0, other.start - one.end, one.start - other.end)
