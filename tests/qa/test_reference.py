"""Pronouns of a follow-up and what they stand for in the question before it."""

from functools import partial

import pytest

from qa.clauses import clause
from qa.earlier import Earlier
from qa.parts import ENGLISH
from qa.reference import EXPLETIVE, referring
from tests.fakes import make_document
from tests.qa.fakes import guard_of

namer = partial(guard_of(make_document("Nothing of this is here.")).named, by_case=True)


def resolved(asked: str, before: str) -> str | None:
    return referring(asked, Earlier(before, ENGLISH, namer), clause(before, namer(before)))


@pytest.mark.parametrize(
    ("asked", "before", "expected"),
    [
        ("when was it restarted", "Why was the model stopped", "when was the model restarted"),
        ("when was it signed", "Does Ohio have an agreement", "when was an agreement signed"),
        ("what is it", "Is there a limit on detainers", "what is a limit on detainers"),
        ("who wrote it", "Which memo gave powers to Ohio", "who wrote the memo that gave powers to Ohio"),
        ("do they lose money", "Why do some agencies decline", "do some agencies lose money"),
        ("are many of them new", "How many bodies work here", "are many of the bodies that work here new"),
        ("do those work", "Which countries border Peru", "do the countries that border Peru work"),
        ("why did they refuse", "Who turned the plan down", "why did those who turned the plan down refuse"),
        ("what did she say", "Who is Rosa Quill", "what did Rosa Quill say"),
        ("who is he", "Which governor signed it", "who is the governor that signed it"),
        ("who is she", "Who wrote it", "who is the person who wrote it"),
        ("why did she get it", "When did Ann Lee win her prize", "why did Ann Lee get her prize"),
        ("what are its aims", "What is FWD.US", "what are FWD.US’s aims"),
        ("what is her post", "What did Ann Lee say", "what is Ann Lee’s post"),
        ("when did that program start", "What is the jail model", "when did the jail model start"),
        ("is that legal", "What is the jail model", "is the jail model legal"),
        ("who signed there", "How many signed in Ohio", "who signed in Ohio"),
        ("who lives there", "What is the capital of Peru", "who lives in the capital of Peru"),
        ("who can issue one", "What is a detainer", "who can issue a detainer"),
        ("tell about it", "What is a detainer", "tell about a detainer"),
    ],
)  # fmt: skip
def test_a_pronoun_gives_way_to_what_it_stands_for(asked: str, before: str, expected: str) -> None:
    assert resolved(asked, before) == expected


@pytest.mark.parametrize(
    ("asked", "before", "expected"),
    [
        ("is it legal", "Do jails hold people for ICE", "is it legal (jails hold people, ICE)"),
        ("when did he do that", "What did Ann Lee say", "when did Ann Lee do that (Ann Lee)"),
        ("what are their reasons", "Who opposes the plan", "what are their reasons (opposes, plan)"),
        ("how long does it last", "When do cherry trees bloom", "how long does it last (cherry trees bloom)"),
        ("what is he", "What is tea", "what is he (tea)"),
    ],
)
def test_where_it_is_not_clear_the_words_of_before_stand_behind(
    asked: str, before: str, expected: str
) -> None:
    assert resolved(asked, before) == expected


@pytest.mark.parametrize(
    "asked",
    [
        "what do sheriffs do when they get a request",
        "if a sheriff signs, can he cancel it later",
        "how do sheriffs train their deputies",
        "who said that agencies decline",
        "which agencies that decline lose money",
        "what are your hours this week",
        "does this library have a printer",
        "how many players are there on a team",
        "can they arrest me",
        "they are wrong",
        "which one is best",
        "who is the best one",
        "do cities get to choose how much they cooperate",
        "how long might a jail hang on to somebody so ICE can get them",
        "what do civil liberties groups say about these programs",
        "does anybody know how many local cops are part of this",
        "who invited Ann Lee to dine with him",
    ],
)
def test_what_refers_to_nothing_before_is_left_alone(asked: str) -> None:
    assert resolved(asked, "What is the jail model") is None


@pytest.mark.parametrize(
    ("text", "stands_for_nothing"),
    [
        ("is it legal to film police", True),
        ("how long does it take to train", True),
        ("what time is it", True),
        ("is it raining", True),
        ("is it too late to vote", True),
        ("is it true that Ohio signed", True),
        ("what makes it easier for ICE to arrest people", True),
        ("how much did it snow", True),
        ("is it legal", False),
        ("how long does it take", False),
        ("what is it", False),
    ],
)
def test_it_may_stand_for_nothing(text: str, stands_for_nothing: bool) -> None:
    assert bool(EXPLETIVE.search(text)) is stands_for_nothing
