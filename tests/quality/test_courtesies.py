"""Whoever greets, thanks or asks for simple words gets the same quotes as who only asks."""

import pytest

from qa.contract import Request
from qa.texts import CATALOGUES
from tests.quality.asking import Asked

pytestmark = pytest.mark.models

SAID = {
    "en": (
        "Hi, can you tell me {}? Thank you!",
        "{}, please",
        "{} in simple words?",
        "I am a student. {}? I need it for school.",
    ),
    "es": (
        "Hola, ¿me puede decir {}? Gracias.",
        "{}, por favor",
        "¿{} en palabras sencillas?",
        "Soy estudiante. ¿{}?",
    ),
}


@pytest.mark.parametrize(
    ("language", "question"),
    [(language, question) for language, t in CATALOGUES.items() for question in t.EXAMPLES],
)
def test_courtesies_change_no_quote(language: str, question: str, asked: Asked) -> None:
    def quoted(text: str) -> list[tuple[str, int, int]]:
        reply = asked.bot.reply(Request(question=text, language=language))
        return [(one.document.id, one.quote.start, one.quote.end) for one in reply.findings]

    plain = quoted(question)
    assert plain
    inner = question.strip("¿?")
    for said in SAID[language]:
        text = said.format(inner[0].lower() + inner[1:])
        assert quoted(text) == plain, text
