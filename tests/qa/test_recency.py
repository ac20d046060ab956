"""Which questions ask of the present."""

import pytest

from qa.recency import asks_of_now


@pytest.mark.parametrize(
    ("question", "of_now"),
    [
        ("How many agencies work with ICE now?", True),
        ("Is it STILL so today", True),
        ("Who currently signs?", True),
        ("What is it at the moment?", True),
        ("¿Cuántas agencias hay ahora?", True),
        ("¿Trabajan hoy con ICE?", True),
        ("Cuantos hay actualmente", True),
        ("¿Todavía firman acuerdos?", True),
        ("Who knows about it?", False),
        ("When was the model discontinued?", False),
        ("Snowden, nowhere, todayish, ahoracado", False),
        ("", False),
    ],
)
def test_a_question_asks_of_now_by_a_whole_word(question: str, of_now: bool) -> None:
    assert asks_of_now(question) is of_now
