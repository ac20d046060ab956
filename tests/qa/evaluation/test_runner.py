"""Bots over small corpora, without a model: what is asked, what is hidden, and how long each stage took."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.cache import EmbeddingCache
from index.records import Document
from qa.bot import Bot
from qa.contract import Request
from qa.evaluation.collections import LEFT_OUT
from qa.evaluation.corpora import generation_of, masked, paragraph_document, without
from qa.evaluation.records import Example
from qa.evaluation.runner import Stopwatch, attempt_of, measure, request_of, timed
from qa.wiring import assemble
from tests.fakes import LetterEncoder, make_document
from tests.qa.evaluation.making import TOWN, evidence, example
from tests.qa.letters import told

BRNO = make_document("Brno declined in June. Its council cites cost.\n", "brno")
DEPUTIES = "Its sheriff has 12 deputies."


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    """A bot over two short documents."""
    return bot_over([TOWN, BRNO], tmp_path)


def bot_over(documents: list[Document], folder: Path) -> Bot:
    lexical = folder / "lexical"
    lexical.mkdir()
    cache = EmbeddingCache(folder / "cache.sqlite3")
    return assemble(generation_of(documents, LetterEncoder(), cache, lexical), LetterEncoder(), told())


def asked(question: str = "How many deputies does the sheriff of Alba have?") -> Example:
    return example(evidence(DEPUTIES), question=question, answers=("12",))


def test_a_bot_is_asked_every_example_and_judged(bot: Bot) -> None:
    found = list(measure(bot, [asked(), example(question="Write me a poem about deputies")]))
    assert [row.answered for row in found] == [True, False]
    assert found[0].rank == 1
    assert (found[1].reason, found[1].confidence, found[1].silence) == ("out_of_scope", None, "other")
    assert all(all(row.verbatim) for row in found)


def test_passages_are_judged_in_the_order_of_the_search_and_in_that_of_the_reader(bot: Bot) -> None:
    (row,) = measure(bot, [asked()])
    assert (row.searched_rank, row.read_rank) == (1, 1)
    (row,) = measure(bot, [example(question="Write me a poem about deputies")])
    assert (row.searched_rank, row.read_rank) == (None, None)


def test_the_stages_add_up_to_the_whole(bot: Bot) -> None:
    (row,) = measure(bot, [asked()])
    assert set(row.stages) == {"encode", "other", "read", "search"}
    assert sum(row.stages.values()) == pytest.approx(row.seconds, abs=1e-5)
    assert min(row.stages.values()) >= 0


def test_timing_changes_no_reply(bot: Bot) -> None:
    request = request_of(asked())
    assert timed(bot, Stopwatch()).reply(request) == bot.reply(request)


def test_earlier_turns_go_with_the_request() -> None:
    turns = (("user", "Who signed?"), ("assistant", "Alba"))
    request = request_of(example(history=turns))
    assert [(turn.role, turn.content) for turn in request.history] == list(turns)


def test_a_reply_kept_back_by_its_score_says_what_it_would_have_shown(bot: Bot) -> None:
    strict = replace(bot.answerer.calibration, threshold=99.0)
    silent = replace(bot, answerer=replace(bot.answerer, calibration=strict))
    reply, trace = silent.explained(request_of(asked()))
    attempt = attempt_of(reply, trace, {})
    assert attempt.withheld is not None
    assert attempt.withheld.text.endswith(DEPUTIES)
    assert (attempt.silence, attempt.quotes) == ("score", ())
    assert attempt.confidence is not None


def test_a_refusal_is_the_guards_where_it_barred_what_would_have_been_shown(bot: Bot) -> None:
    elsewhere = example(question="How many deputies does the sheriff of Dover County have?")
    (row,) = measure(bot, [elsewhere])
    assert (row.answered, row.silence) == (False, "guard")
    unguarded = replace(bot, answerer=replace(bot.answerer, guarded=False))
    (row,) = measure(unguarded, [elsewhere])
    assert row.answered


def test_documents_left_out_are_gone_from_words_and_meaning(bot: Bot, tmp_path: Path) -> None:
    generation = bot.answerer.retriever.generation
    (tmp_path / "less").mkdir()
    less = without(generation, {TOWN.id}, tmp_path / "less")
    assert set(less.documents) == {BRNO.id}
    assert {chunk.document_id for chunk in less.chunks.values()} == {BRNO.id}
    assert [hit.chunk_id.partition("#")[0] for hit in less.lexical.search("deputies council", 9)] == [BRNO.id]
    vector = LetterEncoder().encode(["deputies"])[0]
    kept = {hit.chunk_id: hit.score for hit in generation.dense.search(vector, 99)}
    assert {hit.chunk_id: hit.score for hit in less.dense.search(vector, 99)} == {
        name: cosine for name, cosine in kept.items() if name.startswith(BRNO.id)
    }
    assert (
        assemble(less, LetterEncoder(), told())
        .reply(Request(question="How many deputies has the sheriff?"))
        .outcome
        == "no_answer"
    )


def test_a_masked_document_is_never_read_and_ranks_close_up(bot: Bot) -> None:
    blind = masked(bot, frozenset({TOWN.id}))
    passages = blind.answerer.retriever.retrieve("How many deputies?", 5)
    assert passages
    assert {passage.document.id for passage in passages} == {BRNO.id}
    assert [passage.rank for passage in passages] == list(range(1, len(passages) + 1))


def test_an_example_hides_what_it_leaves_out(bot: Bot) -> None:
    (row,) = measure(bot, [asked().bereft(LEFT_OUT)])
    assert not row.answerable
    assert not row.answered


def test_a_paragraph_is_named_by_its_article_and_content() -> None:
    one, same, other = (paragraph_document(title, "Alba lies there.") for title in ("A_b", "A_b", "B"))
    assert one == same != other
    assert one.source.title == "A b"
