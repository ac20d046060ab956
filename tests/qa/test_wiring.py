"""From settings to a bot: built when need be and possible, refused with the next step when not."""

import logging
from importlib.metadata import version
from pathlib import Path

import pytest

from index.errors import BotError, DamagedIndexError, NoIndexError, StaleIndexError, StoreError
from qa import wiring
from qa.contract import Request
from qa.settings import Settings
from qa.wiring import assemble, build_index, load_bot, store_of
from tests.fakes import LetterEncoder
from tests.qa.fakes import TEXTS, milford_seeds
from tests.qa.letters import told

QUESTION = Request(question="How much does the state offer for each deputy?")


class OtherEncoder(LetterEncoder):
    name = "other letters"


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters in the place of the encoder that is chosen here, and no second one."""
    monkeypatch.setattr(wiring, "SentenceEncoder", LetterEncoder)
    monkeypatch.setattr(wiring, "available", lambda: None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(seeds_dir=milford_seeds(tmp_path / "seeds"), data_dir=tmp_path / "data")


def damage(settings: Settings) -> None:
    (file,) = settings.data_dir.glob("index/*/documents.jsonl")
    file.write_bytes(file.read_bytes()[:-20])


def build_with_another_encoder(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(wiring, "SentenceEncoder", OtherEncoder)
        build_index(settings)


def without_seeds(settings: Settings) -> Settings:
    return Settings(seeds_dir=settings.seeds_dir / "absent", data_dir=settings.data_dir)


def test_an_index_is_built_once_and_again_when_the_seeds_change(settings: Settings) -> None:
    first, built = build_index(settings)
    assert built and first.documents == len(TEXTS)
    assert build_index(settings) == (first, False)
    (settings.seeds_dir / "digest.txt").write_text("Something else.\n", encoding="utf-8")
    second, built = build_index(settings)
    assert built and second.corpus != first.corpus


def test_force_builds_what_is_current(settings: Settings) -> None:
    first, _ = build_index(settings)
    assert build_index(settings, force=True) == (first, True)


def test_progress_sees_every_text(settings: Settings) -> None:
    seen: list[str] = []

    def progress(texts: object) -> list[str]:
        assert isinstance(texts, list | tuple)
        seen.extend(texts)
        return list(texts)

    manifest, _ = build_index(settings, progress)
    assert len(seen) == manifest.chunks


def test_a_missing_index_is_built_where_the_seeds_are(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        bot = load_bot(settings)
    assert bot.reply(QUESTION).outcome == "answer"
    assert "no index in" in caplog.text and "building it now" in caplog.text
    assert "run `" not in caplog.text, "nobody needs to run what is done already"
    caplog.clear()
    load_bot(settings)
    assert caplog.text == ""


def test_a_damaged_index_is_rebuilt_where_the_seeds_are(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    expected = load_bot(settings).reply(QUESTION)
    damage(settings)
    assert load_bot(settings).reply(QUESTION) == expected
    assert "is damaged" in caplog.text


def test_an_index_of_another_encoder_is_rebuilt_where_the_seeds_are(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    build_with_another_encoder(settings, monkeypatch)
    assert load_bot(settings).reply(QUESTION).receipt.encoder == LetterEncoder.name
    assert "built with encoder other letters" in caplog.text


def test_without_seeds_an_index_serves_and_its_absence_or_damage_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = without_seeds(settings)
    with pytest.raises(NoIndexError, match="run `python -m qa build`"):
        load_bot(alone)
    build_with_another_encoder(settings, monkeypatch)
    with pytest.raises(StaleIndexError, match="run `python -m qa build`"):
        load_bot(alone)
    build_index(settings)
    assert load_bot(alone).reply(QUESTION).outcome == "answer"
    damage_live = next(settings.data_dir.glob(f"index/{store_of(settings).manifest().id}/chunks.jsonl"))
    damage_live.write_bytes(b"")
    with pytest.raises(DamagedIndexError, match="run `python -m qa build`"):
        load_bot(alone)


def test_no_model_is_loaded_to_find_that_there_is_no_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(LetterEncoder):
        def __init__(self) -> None:
            raise AssertionError("loaded")

    monkeypatch.setattr(wiring, "SentenceEncoder", Slow)
    with pytest.raises(StoreError):
        load_bot(without_seeds(settings))


def test_no_model_is_loaded_when_the_index_is_current(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(LetterEncoder):
        def __init__(self) -> None:
            raise AssertionError("loaded")

    build_index(settings)
    monkeypatch.setattr(wiring, "SentenceEncoder", Slow)
    assert build_index(settings)[1] is False


def test_seeds_that_cannot_be_used_are_named(settings: Settings) -> None:
    (settings.seeds_dir / "digest.txt").write_bytes(b"")
    with pytest.raises(BotError, match="digest.txt: is empty"):
        load_bot(settings)


def test_the_settings_reach_the_bot(settings: Settings) -> None:
    bot = load_bot(settings.model_copy(update={"max_findings": 3}))
    assert bot.answerer.max_findings == 3
    assert set(bot.documents) == {"gazette", "digest", "garbled"}


def test_the_receipt_names_what_was_wired(settings: Settings) -> None:
    build_index(settings)
    generation = store_of(settings).open(LetterEncoder.name)
    made = assemble(generation, LetterEncoder(), told()).made
    assert (made.corpus, made.encoder) == (generation.manifest.corpus, LetterEncoder.name)
    assert made == assemble(generation, LetterEncoder(), told()).made
    assert made.made_with.items() >= {
        ("max_findings", "5"),
        ("guarded", "true"),
        ("index", generation.manifest.id),
        ("torch", version("torch")),
    }
    assert len(made.made_with["code"]) == 16
