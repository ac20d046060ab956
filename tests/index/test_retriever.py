import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import SentenceEncoder
from index.records import Chunk, Hit, Passage, Span
from index.retriever import LATE, Retriever, represented
from index.store import Generation, Store
from tests.fakes import AnyLanguageEncoder, LetterEncoder, RecordingEncoder, build_letters, write_seeds

TEXTS = {
    "alba.txt": "The Inner Income Service wrote to Alba.\n",
    "brno.txt": "What it costs\nBrno pays nothing.\n",
    "cork.txt": "Cork waits for the council.\n",
}
ALIASES = '[[aliases]]\nname = "Internal Revenue Service"\nalso = ["IRS", "Inner Income Service"]\n'


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    build_letters(write_seeds(tmp_path / "seeds", TEXTS, aliases=ALIASES), tmp_path)
    return Retriever(Store(tmp_path / "index").open("letters"), LetterEncoder())


def ids(passages: list[Passage]) -> list[str]:
    return [passage.document.id for passage in passages]


def test_the_passage_that_shares_the_words_comes_first(retriever: Retriever) -> None:
    first, *others = retriever.retrieve("Does the council of Cork wait?", 3)
    assert first.text == "Cork waits for the council."
    assert first.text == first.document.quote(first.chunk.span)
    assert sorted(ids(others)) == ["alba", "brno"]


def test_a_passage_says_how_each_retriever_found_it(retriever: Retriever) -> None:
    passages = retriever.retrieve("Cork", 3)
    assert [passage.rank for passage in passages] == [1, 2, 3]
    assert passages[0].ranks == {"dense": 1, "lexical": 1}
    assert passages[0].score == pytest.approx(2 / 61)
    assert set(passages[1].ranks) == {"dense"}  # no word in common
    assert passages[0].scores.keys() == passages[0].ranks.keys()
    assert all(one.score >= other.score for one, other in zip(passages, passages[1:], strict=False))


def test_a_passage_is_found_by_its_heading(retriever: Retriever) -> None:
    (first,) = retriever.retrieve("costs", 1)
    assert (first.text, first.chunk.heading) == ("Brno pays nothing.", "What it costs")


def test_a_name_is_also_searched_in_its_other_forms(retriever: Retriever) -> None:
    (first, *_) = retriever.retrieve("irs", 3)
    assert first.document.id == "alba"
    assert set(first.ranks) == {"dense", "lexical", "dense, with aliases"}
    assert [match.alias.name for match in retriever.aliases("irs")] == ["Internal Revenue Service"]


def test_a_question_without_an_alias_is_encoded_once_and_as_it_stands(retriever: Retriever) -> None:
    encoder = RecordingEncoder()
    Retriever(retriever.generation, encoder).retrieve("Who waits?", 3)
    assert encoder.seen == ["Who waits?"]


def test_each_other_form_is_searched_once(retriever: Retriever) -> None:
    encoder = RecordingEncoder()
    Retriever(retriever.generation, encoder).retrieve("the IRS and the irs", 3)
    restated = "the IRS and the irs Internal Revenue Service Inner Income Service"
    assert encoder.seen == ["the IRS and the irs", restated]


@pytest.mark.parametrize("question", ["", "?!", "\U0001f600", "Cork " * 200, 'AND OR NOT "', "\x00\u202e"])
def test_any_question_gives_passages_or_none(question: str, retriever: Retriever) -> None:
    assert len(retriever.retrieve(question, 2)) <= 2


@pytest.mark.parametrize(("top_k", "found"), [(0, 0), (1, 1), (3, 3), (99, 3)])
def test_no_more_are_found_than_there_are(top_k: int, found: int, retriever: Retriever) -> None:
    assert len(retriever.retrieve("Cork", top_k)) == found


def test_a_document_that_others_crowd_out_is_among_the_passages(tmp_path: Path) -> None:
    many = "".join(f"Cork waits for council number {number}.\n\n" for number in range(30))
    texts = {"many.txt": many, "one.txt": "Quizzical zebras vex the judge in Cork.\n"}
    build_letters(write_seeds(tmp_path / "seeds", texts), tmp_path)
    retriever = Retriever(Store(tmp_path / "index").open("letters"), LetterEncoder())
    passages = retriever.retrieve("Which council waits?", 20)
    assert ids(passages) == ["many"] * 19 + ["one"]
    assert [passage.rank for passage in passages] == list(range(1, 21))


def hits_of(places: str) -> tuple[list[Hit], dict[str, Chunk]]:
    """Return a hit of each of *places*, best first, and its chunk: a letter names a document."""
    chunks = [
        Chunk(place[0], tuple(Span(int(digit), int(digit) + 1) for digit in place[1:]), None, False)
        for place in places.split()
    ]
    return [Hit(chunk.id, 1 / (1 + at)) for at, chunk in enumerate(chunks)], {one.id: one for one in chunks}


