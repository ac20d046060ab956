"""Names, places, figures and dates of a question: what must be covered, and what covers it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import words
from index.records import Document, Passage, Source
from index.sources import Alias
from qa.contract import MAX_QUESTION
from qa.guard import Guard, written
from qa.places import STATES
from tests.fakes import make_document
from tests.qa.fakes import guard_of, passage_of

GAZETTE = (
    "Milford County signed in May. There Sheriff Rosa Quill trained the deputies of the county. She said "
    "Milford gains. Then Quill left the orange office for Texas. It has 12 deputies."
)
DIGEST = (
    "Nobody in Ohio met David Bier. Yes, Bier objects. But Bier left. The sheriff in Ohio and David Smith "
    "remain. The Division of Homeland Safety lent 90 brokers to the Polk County Sheriff's Office. "
    "The Lamar County Sheriffs Office declined."
)
HOMELAND = Alias(name="Department of Homeland Security", also=("DHS", "Division of Homeland Safety"))


def known(document: Document, **record: object) -> Document:
    source = Source.model_validate({"file": document.source.file, "kind": "reporting", **record})
    return replace(document, source=source)


DOCUMENTS = (
    known(
        make_document(GAZETTE, "gazette"),
        title="Milford Joins",
        publisher="The Gazette",
        authors=["Ann Lee"],
        published=date(2025, 5, 17),
    ),
    make_document(DIGEST, "digest"),
    *(make_document(f"filler {number}", f"filler{number}") for number in range(10)),
)
GUARD = replace(guard_of(*DOCUMENTS), aliases=(HOMELAND,))


def required(question: str) -> list[str]:
    return [one.words for one in GUARD.required(question)]


def passage(text: str, *, heading: str | None = None) -> Passage:
    document = next(document for document in DOCUMENTS if text in document.text)
    return passage_of(document, text, heading=heading)


def missing(question: str, text: str, *, heading: str | None = None) -> list[str]:
    return [one.words for one in GUARD.missing(GUARD.required(question), passage(text, heading=heading))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # states, in any case and across white space
        ("How many agreements does California have?", ["California"]),
        ("how many agreements does california have", ["california"]),
        ("HOW MANY AGREEMENTS DOES CALIFORNIA HAVE", ["CALIFORNIA"]),
        ("in new   york or west virginia", ["new   york", "west virginia"]),
        ("Is it Virginia?", ["Virginia"]),
        # counties and police departments
        ("Does Harris County, Texas have one?", ["Harris County", "Texas"]),
        ("does harris county have one", ["harris"]),
        ("does the dallas police department work with ice", ["dallas"]),
        ("the orange county sheriff", []),  # the documents use "orange" as a plain word
        ("What does the Orange Police Department do?", ["Orange Police Department"]),
        ("Has the Polk County Sheriff's Office signed?", ["Polk County Sheriff's Office"]),
        # people, known or by their capitals
        ("who is rosa quill", ["rosa quill"]),
        ("what did bier say", ["bier"]),
        ("Sheriff Quill's office", ["Quill"]),
        ("Is Zorblax involved?", ["Zorblax"]),
        ("Did Grady Judd sign?", ["Grady Judd"]),
        # months, years and figures
        ("agreements as of July 2026", ["July", "2026"]),
        ("in sept 2012", ["sept", "2012"]),
        ("Did it start in May?", ["May"]),
        # a stretch of time, whole
        ("Who signed before May 2025?", ["before May 2025"]),
        ("agreements since 2012 and 2026", ["since 2012", "2026"]),
        ("between January and March 2025", ["between January and March 2025"]),
        ("Did they march in March?", ["March"]),
        ("Was it 7,500 or $9,500 or 48 hours?", ["7,500", "$9,500", "48"]),
        # aliases
        ("Does the DHS know?", ["DHS"]),
        ("does the division of homeland safety know", ["division of homeland safety"]),
        ("Does the Department of Homeland Security know?", ["Department of Homeland Security"]),
        # what is none of these
        ("May deputies arrest people?", []),
        ("they may march", []),
        ("MAY WE MARCH", []),
        ("this year, now, today", []),
        ("Is 287(g) or 287g meant?", []),
        ("I met him", []),
        ("What do the deputies do?", []),
        ("WHAT DID THE COUNCIL DECIDE", []),
        ("Did the Council Object To The New Plan?", []),
        ("", []),
        ("?", []),
    ],
)
def test_what_a_question_needs_covered(question: str, expected: list[str]) -> None:
    assert required(question) == expected


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_known_in_any_case(state: str) -> None:
    for typed in (state, state.lower(), state.upper()):
        assert typed in required(f"how many agreements in {typed} now")


def test_what_most_passages_hold_need_not_be_covered() -> None:
    guard = guard_of(*(make_document(f"In Texas {number} signed.", f"d{number}") for number in range(5)))
    assert guard.required("How many in Texas?") == []


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("How many deputies in Ohio?", "It has 12 deputies.", ["Ohio"]),
        ("How many deputies in ohio?", "Nobody in Ohio met David Bier.", []),
        ("How many deputies in Harris County, Texas?", "It has 12 deputies.", ["Harris County", "Texas"]),
        # a surname covers a person whom the document names in full, a first name does not
        ("What did David Bier say?", "Yes, Bier objects.", []),
        ("What did Rosa Quill say?", "Then Quill left the orange office for Texas.", []),
        ("What did David Smith say?", "Nobody in Ohio met David Bier.", ["David Smith"]),
        ("What did Ernie Bier say?", "Yes, Bier objects.", ["Ernie Bier"]),
        ("What did David Bier say?", "It has 12 deputies.", ["David Bier"]),
        # another form of a name; once in the document is enough
        ("Whom did the DHS lend?", "The Division of Homeland Safety lent 90 brokers", []),
        ("Whom did the DHS lend?", "Yes, Bier objects.", []),
        ("Whom did the DHS lend?", "It has 12 deputies.", ["DHS"]),
        # possessives
        (
            "Has the Polk County Sheriffs Office signed?",
            "lent 90 brokers to the Polk County Sheriff's Office",
            [],
        ),
        (
            "Has the Polk County Sheriff\u2019s Office signed?",
            "Nobody in Ohio met David Bier.",
            ["Polk County Sheriff\u2019s Office"],
        ),
        ("Has the Lamar County Sheriff's Office signed?", "The Lamar County Sheriffs Office declined.", []),
        # figures
        ("Why 12?", "It has 12 deputies.", []),
        ("Why 13?", "It has 12 deputies.", ["13"]),
    ],
)
def test_a_passage_covers_what_it_or_its_document_says(question: str, text: str, expected: list[str]) -> None:
    assert missing(question, text) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many in May 2025?", []),
        ("How many in may 2025?", []),
        ("How many in June 2025?", ["June"]),
        ("How many in May 2026?", ["2026"]),
        ("What did The Gazette and Ann Lee write?", []),
        ("how many in milford", []),
    ],
)
def test_the_record_of_its_document_covers_too(question: str, expected: list[str]) -> None:
    assert missing(question, "It has 12 deputies.") == expected


@pytest.mark.parametrize(
    ("when", "text", "covered"),
    [
        ("before 2026", "Sheriff Rosa Quill trained", True),  # published in May 2025
        ("since May 2025", "Sheriff Rosa Quill trained", True),
        ("before May 2025", "Sheriff Rosa Quill trained", False),
        ("after 2025", "Sheriff Rosa Quill trained", False),
        ("before 2026", "Nobody in Ohio", False),  # of a document without a date
        ("before 2013", "It began in 2012.", True),
        ("until 2011", "It began in 2012.", False),
        ("between 2011 and 2013", "It began in 2012.", True),
        ("since March 2025", "It ended in April.", False),  # of an unknown year
    ],
)
def test_a_stretch_of_time_is_covered_by_any_date_that_fits_it(when: str, text: str, covered: bool) -> None:
    guard = guard_of(
        *DOCUMENTS, *(make_document(one, one) for one in ("It began in 2012.", "It ended in April."))
    )
    document = next(one for one in (*DOCUMENTS, make_document(text, text)) if text in one.text)
    (needed,) = guard.required(f"who did it {when}")
    assert (guard.missing([needed], passage_of(document, text)) == []) is covered
    assert not guard.is_unknown(needed)


@pytest.mark.parametrize("when", ["in May 2026", "as of July 2026"])
def test_a_date_that_is_named_is_demanded_though_another_one_fits(when: str) -> None:
    """A passage of May 2025 lies before July 2026 and tells nothing of it."""
    assert "2026" in missing(f"agreements {when}", "Sheriff Rosa Quill trained")


@pytest.mark.parametrize(
    ("question", "of_time"),
    [
        ("agreements in Ohio in May 2025", ["May", "2025"]),
        ("agreements as of July 2026", ["July", "2026"]),
        ("12 agreements since 2012", ["since 2012"]),
        ("12 agreements in Ohio", []),
    ],
)
def test_what_keeps_to_a_time_is_told_from_the_rest(question: str, of_time: list[str]) -> None:
    assert [one.words for one in GUARD.required(question) if one.time] == of_time


def test_the_heading_covers_too() -> None:
    assert missing("How many in Ohio?", "It has 12 deputies.", heading="What Ohio did") == []


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("How many in Zorblax county?", True),
        ("How many in 2026?", True),
        ("How many in 2025?", False),  # the year in which one document was published
        ("What did Ernie Bier say?", True),
        ("What did Bier say?", False),
        ("Does the DHS know?", False),
        ("How many in California?", True),
    ],
)
def test_what_occurs_nowhere_is_unknown(question: str, unknown: bool) -> None:
    assert [GUARD.is_unknown(one) for one in GUARD.required(question)] == [unknown]


def test_a_word_that_begins_a_sentence_or_stands_in_a_heading_is_no_name_by_that() -> None:
    document = make_document(
        "Council Objects To Plan\n\nCouncil met. “Deputies left,” it said: Nobody stayed.\n"
    )
    assert guard_of(document).proper == frozenset()


def test_the_words_of_a_document_are_told_from_its_names() -> None:
    document = make_document("Council Objects To It\n\nDeputies met Quill in Ohio. “He left,” it said.\n")
    found = list(written(document))
    assert [word for word, _ in found] == [document.text[start:end] for start, end in words(document.text)]
    assert [word for word, is_name in found if is_name] == ["Quill", "Ohio"]


@pytest.mark.parametrize("part", ["Aa ", "a-b ", "county ", "DHS ", "Ohio ", "1,1 ", "(", "A.", "'", "new "])
def test_a_long_question_of_one_part_is_guarded(part: str) -> None:
    question = (part * MAX_QUESTION)[:MAX_QUESTION]
    required = GUARD.required(question)
    assert set(GUARD.missing(required, passage("It has 12 deputies."))) <= set(required)


@given(st.text(max_size=100))
def test_what_is_required_stands_in_the_question_in_order(question: str) -> None:
    at = 0
    for one in GUARD.required(question):
        at = question.index(one.words, at) + len(one.words)
        assert one.forms


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who is david bier", ["david bier"]),
        ("Did the Division of Homeland Safety sign?", ["Division of Homeland Safety"]),
        ("Did Rosa Park sign?", ["Rosa Park"]),
        ("How many in texas?", ["texas (a place)"]),
        ("in polk county, florida", ["polk (a place)", "florida (a place)"]),
        ("the Polk County Sheriff's Office", ["Polk County Sheriff's Office"]),
        ("the Texas Department of Maps", ["Texas Department", "Maps"]),
        ("", []),
    ],
)
def test_names_are_told_with_what_they_are(question: str, expected: list[str]) -> None:
    found = GUARD.named(question, by_case=True)
    assert [question[slice(*one.span)] + (" (a place)" if one.is_place else "") for one in found] == expected


def test_a_name_is_told_to_be_common_or_unknown() -> None:
    common = guard_of(*(make_document(f"It is Milford {n}.", f"d{n}") for n in range(5)))
    (milford, quito) = common.named("Did Milford see Quito?", by_case=True)
    assert (milford.is_common, milford.is_known) == (True, True)
    assert (quito.is_common, quito.is_known) == (False, False)
    assert common.named("Did Foo see Quito?", by_case=False) == []


def test_a_guard_can_be_made_of_nothing() -> None:
    guard = Guard.of((), GUARD.vocabulary, ())
    assert [one.words for one in guard.required("How many in Ohio?")] == ["Ohio"]
    assert guard_of().required("") == []


# A sentence that speaks of another place
STANCES = make_document(
    "The Dallas Police Department turned it down. They worried about time. In Montgomery County, Maryland, "
    "leaders do not work with it. Florida leads with 342. Texas follows. The Washington office agreed.",
    "stances",
)
STANDING = guard_of(STANCES, *(make_document(f"filler {number}", f"filler{number}") for number in range(10)))
ELSEWHERE: list[tuple[str, str | None, str, list[str]]] = [
    ("Does Dallas help?", None, "In Montgomery County, Maryland, leaders do not work with it.", ["Dallas"]),
    ("does dallas help?", None, "Florida leads with 342.", ["dallas"]),
    ("Does Dallas help?", None, "The Dallas Police Department turned it down.", []),
    ("Does Dallas help?", None, "They worried about time.", []),
    ("Does Dallas help?", "Dallas", "Florida leads with 342.", []),
    ("Does Dallas help?", None, "The Washington office agreed.", []),  # a city, a state, a government
    ("Does Maryland help?", None, "In Montgomery County, Maryland, leaders do not work with it.", []),
    ("How many has Texas?", None, "Florida leads with 342.", ["Texas"]),
    ("How many have Texas and Florida?", None, "Florida leads with 342.", []),
    ("Does Montgomery County help?", None, "Texas follows.", ["Montgomery County"]),
    ("How many are there?", None, "Florida leads with 342.", []),
    ("Does Dallas help?", None, "It is no part of their main work.", []),
    ("Does maine help?", None, "Florida leads with 342.", ["maine"]),
]


@pytest.mark.parametrize(("question", "heading", "sentence", "expected"), ELSEWHERE)
def test_a_sentence_that_names_other_places_alone_speaks_of_those(
    question: str, heading: str | None, sentence: str, expected: list[str]
) -> None:
    found = STANDING.elsewhere(STANDING.required(question), heading, sentence)
    assert [one.words for one in found] == expected
