from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import DenseIndex, FloatMatrix
from tests.fakes import LetterEncoder

WORDS = [
    "alba",
    "brno",
    "cork",
    "dover",
    "essen",
    "faro",
    "ghent",
    "alab",
]  # the last has the letters of the first


def index_of(words: list[str]) -> DenseIndex:
    return DenseIndex.of(words, LetterEncoder().encode(words))


def unit_rows(count: int, seed: int) -> FloatMatrix:
    rows = np.random.default_rng(seed).standard_normal((count, 8), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 1000))
def test_hits_are_those_of_a_plain_product(count: int, top_k: int, seed: int) -> None:
    rows, query = unit_rows(count, seed), unit_rows(1, seed + 1)[0]
    ids = [f"{number:02}" for number in range(count)]
    hits = DenseIndex.of(ids, rows).search(query, top_k)
    cosines = rows @ query
    expected = sorted(zip(ids, cosines, strict=True), key=lambda pair: (-round(float(pair[1]), 6), pair[0]))[
        :top_k
    ]
    assert [hit.score for hit in hits] == pytest.approx([cosine for _, cosine in expected], abs=1e-5)
    assert {hit.chunk_id for hit in hits} == {id for id, _ in expected}


def test_the_nearest_comes_first_with_its_cosine() -> None:
    hits = index_of(WORDS[:-1]).search(LetterEncoder().encode(["corks"])[0], 2)
    assert hits[0].chunk_id == "cork"
    assert hits[0].score == pytest.approx(4 / np.sqrt(4 * 5))


def test_equal_cosines_are_ordered_by_id_even_at_the_border() -> None:
    query = LetterEncoder().encode(["alba"])[0]
    assert [hit.chunk_id for hit in index_of(WORDS).search(query, 2)] == ["alab", "alba"]
    assert [hit.chunk_id for hit in index_of(WORDS).search(query, 1)] == ["alab"]
    assert [hit.chunk_id for hit in index_of(WORDS[::-1]).search(query, 1)] == ["alab"]


@pytest.mark.parametrize(("top_k", "found"), [(0, 0), (-1, 0), (3, 3), (8, 8), (9, 8), (10_000, 8)])
def test_no_more_are_found_than_there_are(top_k: int, found: int) -> None:
    hits = index_of(WORDS).search(LetterEncoder().encode(["alba"])[0], top_k)
    assert len(hits) == len({hit.chunk_id for hit in hits}) == found


def test_an_index_that_was_saved_gives_the_same_hits(tmp_path: Path) -> None:
    index = index_of(WORDS)
    index.save(tmp_path / "vectors.faiss")
    loaded = DenseIndex.load(tmp_path / "vectors.faiss", WORDS)
    for query in LetterEncoder().encode(["alba", "bone", "zzz", ""]):
        assert loaded.search(query, 8) == index.search(query, 8)


def test_two_saves_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        index_of(WORDS).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_as_many_ids_as_vectors_are_needed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="7 chunk ids for 8 vectors"):
        DenseIndex.of(WORDS[1:], LetterEncoder().encode(WORDS))
    index_of(WORDS).save(tmp_path / "vectors.faiss")
    with pytest.raises(ValueError, match="7 chunk ids for 8 vectors"):
        DenseIndex.load(tmp_path / "vectors.faiss", WORDS[1:])
