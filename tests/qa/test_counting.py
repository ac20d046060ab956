"""What a question asks to be counted, and which figures count something else."""

import pytest

from qa.counting import asked_head, counts_another, is_of_asked_place
from qa.facts import facts
from qa.figures import figures
from qa.question import analyse
from qa.spans import nearest_fact

HEADS: list[tuple[str, str | None]] = [
    ("How many agencies work with ICE?", "agency"),
    ("how many police departments in Texas signed", "department"),
    ("In how many of the states is it banned?", "state"),
    ("Since January, how many local officers have been trained?", "officer"),
    ("How many have signed?", None),
    ("How many of them are there?", None),
    ("How long may they hold someone?", "hour"),
    ("For how long is it valid?", "hour"),
    ("As long as how many lawyers agree?", "lawyer"),
    ("Who signed?", None),
]
# A question, a sentence, and the figures in it that may answer.
TABLE: list[tuple[str, str, list[str]]] = [
    ("How many officers have been trained?", "1,168 agencies had officers trained.", []),
    ("How many officers have been trained?", "8,501 officers of 40 states were trained.", ["8,501"]),
    ("How many officers have been trained?", "They trained 900 personnel.", ["900"]),
    ("How many officers have been trained?", "They trained 8,501 in 90 days.", ["8,501"]),
    ("How many agencies work with ICE?", "About 1,000 departments do, in 40 states.", ["About 1,000"]),
    ("How many agencies work with ICE?", "Florida leads with 342.", ["342"]),
    ("How many states have an agreement?", "More than 40 states and 1,168 agencies have.", ["More than 40"]),
    ("How many people were deported?", "About 1,000 departments help to deport people.", []),
    ("How many people were deported?", "That was 40,000 immigrants in 12 months.", ["40,000"]),
    ("How many people were deported?", "They carried out 40,000 deportations.", ["40,000"]),  # may well be so
    ("How many people were deported?", "One in five people was deported.", ["One in five"]),
    ("How many people were deported?", "One in five agencies helped.", []),
    ("How many deportations were there?", "About 1,000 departments help to deport people.", []),
    ("How many deportations were there?", "It deported 40,000 people in 2 months.", ["40,000"]),
    ("How many arrests did they make?", "They made 75 arrests in 20 states.", ["75"]),
    ("How many arrests did they make?", "They arrest 75 folks in an hour.", ["75"]),
    ("How many people were arrested?", "That led to 75 arrests.", ["75"]),
    ("How many sheriffs have signed up?", "Some offices have more than one agreement.", []),
    ("How many sheriffs have signed up?", "Of 40 sheriffs 12 have.", ["40", "12"]),
    ("How many marshals helped?", "They sent 900 officers to 12 agencies.", ["900"]),
    ("How many agencies signed?", "40,000 deportations followed.", []),
    ("How many agencies signed?", "25% did.", ["25%"]),
    ("How many agencies work with ICE?", "It pays overtime up to 25% of an officer’s salary.", []),
    ("How many agencies work with ICE?", "There is up to 25% overtime pay.", []),
    ("How long do officers train?", "More than 2,000 officers are in training.", []),
    ("How long do officers train?", "Officers train for 4 weeks in 12 states.", ["4"]),
    ("How long do officers train?", "It grew by 950% and costs $7,500.", []),
    ("How long is the border?", "It is 1,954 miles long and has 330 crossings.", ["1,954", "330"]),
    ("How long is the border?", "It was once 2,000.", ["2,000"]),
    ("How many days can they hold someone?", "2 officers may hold him for 3 days.", ["3"]),
    (
        "How many widgets were sold?",
        "12 agencies bought 40 gadgets.",
        ["12", "40"],
    ),  # nothing is known of widgets
]
# A question, a sentence, the heading above it, and the figures in it that are of a place the question names.
OF_PLACE: list[tuple[str, str, str | None, list[str]]] = [
    ("How many agreements does Florida have?", "Florida leads with 342 agreements.", None, ["342"]),
    ("how many agreements does FLORIDA have?", "Florida leads with 342 agreements.", None, ["342"]),
    ("How many agreements does Florida have?", "Florida dominates with 325 jurisdictions.", None, ["325"]),
    ("How many agreements does Florida have?", "• Florida: 342 • Texas: 296", None, ["342"]),
    ("How many agreements does Texas have?", "• Florida: 342 • Texas: 296", None, ["296"]),
    ("How many agreements do Texas and Florida have?", "• Florida: 342 • Texas: 296", None, ["342", "296"]),
    ("How many places in Texas have signed?", "Texas accounts for another 171.", None, ["171"]),
    ("How many agencies in Texas signed?", "It has 171 partners in Texas and 12 in Utah.", None, ["171"]),
    ("How many deputies does Milford County have?", "Milford County has 12 deputies.", None, ["12"]),
    (
        "how many deputies does milford county have",
        "It has 12 deputies in Milford County, Texas.",
        None,
        ["12"],
    ),
    ("How many deputies does New Milford County have?", "Hart County has 12 deputies.", None, []),
    ("How much money did Texas get?", "Texas got $5 million, and Utah $2 million.", None, ["$5 million"]),
    ("What share of Texas agencies signed?", "In Texas, 60% of agencies signed.", None, ["60%"]),
    # of the whole country, or of another place
    ("How many agreements does Florida have?", "About 1,000 departments have agreements.", None, []),
    ("How many agreements does Florida have?", "Texas follows with 296 agreements.", None, []),
    ("How many agreements does Virginia have?", "West Virginia has 9 agreements.", None, []),
    # of that place, and of something else
    ("How many officers in Florida are trained?", "Florida leads with 342 agreements.", None, []),
    ("How many agreements does Texas have?", "Texas has 254 counties.", None, []),
    ("How many gadgets does Texas have?", "Texas has 254 counties.", None, []),
    # a heading says whose the figures under it are, unless a sentence does
    ("How many agreements does Florida have?", "There are 342 agreements.", "What Florida did", ["342"]),
    ("How many agreements does Florida have?", "There are 342 agreements.", "What Texas did", []),
    ("How many agreements does Florida have?", "Texas has 296 agreements.", "What Florida did", []),
    # no place is asked for
    ("How many agreements are there?", "Florida leads with 342 agreements.", None, []),
]


@pytest.mark.parametrize(("question", "head"), HEADS)
def test_what_is_counted_is_the_noun_behind_how_many(question: str, head: str | None) -> None:
    assert asked_head(question) == head


@pytest.mark.parametrize(("question", "sentence", "expected"), TABLE)
def test_a_figure_of_something_else_cannot_answer(question: str, sentence: str, expected: list[str]) -> None:
    asked = analyse(question)
    found = [sentence[slice(*span)] for span in facts(sentence, asked.kind, asked_head(question))]
    assert found == expected
    assert (nearest_fact(sentence, asked) is not None) == bool(expected)


def test_only_things_of_two_known_kinds_are_told_apart() -> None:
    assert counts_another("officer", "agency") and counts_another("agency", "officer")
    assert counts_another("office", "officer")
    assert not counts_another("officer", "people")
    assert not counts_another("officer", "gadget")
    assert not counts_another("gadget", "officer")


@pytest.mark.parametrize(("question", "sentence", "heading", "expected"), OF_PLACE)
def test_a_figure_is_of_the_place_that_is_asked_for(
    question: str, sentence: str, heading: str | None, expected: list[str]
) -> None:
    found = [
        sentence[slice(*one.span)]
        for one in figures(sentence)
        if is_of_asked_place(question, sentence, one, heading)
    ]
    assert found == expected
