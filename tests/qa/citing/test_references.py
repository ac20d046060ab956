"""Every reference that was written by hand after the manuals, in three styles."""

from collections.abc import Mapping
from typing import Any

import pytest

from index.records import Document
from qa.citing import apa, chicago, mla
from qa.citing.runs import Run, Runs, as_html, as_markdown, closed, joined, plain
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
