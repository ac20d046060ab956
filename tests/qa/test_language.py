"""English unless the question shows otherwise."""

import pytest

from qa.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many agencies work with ICE?", "en"),
        ("how many", "en"),
        ("287(g)", "en"),
        ("", "en"),
        ("?!", "en"),
        ("1 2 3 4 5", "en"),
        ("Los Angeles?", "en"),
        ("Las Vegas sheriff", "en"),
        ("El Paso?", "en"),
        ("my son?", "en"),
        ("Who signed on in Texas?", "en"),
        ("Bier Cato ICE ERO", "en"),  # Italian, says the model, and that it is hardly sure
        ("¿Agentes?", "es"),
        ("¡Hola!", "es"),
        ("qué es ICE", "es"),
        ("que es ICE", "es"),
        ("Cuanto dinero", "es"),
        ("Dónde", "es"),
        ("Cuántos agentes permanentes tiene ICE", "es"),
        ("por que algunas agencias no quieren firmar acuerdos con ICE", "es"),
        ("Combien d'agents travaillent avec ICE dans le comté?", "fr"),
        ("\u0643\u0645 \u0639\u062f\u062f \u0641\u064a \u0641\u0644\u0648", "ar"),  # Arabic
    ],
)
def test_the_language_of_a_question(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_line_end_changes_nothing() -> None:
    assert language_of("How many agencies\nwork with\r\nICE?") == "en"
