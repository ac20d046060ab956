"""The members of a series: where each begins and ends, and what only looks like a series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from qa.series import MAX_MEMBERS, members

BUREAU = "Bureau of Maps, Charts and Globes"
# A sentence, the words that were marked in it, and the members that answer.
TABLE: list[tuple[str, str, list[str]]] = [
    # all of a series is marked, or most of it
    (
        "They come from the FBI, DEA, and Coast Guard.",
        "the FBI, DEA, and Coast Guard",
        ["the FBI", "DEA", "Coast Guard"],
    ),
    (
        "They come from the FBI, DEA and Coast Guard.",
        "FBI, DEA and Coast Guard",
        ["the FBI", "DEA", "Coast Guard"],
    ),
    (
        "It pays $7,500 for radios, $100,000 for cars, and overtime.",
        "$7,500 for radios, $100,000 for cars",
        ["$7,500 for radios", "$100,000 for cars", "overtime"],
    ),
    # one member is marked
    ("Criticism grew in cities like Alba, New Milford, and Hart.", "Alba", ["Alba", "New Milford", "Hart"]),
    ("Criticism grew in cities like Alba, New Milford, and Hart.", "Hart", ["Alba", "New Milford", "Hart"]),
    ("It takes cars, radios and vests.", "radios", ["cars", "radios", "vests"]),
    (
        "It asks for help such as paying guards, keeping files, or driving buses.",
        "keeping files",
        ["paying guards", "keeping files", "driving buses"],
    ),
    (
        "It works at courts, checkpoints, and main offices in Ohio.",
        "courts",
        ["courts", "checkpoints", "main offices"],
    ),
    (
        "The order gave the FBI, the DEA, and the Coast Guard authority to arrest.",
        "the DEA",
        ["the FBI", "the DEA", "the Coast Guard"],
    ),
    (
        "It includes 28 officers—from the FBI, the DEA, and the Coast Guard—as well as 13 others.",
        "the DEA",
        ["the FBI", "the DEA", "the Coast Guard"],
    ),
    (
        "It pools means, including radios, guards, and buses, and works at courts, offices, and jails.",
        "radios",
        ["radios", "guards", "buses"],
    ),
    (
        "It pools means, including radios, guards, and buses, and works at courts, offices, and jails.",
        "offices",
        ["courts", "offices", "jails"],
    ),
    # a comma before the last "and" says that others are within members
    (
        "It included search and rescue, keeping files, and driving or guarding buses.",
        "search and rescue, keeping files, and driving or guarding buses",
        ["search and rescue", "keeping files", "driving or guarding buses"],
    ),
    (
        "The order gave the FBI, the DEA, and the Coast Guard authority to arrest.",
        "the FBI, the DEA, and the Coast Guard authority",
        ["the FBI", "the DEA", "the Coast Guard"],
    ),
    # clauses between semicolons: what each is about
    (
        "There are: the jail model, which screens; the warrant model, which serves; and the street model.",
        "the jail model",
        ["the jail model", "the warrant model", "the street model"],
    ),
    # a name that is written as a series is one
    (f"They come from the FBI, the {BUREAU}, and the DEA.", "FBI", ["the FBI", f"the {BUREAU}", "the DEA"]),
    (f"It is the {BUREAU}.", f"the {BUREAU}", [f"the {BUREAU}"]),
    # two names
    ("Scandals came to cities like Alba and New Milford.", "Alba", ["Alba", "New Milford"]),
    ("Scandals came to Alba and New Milford.", "Alba and New Milford", ["Alba", "New Milford"]),
    # words that belong to what the last one is of
    (
        "It works with federal, state, and local agencies.",
        "federal, state, and local agencies",
        ["federal, state, and local agencies"],
    ),
    # no series
    ("It offers search and rescue.", "search and rescue", ["search and rescue"]),
    ("It pays, and they like it.", "It pays", ["It pays"]),
    ("In May, Rosa Quill, the sheriff, left.", "Rosa Quill", ["Rosa Quill"]),
    ("FWD, a lobby, asked 1,168 agencies.", "1,168 agencies", ["1,168 agencies"]),
    ("It helps the FBI, and later, the DEA left it.", "the FBI", ["the FBI"]),
    ("They met (in Alba, Hart, and Ohio) to talk.", "to talk", ["to talk"]),
    ("", "", [""]),
]


def said(sentence: str, marked: str) -> list[str]:
    start = sentence.index(marked)
    return [sentence[slice(*one)] for one in members(sentence, Span(start, start + len(marked)), [BUREAU])]


@pytest.mark.parametrize(("sentence", "marked", "expected"), TABLE)
def test_the_members_of_a_series(sentence: str, marked: str, expected: list[str]) -> None:
    assert said(sentence, marked) == expected


@given(
    st.lists(
        st.sampled_from(["a", "Bo", ", ", " and ", "; ", "(", ")", "—", " of ", "12", "."]), max_size=40
    ),
    st.data(),
)
def test_members_lie_in_the_sentence_in_order_and_one_meets_what_was_marked(
    parts: list[str], data: st.DataObject
) -> None:
    sentence = "x" + "".join(parts)
    start = data.draw(st.integers(0, len(sentence) - 1))
    marked = Span(start, data.draw(st.integers(start + 1, len(sentence))))
    found = members(sentence, marked, [])
    assert 1 <= len(found) <= MAX_MEMBERS
    assert all(0 <= one.start < one.end <= len(sentence) for one in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert len(found) == 1 or any(one.overlap(marked) for one in found)


@pytest.mark.parametrize("part", ["a, ", "a and ", "A; ", "a, and ", "(", "—"])
def test_a_hundred_thousand_hostile_characters_are_gone_through(part: str) -> None:
    text = part * (100_000 // len(part))
    assert members(text, Span(0, 1), [])
