from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Document, Span
from qa.disagreement import Comparison, Disagreement, Kind, compare
from qa.records import Finding, Support
from qa.values import Found, told
from tests.fakes import make_document
from tests.qa.tables import quality_rows, words_at

EXACT = 1.0  # of all rows right in kind, values and order; as measured
SHOWN = 26 / 30  # of the pairs that disagree
FALSELY = 2 / 30  # of the pairs that do not
CLASHING = (Kind.CONFLICT, Kind.OVER_TIME)
AGENCIES = "How many police departments and agencies work with ICE?"


@dataclass(frozen=True)
class Stated:
    """A finding of one span, as `compare` takes it."""

    document: Document
    quote: Span
    spans: tuple[Span, ...]
    score: float
    heading: str | None = None
    also_at: tuple[tuple[str, Span], ...] = ()


def stated(document: Document, quote: str, answer: str, score: float = 1.0) -> Stated:
    start = document.text.index(quote)
    at = document.text.index(answer, start)
    return Stated(document, Span(start, start + len(quote)), (Span(at, at + len(answer)),), score)


def dated_document(text: str, id: str, published: str | None) -> Document:
    plain = make_document(text, id)
    day = date.fromisoformat(published) if published else None
    return replace(plain, source=plain.source.model_copy(update={"published": day}))


def simple(text: str, answer: str, published: str | None = None, id: str = "d", score: float = 1.0) -> Stated:
    return stated(dated_document(text, id, published), text, answer, score)


def findings_of(row: dict[str, Any], documents: dict[str, Document]) -> list[Stated]:
    found = []
    for rank, one in enumerate(row["findings"]):
        name, quote = one["document"], one["quote"]
        document = documents.get(name) or dated_document(quote, name, one["published"])
        found.append(stated(document, quote, one["answer"], score=-rank))
    return found


def test_sixty_pairs_are_told_apart(documents: dict[str, Document]) -> None:
    table = quality_rows("disagreement")
    wrong = []
    shown = {True: 0, False: 0}
    rows = {True: 0, False: 0}
    for row in table:
        found = compare(row["question"], findings_of(row, documents), ("FWD. The US",)).disagreement
        values = found.values if found else ()
        is_clash = row["kind"] in CLASHING
        rows[is_clash] += 1
        shown[is_clash] += found is not None and found.kind in CLASHING
        words = [value.words for value in values]
        order = [value.finding for value in values]
        kind = found.kind if found else None
        if kind != row["kind"] or row.get("values", words) != words or row.get("order", order) != order:
            wrong.append((row["question"], kind, words))
    assert min(rows.values()) >= 30
    assert shown[True] / rows[True] >= SHOWN, wrong
    assert shown[False] / rows[False] <= FALSELY, wrong
    assert 1 - len(wrong) / len(table) >= EXACT, wrong


def seed(documents: dict[str, Document], number: str) -> Document:
    return next(document for name, document in documents.items() if name.startswith(number))


def agencies(documents: dict[str, Document]) -> list[Stated]:
    return [
        stated(seed(documents, "002"), "About 1,000 departments now have", "About 1,000 departments", 2.0),
        stated(seed(documents, "003"), "By Jan. 26, 1,168 agencies were involved", "1,168 agencies"),
    ]


def test_a_newer_figure_stands_before_an_older_one_with_its_date_and_speaker(
    documents: dict[str, Document],
) -> None:
    found = compare(AGENCIES, agencies(documents)).disagreement
    assert found is not None
    new, old = found.values
    assert found.kind is Kind.OVER_TIME
    assert (new.words, new.unit, new.speaker) == ("1,168", "agencies", "FWD.US")
    assert new.as_of is not None and new.as_of.iso == "2026-01-26"
    assert (old.words, old.hedge, old.unit, old.speaker) == ("About 1,000", "About", "departments", None)
    assert old.as_of is None
    assert old.published == date(2025, 9, 17)


@pytest.mark.parametrize(
    ("when", "kept", "left_out"),
    [
        ("in September 2025", "About 1,000", "1,168"),
        ("before 2026", "About 1,000", "1,168"),
        ("since January 2026", "1,168", "About 1,000"),
    ],
)
def test_a_date_in_the_question_selects_and_says_what_was_left_out(
    documents: dict[str, Document], when: str, kept: str, left_out: str
) -> None:
    found = compare(f"How many agencies worked with ICE {when}?", agencies(documents))
    assert found.disagreement is None
    assert [value.words for value in found.left_out] == [left_out]
    assert found.restriction is not None
    assert found.agreeing == (
        (seed(documents, "002") if kept == "About 1,000" else seed(documents, "003")).id,
    )


