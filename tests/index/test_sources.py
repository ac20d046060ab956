from datetime import date
from pathlib import Path

import pytest

from index.errors import SeedError
from index.sources import read_aliases, read_sources
from tests.fakes import write_seeds

PLAIN = '[[documents]]\nfile = "a.txt"\nkind = "blog"\n'


def refusal(tmp_path: Path, records: str | bytes) -> str:
    write_seeds(tmp_path, {})
    (tmp_path / "sources.toml").write_bytes(records if isinstance(records, bytes) else records.encode())
    with pytest.raises(SeedError) as caught:
        read_sources(tmp_path)
    assert "\n" not in str(caught.value)
    thing, _, said = str(caught.value).partition("sources.toml: ")
    assert thing == f"{tmp_path}/"
    return said


def test_records_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    write_seeds(tmp_path, {}, records=PLAIN.replace("a.txt", "b.txt") + PLAIN)
    assert [source.file for source in read_sources(tmp_path)] == ["a.txt", "b.txt"]


def test_a_record_is_read_as_it_is_written(tmp_path: Path) -> None:
    more = 'title = "T"\nauthors = ["A", "B"]\npublished = 2025-09-17\n'
    more += 'url = "https://e.org/x"\ndisplay = "excerpt"\n'
    (source,) = read_sources(write_seeds(tmp_path, {}, records=PLAIN + more))
    assert (source.title, source.authors, source.published) == ("T", ("A", "B"), date(2025, 9, 17))
    assert (source.url, source.display, source.language, source.publisher) == (
        "https://e.org/x",
        "excerpt",
        "en",
        None,
    )


def test_a_file_without_a_table_lists_nothing(tmp_path: Path) -> None:
    assert read_sources(write_seeds(tmp_path, {})) == []


def test_the_mark_that_some_editors_write_is_no_trouble(tmp_path: Path) -> None:
    write_seeds(tmp_path, {})
    (tmp_path / "sources.toml").write_bytes(b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    assert [source.file for source in read_sources(tmp_path)] == ["a.txt"]


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("[[documents]\n", "is not valid TOML: "),
        (
            "file = \n",
            "is not valid TOML: Invalid value (at line 1, column 8): correct the line that is named",
        ),
        (b'title = "caf\xe9"', "is not UTF-8: save it as UTF-8"),
        (
            PLAIN + 'colour = "red"\n',
            "[[documents]] table 1 (a.txt), colour: Extra inputs are not permitted: correct this",
        ),
        (PLAIN + '"a\\nb" = 1\n', "[[documents]] table 1 (a.txt), a b: Extra inputs are not permitted: "),
        (
            PLAIN + "title = 3\n",
            "[[documents]] table 1 (a.txt), title: Input should be a valid string: correct this entry",
        ),
        (
            PLAIN + 'title = " "\n',
            "[[documents]] table 1 (a.txt), title: String should have at least 1 character: ",
        ),
        (
            PLAIN + "published = 2025\n",
            "[[documents]] table 1 (a.txt), published: Input should be a valid date: ",
        ),
        (
            PLAIN + 'published = "soon"\n',
            "[[documents]] table 1 (a.txt), published: Input should be a valid date: ",
        ),
        (PLAIN + "published = 2025-09-17T10:00:00\n", "[[documents]] table 1 (a.txt), published: "),
        (
            PLAIN + 'authors = "A"\n',
            "[[documents]] table 1 (a.txt), authors: Input should be a valid tuple: ",
        ),
        (PLAIN + 'url = "ftp://x"\n', "[[documents]] table 1 (a.txt), url: String should match pattern"),
        (
            PLAIN + PLAIN.replace("blog", "novel").replace("a.", "b."),
            "[[documents]] table 2 (b.txt), kind: Input should be ",
        ),
        ('[[documents]]\nkind = "blog"\n', "[[documents]] table 1, file: Field required: correct this entry"),
        ("documents = [3]\n", "[[documents]] table 1: "),
        (
            '[documents]\nfile = "a.txt"\n',
            "documents is no list of tables: write [[documents]] above each of them",
        ),
        ("[other]\n", "other: Extra inputs are not permitted: "),
        (PLAIN + PLAIN, "lists a.txt 2 times: keep one [[documents]] table a file"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(records: str | bytes, said: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, records).startswith(said)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"sources\.toml: not found: add one \[\[documents\]\] table"):
        read_sources(tmp_path)


def test_an_absent_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="none: no such folder of seeds: create it, or set QA_SEEDS_DIR"):
        read_sources(tmp_path / "none")


def test_there_need_be_no_aliases(tmp_path: Path) -> None:
    assert read_aliases(tmp_path) == ()


def test_an_alias_is_a_name_and_its_other_forms(tmp_path: Path) -> None:
    write_seeds(
        tmp_path, {}, aliases='[[aliases]]\nname = "Internal Revenue Service"\nalso = ["IRS"]\nnote = "n"\n'
    )
    (alias,) = read_aliases(tmp_path)
    assert alias.forms == ("Internal Revenue Service", "IRS")


@pytest.mark.parametrize(
    ("aliases", "said"),
    [
        ('[[aliases]]\nname = "IRS"\n', "[[aliases]] table 1 (IRS), also: Field required"),
        (
            '[[aliases]]\nname = "IRS"\nalso = []\n',
            "[[aliases]] table 1 (IRS), also: Tuple should have at least 1 item",
        ),
        (
            '[[aliases]]\nname = "IRS"\nalso = [""]\n',
            "[[aliases]] table 1 (IRS), also, 0: String should have at least 2",
        ),
        ("[[aliases]\n", "is not valid TOML"),
    ],
)
def test_malformed_aliases_are_refused(aliases: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SeedError) as caught:
        read_aliases(write_seeds(tmp_path, {}, aliases=aliases))
    assert str(caught.value).startswith(f"{tmp_path}/aliases.toml: {said}")


def test_the_records_of_the_real_seeds_say_what_is_known(seeds: Path) -> None:
    sources = {source.file[:3]: source for source in read_sources(seeds)}
    assert [source.kind for source in sources.values()] == [
        "rewrite",
        "summary",
        "reporting",
        "blog",
        "paraphrased",
    ]
    assert {name: source.published for name, source in sources.items() if source.published} == {
        "002": date(2025, 9, 17),
        "003": date(2026, 2, 16),
    }
    assert {name for name, source in sources.items() if source.title is None} == {"000", "002", "004"}
    assert all(source.url is None and source.display == "full" for source in sources.values())
