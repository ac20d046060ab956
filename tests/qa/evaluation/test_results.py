from pathlib import Path

import pytest

from index.errors import BotError
from qa.evaluation.collections import LEFT_OUT, LOWER_CASED
from qa.evaluation.page import write_page
from qa.evaluation.report import as_comparison, as_table
from qa.evaluation.results import SINGLE_TURN, Peer, Results, grouped
from qa.evaluation.suite import OWN
from qa.evaluation.wrong import worst_first
from tests.qa.evaluation.making import evidence, row, shown

DEPUTIES = evidence("Its sheriff has 12 deputies.")
RIGHT, WRONG = (shown("Its sheriff has 12 deputies."),), (shown("Alba signed in May."),)
GOOD = row(DEPUTIES, quotes=RIGHT, id="good")
BAD = row(DEPUTIES, quotes=WRONG, id="bad", confidence=9.0)
SILENT = row(id="silent")
ROWS = (
    GOOD,
    BAD,
    SILENT,
    row(DEPUTIES, quotes=WRONG, id="good", variant=LOWER_CASED),
    row(id="good", variant=LEFT_OUT),
)
MADE = {"reader": "one"}


def results(*rows: object, peers: tuple[Peer, ...] = (), made: dict[str, str] = MADE) -> Results:
    return Results.of(rows, made, peers)  # type: ignore[arg-type]


def test_groups_keep_languages_turns_and_variants_apart() -> None:
    spanish, follow_up = row(language="es", id="es"), row(follow_up=True, id="fu")
    own = row(collection="own", id="own")
    theirs = row(collection="own", language="es", id="own es")
    held = row(collection="own, held out", language="es", id="held")
    found = {
        name: [one.id for one in members]
        for name, members in grouped([*ROWS, spanish, follow_up, own, theirs, held]).items()
    }
    assert found[SINGLE_TURN] == ["good", "bad", "silent"]
    assert found[OWN] == ["own"]
    assert found["dev, Spanish"] == ["es"]
    assert found["own, Spanish"] == ["own es"]
    assert found["own, Spanish, held out"] == ["held"]
    assert found["dev, follow-ups"] == ["fu"]
    assert found[f"dev and own, {LOWER_CASED}"] == ["good"]
    assert found["dev and own, as asked"] == ["good", "bad", "silent", "own"]


def test_results_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    made = results(*ROWS)
    made.save(tmp_path / "a.json")
    assert Results.load(tmp_path / "a.json") == made


@pytest.mark.parametrize("content", ["", "{}", '{"version": 2}'])
def test_a_file_that_holds_no_results_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "old.json"
    path.write_text(content)
    with pytest.raises(BotError, match="old.json: .*: name a file made with --json"):
        Results.load(path)
    with pytest.raises(BotError, match="absent.json: cannot be read"):
        Results.load(tmp_path / "absent.json")
    with pytest.raises(BotError, match="cannot be written"):
        results(GOOD).save(tmp_path / "no" / "folder.json")


def test_the_table_shows_k_of_n_the_drop_and_what_was_not_run() -> None:
    absent = Peer(name="Haystack", corpus="seeds", not_run="needs a reader", group=None)
    table = as_table(results(*ROWS, peers=(absent,)), ["asker"])
    assert "   1 of 2 " in table.splitlines()[1]
    assert "0 of 1 (-50)" in table
    assert "not run: needs a reader" in table
    assert "dev and own by asker" in table
    assert table.split("disagreement")[1].split()[0] == "-"


def test_a_comparison_names_what_flipped_and_whether_it_is_beyond_the_interval() -> None:
    many = [row(DEPUTIES, quotes=RIGHT, id=f"q{number}") for number in range(20)]
    worse = [row(DEPUTIES, quotes=WRONG, id=f"q{number}") for number in range(20)]
    text = as_comparison(results(*worse, made={"reader": "two"}), results(*many))
    assert "against the older run (reader changed)" in text
    assert "worse, beyond the interval" in text
    assert "20 questions flipped" in text
    assert "now bad   dev/as asked/q7" in text
    one_off = as_comparison(results(*many[:-10], *worse[-10:]), results(*many[:-9], *worse[-9:]))
    assert "worse, within the interval" in one_off
    assert "1 questions flipped" in one_off
    assert "no question flipped" in as_comparison(results(*many), results(*many))


def test_the_surest_wrong_reply_comes_first_and_wrong_refusals_last() -> None:
    sure = row(quotes=WRONG, id="sure", confidence=5.0)
    unsure = row(DEPUTIES, quotes=WRONG, id="unsure", confidence=1.0)
    refused = row(DEPUTIES, id="refused")
    assert [one.id for one in worst_first([refused, GOOD, unsure, SILENT, sure])] == [
        "sure",
        "unsure",
        "refused",
    ]


def test_the_page_needs_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is in the extra `report`")
    peer = Peer(name="<BM25>", corpus="seeds", not_run=None, group=results(GOOD).groups[SINGLE_TURN])
    path = write_page(results(*ROWS, peers=(peer,)), tmp_path / "report")
    page = path.read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert "src=" not in page and "@import" not in page and "<link" not in page
    assert "&lt;BM25&gt;" in page and "<BM25>" not in page
    again = write_page(results(*ROWS, peers=(peer,)), tmp_path / "again")
    assert again.read_text(encoding="utf-8") == page
    with pytest.raises(BotError, match="cannot be written"):
        write_page(results(GOOD), path)
