"""What passages cover is read once: none of it twice, none of it left out, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from qa.regions import points_elsewhere, regions, units
from tests.fakes import make_document
from tests.qa.fakes import passage_of

TEXT = "A one. B two. C three. D four. E five. F six."
SENTENCES = ("A one.", "B two.", "C three.", "D four.", "E five.", "F six.")
DOCUMENT = make_document(TEXT)


def test_passages_that_overlap_are_one_region_with_the_best_rank() -> None:
    first = passage_of(DOCUMENT, *SENTENCES[:3], rank=4)
    second = passage_of(DOCUMENT, *SENTENCES[2:5], rank=2)
    (region,) = regions([second, first])
    assert region.text == "A one. B two. C three. D four. E five."
    assert [TEXT[slice(*unit)] for unit in region.units] == list(SENTENCES[:5])
    assert region.rank == 2


def test_passages_that_only_touch_stay_two_and_the_better_comes_first() -> None:
    first = passage_of(DOCUMENT, *SENTENCES[:2], rank=2)
    second = passage_of(DOCUMENT, *SENTENCES[2:4], rank=1)
    assert [region.text for region in regions([first, second])] == ["C three. D four.", "A one. B two."]


def test_documents_are_never_joined() -> None:
    other = make_document(TEXT, "e")
    found = regions([passage_of(one, *SENTENCES[:3], rank=1) for one in (other, DOCUMENT)])
    assert [region.document.id for region in found] == ["d", "e"]


def test_a_list_is_one_unit_that_may_be_cut_at_its_members() -> None:
    document = make_document("It brings:\n• cars\n• vans\n")
    passage = passage_of(document, "It brings:", "cars", "vans", is_list=True)
    (region,) = regions([passage])
    assert list(region.units) == list(units(passage)) == [passage.chunk.span]
    assert len(region.sentences) == 3


@pytest.mark.parametrize(
    ("sentence", "points"),
    [
        ("For more details, check out this 287(g) expansion breakdown.", True),
        ("For more information on this part of the conflict, see SA-2 Guideline.", True),
        ("To learn more about the program, visit the agency's page.", True),
        ("(See also: vowel reduction in Russian.)", True),
        ("See “Museums” below for more information.", True),
        ("Click here for reprint permission.", True),
        ("Read more: the agencies that signed", True),
        ("Learn more about detainers", True),
        ("Sign up for our newsletter", True),
        ("• Subscribe to our briefing", True),
        ("For more than ten years, sheriffs could see who was held.", False),
        ("For more details the sheriff had to wait.", False),
        ("To find out more, the agency interviewed 300 officers.", False),
        ("The money should only be part of the reason to sign up.", False),
        ("See what happened: the county signed.", False),
        ("Readers learn more from a list.", False),
    ],
)
def test_a_sentence_that_points_elsewhere_is_told_from_one_that_says_something(
    sentence: str, points: bool
) -> None:
    assert points_elsewhere(sentence) is points


def test_a_sentence_that_points_elsewhere_is_not_quoted_by_itself() -> None:
    document = make_document("Agencies signed. For more details, see our table. Most are in Florida.")
    passage = passage_of(
        document, "Agencies signed.", "For more details, see our table.", "Most are in Florida."
    )
    assert [document.quote(unit) for unit in units(passage)] == ["Agencies signed.", "Most are in Florida."]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=8))
def test_every_sentence_of_the_passages_lies_in_one_region(pieces: list[tuple[int, int]]) -> None:
    passages = [
        passage_of(DOCUMENT, *SENTENCES[first : first + count], rank=rank)
        for rank, (first, count) in enumerate(pieces, start=1)
    ]
    found = regions(passages)
    covered = sorted(unit for region in found for unit in region.units)
    assert covered == sorted({sentence for one in passages for sentence in one.chunk.sentences})
    assert [region.rank for region in found] == sorted(region.rank for region in found)
    assert all(not one.span.overlap(other.span) for one in found for other in found if one is not other)
    assert all(region.span == Span(region.units[0].start, region.units[-1].end) for region in found)
