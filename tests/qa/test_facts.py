"""Figures, money, shares, dates and names in a text: what is one, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.facts import facts, shape
from qa.question import AnswerKind

COUNT, LENGTH, NUMBER, MONEY, SHARE, DATE, PERSON = (
    AnswerKind.COUNT,
    AnswerKind.LENGTH,
    AnswerKind.NUMBER,
    AnswerKind.MONEY,
    AnswerKind.SHARE,
    AnswerKind.DATE,
    AnswerKind.PERSON,
)
FOUND: list[tuple[AnswerKind, str, list[str]]] = [
    # figures, with the words that hedge them
    (NUMBER, "It has 1,168 agencies.", ["1,168"]),
    (NUMBER, "About 1,000 departments and nearly 40 states", ["About 1,000", "nearly 40"]),
    (NUMBER, "more than 150,000 applied, up to 14 a day", ["more than 150,000", "up to 14"]),
    (NUMBER, "1.5 million people", ["1.5 million"]),
    (NUMBER, "twenty-one deputies, thirteen guards", ["twenty-one", "thirteen"]),
    (NUMBER, "between 135 and 1,168", ["135 and 1,168"]),
    (NUMBER, "Florida: 342, Texas: 296.", ["342", "296"]),
    (NUMBER, "It grew by 950%.", ["950%"]),
    (NUMBER, "$7,500 for 40 officers", ["$7,500", "40"]),
    (COUNT, "$7,500 for 40 officers, 90% of them new", ["40", "90%"]),
    (COUNT, "up to $1.4 billion", []),
    # what is no figure
    (NUMBER, "a 287(g) agreement, or 287g", []),
    (NUMBER, "as others reported [3]. And again [12], [4, 15].", []),
    (NUMBER, "By Jan. 26 it was over; on Aug. 5 and 28, in 2012, September 17, 2025.", []),
    (NUMBER, "12 deputies signed in 2012 and 13 in 2013", ["12", "13"]),
    (NUMBER, "on behalf of anyone, someone, the loner and the tent", []),
    (NUMBER, "the 5th, A4 and 3D", []),
    (NUMBER, "", []),
    # money
    (MONEY, "up to $7,500 a deputy", ["up to $7,500"]),
    (MONEY, "$1,000 to $7,500 each", ["$1,000 to $7,500"]),
    (MONEY, "an additional $175 billion", ["$175 billion"]),
    (MONEY, "about $2.5 million, then $3", ["about $2.5 million", "$3"]),
    (MONEY, "7,500 dollars' worth of 5 stamps", []),
    # shares
    (SHARE, "55 percent disapprove, 49% strongly", ["55 percent", "49%"]),
    (SHARE, "Nearly half agreed, one in five did not", ["Nearly half", "one in five"]),
    (SHARE, "two-thirds of them; 3 out of 4", ["two-thirds", "3 out of 4"]),
    (SHARE, "on behalf of the halfway house", []),
    (SHARE, "1,950% more", ["1,950%"]),
    # dates
    (DATE, "By Jan. 26, 1,168 agencies", ["By Jan. 26"]),
    (DATE, "on Aug. 5 and 28", ["on Aug. 5 and 28"]),
    (DATE, "Wednesday, September 17, 2025", ["Wednesday, September 17, 2025"]),
    (DATE, "in January 2025", ["in January 2025"]),
    (DATE, "It ended in 2012 and was restarted in early 2025.", ["in 2012", "in early 2025"]),
    (DATE, "since mid-September, until last month", ["since mid-September", "until last month"]),
    (DATE, "In May they may march.", ["In May"]),
    (DATE, "20255 people, 2012% and 1,999", []),
    (DATE, "Marchers and Mayors", []),
    # lengths of time without a figure
    (LENGTH, "It took 4 weeks, over a decade in all.", ["4", "over a decade"]),
    (LENGTH, "The hold lasts for several months, or half a year.", ["several months", "half a year"]),
    (LENGTH, "Centuries of use, the whole year.", ["Centuries", "the whole year"]),
    (LENGTH, "Two and a half years; an hour and a half", ["Two and a half years", "an hour and a half"]),
    (LENGTH, "this year, last month, every day, 40 a day, per week, in the year after", ["40"]),
    (LENGTH, "the year 2012, day-to-day, yearly, a daytime raid", []),
    (COUNT, "for several months", []),
    # names
    (PERSON, "said Rosa Quill of the Cato Institute", ["Rosa Quill", "Cato Institute"]),
    (PERSON, "the Department of Homeland Security", ["Department of Homeland Security"]),
    (PERSON, "wrote Todd M. Lyons, who", ["Todd M. Lyons"]),
    (PERSON, "said nobody", []),
    (PERSON, "The county left. It was Ohio.", ["Ohio"]),
    # a kind without a form of its own
    (AnswerKind.OTHER, "1,168 agencies", []),
    (AnswerKind.STATEMENT, "1,168 agencies", []),
]


@pytest.mark.parametrize(("kind", "text", "expected"), FOUND)
def test_facts_are_found_as_they_stand(kind: AnswerKind, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in facts(text, kind)] == expected


@pytest.mark.parametrize(
    ("kind", "subject", "text", "fits"),
    [
        (AnswerKind.REASON, "", "They decline because of cost.", True),
        (AnswerKind.REASON, "", "Critics fear it; others worry.", True),
        (AnswerKind.REASON, "", "They decline.", False),
        (AnswerKind.LIST, "", "They get cars, radios, vests and training.", True),
        (AnswerKind.LIST, "", "They get cars, radios and training.", False),
        (AnswerKind.LIST, "", "cars; radios; vests", True),
        (AnswerKind.LIST, "", "They get cars and radios.", False),
        (AnswerKind.DEFINITION, "detainer", "A detainer is a request.", True),
        (AnswerKind.DEFINITION, "detainer", "The detainers (holds) expire.", True),
        (AnswerKind.DEFINITION, "287(g)", "Section 287(g), which Congress added", True),
        (AnswerKind.DEFINITION, "FWD", "FWD.US, an advocacy group, counted them.", True),
        (AnswerKind.DEFINITION, "detainer", "a hold (often called an ICE detainer)", True),
        (AnswerKind.DEFINITION, "detainer", "a hold, known as a “detainer”", True),
        (AnswerKind.DEFINITION, "hold", "(often called an ICE detainer or administrative hold)", True),
        (AnswerKind.DEFINITION, "detainers", "A detainer is a request.", True),
        (AnswerKind.DEFINITION, "gas", "A game is a contest.", False),
        (AnswerKind.DEFINITION, "class", "The claim is that it works.", False),
        (AnswerKind.DEFINITION, "detainer", "They called for more detainers.", False),
        (AnswerKind.DEFINITION, "detainer", "They are called. Detainers expire.", False),
        (AnswerKind.DEFINITION, "detainer", "They sign detainers daily.", False),
        (AnswerKind.DEFINITION, "c++", "c++ is a language", True),
    ],
)
def test_a_text_has_the_shape_of_an_answer(kind: AnswerKind, subject: str, text: str, fits: bool) -> None:
    looks = shape(kind, subject)
    assert looks is not None
    assert bool(looks.search(text)) is fits


@pytest.mark.parametrize(
    "kind", sorted(set(AnswerKind) - {AnswerKind.REASON, AnswerKind.LIST, AnswerKind.DEFINITION})
)
def test_other_kinds_have_no_shape(kind: AnswerKind) -> None:
    assert shape(kind, "detainer") is None


def test_nothing_cannot_be_defined() -> None:
    assert shape(AnswerKind.DEFINITION, "") is None


HOSTILE = (
    "1", "1,111", "$1", "one-", "by ", "in  ", "May 1 and ", "A", "A-", "Ab of ", ", a", "; ", " ", "about ",
    "[1", "a (", "over a ", "a half ", "years ",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hundred_thousand_hostile_characters_are_searched(part: str) -> None:
    # A pattern that went back over the text would take hours here.
    text = "x" + part * (100_000 // len(part)) + "!"
    for kind in (NUMBER, LENGTH, PERSON):  # the first looks for dates too
        facts(text, kind)
    for kind in (AnswerKind.REASON, AnswerKind.LIST, AnswerKind.DEFINITION):
        looks = shape(kind, "a")
        assert looks
        looks.search(text)


@given(st.text(max_size=200), st.sampled_from(AnswerKind))
def test_facts_lie_in_the_text_in_order_and_are_not_empty(text: str, kind: AnswerKind) -> None:
    found = facts(text, kind)
    ends = [0, *(end for _, end in found)]
    assert all(before <= start < end <= len(text) for before, (start, end) in zip(ends, found, strict=False))
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
