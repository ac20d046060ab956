"""The command line: what is printed where, and the exit code."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from index.records import Span
from qa import wiring
from qa.cli import main
from qa.settings import Settings
from qa.verification.accounts import Accounts
from qa.verification.checking import current_collection
from qa.verification.events import CHECKER, Event, Standing
from qa.verification.ledger import Ledger
from tests.fakes import LetterEncoder, write_seeds
from tests.qa.fakes import milford_seeds
from tests.qa.promises import CONTRACT

ROOT = Path(__file__).parents[2]
COMMANDS = (
    *("build", "ask", "search", "chat", "serve", "verify", "replay", "cite", "ledger", "staff"),
    "eval",
)
QUESTION = "How much does the state offer for each deputy?"


class Run(NamedTuple):
    code: int
    out: str
    err: str


Runner = Callable[..., Run]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run a command over the seeds of Milford, indexed by letters, in a folder of its own."""
    monkeypatch.setattr(wiring, "SentenceEncoder", LetterEncoder)
    monkeypatch.setattr(wiring, "available", lambda: None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QA_SEEDS_DIR", str(milford_seeds(tmp_path / "seeds")))
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "data"))

    def run_with(*arguments: str, typed: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="ascii"))
        with pytest.raises(SystemExit) as exit:
            main(arguments)
        code = exit.value.code
        assert code is None or isinstance(code, int)
        return Run(code or 0, *capsys.readouterr())

    return run_with


@pytest.fixture
def built(run: Runner) -> Runner:
    assert run("build").code == 0
    return run


def assert_one_line(found: Run, *parts: str) -> None:
    """Check what a user can put right: exit code 1, and one line on stderr that says how."""
    assert found.code == 1
    assert found.out == ""
    assert found.err.startswith("local-ice-qa: ") and found.err.count("\n") == 1
    assert all(part in found.err for part in parts), found.err


