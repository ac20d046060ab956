import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import best
from index.records import Hit


class Engine:
    """Holds scored ids and leaves out of equals whichever come last in its own order."""

    def __init__(self, scores: dict[str, float]) -> None:
        self.hits = sorted((Hit(id, score) for id, score in scores.items()), key=lambda hit: -hit.score)
        self.asked: list[int] = []

    def search(self, depth: int) -> list[Hit]:
        self.asked.append(depth)
        return self.hits[:depth]


def test_the_best_come_first_and_equals_go_by_id() -> None:
    engine = Engine({"c": 2.0, "b": 1.0, "a": 1.0})
    assert best(engine.search, 3, 3, 4) == [Hit("c", 2.0), Hit("a", 1.0), Hit("b", 1.0)]


def test_of_many_equals_those_with_the_first_ids_are_kept() -> None:
    engine = Engine({f"{number:03}": 0.5 for number in reversed(range(100))})
    assert [hit.chunk_id for hit in best(engine.search, 3, 100, 4)] == ["000", "001", "002"]
    assert engine.asked[-1] == 100


def test_an_engine_is_asked_once_where_the_border_is_clear() -> None:
    engine = Engine({f"{number:03}": float(number) for number in range(100)})
    best(engine.search, 3, 100, 4)
    assert engine.asked == [11]


def test_scores_that_differ_after_the_last_digit_are_equal() -> None:
    engine = Engine({"b": 0.50000004, "a": 0.50000001})
    assert [hit.chunk_id for hit in best(engine.search, 1, 2, 6)] == ["a"]
    assert [hit.chunk_id for hit in best(engine.search, 1, 2, 8)] == ["b"]


@pytest.mark.parametrize("top_k", [0, -1])
def test_nothing_wanted_is_nothing_asked(top_k: int) -> None:
    engine = Engine({"a": 1.0})
    assert best(engine.search, top_k, 1, 4) == []
    assert engine.asked == []


def test_more_wanted_than_there_are_gives_all() -> None:
    assert len(best(Engine({"a": 1.0, "b": 0.5}).search, 99, 2, 4)) == 2


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=5), st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=60
    ),
    st.integers(0, 70),
)
def test_it_is_the_head_of_the_whole_order(scores: dict[str, float], top_k: int) -> None:
    whole = sorted(
        (Hit(id, score) for id, score in scores.items()), key=lambda hit: (-hit.score, hit.chunk_id)
    )
    assert best(Engine(scores).search, top_k, len(scores), 6) == whole[:top_k]
