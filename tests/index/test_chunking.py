import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import Block, BlockKind, blocks
from index.build import unbroken_names
from index.chunking import MAX_CHUNK, STRIDE, WINDOW, chunks, context
from index.records import MAX_QUOTE, Chunk, Document, Span
from index.sources import read_aliases
from tests.fakes import make_document

ROOT = Path(__file__).parent.parent.parent
STATES = "Some states have more.\n\n  • Florida: 342\n  • Texas: 296\n\nEven so. It varies."
PIECES = st.sampled_from(
    [
        "One came. ",
        "Two left? ",
        "A heading",
        "\n",
        "\n\n",
        "• ",
        "- item\n",
        "Ad\n",
        "1. ",
        "café ",
        "\U0001f600",
        "a" * 700 + " ",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def words(document: Document, found: list[Chunk]) -> list[str]:
    return [document.quote(chunk.span) for chunk in found]


def cut(text: str, *, window: int = WINDOW, stride: int = STRIDE) -> list[str]:
    document = make_document(text, boilerplate=["Ad"])
    return words(document, chunks(document, window=window, stride=stride))


@pytest.fixture(scope="module")
def real(seeds: Path, documents: dict[str, Document]) -> dict[str, list[Chunk]]:
    """The chunks of each real document."""
    unbroken = unbroken_names(read_aliases(seeds))
    return {id: chunks(document, unbroken) for id, document in documents.items()}


def test_windows_of_sentences_move_one_sentence_at_a_time() -> None:
    text = "One came. Two left. Three stayed.\nFour slept."
    assert cut(text, window=2) == [
        "One came. Two left.",
        "Two left. Three stayed.",
        "Three stayed.\nFour slept.",
    ]
    assert cut(text, window=1) == ["One came.", "Two left.", "Three stayed.", "Four slept."]
    assert cut(text, window=3) == [
        "One came. Two left. Three stayed.",
        "Two left. Three stayed.\nFour slept.",
    ]
    assert cut(text, window=9) == [text]


def test_a_longer_step_leaves_no_sentence_out() -> None:
    text = "One came. Two left. Three stayed. Four slept. Five ate."
    assert cut(text, window=2, stride=2) == ["One came. Two left.", "Three stayed. Four slept.", "Five ate."]
    assert cut(text, window=2, stride=5) == ["One came. Two left.", "Three stayed. Four slept.", "Five ate."]
    long = " ".join(f"{letter * 600}." for letter in "abcd")
    assert cut(long, window=3, stride=2) == long.split()  # no two fit into one chunk


@pytest.mark.parametrize("settings", [{"window": 0}, {"stride": 0}, {"window": -1}])
def test_a_window_that_would_lose_text_is_refused(settings: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="loses text"):
        cut("One came.", **settings)


def test_a_window_ends_at_a_heading_at_boilerplate_and_at_a_list() -> None:
    text = "One came.\nA heading\nTwo left.\nAd\nThree stayed.\n• an item\nFour slept."
    assert cut(text) == ["One came.", "Two left.", "Three stayed.", "Three stayed.\n• an item", "Four slept."]


def test_a_chunk_knows_the_heading_above_it() -> None:
    document = make_document(
        "One came.\nFirst\nTwo left.\nAd\nThree stayed.\nSecond\nThird\n• an item", boilerplate=["Ad"]
    )
    assert [chunk.heading for chunk in chunks(document)] == [None, "First", "First", "Third"]


def test_a_list_is_one_chunk_with_its_lead_in() -> None:
    document = make_document(STATES)
    lead_in, listed, after = chunks(document)
    assert words(document, [lead_in, after]) == ["Some states have more.", "Even so. It varies."]
    assert listed.is_list and not lead_in.is_list and not after.is_list
    assert [document.quote(span) for span in listed.sentences] == [
        "Some states have more.",
        "Florida: 342",
        "Texas: 296",
    ]
    assert listed.id == "d#0-55"
    assert document.quote(listed.span) == STATES[:55]


def test_only_the_last_sentence_before_a_list_leads_into_it() -> None:
    assert cut("One came. Two are:\n• red\n• blue")[-1] == "Two are:\n• red\n• blue"


def test_what_the_last_sentence_leans_on_leads_into_the_list_too() -> None:
    assert cut("Nil. Two came. They are:\n• red")[-1] == "Two came. They are:\n• red"
    assert cut("Nil. Two came. They met. These are:\n• red")[-1] == "Two came. They met. These are:\n• red"
    assert cut("Two came.\nThey are:\n• red")[-1] == "They are:\n• red"


def test_the_lead_in_is_cut_where_it_would_grow_too_long() -> None:
    assert cut(f"Two {'x' * 300}. They are:\n• red")[-1] == "They are:\n• red"


def test_a_list_without_a_lead_in_stands_alone() -> None:
    assert cut("A heading\n• red\n• blue") == ["red\n• blue"]
    assert cut("One came.\nAd\n• red\n• blue") == ["One came.", "red\n• blue"]


def test_the_lead_in_of_one_list_does_not_lead_into_the_next() -> None:
    assert cut("Two are:\n• red\n• blue\nAd\n• green\n• grey")[1:] == [
        "Two are:\n• red\n• blue",
        "green\n• grey",
    ]


def test_a_long_list_is_cut_between_items_and_loses_none() -> None:
    items = [f"item {number} " + "x" * 100 for number in range(20)]
    document = make_document("They are:\n" + "".join(f"• {item}\n" for item in items))
    found = [chunk for chunk in chunks(document) if chunk.is_list]
    members = [document.quote(span) for chunk in found for span in chunk.sentences]
    assert members == ["They are:", *items]
    assert len(found) == 3
    assert all(chunk.span.end - chunk.span.start <= MAX_QUOTE for chunk in found)


def test_an_item_that_does_not_fit_beside_the_lead_in_stands_without_it() -> None:
    document = make_document(f"They {'x' * 500}:\n• {'y' * 500}\n• the end")
    lead_in, listed = chunks(document)
    assert not lead_in.is_list and listed.is_list
    assert [document.quote(span) for span in listed.sentences] == ["y" * 500, "the end"]


def test_an_item_longer_than_a_quote_is_cut_into_sentences() -> None:
    document = make_document("They are:\n• " + "One came by. " * 100 + "\n• the end")
    found = [chunk for chunk in chunks(document) if chunk.is_list]
    assert all(chunk.span.end - chunk.span.start <= MAX_QUOTE for chunk in found)
    assert document.quote(found[-1].span).endswith("• the end")


def test_a_chunk_is_no_longer_than_the_encoder_reads() -> None:
    document = make_document(" ".join(f"{letter * 450}." for letter in "abcdef"))
    assert [len(chunk.sentences) for chunk in chunks(document)] == [2] * 5
    assert all(chunk.span.end - chunk.span.start <= MAX_CHUNK for chunk in chunks(document))


def test_a_chunk_is_found_by_its_heading_and_its_words() -> None:
    document = make_document("One came.\nTop states\nTwo left.")
    assert [context(chunk, document) for chunk in chunks(document)] == ["One came.", "Top states\nTwo left."]


@pytest.mark.parametrize("text", ["", "\n", "A heading", "Ad", "* * *", "Ad\nA heading\nAd"])
def test_a_text_without_a_sentence_has_no_chunk(text: str) -> None:
    assert cut(text) == []


def quotable(document: Document) -> Iterator[Block]:
    for block in blocks(document.text, document.source.boilerplate):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            yield block


def check(document: Document, found: list[Chunk]) -> None:
    """Assert what holds of the chunks of any document."""
    assert len({chunk.id for chunk in found}) == len(found)
    held = [False] * len(document.text)
    for chunk in found:
        assert document.quote(chunk.span).strip() == document.quote(chunk.span)
        assert list(chunk.sentences) == sorted(chunk.sentences)
        assert all(
            one.end <= other.start for one, other in zip(chunk.sentences, chunk.sentences[1:], strict=False)
        )
        assert all(span.end - span.start <= MAX_QUOTE for span in chunk.sentences)
        assert chunk.span.covers(chunk.quotable)
        for start, end in chunk.sentences:
            held[start:end] = [True] * (end - start)
    for block in blocks(document.text, document.source.boilerplate):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            assert all(held[at] or document.text[at].isspace() for at in range(*block.span))
        else:
            assert not any(chunk.span.overlap(block.span) for chunk in found)
        if block.kind is BlockKind.ITEM:
            assert all(chunk.is_list for chunk in found if chunk.span.overlap(block.span))


@given(TEXTS, st.integers(1, 4), st.integers(1, 4))
def test_chunks_hold_every_sentence_and_nothing_else(text: str, window: int, stride: int) -> None:
    document = make_document(text, boilerplate=["Ad"])
    check(document, chunks(document, window=window, stride=stride))


def test_the_chunks_of_the_seeds_hold_every_sentence_and_nothing_else(
    documents: dict[str, Document], real: dict[str, list[Chunk]]
) -> None:
    for id, document in documents.items():
        check(document, real[id])


def test_no_chunk_of_the_seeds_holds_a_heading_a_question_of_the_faq_or_boilerplate(
    documents: dict[str, Document], real: dict[str, list[Chunk]]
) -> None:
    for id, document in documents.items():
        for found in words(document, real[id]):
            lines = {line.strip() for line in found.split("\n")}
            assert not lines & set(document.source.boilerplate)
            assert not any(line.endswith("?") for line in lines)
            assert "Advertisement" not in found and "[[" not in found


def test_the_lists_of_the_seeds_are_one_chunk_each(
    documents: dict[str, Document], real: dict[str, list[Chunk]]
) -> None:
    listed = {chunk.id: chunk for found in real.values() for chunk in found if chunk.is_list}
    assert [(id, len(chunk.sentences), chunk.heading) for id, chunk in listed.items()] == [
        ("003_ed2f12c857ef2d14#1918-2533", 6, "Key Takeaways"),
        (
            "003_ed2f12c857ef2d14#4614-5004",
            4,
            "Participation now spans 39 states, with the total number of officers unclear",
        ),
        ("003_ed2f12c857ef2d14#5676-5831", 6, "Top participation by state"),
        (
            "003_ed2f12c857ef2d14#7552-7801",
            5,
            "Program incentives: $7,500 in equipment per trained officer, $100,000 for new vehicles, "
            "and overtime up to 25% of salary",
        ),
    ]
    states = listed["003_ed2f12c857ef2d14#5676-5831"]
    document = documents[states.document_id]
    assert [document.quote(span) for span in states.sentences][1:] == [
        "Florida: 342",
        "Texas: 296",
        "Tennessee: 63",
        "Pennsylvania: 58",
        "Alabama: 52",
    ]


def test_the_parts_around_an_advert_are_chunks_of_their_own(
    documents: dict[str, Document], real: dict[str, list[Chunk]]
) -> None:
    document = documents["002_46a31fa6bb91fc9a"]
    for advert in (Span(1402, 1415), Span(2377, 2390)):
        assert document.quote(advert) == "Advertisement"
        assert any(chunk.span.end == advert.start - 2 for chunk in real[document.id])
        assert any(chunk.span.start == advert.end + 2 for chunk in real[document.id])


def evidence() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in (ROOT / "seeds" / "questions.jsonl", ROOT / "tests" / "quality" / "own.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for place in (*row["evidence"], *row["conflict"]):
                yield row["id"], place


def test_every_piece_of_evidence_is_a_slice_of_its_document(documents: dict[str, Document]) -> None:
    wrong = [
        (id, place)
        for id, place in evidence()
        if documents[place["file"].removesuffix(".txt")].text[place["start"] : place["end"]] != place["quote"]
    ]
    assert wrong == []
    assert len(list(evidence())) > 150


def test_evidence_lies_within_a_chunk_unless_a_heading_repeats_it(real: dict[str, list[Chunk]]) -> None:
    heading = Span(7430, 7550)  # of 003: "Program incentives: $7,500 in equipment per trained officer, ..."
    inside, outside = set(), set()
    for id, place in evidence():
        document, span = place["file"].removesuffix(".txt"), Span(place["start"], place["end"])
        if any(chunk.span.covers(span) for chunk in real[document]):
            inside.add(id)
        else:
            outside.add(id)
            assert document.startswith("003") and heading.covers(span)
    assert outside <= inside
