from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import BlockKind, blocks
from index.build import unbroken_names
from index.records import Document, Span
from index.sentences import sentences
from index.sources import read_aliases
from qa.figures import Figure, figures
from qa.numerals import FigureKind
from tests.qa.tables import rows, words_at

FLOORS = {"seeds": 1.0, "wikinews": 0.96}  # of the rows right in every part; as measured
TABLE = rows("figures")

PIECES = st.sampled_from(
    [*"0 1 7 12 1,168 1.5 287(g) % $ £ € - – — -- : . , ( ) [ ] / one two half third second hundred".split()]
    + [*"million about more than up to between and or from of the in Texas agencies ICE’s p.m.".split()]
    + [
        " ",
        "\xa0",
        "\n",
        "Jan. 26",
        "2025",
        "one in five",
        "US$",
        "\U0001f600",
        "e\u0301",
        "²",
        "٣",
        "\ud800",
    ]
)
PROSE = st.lists(PIECES | st.just(" "), max_size=40).map("".join) | st.text()


def said(text: str, figure: Figure) -> dict[str, Any]:
    """Return what *figure* says as a row of the table does."""
    exact = (
        {"number": figure.number} if figure.number is not None else {"low": figure.low, "high": figure.high}
    )
    named = {name: words_at(text, getattr(figure, name)) for name in ("hedge", "unit", "place")}
    return {
        "words": words_at(text, figure.span),
        "kind": str(figure.kind),
        **{name: float(value) for name, value in exact.items()},
        **{name: words for name, words in named.items() if words is not None},
    }


def right(row: dict[str, Any]) -> bool:
    found = [said(row["text"], one) for one in figures(row["text"])]
    return bool(found == row["figures"])


def is_wikinews(row: dict[str, Any]) -> bool:
    return bool(row["source"].startswith("wikinews"))


@pytest.mark.parametrize("source", sorted(FLOORS))
def test_the_figures_are_those_on_record(source: str) -> None:
    judged = [row for row in TABLE if is_wikinews(row) == (source == "wikinews")]
    wrong = [row["text"] for row in judged if not right(row)]
    assert len(judged) >= 100
    assert 1 - len(wrong) / len(judged) >= FLOORS[source], "\n".join(wrong)


def test_every_row_of_a_seed_stands_there(documents: dict[str, Document]) -> None:
    for row in TABLE:
        if not is_wikinews(row):
            name, place = row["source"].split()
            assert documents[name].text.startswith(row["text"], int(place))


def test_what_the_table_leaves_out_of_the_seeds_has_no_figure(
    documents: dict[str, Document], seeds: Path
) -> None:
    unbroken = unbroken_names(read_aliases(seeds))
    known = {row["source"] for row in TABLE}
    for document in documents.values():
        for block in blocks(document.text, document.source.boilerplate):
            whole = block.kind is not BlockKind.PARAGRAPH
            for span in [block.span] if whole else sentences(document.text, block.span, unbroken):
                if f"{document.id} {span.start}" not in known:
                    assert figures(document.text, span) == [], document.quote(span)


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("between 20 and 30 officers", "20 and 30", (20, 30)),
        ("10-15 officers", "10-15", (10, 15)),
        ("$1.4 to $2 billion", "$1.4 to $2 billion", (1_400_000_000, 2_000_000_000)),
        ("20 to 30 percent of them", "20 to 30 percent", (20, 30)),
        ("a hundred officers", "a hundred", (100, 100)),
        ("twenty-one counties", "twenty-one", (21, 21)),
        ("one hundred and five counties", "one hundred and five", (105, 105)),
        ("3 out of 10 voters", "3 out of 10", (30, 30)),
        ("three-quarters of voters", "three-quarters", (75, 75)),
        ("almost $2m", "almost $2m", (2_000_000, 2_000_000)),
        ("1.5 million people", "1.5 million", (1_500_000, 1_500_000)),
        ("no more than 12 deputies", "no more than 12", (12, 12)),
        ("In all 1500 officers left", "1500", (1500, 1500)),
        ("about 2000 officers", "about 2000", (2000, 2000)),
        ("two-thirds of voters", "two-thirds", (Decimal("66.67"), Decimal("66.67"))),
    ],
)
def test_a_value_is_read(text: str, words: str, number: tuple[Decimal, Decimal]) -> None:
    (one,) = figures(text)
    assert words_at(text, one.span) == words
    assert (one.low, one.high) == number


@pytest.mark.parametrize(
    "text",
    [
        "Section 287(g) of the Act",
        "a call to 555-1234",
        "at 192.168.0.1",
        "since 24/7 began",
        "see [12] and p1_s14",
        "1. How it began",
        "hundreds of officers",
        "a few hundred officers",
        "at 6:12 p.m.",
        "on 9/17/2025 and 2025-09-17",
        "identifier 1234567890123456789012345678901",
        "no one came, one of them left",
        "the MD-88 and the B2",
        "article 7(2) and r = -.907",
        "in 1752, before 1350 and between 1758 and 1760",
        "the 2013-2014 report",
        "the Seven Years' War",
    ],
)
def test_what_is_no_figure_is_left_alone(text: str) -> None:
    assert figures(text) == []


def test_the_counted_noun_with_its_words_is_the_unit() -> None:
    text = "8,501 state and local officers and 3 of the sheriffs"
    assert [words_at(text, one.unit) for one in figures(text)] == ["state and local officers", "sheriffs"]


def test_a_county_holds_its_figure() -> None:
    text = "In Milford County, 12 deputies serve, and 40 in Ohio."
    assert [words_at(text, one.place) for one in figures(text)] == ["Milford County", "Ohio"]


def test_the_figures_of_a_slice_have_places_in_the_whole() -> None:
    text = "About 40 left. Florida has 342 agreements."
    (one,) = figures(text, Span(15, len(text)))
    assert words_at(text, one.whole) == "342 agreements"
    assert words_at(text, one.place) == "Florida"


@given(PROSE)
def test_every_place_is_a_slice_in_order(text: str) -> None:
    found = figures(text)
    for one in found:
        for span in filter(None, (one.span, one.value, one.hedge, one.unit, one.place)):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert one.span.covers(one.value)
        assert one.hedge is None or (one.span.covers(one.hedge) and one.hedge.end <= one.value.start)
        assert one.unit is None or one.value.end <= one.unit.start
        assert one.low <= one.high
        assert isinstance(one.kind, FigureKind)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


def test_ten_thousand_figures_in_one_table_are_all_found() -> None:
    text = "".join(f"Row: {number} agencies\n" for number in range(10_000))
    assert [int(one.low) for one in figures(text)] == list(range(10_000))
