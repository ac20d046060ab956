"""The questions that the first screen offers are answered by the collection, in each language."""

import pytest

from qa.contract import Request
from qa.texts import CATALOGUES
from tests.quality.asking import Asked

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    ("language", "question"),
    [(language, question) for language, t in CATALOGUES.items() for question in t.EXAMPLES],
)
def test_an_example_is_answered_and_not_weakly(language: str, question: str, asked: Asked) -> None:
    reply = asked.bot.reply(Request(question=question, language=language))
    assert reply.outcome == "answer", reply.reason
    assert reply.language == language
    assert reply.findings[0].support != "weak"
