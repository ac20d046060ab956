"""Words to search for are told from questions."""

import pytest

from qa.keywords import is_keywords


@pytest.mark.parametrize(
    ("question", "are_keywords"),
    [
        ("287g", True),
        ("287(g) agreements Texas", True),
        ("states that ban 287(g)", True),
        ("acuerdos 287(g) Texas", True),
        ("alguaciles", True),
        ("287g?", False),
        ("¿Acuerdos?", False),
        ("how many agreements", False),
        ("cuantos acuerdos", False),
        ("is ICE in my town", False),
        ("police stopped me", False),
        ("tell me about 287g", False),
        ("the police of every county in all of Texas", False),
        ("", False),
        ("!!!", False),
    ],
)
def test_words_to_search_for_are_told_from_questions(question: str, are_keywords: bool) -> None:
    assert is_keywords(question) is are_keywords