def test_a_date_that_nothing_fits_leaves_everything_out(documents: dict[str, Document]) -> None:
    found = compare("How many agencies worked with ICE in 2019?", agencies(documents))
    assert (found.disagreement, found.agreeing) == (None, ())
    assert [value.words for value in found.left_out] == ["1,168", "About 1,000"]


def test_a_date_that_is_missed_leaves_a_value_out_though_it_may_fit(documents: dict[str, Document]) -> None:
    found = compare("How many agencies as of January 2026?", agencies(documents), outside=[0])
    assert found.outside == {0}
    assert [value.words for value in found.left_out] == ["About 1,000"]


def test_what_is_left_out_is_named_once_and_not_where_it_is_given_too() -> None:
    findings = [
        simple("The county has 40 deputies.", "40 deputies", "2025-01-01", "a"),
        simple("In Milford some 40 deputies serve.", "some 40", "2026-01-01", "b", 0.9),
        simple("The county has 90 deputies.", "90 deputies", "2026-02-01", "c", 0.8),
        simple("Milford pays for 90 deputies in all its jails.", "90 deputies", "2026-03-01", "d", 0.7),
        simple("The training costs $90.", "$90", "2026-03-01", "e", 0.6),
    ]
    found = compare("How many deputies does the county have in 2025?", findings)
    assert found.outside == {1, 2, 3, 4}
    assert [(value.words, value.documents) for value in found.left_out] == [("90", ("d", "c"))]


def test_a_finding_without_a_figure_holds_at_the_time_of_its_document() -> None:
    old, new = simple("Deputies serve.", "serve", "2025-01-01"), simple("They left.", "left", "2026-01-01")
    asked = "How many deputies were there before 2026?"
    assert compare(asked, [old, new]).outside == {1}


@pytest.mark.parametrize("question", ["Who came before 2026?", "What did the agencies do in 2019?"])
def test_a_date_selects_nothing_where_no_figure_is_asked_for(
    documents: dict[str, Document], question: str
) -> None:
    found = compare(question, agencies(documents))
    assert (found.restriction, found.outside, found.left_out, found.agreeing) == (None, frozenset(), (), ())


def test_agreement_is_about_the_best_finding_only() -> None:
    words = simple("The county has deputies.", "deputies", None, "a", 2.0)
    figure = simple("The county has 40 deputies.", "40 deputies", None, "b", 1.0)
    assert compare("How many deputies?", [words, figure]).agreeing == ()


def test_documents_that_say_the_same_agree_and_copies_count_once() -> None:
    findings = [
        simple("The county has 40 deputies.", "40 deputies", "2025-01-01", "a"),
        simple(
            "Sheriff Roy told council members that about 40 deputies serve.",
            "about 40",
            "2025-01-01",
            "b",
            0.9,
        ),
        simple("The county has 40 deputies now.", "40 deputies", "2025-01-01", "c", 0.8),  # a copy of a
        simple("The county has 90 deputies.", "90 deputies", "2026-01-01", "d", 0.7),
    ]
    found = compare("How many deputies does the county have?", findings)
    assert found.agreeing == ("a", "b")
    assert found.disagreement is not None
    assert [value.documents for value in found.disagreement.values] == [("d",), ("a", "b")]


def test_a_document_that_repeats_a_finding_agrees_unless_it_copies_it() -> None:
    copy = make_document("The county has 40 deputies.", "copy")
    free = make_document("In Milford 40 deputies serve day and night.", "free")
    documents = {"copy": copy, "free": free}
    finding = simple("The county has 40 deputies.", "40 deputies")
    also = tuple((name, Span(0, len(one.text))) for name, one in documents.items())
    finding = replace(finding, also_at=also)
    assert compare("How many deputies?", [finding], documents=documents).agreeing == ("d", "free")


