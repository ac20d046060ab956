"""Which words of a sentence answer: the fact nearest to the question's words, else the clause."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stem, words
from index.records import MAX_QUOTE, Span
from qa.facts import facts
from qa.question import AnswerKind, Question, analyse
from qa.spans import DIVIDED, answer_span, nearest_fact


def answer(question: str, sentence: str) -> str:
    asked = analyse(question)
    start, end = answer_span(sentence, asked, nearest_fact(sentence, asked))
    return sentence[start:end]


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many agencies signed?", "By Jan. 26, 1,168 agencies had signed.", "1,168"),
        ("How many agreements in Texas?", "Agreements: Florida (342), Texas (296), Ohio (12).", "296"),
        ("How many agreements in Florida?", "Agreements: Florida (342), Texas (296), Ohio (12).", "342"),
        ("How much money for each officer?", "It pays $7,500 for each officer, $100,000 for cars.", "$7,500"),
        ("How much money for cars?", "It pays $7,500 for each officer, $100,000 for cars.", "$100,000"),
        ("When was it dropped?", "It was dropped in 2012 and came back in 2025.", "in 2012"),
        ("When did it return?", "It was dropped in 2012, returned in 2025.", "in 2025"),
        ("Who said so?", "Rosa Quill said so.", "Rosa Quill"),
        ("What share of the 500 agents moved?", "Of 500 agents, 80% moved.", "80%"),
        # words of the question never answer
        ("How many of the 12 deputies?", "All 12 deputies.", "All 12 deputies"),
        ("Who is Rosa Quill?", "Rosa Quill is there.", "Rosa Quill is there"),
        # reasons
        ("Why do they decline?", "They decline because of the cost.", "the cost"),
        ("Why do they decline?", "They decline, citing victims' fear.", "victims' fear"),
        ("Why do they decline?", "They decline because.", "They decline because"),
        ("Why do they decline?", "They decline.", "They decline"),
        # clauses
        ("Does it pay?", "It pays; always.", "It pays; always"),
        ("How many?", "Nobody knows.", "Nobody knows"),
        ("How many?", "...", "..."),
    ],
)
def test_the_words_that_answer(question: str, sentence: str, expected: str) -> None:
    assert answer(question, sentence) == expected


def test_of_equally_near_facts_the_first_is_taken() -> None:
    assert answer("How many?", "There were 12 men and 13 women.") == "12"


def brute_force(text: str, question: Question) -> Span | None:
    """Choose as the docstring of `nearest_fact` says, the plain way."""

    def closeness(fact: Span) -> float:
        total = 0.0
        for word in words(text):
            if stem(text[slice(*word)]) in question.terms and not fact.overlap(word):
                gap = text[fact.end : word.start] if word.start >= fact.end else text[word.end : fact.start]
                between = sum(1 for _ in words(gap))
                total += (DIVIDED if any(mark in gap for mark in ",;:—–") else 1) / (1 + between)
        return total

    best: Span | None = None
    for fact in facts(text, question.kind):
        said = {stem(text[slice(*word)]) for word in words(text) if fact.covers(word)}
        if said - set(question.terms) and (best is None or closeness(fact) > closeness(best)):
            best = fact
    return best


PARTS = [
    "12",
    "Ohio",
    "agreements",
    ", ",
    " ",
    "; ",
    "296 ",
    "Texas",
    " (342)",
    " signed",
    "in 2012",
    " 1,168 ",
]


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_the_nearest_fact_is_that_of_the_plain_way(text: str) -> None:
    for asked in ("How many agreements in Texas?", "When was it signed?", "Who signed in Ohio, 12?"):
        question = analyse(asked)
        assert nearest_fact(text, question) == brute_force(text, question)


@given(st.text(min_size=1, max_size=120), st.sampled_from(AnswerKind))
def test_the_span_lies_in_the_sentence_and_is_never_empty(text: str, kind: AnswerKind) -> None:
    question = Question("", kind, ("a",), "a")
    start, end = answer_span(text, question, nearest_fact(text, question))
    assert 0 <= start < end <= len(text)


def test_a_long_list_of_figures_takes_no_time() -> None:
    question = analyse("How many agreements in state 77?")
    text = ", ".join(f"state {number}: {number * 3}" for number in range(100))[:MAX_QUOTE]
    began = time.perf_counter()
    fact = nearest_fact(text, question)
    assert time.perf_counter() - began < 0.5
    assert fact and facts(text, question.kind)[40:]


def test_every_kind_is_tried_on_every_sentence_without_a_word_in_common() -> None:
    for kind, text in product(AnswerKind, ("", "a", "1", "A", "$1", "May 1")):
        fact = nearest_fact(text, Question("", kind, (), ""))
        assert fact is None or text[slice(*fact)]
