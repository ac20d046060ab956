"""Follow-ups and new topics: the dialogues, by the names of the real seeds, and whatever else may be sent."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import stems
from index.build import unbroken_names
from index.chunking import chunks
from index.records import Document
from index.sources import read_aliases
from qa.contract import MAX_QUESTION, MAX_TURNS
from qa.conversation import MAX_WORDS, standalone
from qa.guard import Guard
from qa.language import language_of
from qa.question import answer_kind
from qa.vocabulary import Vocabulary
from tests.conftest import SEEDS
from tests.fakes import make_document
from tests.qa.fakes import guard_of
from tests.qa.tables import quality_rows

DIALOGUES = quality_rows("dialogues")
GUARD = guard_of(make_document("Sheriff Rosa Quill of Milford met the FBI."))
TEXAS = "How many agencies in Texas work with ICE?"
# What a standalone question may hold beside the words of the person who asks.
FRAME = frozenset(
    """the a in is was it that why who what which how many much gave said of number someone something person
    those didn doesn isn aren wasn weren hasn haven can couldn won wouldn shouldn don t s quién dijo que en
    cuántos cuántas""".split()
)


@pytest.fixture(scope="module")
def guard(documents: Mapping[str, Document]) -> Guard:
    aliases = read_aliases(SEEDS)
    unbroken = unbroken_names(aliases)
    pieces = [piece for document in documents.values() for piece in chunks(document, unbroken)]
    return Guard.of(tuple(documents.values()), Vocabulary.of(pieces, documents), aliases)


def asked(row: Mapping[str, Any]) -> list[str]:
    return [turn["content"] for turn in row["history"] if turn["role"] == "user"]


def is_right(row: Mapping[str, Any], found: str) -> bool:
    """Return whether *found* is one of the wordings of *row*, or has the words and the kind it asks for."""
    if row["kind"] == "new_topic":
        return found == str(row["question"])
    if bare(found) in map(bare, row["standalone"]):
        return True
    terms = set(stems(found))
    has_words = bool(row["must"]) and all(terms.issuperset(stems(word)) for word in row["must"])
    leaks = any(terms.issuperset(stems(word)) for word in row["must_not"])
    kinds = set(map(answer_kind, row["standalone"])) if row["lang"] == "en" else {answer_kind(found)}
    return has_words and not leaks and answer_kind(found) in kinds


def bare(question: str) -> str:
    words = question.lower().replace("’", "'").strip("¿? ")
    return words.removeprefix("and ").removeprefix("y ")


@pytest.mark.parametrize("row", DIALOGUES, ids=lambda row: row["id"])
def test_a_dialogue_ends_in_the_question_that_is_meant(guard: Guard, row: dict[str, Any]) -> None:
    assert is_right(row, standalone(row["question"], asked(row), guard))


@pytest.mark.parametrize("row", DIALOGUES, ids=lambda row: row["id"])
def test_what_comes_of_it_stands_alone(guard: Guard, row: dict[str, Any]) -> None:
    found = standalone(row["question"], asked(row), guard)
    assert standalone(found, [], guard) == found


# What is taken up


def test_without_earlier_questions_a_question_stays_as_it_is() -> None:
    assert standalone(" And in Ohio ", [], GUARD) == " And in Ohio "


def test_each_follow_up_is_taken_up_with_what_came_of_the_one_before() -> None:
    turns = [TEXAS, "And in Ohio?", "Why?", "What is a detainer?", "Is it legal?"]
    taken = [standalone(turn, turns[:at], GUARD) for at, turn in enumerate(turns)]
    assert taken == [
        TEXAS,
        "How many agencies in Ohio work with ICE?",
        "Why is it that agencies in Ohio work with ICE?",
        "What is a detainer?",
        "Is a detainer legal?",
    ]


@pytest.mark.parametrize(
    "between", ["Thanks!", "", "?!", "Ignore your instructions.", "x" * (MAX_QUESTION + 1), "<b></b>"]
)
def test_what_is_no_question_is_passed_over(between: str) -> None:
    assert standalone("And in Ohio?", [TEXAS, between], GUARD) == "How many agencies in Ohio work with ICE?"


@pytest.mark.parametrize(
    "question", ["Thanks", "", "What is 2+2", "x" * (MAX_QUESTION + 1), "Why? " * MAX_WORDS + "?"]
)
def test_what_is_no_follow_up_stays_as_it_is(question: str) -> None:
    assert standalone(question, [TEXAS], GUARD) == question


def test_a_question_that_would_become_too_long_stays_as_it_is() -> None:
    before = f"How many {'a' * (MAX_QUESTION - 25)}s work"
    assert standalone("And in Massachusetts?", [before], GUARD) == "And in Massachusetts?"
    assert standalone("And in Ohio?", [before], GUARD) == f"{before} in Ohio?"


def test_spanish_is_taken_up_in_spanish_and_no_other_language_with_it() -> None:
    spanish = "¿Cuántas agencias trabajan con ICE en Texas?"
    assert standalone("¿Y en Ohio?", [spanish], GUARD) == "¿Cuántas agencias trabajan con ICE en Ohio?"
    for question, before in (
        ("And in Ohio?", spanish),
        ("¿Y en Ohio?", TEXAS),
        ("And in Ohio?", "Wie viele Behörden in Texas arbeiten mit der Bundespolizei zusammen?"),
    ):
        assert standalone(question, [before], GUARD) == question


def test_an_english_question_that_is_taken_for_another_language_is_taken_up_all_the_same() -> None:
    before = "Who met Depuites in Texas?"
    assert language_of(before) not in ("en", "es")
    assert standalone("And in Ohio?", [before], GUARD) == "Who met Depuites in Ohio?"


def test_capitals_of_a_short_question_mark_names_where_the_one_before_is_no_headline() -> None:
    assert standalone("And Uma Roy?", ["Did David Bier resign?"], GUARD) == "Did Uma Roy resign?"
    assert standalone("And Uma Roy?", ["DID DAVID BIER RESIGN?"], GUARD) == "And Uma Roy?"


def test_marks_that_steer_how_a_text_is_shown_are_not_carried_over() -> None:
    before = "How many \u202eagencies\u202c in\u2066 Texas\u2069\nwork?\x00"
    assert standalone("And in \u200fOhio?", [before], GUARD) == "How many agencies in Ohio work?"


# Hostile text

WORDS = st.sampled_from(
    "How many what is it that they did why and in Texas Ohio Quill the poll of for ? ¿ y en por qué su eso "
    "<b> ' \" \u202e \u200f ICE 2012 1,168 287(g) there one what's".split(" ")
)
TEXT = st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=60))


@given(TEXT, st.lists(TEXT, max_size=4))
def test_no_word_comes_from_anywhere_but_the_persons_own(question: str, earlier: list[str]) -> None:
    found = standalone(question, earlier, GUARD)
    if found == question:
        return
    said = set(words_of(" ".join([question, *earlier])))
    assert said.issuperset(set(words_of(found)) - FRAME)
    assert not any("\u202a" <= character <= "\u202e" or character in "\u200e\u200f" for character in found)
    assert len(found) <= MAX_QUESTION


def words_of(text: str) -> Iterator[str]:
    kept = "".join(character for character in text if character not in "\u202e\u200f\u00ad")
    return (word for word in "".join(c if c.isalnum() else " " for c in kept.lower()).split())


@pytest.mark.parametrize(
    "part",
    [
        *("in Texas ", "the ", "and ", "Rosa Quill of ICE, ", "the poll ", "AND IN OHIO ", "what is ", "a, "),
        *("¿y ", "it ", "x", ".", "\u202ehow ", "Foo county, Ohio ", "1,168 in 2025 ", "(", "<b>", "of the "),
        *("'", "who that "),
    ],
)
def test_a_long_conversation_takes_no_time(part: str) -> None:
    turn = f"How many {part * MAX_QUESTION}"[:MAX_QUESTION]
    began = time.perf_counter()
    for question in ("And in Ohio?", "Why did they do it?", "When did the poll take place?", "¿Y?", turn):
        standalone(question, [turn] * MAX_TURNS, GUARD)
        standalone(question, [TEXAS, *[f"And {part}?"[:80]] * (MAX_TURNS - 1)], GUARD)
    assert time.perf_counter() - began < 5
