from pathlib import Path

import pytest

from index.aliases import AliasMatch, as_written_in, matches, other_forms
from index.records import Document, Span
from index.sources import Alias, read_aliases

DHS = Alias(name="Department of Homeland Security", also=("DHS", "Division of Homeland Safety"))
SECRETARY = Alias(name="Homeland Security Secretary", also=("DHS Secretary",))
MODEL = Alias(name="task force model", also=("street model",))
FWD = Alias(name="FWD.US", also=("FWD. The US",))
SHERIFF = Alias(name="sheriff's office", also=("SO of the county",))
LAW = Alias(name="287(g)", also=("287g",))
ALL = (DHS, SECRETARY, MODEL, FWD, SHERIFF, LAW)


def words(text: str) -> list[str]:
    return [text[match.span.start : match.span.end] for match in matches(text, ALL)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What did DHS say?", ["DHS"]),
        ("what did dhs say?", ["dhs"]),
        ("(DHS)", ["DHS"]),
        ("DHS's memo", ["DHS"]),
        ("the DHS secretary", ["DHS secretary"]),  # the longest form
        ("Division of Homeland Safety and DHS", ["Division of Homeland Safety", "DHS"]),
        ("ADHS, DHSX, DHS1, DHS_x", []),
        ("task-force model", ["task-force model"]),
        ("task\xa0force\u2011model", ["task\xa0force\u2011model"]),  # no-break space and hyphen
        ("task  force\nmodel", ["task  force\nmodel"]),
        ("taskforce model", []),
        ("FWD.US and FWD. The US", ["FWD.US", "FWD. The US"]),
        ("FWDxUS", []),  # a point is a point
        ("the sheriff’s office, a sheriff's office", ["sheriff’s office", "sheriff's office"]),
        ("", []),
        ("nothing here", []),
    ],
)
def test_forms_are_found_as_whole_words_whatever_their_case(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_matches_stand_in_text_order_and_never_overlap() -> None:
    text = "street model, DHS Secretary, DHS, task force model"
    spans = [match.span for match in matches(text, ALL)]
    assert spans == sorted(spans)
    assert all(not one.overlap(other) for one in spans for other in spans if one is not other)
    assert words(text) == ["street model", "DHS Secretary", "DHS", "task force model"]


def test_of_two_groups_with_one_form_the_first_by_name_is_taken() -> None:
    one, other = Alias(name="Bureau", also=("BOP",)), Alias(name="Agency", also=("BOP",))
    assert matches("BOP", (one, other)) == [AliasMatch(other, Span(0, 3))]


def test_the_other_forms_leave_out_the_one_that_was_found() -> None:
    text = "what did dhs say?"
    assert other_forms(text, matches(text, ALL)[0]) == [
        "Department of Homeland Security",
        "Division of Homeland Safety",
    ]


def test_every_form_of_the_real_aliases_is_found_by_itself(seeds: Path) -> None:
    aliases = read_aliases(seeds)
    assert aliases
    for alias in aliases:
        for form in alias.forms:
            assert matches(form, (alias,)) == [AliasMatch(alias, Span(0, len(form)))]


def test_one_form_of_every_real_alias_is_in_a_document(seeds: Path, documents: dict[str, Document]) -> None:
    whole = "\n".join(document.text for document in documents.values())
    assert [alias.name for alias in read_aliases(seeds) if not matches(whole, (alias,))] == []


@pytest.mark.parametrize(
    ("question", "text", "asked"),
    [
        (
            "What did DHS say?",
            "The Division of Homeland Safety spoke.",
            "What did Division of Homeland Safety say?",
        ),
        ("what did dhs say?", "the division of homeland safety", "what did Division of Homeland Safety say?"),
        (
            "What did DHS say?",
            "DHS is the Department of Homeland Security.",
            "What did DHS say?",
        ),  # its own form
        ("What did DHS say?", "dhs spoke", "What did DHS say?"),
        ("What did DHS say?", "Nobody spoke.", "What did DHS say?"),
        ("What did DHS say?", "ADHS, the Department of Homeland Securities", "What did DHS say?"),
        # Of several the name, or the form that is listed first.
        (
            "Who leads DHS?",
            "The Division of Homeland Safety, or Department of Homeland Security",
            "Who leads Department of Homeland Security?",
        ),
        (
            "Does DHS fund FWD.US?",
            "FWD. The US and the Division of Homeland Safety",
            "Does Division of Homeland Safety fund FWD. The US?",
        ),
        ("What of DHS and DHS?", "Division of Homeland Safety", "What of {0} and {0}?"),
        ("Is a 287g deal old?", "The 287(g) deals are old.", "Is a 287(g) deal old?"),
        # Terms are not names: another wording may mean something else.
        ("What is the street model?", "the task force model", "What is the street model?"),
        ("", "DHS", ""),
    ],
)
def test_a_name_is_put_as_a_text_writes_it(question: str, text: str, asked: str) -> None:
    assert as_written_in(text, question, ALL) == asked.format("Division of Homeland Safety")
