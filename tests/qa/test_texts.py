from datetime import date
from typing import get_args

import pytest

from index.records import Kind
from qa.contract import Caution, Disagreement, Reason
from qa.texts import english as texts
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


def test_every_kind_caution_and_reason_of_the_contract_has_its_words() -> None:
    assert set(texts.KINDS) == set(texts.KIND_NAMES) == set(texts.KINDS_EXPLAINED) == set(get_args(Kind))
    assert set(texts.CAUTIONS) == set(get_args(Caution))
    assert set(texts.REASONS) == set(get_args(Reason))
    assert set(texts.COMPARED) == set(get_args(Disagreement.model_fields["kind"].annotation))


@pytest.mark.parametrize(
    ("when", "words"),
    [(date(2026, 2, 6), "6 February 2026"), ("2024-12", "December 2024"), ("2024", "2024")],
)
def test_a_date_says_what_is_known_of_it(when: date | str, words: str) -> None:
    assert texts.day(when) == words


def test_the_newest_document_dates_the_collection() -> None:
    assert texts.newest(BY_ID) == "Newest dated document: 16 February 2026."
    assert texts.newest({REWORDED.id: REWORDED}) == "No document here is dated."


def test_one_document_is_not_documents() -> None:
    assert "3 documents" in texts.covers(BY_ID)
    assert "1 document about" in texts.covers({DAILY.id: DAILY})


def test_the_status_counts_sources_and_not_findings() -> None:
    assert texts.status(answer("q", TWO_FINDINGS)) == "Answer ready. 2 sources."
    assert texts.status(answer("q", TWO_FINDINGS[:1] * 2)) == "Answer ready. 1 source."
    differing = answer("q", TWO_FINDINGS, **COMPARED)
    assert texts.status(differing) == "Answer ready. 2 sources, with different figures."
    assert texts.status(no_answer("q", "invalid")) == "No answer found in this collection."


def test_a_source_is_named_by_what_is_known_of_it() -> None:
    assert texts.source_name(DAILY.source) == "The Daily"
    assert texts.source_name(AGENCIES.source) == "Law Enforcement Now Working with ICE"
    assert texts.source_name(REWORDED.source) == "Untitled reworded copy of an NPR report"
    assert texts.source_name(document("d", "x").source) == "Untitled document"


def test_missing_terms_are_listed_as_a_person_would() -> None:
    assert texts.missing(["a"]) == "No passage covers \u201ca\u201d."
    assert (
        texts.missing(["a", "b", "c"]) == "No passage covers \u201ca\u201d, \u201cb\u201d or \u201cc\u201d."
    )
