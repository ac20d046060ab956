from functools import partial

import pytest

from qa.earlier import MAX_FRAGMENT, Earlier
from qa.parts import ENGLISH
from tests.fakes import make_document
from tests.qa.fakes import guard_of

COMMON = guard_of(*(make_document(f"All of Milford is here {n}.", f"d{n}") for n in range(5)))
RARE = guard_of(
    make_document("All of Milford is here."), *(make_document(f"Filler {n}.", f"d{n}") for n in range(9))
)
namer = partial(RARE.named, by_case=True)


def earlier(text: str) -> Earlier:
    return Earlier(text, ENGLISH, namer)


def put(fragment: str, text: str, *, is_led: bool = True) -> str | None:
    return earlier(text).with_fragment(fragment, is_led=is_led, common=lambda words, own: f"common {words}")


@pytest.mark.parametrize(
    ("fragment", "text", "expected"),
    [
        ("in Ohio", "Who signed", "Who signed in Ohio"),
        ("in Ohio", "Who signed in Texas in 2012", "Who signed in Ohio in 2012"),
        ("in 2014", "Who signed in Texas in 2012", "Who signed in Texas in 2014"),
        ("Ohio", "What did Texas pay", "What did Ohio pay"),
        ("Ohio", "What was paid", "What was paid in Ohio"),
        ("for radios", "What is paid for new vans in Texas", "What is paid for radios in Texas"),
        ("to Ann Lee", "Who wrote to the Bureau", "Who wrote to Ann Lee"),
        ("Ann Lee", "Who paid Rosa Quill", "Who paid Ann Lee"),
        ("the FBI", "What did the DEA say", "What did the FBI say"),
        ("HSI", "What did the DEA say", "What did HSI say"),
        ("the FBI", "Who paid for FOO agents", "Who paid for FBI agents"),
        ("Mondays", "Is it open on Fridays", "Is it open on Mondays"),
        ("vans", "Who pays", "common vans"),
    ],
)
def test_a_fragment_takes_the_place_of_what_is_of_its_kind(fragment: str, text: str, expected: str) -> None:
    assert put(fragment, text) == expected


def test_an_unknown_name_takes_the_place_of_a_place_rather_than_of_a_common_name() -> None:
    assert put("Quito", "What does Texas tell Milford") == "What does Texas tell Quito"
    question = Earlier("What does Texas tell Milford", ENGLISH, partial(COMMON.named, by_case=True))
    assert question.with_fragment("Quito", is_led=True, common=lambda *_: None) == (
        "What does Quito tell Milford"
    )


@pytest.mark.parametrize("fragment", ["", "?", "before that", "it", "word " * (MAX_FRAGMENT + 1)])
def test_what_is_no_fragment_is_put_nowhere(fragment: str) -> None:
    assert put(fragment, "Who signed in Texas") is None


def test_without_a_lead_only_a_place_or_time_with_a_counterpart_is_taken() -> None:
    assert put("Ohio", "Who signed in Texas", is_led=False) == "Who signed in Ohio"
    for fragment in ("Ohio", "Ann Lee", "vans"):
        assert put(fragment, "Who is Rosa Quill", is_led=False) is None


def test_the_words_of_before_are_set_behind_without_those_that_say_little() -> None:
    assert earlier("How many of the old vans, new vans and old vans did Ann buy").behind("who") == (
        "who (old vans, new vans, Ann buy)"
    )
    assert earlier("What is it").behind("who") == "who"