def test_what_is_counted_in_another_way_stands_apart() -> None:
    findings = [
        simple("The agency has 6,000 federal officers.", "6,000 federal officers", "2025-01-01", "a"),
        simple("The agency has 7,500 federal officers.", "7,500 federal officers", "2026-01-01", "b", 0.9),
        simple("The agency has 20,000 local officers.", "20,000 local officers", "2026-01-01", "c", 0.8),
    ]
    found = compare("How many officers does the agency have?", findings).disagreement
    assert found is not None
    assert [value.words for value in found.values] == ["7,500", "6,000"]
    assert [value.words for value in found.others] == ["20,000"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.2 million people came.", "1,214,000 people came."),
        ("Two-thirds of the staff left.", "67% of the staff left."),
        ("Between 38 and 40 states joined.", "39 states joined."),
        ("Nearly 500 people came.", "470 people came."),
    ],
)
def test_other_words_and_another_precision_may_mean_the_same(one: str, other: str) -> None:
    findings = [simple(one, one[:-1], None, "a"), simple(other, other[:-1], None, "b")]
    assert compare("What is the number?", findings).agreeing == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.2 million people came.", "1,260,000 people came."),
        ("Two-thirds of the staff left.", "69% of the staff left."),
        ("More than 40 states joined.", "39 states joined."),
        ("The staff grew by 40%.", "Some 40% of the staff left."),  # a growth and a share
    ],
)
def test_what_the_words_cannot_mean_is_another_value(one: str, other: str) -> None:
    findings = [simple(one, one[:-1], None, "a"), simple(other, other[:-1], None, "b")]
    assert compare("What is the number?", findings).agreeing == ("a",)


def test_the_best_value_is_that_of_the_best_score() -> None:
    findings = [
        simple("The county has 40 deputies.", "40", None, "a", 0.5),
        simple("In all 90 deputies serve Milford County day and night.", "90", None, "b", 0.9),
    ]
    assert compare("How many deputies?", findings).agreeing == ("b",)


def test_a_list_gives_no_value() -> None:
    one = simple("Ohio: 12 agencies, Iowa: 40 agencies.", "12 agencies", "2025-01-01", "a")
    both = replace(one, spans=(*one.spans, Span(25, 36)))
    other = simple("Ohio has 90 agencies.", "90 agencies", "2026-01-01", "b", 0.5)
    assert compare("How many agencies are there in Ohio?", [one, other]).disagreement is not None
    assert compare("How many agencies are there in Ohio?", [both, other]).disagreement is None


def test_figures_of_one_document_are_no_conflict_without_dates() -> None:
    document = make_document("The state lent 40 federal officers. The county lent 90 local officers.")
    findings = [
        stated(document, "The state lent 40 federal officers.", "40 federal officers"),
        stated(document, "The county lent 90 local officers.", "90 local officers", 0.9),
    ]
    assert compare("How many officers were lent?", findings).disagreement is None


@pytest.mark.parametrize("words", ["more than one", "at least one"])
def test_one_or_more_is_no_count(words: str) -> None:
    first = simple("There are 12 agencies.", "12 agencies", "2025-01-01", "a")
    any_at_all = simple(f"Each town has {words} of the agencies.", words, "2026-01-01", "b", 0.5)
    assert compare("How many agencies are there?", [first, any_at_all]).disagreement is None


def test_what_a_figure_came_from_is_no_value_without_a_date_of_its_own() -> None:
    first = simple("There are 12 agencies.", "12 agencies", "2025-01-01", "a")
    former = simple("This is up from 40 agencies under the last sheriff.", "40", "2026-01-01", "b", 0.5)
    dated = simple("This is up from 40 agencies in 2020.", "40", "2026-01-01", "c", 0.5)
    assert compare("How many agencies are there?", [first, former]).disagreement is None
    found = compare("How many agencies are there?", [first, dated]).disagreement
    assert found is not None
    assert [value.when for value in found.values] == ["2025-01-01", "2020"]


def test_a_value_of_something_else_than_what_is_asked_for_is_left_out() -> None:
    findings = [
        simple("The training takes 12 weeks.", "12 weeks", "2025-01-01", "a"),
        simple("Some 40 officers are in training.", "40 officers", "2026-01-01", "b", 0.9),
        simple("Over 2,000 are in training.", "2,000", "2026-01-01", "c", 0.8),
    ]
    found = compare("How many weeks does the training take?", findings)
    assert (found.disagreement, found.agreeing) == (None, ("a",))


@pytest.mark.parametrize(
    "question", ["Why did 40 agencies join?", "Who counted the agencies?", "Is it legal?"]
)
def test_a_question_that_asks_for_no_figure_gets_no_table(question: str) -> None:
    findings = [
        simple("Some 40 agencies joined.", "40 agencies", "2025-01-01", "a"),
        simple("Some 90 agencies joined.", "90 agencies", "2026-01-01", "b", 0.9),
    ]
    assert compare(question, findings).disagreement is None


