"""Exports for programs: as written by hand, read back by three libraries, and one record a work."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pybtex.database
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document, Kind, Span
from qa.citing import bibtex, csl_json, ris
from qa.citing.formats import FORMATS
from qa.citing.names import Organisation, Person, author
from qa.citing.works import Cited, CitedPassage, Work, cite, one_line
from tests.fakes import make_document
from tests.qa.citing.works import READ, cited_of, table

ROWS = table("exports.toml")["rows"]
# What formats take for their own: TeX's characters, ends of lines of every kind, quotation marks.
HARD = st.text(
    st.one_of(
        st.sampled_from("\\{}$&#_%~^@\"',=-«»“”\n\r\x0b\x0c\x1c\x85\u2028 \u00a0"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=30,
)
WORDS = st.builds(lambda text: one_line(f"x{text}") or "x", HARD)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_row_of_the_table(row: dict[str, Any], documents: Mapping[str, Document]) -> None:
    cited, expected = cited_of(row, documents, row.get("work", {})), row["expected"]
    assert ris.export([cited]).replace("\r\n", "\n") == expected["ris"]
    assert bibtex.export([cited]) == expected["bibtex"]
    assert json.loads(csl_json.export([cited])) == json.loads(expected["csl"])


def test_every_line_of_ris_ends_as_the_format_says() -> None:
    made = ris.export([cited_of(row, {}, row["work"]) for row in ROWS if "work" in row])
    assert made.count("\r\n") == made.count("\n") == made.count("\r")


@st.composite
def hard(draw: st.DrawFn) -> Cited:
    """Return a work whose every text holds what a format may take for its own."""
    kind: Kind = draw(st.sampled_from(["reporting", "blog", "rewrite", "summary", "paraphrased"]))
    quote = draw(HARD.filter(bool))
    work = Work(
        id="d",
        kind=kind,
        title=draw(st.none() | WORDS),
        authors=tuple(map(author, draw(st.lists(WORDS, max_size=3)))),
        publisher=draw(st.none() | WORDS),
        published=draw(st.sampled_from([(), (2025,), (2025, 2), (2025, 2, 3)])),
        url=None,
        language="en",
        original=draw(st.none() | WORDS),
    )
    return Cited(work, (CitedPassage(quote, 0, len(quote), "0" * 64),), READ)


@given(st.lists(hard(), min_size=1, max_size=2))
def test_ris_is_read_back(all_cited: Sequence[Cited]) -> None:
    made = ris.export(all_cited)
    records = rispy.loads(made)
    assert len(records) == len(all_cited)
    assert len(made.splitlines()) == len(made.split("\r\n")) - 1
    for record, cited in zip(records, all_cited, strict=True):
        work = cited.work
        assert record["title"] == (work.title or f"[{work.description}]")
        assert record.get("authors", []) == [one.inverted for one in work.authors]
        assert record.get("secondary_title") == work.publisher
        assert record.get("year") == (f"{work.published[0]}" if work.published else None)
        assert len(record["notes"]) == len(cited.notes)


@given(st.lists(hard(), min_size=1, max_size=2))
def test_bibtex_is_read_back(all_cited: Sequence[Cited]) -> None:
    entries = [bibtex.export([one]) for one in all_cited]
    for made, cited in zip(entries, all_cited, strict=True):
        work = cited.work
        title = work.title or f"[{work.description}]"
        library = parse_string(made)
        assert not library.failed_blocks and len(library.entries) == 1
        decoded = parse_string(made, append_middleware=[LatexDecodingMiddleware()])
        assert not decoded.failed_blocks
        entry = pybtex.database.parse_string(made, "bibtex").entries["d"]
        assert entry.fields["title"] == f"{{{bibtex.escaped(title)}}}"
        assert len(entry.persons.get("author", [])) == len(work.authors)
        assert ("year" in entry.fields) == bool(work.published)
    assert len(parse_string("\n".join(entries)).blocks) == len(all_cited)


def test_what_tex_takes_for_its_own_is_read_back_as_it_was() -> None:
    (row,) = (row for row in ROWS if "TeX" in row["name"])
    made = bibtex.export([cited_of(row, {}, row["work"])])
    library = parse_string(made, append_middleware=[LatexDecodingMiddleware()])
    read = library.entries[0]["title"].replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^")
    assert read == row["work"]["title"]
    persons = pybtex.database.parse_string(made, "bibtex").entries["d"].persons["author"]
    assert [(one.first_names, one.prelast_names, one.last_names, one.lineage_names) for one in persons] == [
        (["Ludwig"], ["van", "der"], ["Berg"], []),
        (["Martin"], [], ["Quill"], ["III"]),
        ([], [], [r"{Milford \& Sons}"], []),
        (["José"], [], ["Saldaña"], []),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a}", r"\{a\}"),
        ("{a", r"\textbraceleft{}a"),
        ("a}", r"a\textbraceright{}"),
        ("}{", r"\textbraceright{}\textbraceleft{}"),
        (r"\{", r"\textbackslash{}\textbraceleft{}"),
    ],
)
def test_braces_never_end_a_field(text: str, expected: str) -> None:
    assert bibtex.escaped(text) == expected


@given(st.lists(hard(), max_size=2))
def test_csl_json_is_json_with_one_item_a_work(all_cited: Sequence[Cited]) -> None:
    items = json.loads(csl_json.export(all_cited))
    assert len(items) == len(all_cited)
    for item, cited in zip(items, all_cited, strict=True):
        assert item["title"] == (cited.work.title or f"[{cited.work.description}]")
        assert cited.passages[0].text in item["note"]
        assert all(item.values()) and ("issued" in item) == bool(cited.work.published)


@given(hard())
def test_no_format_fails_and_none_invents_a_date(cited: Cited) -> None:
    for one in FORMATS.values():
        assert one.export([cited]).strip()
        assert one.export([]).strip() in ("", "[]")
        if one.reference and not cited.work.published:
            reference = "".join(run.text for run in one.reference(cited))
            assert "n.d." in reference or "ccessed " in reference


# From documents


def test_an_answer_names_each_document_once_with_all_that_is_quoted_from_it() -> None:
    one, other = make_document("Alba signed. Brno declined.", "towns"), make_document("Cork waits.", "cork")
    passages = [(one, Span(13, 27)), (other, Span(0, 11)), (one, Span(0, 12)), (one, Span(13, 27))]
    made = cite(passages, READ)
    assert [cited.work.id for cited in made] == ["towns", "cork"]
    assert [passage.text for passage in made[0].passages] == ["Brno declined.", "Alba signed."]
    assert made[0].passages[0] == CitedPassage("Brno declined.", 13, 27, one.sha256)


def test_a_record_becomes_a_work() -> None:
    document = make_document("Alba signed.")
    source = document.source.model_copy(
        update={
            "title": "Alba\nsigns",
            "authors": ("Ann Lee",),
            "published": READ,
            "publisher": "P",
        }
    )
    work = Work.of(Document("d", document.text, document.sha256, document.file_sha256, source))
    assert (work.title, work.authors, work.published) == (
        "Alba signs", (Person("Ann", "", "Lee", ""),), (2026, 11, 22),
    )  # fmt: skip
    assert work.missing == ("url",)


# Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stephen Dinan", Person("Stephen", "", "Dinan", "")),
        ("Ludwig van der Berg", Person("Ludwig", "van der", "Berg", "")),
        ("van der Berg, Ludwig", Person("Ludwig", "van der", "Berg", "")),
        ("Dick Van Dyke", Person("Dick", "", "Van Dyke", "")),
        ("Van Morrison", Person("Van", "", "Morrison", "")),
        ("Martin Luther Quill Jr.", Person("Martin Luther", "", "Quill", "Jr.")),
        ("Quill, Martin, Jr.", Person("Martin", "", "Quill", "Jr.")),
        ("Rosa Quill, PhD", Person("Rosa", "", "Quill", "")),
        ("J.K. Ortiz", Person("J. K.", "", "Ortiz", "")),
        ("Bill Press", Person("Bill", "", "Press", "")),
        ("Associated Press", Organisation("Associated Press")),
        ("The Editorial Team", Organisation("The Editorial Team")),
        ("Smith & Sons, Ltd", Organisation("Smith & Sons, Ltd")),
        ("{Quill, Lee and Ortiz}", Organisation("Quill, Lee and Ortiz")),
        ("Madonna", Organisation("Madonna")),
        ("Ann Lee,", Person("Ann", "", "Lee", "")),
    ],
)
def test_a_name_is_cut_as_people_would(text: str, expected: Person | Organisation) -> None:
    assert author(text) == expected


@pytest.mark.parametrize("text", [",", ", ,", "Jr. Jr.", "{}", "van der", "- -", "a, b, c, d", "x," * 50])
def test_odd_names_are_taken_somehow(text: str) -> None:
    assert isinstance(author(text).inverted, str) and isinstance(author(text).natural, str)


def test_an_author_that_is_the_publisher_is_no_person() -> None:
    assert author("Milford Digest", "Milford Digest") == Organisation("Milford Digest")
    assert author("Milford Digest") == Person("Milford", "", "Digest", "")
