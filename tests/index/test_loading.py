from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SeedError
from index.loading import COMPANIONS, decode, load_documents
from index.records import Document
from tests.fakes import TOWNS, write_seeds

SPANISH = "Sarah Saldaña: “mañana” — 10 €"


def only(seeds: Path) -> Document:
    (document,) = load_documents(seeds)
    return document


def refusal(seeds: Path) -> str:
    with pytest.raises(SeedError) as caught:
        load_documents(seeds)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(seeds))
    return str(caught.value).removeprefix(f"{seeds}/")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_text_is_the_same_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    document = only(write_seeds(tmp_path, {"a.txt": SPANISH.encode(encoding)}))
    assert document.text == SPANISH
    assert document.sha256 == sha256(SPANISH.encode()).hexdigest()
    assert document.file_sha256 == sha256(SPANISH.encode(encoding)).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_mark_in_either_order(encoding: str, tmp_path: Path) -> None:
    raw = f"\ufeff{SPANISH}".encode(encoding)
    assert only(write_seeds(tmp_path, {"a.txt": raw})).text == SPANISH


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_are_settled_once(ends: str, tmp_path: Path) -> None:
    document = only(write_seeds(tmp_path, {"a.txt": f"One came.{ends}{ends}Two left.{ends}"}))
    assert document.text == "One came.\n\nTwo left.\n"


@pytest.mark.parametrize(
    "text", ["  One came.\t\n", "a\x0bb\x0cc", "One\xa0came.\u2028Two left.", "ﬁne “x” ’y’", "e\u0301"]
)
def test_nothing_else_in_a_text_is_altered(text: str, tmp_path: Path) -> None:
    assert only(write_seeds(tmp_path, {"a.txt": text})).text == text


def test_a_document_is_named_by_its_file_and_keeps_its_record(tmp_path: Path) -> None:
    records = '[[documents]]\nfile = "a.b-c_1.txt"\nkind = "blog"\ntitle = "T"\nboilerplate = ["Ad"]\n'
    document = only(write_seeds(tmp_path, {"a.b-c_1.txt": "One came.\n Ad \n"}, records=records))
    assert (document.id, document.source.title, document.source.kind) == ("a.b-c_1", "T", "blog")


def test_documents_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    write_seeds(tmp_path, dict(reversed(TOWNS.items())))
    assert [document.id for document in load_documents(tmp_path)] == ["alba", "brno", "cork"]


def test_files_beside_the_documents_are_left_alone(tmp_path: Path) -> None:
    write_seeds(tmp_path, {"a.txt": "One came."})
    for name in (*(COMPANIONS - {"sources.toml"}), ".hidden"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder").mkdir()
    assert only(tmp_path).id == "a"


def test_the_real_seeds_are_loaded_as_they_were_received(seeds: Path, documents: dict[str, Document]) -> None:
    assert len(documents) == 5
    for document in documents.values():
        raw = (seeds / document.source.file).read_bytes()
        assert document.text == raw.decode()
        assert document.file_sha256 == document.sha256 == sha256(raw).hexdigest()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty: put the document's text into it"),
        (b" \n\t\r\n", "is empty: "),
        (b"\xef\xbb\xbf", "is empty: "),
        ("\xa0\u2028".encode(), "is empty: "),
        (b"a\x00b", "is not text (it holds control characters): save the document as plain text"),
        (b"\x1b[31mred", "is not text"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\x00\x01", "is not text"),
        ("no mark".encode("utf-16-le"), "is not text"),
        (b"\xff\xfea", "is in no known encoding: save it as UTF-8"),  # half a character
        (b"caf\x81", "is in no known encoding: "),  # no letter of cp1252
        (
            "Saldaña, “mañana”".encode()[:-1],
            "is UTF-8 but damaged at byte 20: get the file again, or save it as UTF-8",
        ),
    ],
)
def test_a_file_that_is_no_text_is_refused(raw: bytes, said: str, tmp_path: Path) -> None:
    assert refusal(write_seeds(tmp_path, {"a.txt": raw})).startswith(f"a.txt: {said}")


def test_a_listed_file_that_is_absent_is_named(tmp_path: Path) -> None:
    write_seeds(tmp_path, TOWNS)
    (tmp_path / "brno.txt").unlink()
    said = "brno.txt: is listed in sources.toml but is not there: put the file back, or remove its table"
    assert refusal(tmp_path) == said


def test_a_file_that_is_not_listed_is_named(tmp_path: Path) -> None:
    write_seeds(tmp_path, TOWNS)
    (tmp_path / "dover.txt").write_text("Dover signed.")
    assert refusal(tmp_path).startswith(
        "dover.txt: is not listed in sources.toml: add a [[documents]] table for it"
    )


def test_two_files_with_one_text_are_named_both(tmp_path: Path) -> None:
    said = refusal(write_seeds(tmp_path, {"a.txt": "One came.\n", "b.txt": b"One came.\r\n"}))
    assert said == "b.txt: holds the same text as a.txt: keep one, and its table in sources.toml"


@pytest.mark.parametrize(
    "name", ["a.pdf", "a", "A B.txt", "-a.txt", "../a.txt", "/etc/a.txt", "x/a.txt", "é.txt"]
)
def test_a_name_that_cannot_be_used_is_refused_before_the_file_is_read(name: str, tmp_path: Path) -> None:
    records = f'[[documents]]\nfile = {name!r}\nkind = "blog"\n'.replace("'", '"')
    seeds = write_seeds(tmp_path / "seeds", {}, records=records)
    (tmp_path / "a.txt").write_text("One came.")
    with pytest.raises(SeedError, match="is not a name this collection can use: name it with letters"):
        load_documents(seeds)


def test_boilerplate_that_is_not_there_is_named(tmp_path: Path) -> None:
    records = '[[documents]]\nfile = "a.txt"\nkind = "blog"\nboilerplate = ["One"]\n'
    said = refusal(write_seeds(tmp_path, {"a.txt": "One came.\n"}, records=records))
    assert (
        said
        == "a.txt: has no line 'One', which its record calls boilerplate: correct the line in sources.toml"
    )


def test_boilerplate_of_two_lines_is_said_in_one(tmp_path: Path) -> None:
    records = '[[documents]]\nfile = "a.txt"\nkind = "blog"\nboilerplate = ["One\\ntwo"]\n'
    assert "has no line 'One\\ntwo'" in refusal(
        write_seeds(tmp_path, {"a.txt": "One\ntwo\n"}, records=records)
    )


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    write_seeds(tmp_path, TOWNS)
    (tmp_path / "cork.txt").unlink()
    (tmp_path / "cork.txt").mkdir()
    assert refusal(tmp_path).startswith("cork.txt: cannot be read (")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_what_was_written_as_utf_8_is_read_back(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), Path("a.txt")) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text = decode(raw, Path("a.txt"))
    except SeedError as error:
        assert str(error).startswith("a.txt: is ")
    else:
        assert "\x00" not in text
