"""Which terms the collection holds, and how telling each is."""

import math
from datetime import date

import pytest

from index.records import Document, Source
from qa.vocabulary import Vocabulary
from tests.fakes import make_document
from tests.qa.fakes import chunk_of, vocabulary_of


def test_a_term_weighs_the_less_the_more_chunks_hold_it() -> None:
    vocabulary = vocabulary_of("county deputies", "county sheriff", "county county mayor")
    assert vocabulary.frequencies == {"counti": 3, "deputi": 1, "sheriff": 1, "mayor": 1}
    assert vocabulary.weight("counti") == pytest.approx(math.log(1 + 0.5 / 3.5))
    assert vocabulary.weight("mayor") == pytest.approx(math.log(1 + 2.5 / 1.5))
    assert vocabulary.weight("never") == pytest.approx(math.log(1 + 3.5 / 0.5))


def test_every_weight_is_above_nothing() -> None:
    assert vocabulary_of("a", "a").weight("a") > 0
    assert vocabulary_of().weight("a") > 0


def test_a_common_term_is_in_more_than_its_share_of_the_chunks() -> None:
    vocabulary = vocabulary_of("county", "county", "mayor", "sheriff")
    assert vocabulary.is_common("counti", 0.4)
    assert not vocabulary.is_common("counti", 0.5)
    assert not vocabulary.is_common("never", 0.0)


def test_the_heading_and_the_record_of_a_document_count_too() -> None:
    known = Source(
        file="d.txt",
        kind="reporting",
        title="County News",
        publisher="Gazette",
        authors=("Ann Lee",),
        published=date(2025, 5, 5),
    )
    plain = make_document("Deputies left the county.")
    document = Document(plain.id, plain.text, plain.sha256, plain.file_sha256, known)
    chunk = chunk_of(document, "Deputies left the county.", heading="A quarrel")
    vocabulary = Vocabulary.of([chunk], {document.id: document})
    for term in ("deputi", "quarrel", "counti", "gazett", "ann", "lee"):
        assert term in vocabulary
    assert "2025" not in vocabulary
    assert vocabulary.frequencies["counti"] == 1, "the chunk and the title are one"
