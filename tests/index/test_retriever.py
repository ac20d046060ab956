import json
from pathlib import Path

import pytest

from index.encoder import SentenceEncoder
from index.records import Passage
from index.retriever import Retriever
from index.store import Generation, Store
from tests.fakes import LetterEncoder, RecordingEncoder, build_letters, write_seeds

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


def test_the_same_question_finds_the_same_passages(retriever: Retriever) -> None:
    assert retriever.retrieve("the council", 3) == retriever.retrieve("the council", 3)


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
