"""A library's own words: what is taken, and what is said of what cannot be."""

from pathlib import Path

import pytest

from index.errors import BotError
from qa.texts.operator import SHIPPED, TextsError, at_default, frame_in, load_frames

KEYS = ("title", "referral", "exit", "contact", "notice")


def folder_of(path: Path, english: str = "", spanish: str = "") -> Path:
    path.mkdir(exist_ok=True)
    (path / "operator.en.toml").write_text(english, encoding="utf-8")
    (path / "operator.es.toml").write_text(spanish, encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(TextsError) as caught:
        load_frames(path)
    assert isinstance(caught.value, BotError)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_what_we_ship_names_whom_to_ask_and_leaves_the_rest_to_the_library() -> None:
    frames = load_frames()
    assert frames["en"].own.referral == "Ask at your library\u2019s reference desk."
    assert frames["es"].own.referral == "Pregunte en el mostrador de información de su biblioteca."
    for frame in frames.values():
        assert (frame.own.exit, frame.own.contact, frame.own.notice) == ("", "", "")
    assert at_default(frames) == [f"{', '.join(KEYS)} ({name})" for name in ("English", "Español")]


def test_a_librarys_words_go_before_ours_and_what_they_leave_out_is_ours(tmp_path: Path) -> None:
    english = 'title = " Ask us "\nexit = "https://weather.example/?x=1"\nnotice = "Closed. \u2014 ñ"\n'
    frames = load_frames(folder_of(tmp_path / "own", english, 'referral = "Pregunte a Ana."\n'))
    assert frames["en"].own.title == "Ask us"
    assert frames["en"].own.exit == "https://weather.example/?x=1"
    assert frames["en"].own.notice == "Closed. \u2014 ñ"
    assert frames["en"].own.referral == load_frames()["en"].own.referral
    assert frames["es"].own.referral == "Pregunte a Ana."
    assert at_default(frames) == [
        "referral, contact (English)",
        "title, exit, contact, notice (Español)",
    ]
    assert frame_in(frames, "es-PR") is frames["es"]


def test_what_we_ship_can_be_copied_as_it_is(tmp_path: Path) -> None:
    for name in ("operator.en.toml", "operator.es.toml"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    assert load_frames(tmp_path) == load_frames()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            'titel = "x"',
            "operator.es.toml: titel: Extra inputs are not permitted: correct it, or leave it out",
        ),
        ("title = 7", "operator.es.toml: title: Input should be a valid string"),
        ('title = ["x"]', "operator.es.toml: title: Input should be a valid string"),
        ('title = ""', "operator.es.toml: title: String should have at least 1 character"),
        ('title = "  "', "operator.es.toml: title: String should have at least 1 character"),
        (f'title = "{"x" * 81}"', "operator.es.toml: title: String should have at most 80 characters"),
        (f'referral = "{"x" * 301}"', "operator.es.toml: referral: String should have at most 300"),
        (f'notice = "{"x" * 601}"', "operator.es.toml: notice: String should have at most 600"),
        ('title = "a\\nb"', "operator.es.toml: title: it has a line end or a sign that cannot be seen"),
        (
            'contact = "a\u202eb"',
            "operator.es.toml: contact: it has a line end or a sign that cannot be seen",
        ),
        (
            'exit = "javascript:alert(1)"',
            "operator.es.toml: exit: it is no address that begins with https://",
        ),
        ('exit = "/plain"', "operator.es.toml: exit: it is no address that begins with https://"),
        ('exit = "https://"', "operator.es.toml: exit: it is no address that begins with https://"),
        ('exit = "ftp://x.example"', "operator.es.toml: exit: it is no address that begins with https://"),
        ("title = x", "operator.es.toml: is no TOML ("),
        ('title = "x', "operator.es.toml: is no TOML ("),
    ],
)
def test_what_cannot_be_used_is_named_with_its_file_and_key(tmp_path: Path, line: str, says: str) -> None:
    folder = folder_of(tmp_path / "own", 'title = "Ask"', line)
    assert refused(folder).startswith(f"{folder}/{says}")


def test_a_file_that_is_not_there_or_not_text_is_named_with_its_remedy(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "own")
    (folder / "operator.es.toml").write_bytes(b'title = "\xe1"')
    assert refused(folder) == f"{folder}/operator.es.toml: is not UTF-8: save it as UTF-8"
    (folder / "operator.es.toml").unlink()
    assert refused(folder) == (
        f"{folder}/operator.es.toml: cannot be read (No such file or directory): copy operator.es.toml from "
        f"{SHIPPED} to it, or unset QA_TEXTS_DIR"
    )
    assert "operator.en.toml: cannot be read" in refused(tmp_path / "nowhere")
