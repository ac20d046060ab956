"""What is right about an attempt; answerers that are broken on purpose score as badly as they should."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from index.records import Span
from qa.evaluation.figures import Figure, figures
from qa.evaluation.judging import comparable, hits, is_list, judge
from qa.evaluation.records import Attempt, Example, Shown
from tests.qa.evaluation.making import LIST, TEXTS, TOWN, attempt, evidence, example, place, shown

DEPUTIES = "Its sheriff has 12 deputies."
MAYOR = "The mayor objected to all of it."


def test_a_copy_elsewhere_counts() -> None:
    quote = shown(MAYOR, also_at=((TOWN.id, place(DEPUTIES)),))
    assert hits(quote, evidence(DEPUTIES))
    assert not hits(shown(MAYOR), evidence(DEPUTIES))


def test_the_same_place_of_another_document_does_not_count() -> None:
    here = place(DEPUTIES)
    other = Shown("list", here, LIST.text[slice(*here)], ())
    assert not hits(other, evidence(DEPUTIES))


def test_any_or_all_of_the_evidence_as_the_gold_says() -> None:
    both = (evidence(DEPUTIES), evidence(MAYOR))
    one_by_one = attempt(shown(MAYOR), shown(DEPUTIES))
    assert judge(example(*both), one_by_one, TEXTS).rank == 1
    assert judge(example(*both, needs_all=True), one_by_one, TEXTS).rank == 2
    assert judge(example(*both, needs_all=True), attempt(shown(MAYOR)), TEXTS).rank is None


def test_a_wrong_refusal_is_a_miss_everywhere() -> None:
    row = judge(example(evidence(DEPUTIES), answers=("12",)), attempt(), TEXTS)
    assert (row.rank, row.focused, row.ndcg, row.exact_match, row.f1, row.good) == (
        None,
        False,
        0.0,
        0.0,
        0.0,
        False,
    )


def test_a_withheld_quote_is_judged_for_what_it_would_have_been() -> None:
    kept_back = attempt(withheld=shown(DEPUTIES), confidence=0.4)
    row = judge(example(evidence(DEPUTIES)), kept_back, TEXTS)
    assert row.right
    assert row.rank is None


def test_ndcg_counts_copies_that_one_quote_stands_for_once() -> None:
    both = (evidence(DEPUTIES), evidence(MAYOR))
    folded = attempt(shown(DEPUTIES, also_at=((TOWN.id, place(MAYOR)),)))
    assert judge(example(*both), folded, TEXTS).ndcg == 1.0
    assert judge(example(*both), attempt(shown(DEPUTIES)), TEXTS).ndcg == pytest.approx(
        1 / (1 + 0.6309), abs=1e-4
    )


def test_lists_are_compared_whole_and_item_by_item() -> None:
    asked = example(evidence("• Alba\n• Brno\n• Cork", LIST), answers=("Alba", "Brno", "Cork"), joined=True)
    whole = LIST.text[slice(*place("Three towns signed:\n• Alba\n• Brno\n• Cork", LIST))]
    row = judge(asked, attempt(shown(whole, "Alba", "Cork", document=LIST)), TEXTS)
    assert row.exact_match == 0.0
    assert row.item_recall == pytest.approx(2 / 3)
    assert row.f1 == pytest.approx(2 * 2 / 5)
    assert row.focused


def test_a_bare_yes_or_no_is_never_asked_for() -> None:
    assert comparable(["Yes", "no.", "Sí", "Yes, since May"]) == ["Yes, since May"]
    assert judge(example(evidence(MAYOR), answers=("No",)), attempt(shown(MAYOR)), TEXTS).f1 is None


def test_a_list_is_a_lead_in_and_items_and_nothing_else() -> None:
    assert is_list("Three towns signed:\n  • Alba\n  • Brno")
    assert is_list("Alba\n• Brno")  # an item's own mark stands before the quote
    assert not is_list("Three towns signed:\n• Alba\nThey pay nothing.")
    assert not is_list(LIST.text)


# Broken answerers. Each takes an example and gives a reply of the right shape.


def first_passage(asked: Example) -> Attempt:
    return attempt(shown("Alba signed in May."))


def refuse(asked: Example) -> Attempt:
    return attempt()


def perfect(asked: Example) -> Attempt:
    return attempt(*(shown(one.text) for one in asked.evidence))


def shifted(asked: Example) -> Attempt:
    """Quote one character further on than the places say."""
    quotes = [
        replace(quote, span=Span(quote.span.start + 1, quote.span.end + 1)) for quote in perfect(asked).quotes
    ]
    return attempt(*quotes)


def whole_documents(asked: Example) -> Attempt:
    return attempt(*(shown(document.text, document=document) for document in (LIST, TOWN)))


EXAMPLES = (
    example(evidence(DEPUTIES), answers=("12 deputies",)),
    example(evidence(MAYOR), answers=("The mayor",)),
    example(evidence("They pay nothing.", LIST), answers=("nothing",)),
    example(),
    example(),
)


def measured(
    answerer: Callable[[Example], Attempt], examples: Sequence[Example] = EXAMPLES
) -> dict[str, Figure]:
    return figures([judge(one, answerer(one), TEXTS) for one in examples])


def test_always_the_first_passage_finds_nothing_and_refuses_nothing() -> None:
    found = measured(first_passage)
    assert (found["evidence at 1"].k, found["refused, of the unanswerable"].k) == (0, 0)
    assert found["wrongly refused"].k == 0
    assert found["good replies"].k == 0


def test_always_refusing_is_right_only_where_nothing_answers() -> None:
    found = measured(refuse)
    assert (found["refused, of the unanswerable"].value, found["wrongly refused"].value) == (1.0, 1.0)
    assert (found["evidence at 3"].k, found["F1"].value, found["MRR"].value, found["nDCG@10"].value) == (
        0,
        0,
        0,
        0,
    )
    assert (found["refusals that are right"].k, found["refusals that are right"].n) == (2, 5)
    assert found["AUROC"].value == 0.5


def test_a_quote_shifted_by_one_character_is_not_verbatim() -> None:
    answerable = [one for one in EXAMPLES[:2]]
    assert measured(perfect, answerable)["verbatim quotes"].value == 1.0
    assert measured(shifted, answerable)["verbatim quotes"].value == 0.0


def test_an_answer_outside_its_quote_is_not_verbatim() -> None:
    stray = replace(shown(MAYOR), answers=((place(DEPUTIES), DEPUTIES),))
    assert judge(example(), attempt(stray), TEXTS).verbatim == (False,)


def test_quoting_whole_documents_is_never_focused() -> None:
    found = measured(whole_documents, [one for one in EXAMPLES if one.answerable][2:])
    assert found["evidence at 1"].value == 1.0
    assert found["focused evidence at 1"].value == 0.0
    assert (found["quote length, median"].value or 0) > 400
