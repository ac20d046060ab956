"""Links to a passage on the page that its document came from, as written by hand in `fragments.toml`."""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from qa.web.fragments import text_directive, text_fragment_link
from tests.qa.web.fakes import DAILY, REWORDED, document

ROWS = tomllib.loads((Path(__file__).parent / "fragments.toml").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']} {row.get('directive')}")
def test_each_row_of_the_table(row: dict[str, Any]) -> None:
    before, rest = row["text"].split("⟦")
    passage, after = rest.split("⟧")
    place = Span(len(before), len(before + passage))
    assert text_directive(before + passage + after, place) == row.get("directive")


def test_a_link_needs_an_address() -> None:
    assert text_fragment_link(REWORDED, Span(0, 5)) is None
    assert (
        text_fragment_link(DAILY, Span(0, 5))
        == "https://daily.example/story#:~:text=About,-1%2C000%20departments%20now"
    )


def test_an_address_with_a_fragment_keeps_it() -> None:
    source = document("d", "Alba signed.", url="https://d.example/a#part")
    assert text_fragment_link(source, Span(0, 12)) == "https://d.example/a#part:~:text=Alba%20signed."


def test_half_a_word_gives_the_address_alone() -> None:
    assert text_fragment_link(DAILY, Span(1, 5)) == "https://daily.example/story"


@given(st.text(alphabet="ab, -&\n\u2022\u00e9\U0001f600\u00a0", min_size=1, max_size=60), st.data())
def test_every_part_is_words_of_the_text_and_only_its_own_signs_stand_bare(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    directive = text_directive(text, Span(start, end))
    if directive is None:
        return
    parts = directive.split(",")
    prefix = parts.pop(0).removesuffix("-") if parts[0].endswith("-") else ""
    suffix = parts.pop().removeprefix("-") if parts[-1].startswith("-") else ""
    assert 1 <= len(parts) <= 2
    assert not set("-,&# ") & set("".join([prefix, *parts, suffix]))
    flat = " ".join(text.split())
    assert all(unquote(part) in flat for part in (prefix, *parts, suffix))
    touching = [unquote(part) for part in (prefix, parts[0]) if part]
    assert " ".join(touching) in flat or "".join(touching) in flat