@pytest.mark.parametrize(
    "text",
    [
        "As of Feb. 30, 40 agencies joined.",
        "On May 1 or June 2, 40 agencies joined.",
        "Agencies that joined: 40.",
    ],
)
def test_odd_dates_and_missing_units_never_fail(text: str) -> None:
    findings = [
        simple(text, "40", None, "a"),
        simple("By 2099, 90 agencies joined.", "90", "2025-01-01", "b", 0.5),
    ]
    found = compare("How many agencies joined?", findings).disagreement
    assert found is not None
    assert [value.words for value in found.values] == ["90", "40"]


def test_a_finding_of_the_answerer_is_what_is_compared() -> None:
    document = make_document("The county has 40 deputies.")
    finding: Found = Finding(
        document=document,
        quote=Span(0, 27),
        heading=None,
        spans=(Span(15, 26),),
        score=1.0,
        support=Support.FAIR,
        needs_context=False,
        also_at=(),
        told=told(document, Span(15, 26)),
        own_words=(),
    )
    assert compare("How many deputies?", [finding]).agreeing == ("d",)


def test_what_is_told_of_words_comes_from_their_paragraph(documents: dict[str, Document]) -> None:
    document = seed(documents, "003")
    at = document.text.index("1,168")
    found = told(document, Span(at, at + 5))
    assert found.figure is not None and found.as_of is not None and found.attribution is not None
    assert words_at(document.text, found.as_of.span) == "By Jan. 26"
    assert found.attribution.speaker == Span(3031, 3037)


def test_the_order_of_the_findings_does_not_matter() -> None:
    findings = [
        simple("The state has 40 agencies.", "40 agencies", "2025-01-01", "a", 1.0),
        simple("The state has about 41 agencies.", "about 41", "2025-02-01", "b", 0.9),
        simple("The state has 60 agencies.", "60 agencies", None, "c", 0.9),
        simple("The state plans to have 90 agencies.", "90 agencies", "2026-02-01", "d", 0.5),
    ]
    results = [
        said(compare("How many agencies does the state have?", list(order)), list(order))
        for order in permutations(findings)
    ]
    assert len(results[0][0]) == 2
    assert all(result == results[0] for result in results)


def said(found: Comparison, findings: list[Stated]) -> tuple[Any, ...]:
    """Return all that *found* says, findings named by their documents."""
    assert found.disagreement is not None
    values, others = found.disagreement.values, found.disagreement.others
    named = [
        [(one.words, findings[one.finding].document.id, one.documents) for one in row]
        for row in (values, others)
    ]
    return (*named, found.disagreement.kind, found.disagreement.about, found.agreeing)


PIECES = st.sampled_from(
    "40 |1,168 |about |more than |agencies|officers|federal |% of |$|$5 million|. |, |Florida |In May |"
    "as of |2025|The state has |plans |a day|“|said |\n|\xa0|half of |one in five |Feb. 30".split("|")
)
TEXT = st.lists(PIECES, min_size=1, max_size=20).map("".join).filter(str.strip) | st.text(min_size=1)
STATED = st.builds(
    lambda text, published, start, length, score, name: Stated(
        dated_document(text, name, published),
        Span(0, len(text)),
        (
            Span(
                min(start, len(text) - 1), max(min(start, len(text) - 1) + 1, min(start + length, len(text)))
            ),
        ),
        score,
    ),
    TEXT,
    st.sampled_from([None, "2025-01-01", "2026-02-16"]),
    st.integers(0, 60),
    st.integers(1, 20),
    st.sampled_from([0.5, 1.0]),
    st.sampled_from("abc"),
)


@settings(deadline=None)
@given(
    st.lists(STATED, max_size=4),
    st.sampled_from(["How many agencies?", "How many officers in Florida before 2026?", "How much money?"]),
)
def test_whatever_is_compared_keeps_its_promises(findings: list[Stated], question: str) -> None:
    found = compare(question, findings)
    shown = found.disagreement
    if shown is None:
        return
    assert isinstance(shown, Disagreement)
    assert len(shown.values) > 1
    for value in (*shown.values, *shown.others):
        document = findings[value.finding].document
        assert value.document is document
        assert value.words in document.text
        assert document.id in value.documents
    dated = [value.when for value in shown.values]
    assert dated == sorted([day for day in dated if day], reverse=True) + [None] * dated.count(None)
    assert all(one.figure.kind is other.figure.kind for one, other in pairwise(shown.values))
