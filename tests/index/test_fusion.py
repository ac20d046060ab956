from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse

RANKINGS = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4)


def test_fuse_adds_reciprocal_ranks_and_settles_ties_by_id() -> None:
    hits = fuse([["c", "a"], ["b", "a"]])
    assert [hit.chunk_id for hit in hits] == ["a", "b", "c"]
    assert hits[0].score == pytest.approx(1 / 62 + 1 / 62)
    assert hits[1].score == hits[2].score == pytest.approx(1 / 61)


def test_a_larger_constant_gives_the_first_ranks_less_weight() -> None:
    assert [hit.chunk_id for hit in fuse([["a"], ["x", "b"], ["y", "b"]], k=1)][:2] == ["b", "a"]
    assert [hit.chunk_id for hit in fuse([["a"], ["w", "x", "y", "b"], ["z", "v", "u", "b"]], k=1)][0] == "a"


def test_sums_that_differ_in_their_last_digits_only_are_a_tie() -> None:
    others = list("uvwxyz")
    assert 1 / 61 + 1 / 67 + 1 / 62 < 1 / 61 + 1 / 62 + 1 / 67  # the same three numbers in another order
    hits = fuse([["b"], ["z", "b"], [*others, "b"], ["a"], [*others, "a"], ["z", "a"]])
    ids = [hit.chunk_id for hit in hits]
    assert ids.index("a") < ids.index("b")


def test_nothing_fused_is_nothing() -> None:
    assert fuse([]) == []
    assert fuse([[], []]) == []


@given(RANKINGS)
def test_every_id_comes_once_with_the_sum_of_its_reciprocal_ranks(rankings: list[list[str]]) -> None:
    sums: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for at, id in enumerate(ranking):
            sums[id] += 1 / (61 + at)
    hits = fuse(rankings)
    assert {hit.chunk_id: pytest.approx(hit.score) for hit in hits} == dict(sums)
    assert len(hits) == len(sums)
    assert all(one.score >= other.score - 1e-12 for one, other in zip(hits, hits[1:], strict=False))


@given(RANKINGS)
def test_the_order_of_the_rankings_does_not_matter(rankings: list[list[str]]) -> None:
    assert [hit.chunk_id for hit in fuse(rankings)] == [hit.chunk_id for hit in fuse(rankings[::-1])]