@pytest.mark.parametrize(
    ("places", "top_k", "expected"),
    [
        ("a1 a2 a3 a4 a5", 4, "0 1 2 3"),
        ("a1 a2 a3 a4 b1", 4, "0 1 2 4"),  # the last of the others gives way
        ("a12 a2 a3 a4 b1", 4, "0 2 3 4"),  # rather one that says nothing of its own
        ("a12 a23 a34 a45 b1", 4, "0 1 3 4"),  # the last such one
        ("a12 a2 a23 a3 a4 a5 a6 a7 b1 c1", 8, "0 2 4 5 6 7 8 9"),
        ("a1 b1 a2 a3 a4 c1", 4, "0 1 2 5"),
        ("a1 a2 b1 b2 c1", 4, "0 1 2 4"),
        ("a1 b1 c1 d1 e1", 4, "0 1 2 3"),  # a document's only hit never gives way
        ("a1 a2 a3 a4 b1 c1", 4, "0 1 2 4"),  # one place in four, to the better one
        ("a1 a2 a3 b1", 3, "0 1 2"),  # a quarter of three is no place
        ("a1 b1", 4, "0 1"),
        ("a1 b1", 0, ""),
        ("", 4, ""),
    ],
)
def test_each_document_is_represented(places: str, top_k: int, expected: str) -> None:
    hits, chunks = hits_of(places)
    assert represented(hits, chunks, top_k) == [hits[int(at)] for at in expected.split()]


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(0, 24))
def test_representation_keeps_the_number_the_order_and_most_of_the_best(
    documents: list[str], top_k: int
) -> None:
    chunks = [Chunk(name, (Span(at, at + 1),), None, False) for at, name in enumerate(documents)]
    hits = [Hit(chunk.id, 1.0) for chunk in chunks]
    kept = represented(hits, {chunk.id: chunk for chunk in chunks}, top_k)
    assert len(kept) == min(top_k, len(hits))
    assert kept == sorted(kept, key=hits.index)
    assert len(set(hits[:top_k]) - set(kept)) <= top_k / LATE
    assert set(documents[:top_k]) <= {documents[hits.index(hit)] for hit in kept}


def test_the_same_question_finds_the_same_passages(retriever: Retriever) -> None:
    assert retriever.retrieve("the council", 3) == retriever.retrieve("the council", 3)


@pytest.fixture
def both(tmp_path: Path) -> Retriever:
    """A retriever whose generation has the second index."""
    second = AnyLanguageEncoder()
    build_letters(write_seeds(tmp_path / "seeds", TEXTS), tmp_path, multilingual=second)
    return Retriever(Store(tmp_path / "index").open("letters"), LetterEncoder(), multilingual=second)


def test_the_question_in_its_own_language_is_searched_too(both: Retriever) -> None:
    assert isinstance(both.multilingual, AnyLanguageEncoder)
    passages = {one.document.id: one for one in both.retrieve("zzz", 3, asked="Cork waits for the council")}
    assert passages["cork"].ranks["multilingual"] == 1
    assert passages["cork"].scores["multilingual"] > 0.99
    ranks = passages["cork"].ranks
    assert passages["cork"].score == pytest.approx(
        sum((1 + (name == "multilingual")) / (60 + rank) for name, rank in ranks.items())
    )
    assert both.multilingual.questions == ["Cork waits for the council"]


def test_the_second_index_is_left_alone_unless_it_is_asked(both: Retriever, retriever: Retriever) -> None:
    assert isinstance(both.multilingual, AnyLanguageEncoder)
    assert all("multilingual" not in passage.ranks for passage in both.retrieve("Cork", 3))
    assert both.multilingual.questions == []
    assert ids(retriever.retrieve("Cork", 3, asked="Brno")) == ids(retriever.retrieve("Cork", 3))


@pytest.mark.models
def test_real_evidence_is_found(
    generation: Generation, sentence_encoder: SentenceEncoder, seeds: Path
) -> None:
    retriever = Retriever(generation, sentence_encoder)
    rows = [json.loads(line) for line in (seeds / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [row for row in rows if row["lang"] == "en" and row["answerable"] and not row["history"]]
    ranks = []
    for row in asked:
        passages = retriever.retrieve(row["question"], 10)
        ranks.append(next((passage.rank for passage in passages if holds(passage, row["evidence"])), 11))
    assert len(asked) == 30
    assert sum(rank == 1 for rank in ranks) >= 20
    assert sum(rank <= 10 for rank in ranks) >= 28


def holds(passage: Passage, evidence: list[dict[str, object]]) -> bool:
    return any(
        passage.document.source.file == place["file"] and str(place["quote"]) in passage.text
        for place in evidence
    )
