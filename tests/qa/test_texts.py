"""The catalogue: every text in both languages, of one shape, and each in use."""

import inspect
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import get_args

import pytest

from index.records import Kind
from qa import texts as catalogue
from qa.contract import Caution, Disagreement, Reason
from qa.texts import CATALOGUES, spanish
from qa.texts import english as texts
from qa.texts.operator import OperatorTexts
from tests.qa.web.fakes import (
    AGENCIES,
    COMPARED,
    DAILY,
    DOCUMENTS,
    REWORDED,
    TWO_FINDINGS,
    answer,
    document,
    no_answer,
)

BY_ID = {one.id: one for one in DOCUMENTS}
QA = Path(catalogue.__file__).parent.parent
# The same word in both, or no word at all.
ALIKE = {"PLAIN_KINDS.0", "PLAIN_KINDS.1", "MISSING.original"}


def shape(module: object) -> dict[str, object]:
    """Return what must be the same in each language, by name: types, keys of mappings, signatures."""
    return {name: _shape_of(value) for name, value in _public(module)}


def _public(module: object) -> Iterator[tuple[str, object]]:
    for name, value in vars(module).items():
        own = inspect.isfunction(value) and value.__module__ == getattr(module, "__name__", None)
        if not name.startswith("_") and (name.isupper() or own):
            yield name, value


def _shape_of(value: object) -> object:
    match value:
        case dict():
            return {key: _shape_of(one) for key, one in value.items()}
        case _ if inspect.isfunction(value):
            return str(inspect.signature(value))
        case _:
            return type(value)


