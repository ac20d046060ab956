"""Spanish questions end to end: searched in English, read or chosen whole, refused for the right reason."""

from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from index.errors import ModelError
from qa import wiring
from qa.bot import Bot
from qa.calibration import Calibration
from qa.contract import MAX_QUESTION, Reply, Request
from qa.rendering import as_text
from qa.spanish import HUNDREDTHS, MAX_SENTENCES, SentenceReader
from qa.texts.operator import load_frames
from tests.fakes import AnyLanguageEncoder
from tests.qa.fakes import ScriptedReader, bot_of, milford_seeds, passage_of, reading_as
from tests.qa.promises import assert_kept

ASKED = "¿Cuánto dinero ofrece el estado por cada ayudante?"
UNKNOWN = "¿Xolotl nahual tlatoani?"  # of no word is the English known


@pytest.fixture(scope="module")
def second() -> AnyLanguageEncoder:
    return AnyLanguageEncoder()


@pytest.fixture(scope="module")
def both(second: AnyLanguageEncoder, tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot whose index has a second part."""
    folder = tmp_path_factory.mktemp("both")
    return bot_of(milford_seeds(folder / "seeds"), folder / "data", multilingual=second)


def ask(bot: Bot, question: str, language: str | None = "es") -> Reply:
    return bot.reply(Request(question=question, language=language))


def test_the_reply_keeps_the_question_and_says_what_was_searched(milford: Bot) -> None:
    reader = ScriptedReader({"$7,500": 3.0})
    reply = ask(reading_as(milford, reader), ASKED)
    assert (reply.question, reply.standalone_question, reply.language) == (ASKED, ASKED, "es")
    assert reply.search_question == "How much money offer the state per deputy?"
    assert reader.asked == [reply.search_question]
    assert reply.findings[0].span.text.startswith("The state offers $7,500")
    assert f"Se buscó en inglés: “{reply.search_question}”" in as_text(
        reply, milford.documents, load_frames()
    )


@pytest.mark.parametrize("language", ["en", "fr", None])
def test_only_spanish_questions_have_a_search_question(milford: Bot, language: str | None) -> None:
    reply = ask(milford, "How many deputies were trained?", language)
    assert reply.search_question is None
    assert "inglés: " not in as_text(reply, milford.documents, load_frames())


@pytest.mark.parametrize("language", ["es", "es-MX"])
def test_every_kind_of_spanish_is_spanish(milford: Bot, language: str) -> None:
    assert ask(milford, ASKED, language).search_question


@pytest.mark.parametrize("question", ["", "¿?", "a" * (MAX_QUESTION + 1)])
def test_what_is_no_question_is_not_searched(milford: Bot, question: str) -> None:
    reply = ask(milford, question)
    assert (reply.reason, reply.search_question) == ("invalid", None)


def test_the_second_index_is_searched_with_the_spanish_words_and_for_no_other_question(
    both: Bot, second: AnyLanguageEncoder
) -> None:
    second.questions.clear()
    ask(both, "How many deputies were trained?", "en")
    assert second.questions == []
    ask(both, ASKED)
    assert second.questions == [ASKED]


def test_thresholds_are_those_of_spanish(milford: Bot) -> None:
    bot = reading_as(milford, ScriptedReader({"$7,500": 3.0}), Calibration(2.0, 2.5, 2.9))
    assert ask(bot, ASKED).findings[0].support == "strong"
    stricter = replace(bot, spanish=replace(bot.spanish, calibration=Calibration(4.0, 5.0, 6.0)))
    assert ask(stricter, ASKED).reason == "not_stated"
    assert (
        stricter.reply(Request(question="How much does the state offer?", language="en")).outcome == "answer"
    )


def test_the_guard_sees_names_in_english(milford: Bot) -> None:
    bot = reading_as(milford, ScriptedReader({"$7,500": 3.0}))
    reply = ask(bot, "¿Cuánto dinero ofrece Nueva York?")
    assert (reply.reason, reply.missing) == ("not_in_collection", ("New York",))
    assert ask(bot, "¿Cuánto dinero ofrece Ohio?").missing == ("Ohio",)


@pytest.mark.parametrize(
    ("question", "reason"),
    [("¿Es delito que lo graben?", "advice"), ("Redacte una carta al estado", "out_of_scope")],
)
def test_what_only_the_spanish_words_show_is_seen(milford: Bot, question: str, reason: str) -> None:
    reply = ask(reading_as(milford, ScriptedReader({"$7,500": 0.5})), question)
    assert reply.reason == reason


# Where the English of too little is known


def test_whole_sentences_are_chosen_by_their_cosine(both: Bot) -> None:
    any_score = replace(both, spanish=replace(both.spanish, whole_sentences=Calibration(0.0, 0.0, inf)))
    reply = ask(any_score, UNKNOWN)
    assert reply.outcome == "answer"
    for finding in reply.findings:
        assert finding.span.text in finding.quote.text
        assert 0 <= finding.score <= HUNDREDTHS
        assert finding.support != "strong"
    assert [one.score for one in reply.findings] == sorted(
        (one.score for one in reply.findings), reverse=True
    )
    assert_kept(reply, both.documents)


def test_a_cosine_under_the_threshold_is_silence(both: Bot) -> None:
    bot = replace(both, spanish=replace(both.spanish, whole_sentences=Calibration(101.0, 101.0, inf)))
    assert ask(bot, UNKNOWN).reason == "not_stated"


def test_without_a_second_index_the_reader_answers_and_nothing_is_strong(milford: Bot) -> None:
    reader = ScriptedReader({"$7,500": 3.0})
    bot = reading_as(milford, reader, Calibration(0.0, 1.0, 2.0))
    assert ask(bot, ASKED).findings[0].support == "strong"
    assert ask(bot, UNKNOWN).findings[0].support == "fair"


def test_so_many_sentences_are_encoded_and_each_once(both: Bot) -> None:
    document = both.documents["gazette"]
    texts = ["Sheriff Rosa Quill trained 12 deputies.", "They began work in June."]
    passages = [passage_of(document, *texts), passage_of(document, texts[0], rank=2)]
    readings, effort = SentenceReader(AnyLanguageEncoder(), texts[0]).read(None, passages)  # type: ignore[arg-type]
    assert [document.quote(one.sentence) for one in readings] == texts
    assert readings[0].score == pytest.approx(100)
    assert (effort.windows, effort.unread) == (2, 0)
    many = [
        passage_of(document, text, rank=rank) for rank, text in enumerate(document.text.split(". ") * 4, 1)
    ]
    _, effort = SentenceReader(AnyLanguageEncoder(), "x").read(None, many)  # type: ignore[arg-type]
    assert effort.windows <= MAX_SENTENCES


# The wiring


def test_an_encoder_that_is_not_as_it_should_be_is_said_and_done_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ModelError("weights: is not the published file: reinstall it")

    monkeypatch.setattr(wiring, "available", broken)
    assert wiring.load_multilingual() is None
    assert "reinstall it; Spanish questions are searched by the lexicon alone" in caplog.text


def test_a_second_encoder_that_did_not_make_the_index_is_not_used(tmp_path: Path) -> None:
    class Other(AnyLanguageEncoder):
        name = "other letters"

    bot = bot_of(milford_seeds(tmp_path / "seeds"), tmp_path / "data", multilingual=AnyLanguageEncoder())
    generation = bot.answerer.retriever.generation
    inference = bot.answerer.reader.inference  # type: ignore[attr-defined]
    other = wiring.assemble(generation, bot.answerer.retriever.encoder, inference, multilingual=Other())
    assert other.answerer.retriever.multilingual is None
    assert (other.made.made_with["multilingual"], bot.made.made_with["multilingual"]) == (
        "none",
        "any letters",
    )
    assert other.made.settings != bot.made.settings


def test_the_same_spanish_question_gives_the_same_bytes(both: Bot, tmp_path: Path) -> None:
    again = bot_of(milford_seeds(tmp_path / "seeds"), tmp_path / "data", multilingual=AnyLanguageEncoder())
    for question in (ASKED, UNKNOWN, "¿Quién firmó el acuerdo?"):
        assert ask(both, question).model_dump_json() == ask(again, question).model_dump_json()
