"""The receipt: sixteen digits that stand for what was asked, with what, and the places that answered."""

import hashlib
import json
from typing import Any

import pytest

from qa.bot import Bot
from qa.contract import Finding, Nearest, Receipt, Reply, Request
from qa.receipt import Made, is_its_own, receipt
from tests.qa.test_contract import finding, reply

MADE = Made(corpus="1" * 64, encoder="e", reader="r", made_with={"torch": "2.13.0", "code": "0" * 16})
QUESTION = "How much does the state offer for each deputy?"
FOUND = Finding.model_validate(finding())


def made(**changes: Any) -> Receipt:
    given: dict[str, Any] = {"question": "How many?", "language": "en", "filters": {}, "quotes": [FOUND]}
    return receipt(MADE, **(given | changes))


def sixteen(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def test_the_answer_id_is_a_hash_of_what_is_said() -> None:
    settings = sixteen({"torch": "2.13.0", "code": "0" * 16})
    whole = ["1" * 64, "e", "r", settings, "en", {}, "How many?", [["d", 100, 141]]]
    assert made().settings == settings
    assert made().answer_id == sixteen(whole)


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "How many now?"},
        {"language": "es"},
        {"filters": {"kind": "blog"}},
        {"quotes": []},
        {"quotes": [FOUND, FOUND]},
        {"quotes": [Nearest(quote=FOUND.quote, document=FOUND.document.model_copy(update={"id": "e"}))]},
    ],
    ids=str,
)
def test_another_question_language_filter_or_place_is_another_answer(changes: dict[str, Any]) -> None:
    other = made(**changes)
    assert other.answer_id != made().answer_id
    assert other.model_copy(update={"answer_id": made().answer_id}) == made()


def test_the_order_of_filters_and_of_what_it_was_made_with_is_nothing() -> None:
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}
    assert made(filters=one) == made(filters=other)
    assert Made("1" * 64, "e", "r", one).settings == Made("1" * 64, "e", "r", other).settings


@pytest.mark.parametrize(
    "question", ["How much does the state offer for each deputy?", "Who signed in Ohio?", ""]
)
def test_every_reply_has_its_own_receipt(milford: Bot, question: str) -> None:
    assert is_its_own(milford.reply(Request(question=question)))


def test_a_reply_altered_afterwards_has_not(milford: Bot) -> None:
    true = milford.reply(Request(question=QUESTION))
    for change in (
        {"standalone_question": "How little?"},
        {"language": "es"},
        {"filters": {"kind": "blog"}},
        {"findings": true.findings[:1] * 2},
        {"receipt": true.receipt.model_copy(update={"corpus": "0" * 64})},
        {"receipt": true.receipt.model_copy(update={"made_with": {"torch": "1"}})},
    ):
        assert not is_its_own(true.model_copy(update=change)), change
    assert not is_its_own(Reply.model_validate(reply()))
