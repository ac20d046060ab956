"""Spanish follow-ups and the question before them, where the collection holds none of their words."""

from functools import partial

import pytest

from qa.followup_spanish import in_spanish
from tests.fakes import make_document
from tests.qa.fakes import guard_of

namer = partial(guard_of(make_document("Nothing of this is here.")).named, by_case=True)

AGENCIES = "¿Cuántas agencias trabajan con ICE?"
PROPOSAL = "¿Por qué rechazó la propuesta la policía de Dallas?"

TAKEN = {
    ("¿Y en Texas?", AGENCIES): "¿Cuántas agencias trabajan con ICE en Texas?",
    ("y en Florida", "¿Cuántas agencias hay en Texas?"): "¿Cuántas agencias hay en Florida?",
    ("¿Qué hay de Florida?", "¿Cuántos acuerdos tiene Texas?"): "¿Cuántos acuerdos tiene Florida?",
    ("¿Y los alguaciles?", AGENCIES): "¿Cuántos alguaciles trabajan con ICE?",
    ("¿Y las cárceles?", "¿Qué agencias trabajan con ICE?"): "¿Qué cárceles trabajan con ICE?",
    ("¿Y la ciudad?", "¿Qué es la cárcel?"): "¿Qué es la ciudad?",
    ("¿Y la ciudad?", "¿Quién firmó la carta?"): "¿Quién firmó la ciudad?",
    ("¿Y para vehículos?", "¿Cuánto ofrece ICE para equipo?"): "¿Cuánto ofrece ICE para vehículos?",
    ("¿Cuándo en Ohio?", "¿Por qué firmaron en Texas?"): "¿Cuándo firmaron en Ohio?",
    ("¿Cuántas en Texas?", AGENCIES): "¿Cuántas agencias trabajan con ICE en Texas?",
    ("¿Quién lo dijo?", AGENCIES): "¿Quién dijo cuántas agencias trabajan con ICE?",
    ("¿Según quién?", "¿Se unió Dallas?"): "¿Quién dijo que se unió Dallas?",
    ("¿cuándo fue eso?", PROPOSAL): "¿Cuándo rechazó la propuesta la policía de Dallas?",
    ("¿Por qué no?", "¿Se unió Dallas?"): "¿Por qué no se unió Dallas?",
    ("¿Cuándo?", AGENCIES): "¿Cuándo (agencias trabajan, ICE)?",
    ("¿Cuándo se publicó?", "¿Quién escribió Rayuela?"): "¿Cuándo se publicó Rayuela?",
    ("que dijo", "quien es Rosa Quill"): "¿Que dijo Rosa Quill?",
    ("¿Cuál es su cargo?", "¿Qué dijo Rosa Quill?"): "¿Cuál es su cargo (Rosa Quill)?",
}
NEW = (
    ("¿Qué es FWD.US?", AGENCIES),
    ("¿Y quién es Rosa Quill?", AGENCIES),
    ("¿Quién pintó el Guernica?", "¿Quién escribió Rayuela?"),
    ("¿Qué tiempo hace hoy?", AGENCIES),
    ("¿Cuántas personas?", "¿Qué es Rayuela?"),
    ("Gracias", AGENCIES),
    ("¿Y?", AGENCIES),
    ("¿Y antes de eso?", AGENCIES),
    ("And in Texas?", AGENCIES),
    ("En 1974, ¿qué serie debutó en ABC?", AGENCIES),
    ("¿Entre qué años fluyó el mar hacia el norte?", AGENCIES),
    ("¿Qué es a veces imposible modelar?", "¿Cuándo firmó Texas?"),
    ("¿Cuánto del PIB representa la industria?", "¿Qué firmó Texas?"),
)


@pytest.mark.parametrize(("asked", "before"), TAKEN)
def test_a_follow_up_is_taken_together_with_the_question_before_it(asked: str, before: str) -> None:
    assert in_spanish(asked, before, namer) == TAKEN[asked, before]


@pytest.mark.parametrize(("asked", "before"), NEW)
def test_what_speaks_for_itself_is_not(asked: str, before: str) -> None:
    assert in_spanish(asked, before, namer) is None
