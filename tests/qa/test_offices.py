"""Who holds an office: not its deputy, nor, for who holds it now, one who held it once."""

import pytest

from index.sources import Alias
from qa.offices import Office, asked_office

ICE = Alias(name="ICE", also=("Immigration and Customs Enforcement",))
SHEAHAN = "“We are multiplying partnerships,” said ICE Deputy Director Madison Sheahan."
SALDANA = "Sarah Saldaña, former director for ICE under President Obama, said it was unusual."


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the director of ICE?", Office("director", is_now=True, body=frozenset({"ice"}))),
        ("who's the ICE director right now", Office("director", is_now=True)),
        ("Who’s ICE’s current Director?", Office("director", is_now=True)),
        (
            "Who was the director of the Treasury?",
            Office("director", is_now=False, body=frozenset({"treasuri"})),
        ),
        ("Who was the director back then?", Office("director", is_now=False)),
        ("Who became president of Sega?", Office("president", is_now=False, body=frozenset({"sega"}))),
        ("Who was mayor of my town?", Office("mayor", is_now=False)),
        ("Who is the deputy director of ICE?", None),
        ("Who is the former director of ICE?", None),
        ("Who is the acting director of ICE?", None),
        ("Who is Madison Sheahan?", None),
        ("Who did the director of ICE meet?", None),
        ("Who was the candidate for president?", None),
        ("Who is the attorney of the sheriff?", Office("attorney", is_now=True)),
        ("What did the director of ICE say?", None),
    ],
)
def test_the_office_is_found_whose_holder_is_asked_for(question: str, office: Office | None) -> None:
    assert asked_office(question) == office


@pytest.mark.parametrize(
    ("sentence", "now", "ever"),
    [
        (SHEAHAN, False, False),
        (SALDANA, False, True),
        ("Todd Lyons is the acting director of ICE.", False, False),
        ("The director, Ann Lee, met her deputy director.", True, True),
        ("He called the Vice-Director, and the\nDEPUTY DIRECTOR too.", False, False),
        ("ICE has directors in every town; a directorate leads them.", None, None),
        ("The ICE workforce is some 20,800 people.", None, None),
    ],
)
def test_a_deputy_does_not_hold_it_nor_a_former_holder_now(
    sentence: str, now: bool | None, ever: bool | None
) -> None:
    assert Office("director", is_now=True).is_held_in(sentence) is now
    assert Office("director", is_now=False).is_held_in(sentence) is ever


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("The director of the Office of Management and Budget said so.", False),
        ("Ann Lee, director for the Budget Office, met the director of ICE.", True),
        ("The director of Immigration and Customs Enforcement said so.", True),
        ("The director of the Budget Office met the deputy director of ICE.", False),
        ("The director of operations said so.", True),
        ("The ICE director said so.", True),
        ("The workforce is some 20,800 people.", None),
    ],
)
def test_an_office_of_another_body_is_another(sentence: str, held: bool | None) -> None:
    office = asked_office("Who is the director of ICE?", [ICE])
    assert office is not None
    assert office.is_held_in(sentence) is held


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who is the head of the Arena Football League?", "Ann Lee, head of the AFL, said so."),
        ("Who is the head of the AFL?", "Ann Lee is the head of the Arena Football League."),
    ],
)
def test_a_body_is_known_by_its_initials(question: str, sentence: str) -> None:
    office = asked_office(question)
    assert office is not None
    assert office.is_held_in(sentence) is True


def test_an_office_of_no_body_is_held_in_any() -> None:
    assert Office("director", is_now=True).is_held_in("The director of the Budget Office said so.") is True
