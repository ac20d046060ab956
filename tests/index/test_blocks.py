import json
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import BULLET, HASHES, NUMBERED, BlockKind, blocks
from index.records import Document

BOUNDARIES = Path(__file__).parent.parent / "data" / "boundaries.jsonl"
HEADING, PARAGRAPH, ITEM, BOILERPLATE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.BOILERPLATE,
)

PIECES = st.sampled_from(
    [
        "One.",
        "two",
        "A heading",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\xa0",
        "• ",
        "- ",
        "1. ",
        "2) ",
        "# ",
        "Ad",
        "* * *",
        "?",
        ",",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text()
ODD_TEXTS = [
    "",
    " ",
    "\n\n",
    "\r\n",
    "a",
    "•",
    "• ",
    "1.",
    "* * *",
    "\u200b",
    "\U0001f600",
    "e\u0301\n\u2028b",
    "a" * 5000,
]


def kinds(text: str, *boilerplate: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, text[block.span.start : block.span.end]) for block in blocks(text, boilerplate)]


# Every one of these was read by a person; a change here is a change of what can be quoted.
def test_the_blocks_of_the_seeds_are_those_on_record(documents: dict[str, Document]) -> None:
    on_record = [json.loads(line) for line in BOUNDARIES.read_text(encoding="utf-8").splitlines()]
    found = [
        (id, block.kind, *block.span)
        for id, document in sorted(documents.items())
        for block in blocks(document.text, document.source.boilerplate)
    ]
    assert found == [(row["document"], row["kind"], row["start"], row["end"]) for row in on_record]


def test_the_headings_and_questions_of_the_seeds_are_found(documents: dict[str, Document]) -> None:
    headings = {
        id[:3]: [
            document.quote(block.span)
            for block in blocks(document.text, document.source.boilerplate)
            if block.kind is HEADING
        ]
        for id, document in documents.items()
    }
    assert headings["000"] == ["DHS defends broad recruitment in support of ICE"]
    assert headings["001"][2] == "1. How 287(g) turns local officers into immigration enforcers"
    assert headings["004"][-3:] == [
        "Bringing in different businesses",
        "Pushback from workers, Democrats",
        "Congressional funding wants",
    ]
    faq = headings["003"][headings["003"].index("FAQ") + 1 :]
    assert len(faq) == 18
    assert all(question.endswith("?") for question in faq)


def test_boilerplate_is_a_whole_line_wherever_it_stands() -> None:
    text = "Advertisement\nOne came. Advertisement.\nAdvertisement\n"
    assert kinds(text, "Advertisement") == [
        (BOILERPLATE, "Advertisement"),
        (PARAGRAPH, "One came. Advertisement."),
        (BOILERPLATE, "Advertisement"),
    ]


@pytest.mark.parametrize("line", ["* * *", "---", "______", "•", "\u200b", "…", "|"])
def test_a_line_without_a_letter_or_digit_is_boilerplate(line: str) -> None:
    assert kinds(f"One came.\n{line}\nTwo left.")[1] == (BOILERPLATE, line)


@pytest.mark.parametrize(
    "line",
    [
        "Key Takeaways",
        "Why do some decline?",
        "“No way out”",
        "7 things to know",
        "Local vs. state",
    ],
)
def test_a_short_line_that_does_not_end_as_a_sentence_does_is_a_heading(line: str) -> None:
    assert kinds(line) == [(HEADING, line)]


@pytest.mark.parametrize(
    "line",
    [
        "No.",
        "He left.",
        "“He left.”",
        "He left. [3] [4]",
        "He left.[3]",
        "(He left.)",
        "Here is why:",
        "He left…",
        "It borders Washington, D.C.",
        "word " * 26,
        "a" * 161,
    ],
)
def test_a_line_that_ends_as_a_sentence_does_or_is_long_is_a_paragraph(line: str) -> None:
    assert kinds(line) == [(PARAGRAPH, line.strip())]


@pytest.mark.parametrize("bullet", ["•", "-", "*", "–", "—", "·", "‣", "●", "■", "►"])
@pytest.mark.parametrize("gap", [" ", "\t", "\xa0", "   "])
def test_an_item_is_taken_without_its_bullet(bullet: str, gap: str) -> None:
    assert kinds(f"Two states:\n  {bullet}{gap}Florida: 342\n  {bullet}{gap}Texas: 296.\n") == [
        (PARAGRAPH, "Two states:"),
        (ITEM, "Florida: 342"),
        (ITEM, "Texas: 296."),
    ]


@pytest.mark.parametrize("line", ["-5 degrees in May.", "*Note.", "—he left.", "3.5 million came."])
def test_a_mark_that_touches_a_word_is_no_bullet(line: str) -> None:
    assert kinds(line) == [(PARAGRAPH, line)]


def test_numbered_lines_that_follow_each_other_are_a_list() -> None:
    assert kinds("Do this:\n1. Call a lawyer.\n2) Sign nothing.\n\n3. Wait") == [
        (PARAGRAPH, "Do this:"),
        (ITEM, "Call a lawyer."),
        (ITEM, "Sign nothing."),
        (ITEM, "Wait"),
    ]


def test_a_numbered_line_that_stands_alone_is_a_heading_with_its_number() -> None:
    assert kinds("1. How it works\nIt works.\n2. What it costs\nNothing.") == [
        (HEADING, "1. How it works"),
        (PARAGRAPH, "It works."),
        (HEADING, "2. What it costs"),
        (PARAGRAPH, "Nothing."),
    ]


def test_a_numbered_paragraph_that_stands_alone_stays_whole() -> None:
    assert kinds("3. He left.\nNobody knows why.") == [
        (PARAGRAPH, "3. He left."),
        (PARAGRAPH, "Nobody knows why."),
    ]


def test_a_year_at_the_beginning_is_no_number_of_a_list() -> None:
    assert kinds("2024. A year.\n2025. Another.") == [
        (PARAGRAPH, "2024. A year."),
        (PARAGRAPH, "2025. Another."),
    ]


def test_a_heading_of_markdown_is_taken_without_its_marks() -> None:
    assert kinds("## What it costs.\nNothing.\n#hashtag counts.") == [
        (HEADING, "What it costs."),
        (PARAGRAPH, "Nothing."),
        (PARAGRAPH, "#hashtag counts."),
    ]


WRAPPED = dedent("""\
    WHAT THE COUNTY PAYS

    The county commission voted on Tuesday to end its agreement with
    ICE, which had paid for two deputies and a van, after a hearing at
    which forty people spoke.

    The sheriff, who signed it in March, said he would comply. He gave the
    commission:

    - a list of the people his deputies had held for the agency since the
      agreement was signed;
    - the bill.

    Advertisement
    No date was set for the van.
    """)


def test_a_text_wrapped_by_hand_is_joined_to_paragraphs() -> None:
    found = kinds(WRAPPED, "Advertisement")
    assert [kind for kind, _ in found] == [HEADING, PARAGRAPH, PARAGRAPH, ITEM, ITEM, BOILERPLATE, PARAGRAPH]
    assert [" ".join(words.split()) for _, words in found] == [
        "WHAT THE COUNTY PAYS",
        "The county commission voted on Tuesday to end its agreement with ICE, which had paid for "
        "two deputies and a van, after a hearing at which forty people spoke.",
        "The sheriff, who signed it in March, said he would comply. He gave the commission:",
        "a list of the people his deputies had held for the agency since the agreement was signed;",
        "the bill.",
        "Advertisement",
        "No date was set for the van.",
    ]


def test_one_long_line_does_not_unwrap_a_text() -> None:
    text = "\n".join([WRAPPED] * 3) + "\nSee https://example.org/" + "a" * 200 + "\n"
    assert kinds(text, "Advertisement")[:7] == kinds(WRAPPED, "Advertisement")


def test_lines_of_a_text_that_is_not_wrapped_are_paragraphs_of_their_own() -> None:
    lines = [f"Line {number} stands by itself." for number in range(9)]
    assert kinds("\n".join(lines)) == [(PARAGRAPH, line) for line in lines]


def test_a_line_that_goes_on_in_lower_case_belongs_to_the_one_before() -> None:
    assert kinds("The county voted\nto leave.\nnobody spoke.\n\nthe end.") == [
        (PARAGRAPH, "The county voted\nto leave."),
        (PARAGRAPH, "nobody spoke."),
        (PARAGRAPH, "the end."),
    ]


def test_windows_line_ends_change_no_kind() -> None:
    plain = kinds(WRAPPED, "Advertisement")
    windows = kinds(WRAPPED.replace("\n", "\r\n"), "Advertisement")
    assert [(kind, words.replace("\r\n", "\n")) for kind, words in windows] == plain


@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text)[:20])
def test_odd_texts_have_blocks_that_are_trimmed_places(text: str) -> None:
    for block in blocks(text):
        assert block.span == block.span.trimmed(text)
        assert block.span.start < block.span.end


@given(TEXTS, st.lists(st.sampled_from(["Ad", "One.", "two", ""]), max_size=2))
def test_blocks_are_in_order_and_lose_only_white_space_and_marks(text: str, boilerplate: list[str]) -> None:
    found = blocks(text, boilerplate)
    assert all(one.span.end <= other.span.start for one, other in zip(found, found[1:], strict=False))
    edges = [0, *(edge for block in found for edge in block.span), len(text)]
    between = [text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)]
    marks = (BULLET, NUMBERED, HASHES)
    assert all(not left or any(mark.fullmatch(f"{left} ") for mark in marks) for left in between)


@pytest.mark.parametrize("line", [" ", "a", ".”", "- ", "1. ", "\xa0"])
def test_a_very_long_line_is_no_trouble(line: str) -> None:
    text = line * (200_000 // len(line))
    assert len(blocks(f"One came.\n{text}\nTwo left.")) in (2, 3)
