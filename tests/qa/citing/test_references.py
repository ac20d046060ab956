"""Every reference that was written by hand after the manuals, in three styles."""

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
from markdown_it import MarkdownIt

from index.records import Document
from qa.citing import apa, chicago, mla
from qa.citing.runs import Run, Runs, as_html, as_markdown, closed, escape_markdown, joined, plain
from tests.qa.citing.works import cited_of, table

TABLE = table("references.toml")
STYLES = {"apa": apa.reference, "mla": mla.reference, "chicago": chicago.reference}


def starred(runs: Runs) -> str:
    return "".join(f"*{run.text}*" if run.italic else run.text for run in runs)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row.get("seed", row["rule"][:60]))
def test_every_row_of_the_table(style: str, row: dict[str, Any], documents: Mapping[str, Document]) -> None:
    cited = cited_of(row, documents, TABLE["defaults"] | row.get("work", {}))
    assert starred(STYLES[style](cited)) == row[style], row["rule"]
    assert list(cited.work.missing) == row["missing"]


def test_every_seed_has_its_row(documents: Mapping[str, Document]) -> None:
    assert {row["seed"] for row in TABLE["rows"] if "seed" in row} == set(documents)


def test_italics_are_written_for_text_markdown_and_the_page() -> None:
    runs = (Run("A *b* <c>, "), Run("D & E", italic=True), Run("."))
    assert plain(runs) == "A *b* <c>, D & E."
    assert as_markdown(runs) == r"A \*b\* \<c\>, *D & E*."
    assert as_html(runs) == "A *b* &lt;c&gt;, <i>D &amp; E</i>."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a * b_c [d](e) `f` #g <h> | ~i~", r"a \* b\_c \[d\](e) \`f\` \#g \<h\> \| \~i\~"),
        ("AT&T, R & D, &amp; &#42;", r"AT&T, R & D, \&amp; \&\#42;"),
        ("1. a\n2) b\n- c\n+ d\n=== \n3 e", "1\\. a\n2\\) b\n\\- c\n\\+ d\n\\=== \n3 e"),
        ("a - b. 1.5", "a - b. 1.5"),
    ],
)
def test_markdown_shows_a_text_as_it_stands(text: str, expected: str) -> None:
    assert escape_markdown(text) == expected
    rendered = MarkdownIt().enable("table").render(escape_markdown(text))
    assert " ".join(html.unescape(re.sub(r"</?p>", "", rendered)).split()) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a."),
        ("a.", "a."),
        ("a?", "a?"),
        ("a!”", "a!”"),
        ("Inc.", "Inc."),
        ("(a.)", "(a.)"),
        ("[a]", "[a]."),
    ],
)
def test_a_part_is_closed_once(text: str, expected: str) -> None:
    assert plain(closed((Run(text),))) == expected


def test_empty_parts_leave_no_gap() -> None:
    assert plain(joined([(), (Run("a"),), (), (Run("b"),)], ", ")) == "a, b"