# Help


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, qa.cli; heavy = {'torch', 'numpy', 'pydantic', 'transformers', 'sentence_transformers', "
        "'faiss', 'tantivy', 'gradio', 'fastapi', 'uvicorn', 'tqdm', 'rich', 'qa.wiring', 'qa.web'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_help_names_every_command() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "qa", "--help"], check=True, cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    for command in COMMANDS:
        assert f"\n  {command} " in shown.stdout
    assert shown.stderr == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(run: Runner, command: str) -> None:
    found = run(command, "--help")
    assert found.code == 0 and "Usage:" in found.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "How many?", "--batch", "-"],
        ["ask", "--batch", "-", "--explain"],
        ["ask", "How", "many?"],
        ["ask", "--nonsense", "How many?"],
        ["nonsense"],
        ["search"],
        ["search", "  "],
        ["search", "deputies", "--top", "0"],
        ["search", "deputies", "--top", "many"],
        ["build", "now"],
        ["verify"],
        ["verify", "a", "b"],
        ["verify", "--all", "a"],
        ["verify", "--removed", "a"],
        ["ledger", "load"],
        ["ledger", "burn"],
        ["replay"],
        ["cite"],
        ["cite", "reply.json", "--style", "harvard"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2_and_says_what_is_wrong(run: Runner, arguments: list[str]) -> None:
    found = run(*arguments)
    assert found.code == 2
    assert found.out == "" and "Error" in found.err


# build


def test_build_says_in_one_line_what_was_done(run: Runner) -> None:
    first, second, third = run("build"), run("build"), run("build", "--force")
    assert first.code == second.code == third.code == 0
    assert first.out.startswith("index built: 3 documents, ")
    assert second.out == first.out.replace("built", "current")
    assert third.out == first.out
    assert first.err == second.err == third.err == ""


def test_build_names_a_seed_that_it_cannot_use(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "seeds" / "digest.txt").write_bytes(b"")
    assert_one_line(run("build"), "digest.txt", "is empty", "put the document's text into it")


def test_a_build_without_seeds_is_refused(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_SEEDS_DIR", "absent")
    assert_one_line(run("build"), "absent", "QA_SEEDS_DIR")


# ask


def test_words_of_a_library_that_cannot_be_used_are_one_line_before_any_model_is_loaded(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_TEXTS_DIR", "nowhere")
    for command in (["ask", "How many?"], ["chat"]):
        ended = run(*command)
        assert ended.code == 1 and ended.out == ""
        assert ended.err.startswith("local-ice-qa: nowhere/operator.en.toml: cannot be read")
        assert ended.err.count("\n") == 1


def test_an_answer_is_shown_as_text(built: Runner) -> None:
    found = built("ask", QUESTION)
    assert found.code == 0 and found.err == ""
    assert "| The state offers ⟦$7,500⟧ for each trained deputy.\n" in found.out
    assert "— The Gazette, 5 May 2025" in found.out


@pytest.mark.parametrize(
    "question", ["", "?!", "Hello", "Should I go to Ohio?", "Who signed in Ohio?", "x" * 1001]
)
def test_a_refusal_is_a_correct_result(built: Runner, question: str) -> None:
    found = built("ask", question)
    assert found.code == 0 and found.err == ""
    assert "This collection has 3 documents" in found.out


def test_the_first_question_builds_the_index(run: Runner, tmp_path: Path) -> None:
    found = run("ask", QUESTION)
    assert found.code == 0 and "$7,500" in found.out
    assert (tmp_path / "data" / "index" / "CURRENT").is_file()


def test_json_is_one_line_of_the_contract(built: Runner) -> None:
    found = built("ask", "--json", QUESTION)
    assert found.code == 0 and found.out.count("\n") == 1
    reply = json.loads(found.out)
    CONTRACT.validate(reply)
    assert reply["findings"][0]["span"]["text"] == "$7,500"


def test_explain_shows_why(built: Runner) -> None:
    found = built("ask", "--explain", "Who signed in Ohio?")
    assert found.code == 0
    assert "must be covered: Ohio" in found.out and "decision: the guard: Ohio occurs nowhere" in found.out


def test_explain_beside_json_leaves_standard_output_to_json(built: Runner) -> None:
    found = built("ask", "--explain", "--json", QUESTION)
    assert json.loads(found.out)["outcome"] == "answer"
    assert "decision: the best score" in found.err


def test_an_argument_that_is_no_utf_8_is_asked_as_far_as_it_can_be_read(built: Runner) -> None:
    found = built("ask", "--json", "How much\udcff does the state offer?")
    assert found.code == 0
    assert json.loads(found.out)["question"] == "How much\ufffd does the state offer?"


def test_without_index_and_seeds_the_next_step_is_named(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_SEEDS_DIR", "absent")
    for arguments in (["ask", "How many?"], ["search", "deputies"], ["chat"], ["ask", "--batch", "-"]):
        assert_one_line(run(*arguments), "no index", "run `python -m qa build`")


def test_a_bad_setting_is_named(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_MAX_FINDINGS", "many")
    assert_one_line(run("ask", "How many?"), "QA_MAX_FINDINGS=many", "correct it")


def test_a_bug_is_not_hidden(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(LetterEncoder):
        def __init__(self) -> None:
            raise ZeroDivisionError

    monkeypatch.setattr(wiring, "SentenceEncoder", Broken)
    with pytest.raises(ZeroDivisionError):
        main(["build"])


# ask --batch

LINES = f'{{"id": 1, "question": "{QUESTION}"}}\n\nnonsense\n{{"id": "c", "question": "¿Sí?"}}\n'.encode()


def assert_batch(found: Run) -> None:
    assert found.code == 0 and found.err == ""
    rows = [json.loads(line) for line in found.out.splitlines()]
    assert [(row["id"], row["outcome"], row.get("line")) for row in rows][:2] == [
        (1, "answer", None),
        (None, "no_answer", 3),
    ]
    assert (rows[2]["id"], rows[2]["question"]) == ("c", "¿Sí?")
    for row in rows:
        CONTRACT.validate(row)


@pytest.mark.parametrize("option", [["--json"], []])
def test_a_batch_comes_from_a_file(built: Runner, tmp_path: Path, option: list[str]) -> None:
    (tmp_path / "batch.jsonl").write_bytes(LINES)
    assert_batch(built("ask", *option, "--batch", "batch.jsonl"))


def test_a_batch_comes_from_standard_input(built: Runner) -> None:
    assert_batch(built("ask", "--json", "--batch", "-", typed=LINES))


@pytest.mark.parametrize("name", ["absent.jsonl", "seeds"])
def test_a_batch_that_cannot_be_read_is_named_before_anything_is_loaded(run: Runner, name: str) -> None:
    assert_one_line(run("ask", "--batch", name), f"{name}: cannot be read", "name a file")


def test_an_empty_batch_gives_nothing(built: Runner) -> None:
    assert built("ask", "--batch", "-", typed=b"\n") == Run(0, "", "")


# search and chat


def test_search_shows_ranked_passages(built: Runner) -> None:
    found = built("search", "deputies", "--top", "3")
    assert found.code == 0
    assert found.out.startswith("  1  ") and "\n  3  " in found.out and "\n  4  " not in found.out
    assert " · Milford signs up\n" in found.out


def test_search_prints_one_passage_a_line_as_json(built: Runner, tmp_path: Path) -> None:
    found = built("search", "deputies", "--json", "--top", "100")
    rows = [json.loads(line) for line in found.out.splitlines()]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        text = (tmp_path / "seeds" / f"{row['document']['id']}.txt").read_text(encoding="utf-8")
        assert row["quote"]["text"] == text[row["quote"]["start"] : row["quote"]["end"]]
        assert row["ranks"].keys() <= {"dense", "lexical"}


@pytest.mark.parametrize("typed", [f"{QUESTION}\n\nHello\n", f"{QUESTION}\n"])
def test_a_chat_answers_until_an_empty_line_or_the_end(built: Runner, typed: str) -> None:
    found = built("chat", typed=typed.encode())
    assert found.code == 0
    assert "Nothing is kept." in found.out
    assert found.out.count("⟦$7,500⟧") == 1
    assert "something else" not in found.out


def test_a_chat_takes_a_follow_up_together_with_what_was_typed_before(built: Runner) -> None:
    typed = "Who signed in Ohio?\nAnd in Texas?\nWhy?\nWhat is tea?\n"
    found = built("chat", typed=typed.encode())
    said = [line.removeprefix("> ") for line in found.out.splitlines() if "Searching for" in line]
    assert said == [
        "Searching for: “Who signed in Texas?”",
        "Searching for: “Why is it that someone signed in Texas?”",
    ]


def test_a_chat_takes_any_bytes(built: Runner) -> None:
    found = built("chat", typed=b"\xff\xfe ?\n")
    assert found.code == 0 and "Please ask a question in words" in found.out


# verify and replay


@pytest.fixture
def saved(built: Runner, tmp_path: Path) -> Path:
    """A file with two replies: one quotes the gazette, the other the digest."""
    path = tmp_path / "reply.json"
    replies = (built("ask", "--json", question).out for question in (QUESTION, "Why do critics decline?"))
    path.write_text("".join(replies), encoding="utf-8")
    return path


def edit(tmp_path: Path, name: str, old: str, new: str) -> None:
    path = tmp_path / "seeds" / name
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))


def test_unchanged_replies_are_intact_and_the_same(built: Runner, saved: Path) -> None:
    found = built("verify", "reply.json")
    assert found.code == 0 and found.err == ""
    assert "[1] quote: intact, gazette " in found.out and "[1] quote: intact, digest " in found.out
    assert found.out.endswith("2 quotes in 2 replies: 2 intact.\n")
    again = built("replay", "reply.json")
    assert again.code == 0 and "The same reply." in again.out


def test_after_an_edit_each_quote_says_what_became_of_it(built: Runner, saved: Path, tmp_path: Path) -> None:
    edit(tmp_path, "gazette.txt", "Milford signs up", "Corrected today.\n\nMilford signs up")
    edit(tmp_path, "digest.txt", "victims", "witnesses")
    found = built("verify", "reply.json")
    assert found.code == 1 and found.err == ""
    assert "moved, gazette 150–198" in found.out and "They stand at 168–216." in found.out
    assert "changed, digest 50–130" in found.out
    assert "for a person to confirm, is at 50–132: “Critics decline to sign" in " ".join(found.out.split())
    assert found.out.endswith("2 quotes in 2 replies: 1 moved, 1 changed.\n")
    rows = [json.loads(line) for line in built("verify", "--json", "reply.json").out.splitlines()]
    moved, changed = (row["words"][0] for row in rows)
    assert (moved["state"], moved["now"], moved["suggestion"]) == ("moved", {"start": 168, "end": 216}, None)
    assert (changed["state"], changed["now"]) == ("changed", None)
    assert "witnesses" in changed["suggestion"]["text"]


def test_replay_names_what_has_changed(
    built: Runner, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(tmp_path, "gazette.txt", "Milford signs up", "Corrected today.\n\nMilford signs up")
    assert built("build").code == 0
    monkeypatch.setenv("QA_MAX_FINDINGS", "4")
    found = built("replay", "reply.json")
    assert found.code == 1
    for part in (
        "Another reply.",
        "seeds: ",
        "gazette sha256: ",
        "setting max_findings: was 5, is 4",
        "finding ",
    ):
        assert part in found.out, found.out
    assert "version of" not in found.out and "encoder" not in found.out


def test_a_document_that_was_taken_out_orphans_its_quotes_alone(
    built: Runner, saved: Path, tmp_path: Path
) -> None:
    (tmp_path / "seeds" / "gazette.txt").unlink()
    found = built("verify", "reply.json")
    assert found.code == 1
    said = " ".join(found.out.split())  # lines break where the path lets them
    assert "orphaned, gazette" in said and "is listed in sources.toml but is not there" in said
    assert "intact, digest" in found.out


# The ledger


@pytest.fixture
def entered(built: Runner, tmp_path: Path) -> Runner:
    """Three passages in the ledger: two of the gazette, one of the digest."""
    documents = current_collection(tmp_path / "seeds").documents
    with Ledger(Settings().ledger_path) as ledger:
        for name, words in (
            ("gazette", "Milford signs up"),
            ("gazette", "radios for 40 officers"),
            ("digest", "victims"),
        ):
            start = documents[name].text.index(words)
            id = ledger.enter(documents[name], Span(start, start + len(words)))
            verdict = Event(state=Standing.VERIFIED, by="Ann", at=datetime(2026, 11, 22, tzinfo=UTC))
            ledger.record(id, verdict)
    return built


def take_out(folder: Path, name: str) -> None:
    """Take the document *name* out of the seeds: its record and its file."""
    records = folder / "seeds" / "sources.toml"
    parts = records.read_text(encoding="utf-8").split("[[documents]]")
    records.write_text("[[documents]]".join(part for part in parts if name not in part), encoding="utf-8")
    (folder / "seeds" / f"{name}.txt").unlink()


def test_without_a_ledger_there_is_nothing_to_bring_up_to_date(built: Runner) -> None:
    found = built("verify", "--all")
    assert (found.code, found.out) == (0, "There is no ledger yet: staff have entered no passage.\n")
    assert built("ledger", "export").out == built("verify", "--all", "--json").out == ""
    assert not Settings().ledger_path.exists()


def test_verify_all_says_what_has_drifted(entered: Runner, tmp_path: Path) -> None:
    found = entered("verify", "--all")
    assert found.code == 0
    assert found.out == "3 passages in the ledger: 3 intact. New since the last check: 0.\n"
    edit(tmp_path, "gazette.txt", "Milford signs up", "Corrected.\n\nMilford signs up")
    edit(tmp_path, "digest.txt", "victims", "witnesses")
    found = entered("verify", "--all")
    assert found.code == 1 and found.err == ""
    assert "gazette 0–16: moved (new since the last check)\n  They stand at 12–28.\n" in found.out
    assert "2 moved, 1 orphaned. New since the last check: 3.\n" in found.out
    again = entered("verify", "--all")
    assert again.code == 1 and "gazette 0–16: moved\n" in again.out
    rows = [json.loads(line) for line in entered("verify", "--all", "--json").out.splitlines()]
    assert [row["state"] for row in rows] == ["moved", "moved", "orphaned"]


def test_what_staff_have_answered_for_is_counted_and_no_failure(entered: Runner, tmp_path: Path) -> None:
    edit(tmp_path, "digest.txt", "victims", "witnesses")
    assert entered("verify", "--all").code == 1
    with Ledger(Settings().ledger_path) as ledger:
        seen = Event(state=Standing.ORPHANED, by="Ann", at=datetime(2026, 11, 23, tzinfo=UTC))
        ledger.record(3, seen.model_copy(update={"is_note": True}))
    assert entered("verify", "--all").code == 1, "a note is no answer"
    with Ledger(Settings().ledger_path) as ledger:
        ledger.record(3, seen)
    found = entered("verify", "--all")
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        "3 passages in the ledger: 2 intact, 1 orphaned. New since the last check: 0. "
        "Staff have answered for 1 of what has drifted.\n"
    )
    rows = [json.loads(line) for line in entered("verify", "--all", "--json").out.splitlines()]
    assert [(row["state"], row["is_answered"]) for row in rows] == [
        ("intact", True), ("intact", True), ("orphaned", True),
    ]  # fmt: skip


def test_a_document_that_was_taken_out_fails_until_staff_have_answered(
    entered: Runner, tmp_path: Path
) -> None:
    take_out(tmp_path, "gazette")
    assert entered("verify", "--all").code == entered("verify", "--all").code == 1
    assert "Milford" not in entered("ledger", "export").out, "removed means gone"
    with Ledger(Settings().ledger_path) as ledger:
        for id in ledger.unanswered("gazette"):
            ledger.record(id, Event(state=Standing.ORPHANED, by="Ann", at=datetime(2026, 11, 23, tzinfo=UTC)))
    assert entered("verify", "--all").code == 0


def test_another_collection_erases_nothing_until_it_is_said_to_be_meant(
    entered: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entered("ledger", "export").out
    others = write_seeds(tmp_path / "others", {"cork.txt": "Cork waits.\n"})
    monkeypatch.setenv("QA_SEEDS_DIR", str(others))
    parts = ("ledger.sqlite3", "2 of the 2 documents", "QA_SEEDS_DIR", "verify --all --removed")
    assert_one_line(entered("verify", "--all"), *parts)
    assert_one_line(entered("verify", "--all", "--json"), *parts)
    found = entered("build")
    assert found.code == 1 and found.out.startswith("index built") and "QA_SEEDS_DIR" in found.err
    assert entered("ledger", "export").out == before
    shutil.rmtree(tmp_path / "data" / "index")
    assert entered("ask", "Who waits?").code == 0, "nobody is kept from asking"
    assert entered("ledger", "export").out == before
    found = entered("verify", "--all", "--removed")
    assert found.code == 1 and "3 orphaned. New since the last check: 3." in found.out
    assert "victims" not in entered("ledger", "export").out


def test_a_build_brings_the_ledger_up_to_date_and_says_what_is_new(entered: Runner, tmp_path: Path) -> None:
    assert entered("build").out.count("\n") == 1, "nothing has drifted"
    edit(tmp_path, "gazette.txt", "Milford signs up", "Corrected.\n\nMilford signs up")
    found = entered("build")
    assert found.code == 0
    assert "gazette 0–16: moved (new since the last check)" in found.out
    assert found.out.endswith("1 intact, 2 moved. New since the last check: 2.\n")
    assert entered("build").out.count("\n") == 1, "it was said"


def test_a_bot_that_builds_its_own_index_brings_the_ledger_up_to_date(
    entered: Runner, tmp_path: Path
) -> None:
    edit(tmp_path, "digest.txt", "victims", "witnesses")
    shutil.rmtree(tmp_path / "data" / "index")
    assert entered("ask", QUESTION).code == 0
    with Ledger(Settings().ledger_path) as ledger:
        assert [one.state for one in ledger.entries()][-1] is Standing.ORPHANED


def test_the_ledger_goes_out_and_comes_in(entered: Runner, tmp_path: Path) -> None:
    out = entered("ledger", "export").out
    assert len(out.splitlines()) == 3
    Settings().ledger_path.unlink()
    found = entered("ledger", "load", "-", typed=out.encode())
    assert found.code == 0
    assert found.out == (
        "ledger loaded: 3 new entries of history\n"
        "3 passages in the ledger: 3 intact. New since the last check: 0.\n"
    )
    assert entered("ledger", "export").out == out


def test_an_export_is_brought_up_to_date_when_it_is_loaded(entered: Runner, tmp_path: Path) -> None:
    out = entered("ledger", "export").out
    Settings().ledger_path.unlink()
    take_out(tmp_path, "gazette")
    found = entered("ledger", "load", "-", typed=out.encode())
    assert found.code == 0 and "2 orphaned" in found.out
    assert "Milford" not in entered("ledger", "export").out, "removed means gone"


@pytest.mark.parametrize("typed", [b"nonsense", b"\xff\xfe\n", b"{}"])
def test_what_is_no_export_is_not_loaded(entered: Runner, typed: bytes) -> None:
    before = entered("ledger", "export").out
    assert_one_line(entered("ledger", "load", "-", typed=typed), "line 1: ", "export")
    assert_one_line(entered("ledger", "load", "nowhere.jsonl"), "nowhere.jsonl", "name a file")
    assert entered("ledger", "export").out == before


# Replies that cannot be read


@pytest.mark.parametrize("command", ["verify", "replay"])
@pytest.mark.parametrize("name", ["absent.json", "seeds"])
def test_a_reply_that_cannot_be_read_is_named(run: Runner, command: str, name: str) -> None:
    assert_one_line(run(command, name), f"{name}: cannot be read", "ask --json")


@pytest.mark.parametrize("command", ["verify", "replay"])
def test_a_file_without_a_reply_is_refused(built: Runner, command: str) -> None:
    assert_one_line(built(command, "-", typed=b" \n\n"), "no saved reply", "ask --json")


@pytest.mark.parametrize("command", ["verify", "replay"])
def test_what_is_no_reply_is_one_plain_line_and_the_rest_goes_on(
    built: Runner, saved: Path, command: str
) -> None:
    found = built(command, "-", typed=b'nonsense\n{"question": 1}\n' + saved.read_bytes() + b"\xff\n")
    assert found.code == 1 and found.err == ""
    assert found.out.count("This is no saved reply: ") == 3
    assert "3. How much does the state offer" in found.out and "4. Why do critics" in found.out


def test_a_batch_is_checked_line_by_line(built: Runner, tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_bytes(LINES)
    replies = built("ask", "--json", "--batch", "batch.jsonl").out.encode()
    for command in ("verify", "replay"):
        found = built(command, "--json", "-", typed=replies)
        assert found.code == 0, found.out
        rows = [json.loads(line) for line in found.out.splitlines()]
        assert [(row["line"], row["id"], row["error"]) for row in rows] == [
            (1, 1, None), (2, None, None), (3, "c", None),
        ]  # fmt: skip


# cite


@pytest.mark.parametrize(
    ("style", "part"),
    [
        ("apa", "Lee, A. (2025, May 5). Milford County Joins. The Gazette.\n    “The state offers $7,500"),
        ("mla", "Lee, Ann. “Milford County Joins.” The Gazette, 5 May 2025."),
        ("chicago", "Ann Lee, “Milford County Joins,” Gazette, May 5, 2025."),
        (
            "markdown",
            "Lee, A. (2025, May 5). Milford County Joins. *The Gazette*.\n\n> The state offers $7,500",
        ),
        ("ris", "AU  - Lee, Ann\r\nTI  - Milford County Joins\r\nT2  - The Gazette\r\n"),
        ("bibtex", "@article{gazette,\n  author = {Lee, Ann},\n  title = {{Milford County Joins}},\n"),
        ("csl", '"container-title": "The Gazette"'),
    ],
)
def test_saved_replies_are_cited_in_every_format(built: Runner, saved: Path, style: str, part: str) -> None:
    found = built("cite", "reply.json", "--style", style)
    assert found.code == 0 and found.err == ""
    assert part in found.out
    assert "Summary of other sources" in found.out  # the digest


def test_nothing_is_cited_that_does_not_stand_there(built: Runner, saved: Path, tmp_path: Path) -> None:
    edit(tmp_path, "digest.txt", "victims", "witnesses")
    assert_one_line(built("cite", "reply.json"), "line 2, finding 1: the quote is changed", "qa verify")


@pytest.mark.parametrize("typed", [b"nonsense\n", b'{"question": 1}', b"\n"])
def test_what_is_no_reply_is_not_cited(built: Runner, typed: bytes) -> None:
    assert_one_line(built("cite", "-", typed=typed), "ask --json")


def test_a_refusal_is_not_cited(built: Runner) -> None:
    refusal = built("ask", "--json", "Who signed in Ohio?").out.encode()
    assert_one_line(built("cite", "-", typed=refusal), "nothing to cite")


# staff


def test_staff_are_added_listed_and_removed(run: Runner, tmp_path: Path) -> None:
    typed = "correct horse bättery\r\n".encode()
    assert run("staff", "list") == Run(0, "", "")
    assert run("staff", "add", "Ann Lee", typed=typed) == Run(0, "", "")
    assert run("staff", "add", "Bea", typed=typed).code == 0
    assert run("staff", "list").out == "Ann Lee\nBea\n"
    accounts = Accounts.of(tmp_path / "data")
    assert accounts.login("Ann Lee", "correct horse bättery")
    assert run("staff", "password", "Ann Lee", typed=b"another horse battery").code == 0
    assert not accounts.login("Ann Lee", "correct horse bättery")
    assert accounts.login("Ann Lee", "another horse battery")
    assert run("staff", "remove", "Bea").code == 0
    assert run("staff", "list").out == "Ann Lee\n"


@pytest.mark.parametrize(
    ("arguments", "typed", "parts"),
    [
        (("add", "Ann"), b"", ("15 to 1,000 characters", "four or five words")),
        (("add", "Ann"), b"short\n", ("15 to 1,000 characters",)),
        (("add", "\u202e"), b"correct horse battery\n", ("choose another",)),
        (("add", CHECKER.title()), b"correct horse battery\n", ("no person found", "choose another")),
        (("remove", "Ann"), b"", ("'Ann': is not staff", "staff list")),
        (("password", "Ann"), b"correct horse battery\n", ("is not staff",)),
    ],
)
def test_what_staff_cannot_be_is_one_line(
    run: Runner, arguments: tuple[str, ...], typed: bytes, parts: tuple[str, ...]
) -> None:
    assert_one_line(run("staff", *arguments, typed=typed), *parts)


def test_at_a_terminal_a_password_is_asked_for_twice_and_not_shown(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = iter(["correct horse battery", "another", "correct horse battery", "correct horse battery"])

    monkeypatch.setattr(f"{typer.prompt.__module__}.hidden_prompt_func", lambda prompt: next(answers))
    monkeypatch.setattr(sys, "stdin", Terminal())
    with pytest.raises(SystemExit):
        main(("staff", "add", "Ann"))
    found = capsys.readouterr()
    assert found.out == "" and "horse" not in found.err
    assert found.err.count("Password:") == found.err.count("The same again:") == 2
    assert Accounts.of(tmp_path / "data").login("Ann", "correct horse battery")