def words_of(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Yield each text in *value* with its name."""
    match value:
        case str():
            yield name, value
        case dict():
            for key, one in value.items():
                yield from words_of(one, f"{name}.{key}")
        case tuple():
            for at, one in enumerate(value):
                yield from words_of(one, f"{name}.{at}")


def test_every_text_is_there_in_both_languages_and_of_one_shape() -> None:
    assert shape(texts) == shape(spanish)
    assert {module.LANGUAGE for module in CATALOGUES.values()} == set(CATALOGUES) == {"en", "es"}


def test_a_text_that_one_language_lacks_is_noticed() -> None:
    lacking = SimpleNamespace(**{name: value for name, value in _public(spanish) if name != "PRIVACY"})
    assert shape(lacking) != shape(spanish)
    fewer = SimpleNamespace(**{**vars(lacking), "PRIVACY": spanish.PRIVACY, "REASONS": {"invalid": "x"}})
    assert shape(fewer) != shape(spanish)


def test_no_text_is_left_in_the_other_language() -> None:
    here, there = (
        {key: words for name, value in _public(module) for key, words in words_of(value, name)}
        for module in (texts, spanish)
    )
    assert {name for name in here if here[name] == there[name]} - ALIKE == set()


def test_the_templates_ask_for_nothing_that_the_catalogue_has_not_and_it_has_nothing_idle() -> None:
    used: dict[str, set[str]] = {"t": set(), "own": set(), "one": set()}
    for path in (*QA.rglob("*.html"), *QA.rglob("*.py")):
        if path.parent != QA / "texts":
            for variable, name in re.findall(
                r"\b(t|own|one)\.([A-Za-z_]+)", path.read_text(encoding="utf-8")
            ):
                if variable != "own" or path.suffix == ".html":
                    used[variable].add(name)
    source = (QA / "texts" / "english.py").read_text(encoding="utf-8")
    within = {name for name, _ in _public(texts) if len(re.findall(rf"\b{name}\b", source)) > 1}
    names = {name for name, _ in _public(texts)}
    assert used["t"] <= names
    assert names <= used["t"] | used["one"] | within
    assert used["own"] <= set(OperatorTexts.model_fields)


def test_every_kind_caution_and_reason_of_the_contract_has_its_words() -> None:
    assert set(texts.KINDS) == set(texts.KIND_NAMES) == set(texts.KINDS_EXPLAINED) == set(get_args(Kind))
    assert set(texts.CAUTIONS) == set(get_args(Caution))
    assert set(texts.REASONS) == set(get_args(Reason))
    assert set(texts.COMPARED) == set(get_args(Disagreement.model_fields["kind"].annotation))


@pytest.mark.parametrize(
    ("when", "in_english", "in_spanish"),
    [
        (date(2026, 2, 6), "6 February 2026", "6 de febrero de 2026"),
        ("2024-12", "December 2024", "diciembre de 2024"),
        ("2024", "2024", "2024"),
    ],
)
def test_a_date_says_what_is_known_of_it(when: date | str, in_english: str, in_spanish: str) -> None:
    assert (texts.day(when), spanish.day(when)) == (in_english, in_spanish)


def test_what_holds_for_a_time_says_so() -> None:
    assert texts.as_of("2026-01-26") == "As of 26 January 2026"
    assert [spanish.as_of(when) for when in ("2026-01-26", "2026-01", "2026")] == [
        "Al 26 de enero de 2026", "En enero de 2026", "En 2026",
    ]  # fmt: skip


def test_the_newest_document_dates_the_collection() -> None:
    assert texts.newest(BY_ID) == "Newest dated document: 16 February 2026."
    assert texts.newest({REWORDED.id: REWORDED}) == "No document here is dated."
    assert spanish.newest(BY_ID) == "Documento con la fecha más reciente: 16 de febrero de 2026."


def test_what_the_collection_covers_is_said_with_its_dates() -> None:
    assert texts.covers(BY_ID).endswith(
        "(ICE). Their dates run from 17 September 2025 to 16 February 2026. 1 of them has no date."
    )
    assert spanish.covers(BY_ID).endswith(
        "Sus fechas van del 17 de septiembre de 2025 al 16 de febrero de 2026. 1 de ellos no tiene fecha."
    )
    assert texts.covers({DAILY.id: DAILY}).endswith("The only date known is 17 September 2025.")
    assert texts.covers({REWORDED.id: REWORDED}).endswith("None of them has a date.")


@pytest.mark.parametrize(
    ("module", "many", "one"),
    [(texts, "3 documents", "1 document about"), (spanish, "3 documentos", "1 documento sobre")],
)
def test_one_document_is_not_documents(module: ModuleType, many: str, one: str) -> None:
    assert many in module.covers(BY_ID)
    assert one in module.covers({DAILY.id: DAILY})


def test_the_status_counts_sources_and_not_findings() -> None:
    replies = [
        answer("q", TWO_FINDINGS),
        answer("q", TWO_FINDINGS[:1] * 2),
        answer("q", TWO_FINDINGS, **COMPARED),
        no_answer("q", "invalid"),
    ]
    assert [texts.status(reply) for reply in replies] == [
        "Answer ready. 2 sources.",
        "Answer ready. 1 source.",
        "Answer ready. 2 sources, with different figures.",
        "No answer found in this collection.",
    ]
    assert [spanish.status(reply) for reply in replies] == [
        "Respuesta lista. 2 fuentes.",
        "Respuesta lista. 1 fuente.",
        "Respuesta lista. 2 fuentes, con cifras distintas.",
        "No se encontró respuesta en esta colección.",
    ]


def test_a_source_is_named_by_what_is_known_of_it() -> None:
    assert texts.source_name(DAILY.source) == "The Daily"
    assert texts.source_name(AGENCIES.source) == "Law Enforcement Now Working with ICE"
    assert texts.source_name(REWORDED.source) == "Untitled reworded copy of an NPR report"
    assert texts.source_name(document("d", "x").source) == "Untitled document"
    assert spanish.source_name(document("d", "x").source) == "Documento sin título"


def test_missing_terms_are_listed_as_a_person_would() -> None:
    assert texts.missing(["a"]) == "No passage covers \u201ca\u201d."
    assert (
        texts.missing(["a", "b", "c"]) == "No passage covers \u201ca\u201d, \u201cb\u201d or \u201cc\u201d."
    )
    assert spanish.missing(["a", "b"]) == "Ningún pasaje trata de \u201ca\u201d ni de \u201cb\u201d."
