"""The glossary and the learnt words: what is found, in which order, and that their files are in order."""

import tomllib
from pathlib import Path

import pytest

from index.analysis import folded
from qa.lexicon import GLOSSARY, LEARNT, Entry, Lexicon, Role, plural, spanish_stem

GLOSSARY_OF_FIVE = """
[function]
"of" = "de"
[asking]
"how many" = "cuantos; cuantas"
[things]
"agreement" = "acuerdo; convenio"
"task force" = "fuerza de tarea"
"worker" = "trabajador"
[terms]
"work" = "trabajar; trabajo"
"sign" = "firmar"
[names]
"New York" = "nueva york"
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    (tmp_path / "glossary.toml").write_text(GLOSSARY_OF_FIVE, encoding="utf-8")
    (tmp_path / "lexicon.tsv").write_text(
        "# learnt\nrios\trivers\nrio-\triver\nguerr-\twar\n", encoding="utf-8"
    )
    return Lexicon.load(tmp_path / "glossary.toml", tmp_path / "lexicon.tsv")


def listed(lexicon: Lexicon, words: str) -> tuple[str, int] | None:
    found = lexicon.listed(words.split())
    return found and (found[0].english, found[1])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("acuerdo", ("agreement", 1)),
        ("acuerdos", ("agreements", 1)),
        ("convenios firmados", ("agreements", 1)),
        ("firmaran", ("sign", 1)),
        ("firmando", ("sign", 1)),
        ("trabajan", ("work", 1)),  # nearer to trabajar than to trabajador
        ("trabajadores", ("workers", 1)),
        ("fuerza de tarea", ("task force", 3)),
        ("fuerzas de tarea", ("task forces", 3)),
        ("fuerza de voluntad", None),
        ("trabajadora", ("work", 1)),  # a thing has no other gender, unless it is listed
        ("acuerda", None),
        ("nueva york", ("New York", 2)),
        ("nuevo york", None),
        ("des", None),  # function words and names only as they are listed
        ("cuantos", None),  # it asks, and is looked up as such alone
        ("xolotl", None),
        ("", None),
    ],
)
def test_the_glossary_is_looked_up_as_it_stands_and_inflected(
    lexicon: Lexicon, words: str, found: tuple[str, int] | None
) -> None:
    assert listed(lexicon, words) == found


def test_what_asks_is_apart(lexicon: Lexicon) -> None:
    assert lexicon.asks(["cuantas", "personas"]) == (Entry("how many", Role.ASKING), 1)
    assert lexicon.asks(["personas"]) is None


def test_a_learnt_word_goes_before_its_stem(lexicon: Lexicon) -> None:
    assert (lexicon.learnt_word("rios"), lexicon.learnt_word("rio")) == ("rivers", None)
    assert (lexicon.learnt_stem("rio"), lexicon.learnt_stem("guerras")) == ("river", "war")
    assert lexicon.learnt_stem("xolotl") is None


@pytest.mark.parametrize(
    ("one", "many"),
    [("agency", "agencies"), ("day", "days"), ("fine", "fines"), ("church", "churches"), ("person", "people"),
     ("police officer", "police officers"), ("executive order", "executive orders")],
)  # fmt: skip
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    "forms",
    [
        "acuerdo acuerdos",
        "firmar firman firmaron firmado firmando",
        "policia policias",
        "firmaria firmarian firmar",
    ],
)
def test_forms_of_a_word_share_a_stem_without_accents(forms: str) -> None:
    assert len(set(map(spanish_stem, forms.split()))) == 1


def test_the_shipped_files_are_in_order() -> None:
    tables = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))
    assert list(tables) == [role.value for role in Role]
    forms = [
        (role == "asking", folded(form.strip())) for role, table in tables.items() for value in table.values()
        for form in value.split(";")
    ]  # fmt: skip
    assert all(form for _, form in forms)
    assert not {form for form in forms if forms.count(form) > 1}, "a form is listed twice"
    rows = [
        line.split("\t")
        for line in LEARNT.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert all(len(row) == 2 and all(row) for row in rows)
    words = [word for word, _ in rows]
    assert words == sorted(set(words)) == [folded(word) for word in words]
    assert LEARNT.stat().st_size < 500_000


def test_other_files_have_another_hash(lexicon: Lexicon, tmp_path: Path) -> None:
    assert lexicon.sha256 != Lexicon.load().sha256
    with (tmp_path / "lexicon.tsv").open("a", encoding="utf-8") as file:
        file.write("paz\tpeace\n")
    assert Lexicon.load(tmp_path / "glossary.toml", tmp_path / "lexicon.tsv").sha256 != lexicon.sha256
