"""Peers: run in processes of their own, judged like the bot, and named where they are not there."""

import sys
from pathlib import Path

import pytest

from index.errors import BotError
from qa.evaluation.judging import judge
from qa.evaluation.peers.asking import CAIRN, HAYSTACK, Program, ask_all, programs
from qa.evaluation.results import Peer
from qa.evaluation.suite import Corpus
from tests.qa.evaluation.making import LIST, TEXTS, TOWN, attempt, evidence, example, shown

DEPUTIES = "Its sheriff has 12 deputies."
CORPUS = Corpus((TOWN, LIST), (example(evidence(DEPUTIES), id="deputies"), example(id="none")))
OURS = [
    judge(CORPUS.examples[0], attempt(shown(DEPUTIES)), TEXTS),
    judge(CORPUS.examples[1], attempt(), TEXTS),
]


def asked(tmp_path: Path, *chosen: Program) -> list[Peer]:
    return ask_all("towns", CORPUS, OURS, tmp_path / "cache.sqlite3", chosen)


def script(tmp_path: Path, text: str) -> Program:
    path = tmp_path / "peer.py"
    path.write_text(text, encoding="utf-8")
    return Program("script", Path(sys.executable), (str(path),))


def test_ours_stands_first_and_haystack_last_with_the_reason(tmp_path: Path) -> None:
    ours, haystack = asked(tmp_path)
    assert ours.group is not None
    assert ours.group.figures["good replies"].k == 2
    assert (haystack.name, haystack.not_run) == (HAYSTACK, "needs a reader")


def test_words_alone_find_the_passage_and_refuse_nothing(tmp_path: Path) -> None:
    bm25 = asked(tmp_path, programs()[0])[1]
    assert bm25.not_run is None
    assert bm25.group is not None
    assert bm25.group.figures["evidence at 1"].k == 1
    assert bm25.group.figures["refused, of the unanswerable"].k == 0
    assert bm25.group.figures["verbatim quotes"].value == 1.0


def test_cairn_answers_where_it_is_installed(tmp_path: Path) -> None:
    cairn = next(program for program in programs() if program.name == CAIRN)
    if not cairn.python.is_file():
        pytest.skip("cairn-assistant is not installed: `make peers`")
    found = asked(tmp_path, cairn)[1]
    assert found.not_run is None
    assert found.group is not None
    assert found.group.figures["evidence at 1"].k == 1


def test_a_peer_that_is_not_installed_is_shown(tmp_path: Path) -> None:
    absent = asked(tmp_path, Program("absent", tmp_path / "no-python", ()))[1]
    assert absent.not_run == "not installed: run `make peers`"


def test_a_peer_that_fails_is_shown_with_its_last_words(tmp_path: Path) -> None:
    failed = asked(tmp_path, script(tmp_path, "raise SystemExit('no model here')"))[1]
    assert failed.not_run == "no model here"


@pytest.mark.parametrize(
    ("written", "said"),
    [("{}", "no replies that can be read"), ('{"replies": []}', "no reply to dev/as asked/deputies")],
)
def test_replies_that_cannot_be_used_stop_the_run(tmp_path: Path, written: str, said: str) -> None:
    peer = script(tmp_path, f"import sys; open(sys.argv[2], 'w').write({written!r})")
    with pytest.raises(BotError, match=said):
        asked(tmp_path, peer)
