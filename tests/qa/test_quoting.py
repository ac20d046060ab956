"""Which sentences a quote takes in, and which places say the same."""

from collections.abc import Mapping

import pytest

from index.blocks import BlockKind, blocks
from index.chunking import chunks
from index.records import MAX_QUOTE, Document, Span
from index.sentences import sentences
from qa.quoting import MAX_SENTENCES, MAX_WITH_CONTEXT, near_copy, neighbour, quote_around
from tests.fakes import make_document
from tests.qa.fakes import chunk_of

SENTENCES = ("Critics object.", "They fear it.", "That is new.", "But it grows.", "Only here.")


def quoted(*sentences: str, at: int, is_list: bool = False) -> tuple[str, bool]:
    document = make_document(" ".join(sentences))
    chunk = chunk_of(document, *sentences, is_list=is_list)
    quote, leans = quote_around(document, chunk, chunk.sentences[at])
    return document.quote(quote), leans


def test_a_sentence_that_stands_alone_is_quoted_alone() -> None:
    assert quoted(*SENTENCES, at=0) == ("Critics object.", False)


def test_a_sentence_that_leans_takes_in_the_one_before() -> None:
    assert quoted(*SENTENCES, at=1) == ("Critics object. They fear it.", False)
    assert quoted(*SENTENCES, at=2) == ("Critics object. They fear it. That is new.", False)


def test_a_quote_has_at_most_three_sentences_and_says_that_it_leans() -> None:
    assert quoted(*SENTENCES, at=3) == ("They fear it. That is new. But it grows.", True)


def test_the_first_sentence_of_a_chunk_leans_on_what_is_not_in_it() -> None:
    assert quoted(*SENTENCES[1:], at=0) == ("They fear it.", True)


def test_a_sentence_takes_in_the_next_one_that_lists_what_it_names() -> None:
    offer = "ICE offers benefits.", "This includes cars.", "They help."
    assert quoted(*offer, at=0) == ("ICE offers benefits. This includes cars.", False)
    assert quoted(*offer, at=1) == ("ICE offers benefits. This includes cars.", False)
    leaning = SENTENCES[:2]
    assert quoted(*leaning, *offer[1:], at=1) == ("Critics object. They fear it. This includes cars.", False)
    assert quoted(*SENTENCES[:3], *offer[1:], at=2)[0] == " ".join(SENTENCES[:3])  # three already
    long = "x" * (MAX_WITH_CONTEXT - len(" This includes cars."))
    assert quoted(long, "This includes cars.", at=0)[0] == f"{long} This includes cars."
    assert quoted(f"{long}x", "This includes cars.", at=0)[0] == f"{long}x"


def test_a_quote_stays_within_its_bounds() -> None:
    long = "x" * (MAX_WITH_CONTEXT - len(" They fear it."))
    assert quoted(long, "They fear it.", at=1) == (f"{long} They fear it.", False)
    assert quoted(f"{long}x", "They fear it.", at=1) == ("They fear it.", True)


def test_a_whole_list_is_quoted_as_it_stands() -> None:
    document = make_document("It brings: cars radios")
    chunk = chunk_of(document, "It brings:", "cars", "radios", is_list=True)
    assert quote_around(document, chunk, chunk.span) == (chunk.span, False)


def test_every_quote_holds_its_sentence_and_lies_in_its_chunk() -> None:
    document = make_document(" ".join(SENTENCES))
    chunk = chunk_of(document, *SENTENCES)
    for sentence in chunk.sentences:
        quote, _ = quote_around(document, chunk, sentence)
        assert chunk.span.covers(quote) and quote.covers(sentence)
        assert 1 <= sum(quote.covers(other) for other in chunk.sentences) <= MAX_SENTENCES


ODD = (
    "One heading\n\n" + "They left. " * 200,
    "It brings:\n" + "".join(f"• {'item ' * number}\n" for number in range(1, 60)),
    "x" * 3000,
    "Advertisement\nThey left.\nAdvertisement\nBut he stayed.\n",
    "This is wrapped\nby hand and goes\non.\n\nCafe\u0301 \U0001f600. It is.\n",
)


def test_every_quote_of_the_seeds_and_of_odd_texts_keeps_its_bounds(
    documents: Mapping[str, Document],
) -> None:
    odd = [make_document(text, boilerplate=["Advertisement"] * ("Adv" in text)) for text in ODD]
    for document in (*documents.values(), *odd):
        dull = [
            block.span
            for block in blocks(document.text, document.source.boilerplate)
            if block.kind in (BlockKind.HEADING, BlockKind.BOILERPLATE)
        ]
        for chunk in chunks(document):
            whole_list = (
                (chunk.span,) if chunk.is_list and chunk.span.end - chunk.span.start <= MAX_QUOTE else ()
            )
            for sentence in (*chunk.sentences, *whole_list):
                quote, _ = quote_around(document, chunk, sentence)
                assert quote.end - quote.start <= MAX_QUOTE
                assert not any(quote.overlap(span) for span in dull)
                held = sum(quote.covers(other) for other in chunk.sentences)
                assert 1 <= held <= MAX_SENTENCES or quote == chunk.span


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The state offers $7,500 a deputy.", "The state offers each deputy $7,500.", True),
        ("The state offers $7,500 a deputy.", "The state offers $8,500 a deputy.", False),
        ("The state offers $7,500 a deputy.", "The state offers money a deputy.", False),
        ("Deputies left.", "The deputies left the county after the vote.", True),
        ("Deputies left.", "The mayor objected.", False),
        ("", "", False),
        ("!", "!", False),
        ("7", "7", True),
    ],
)
def test_near_copies_share_their_figures_and_most_of_their_words(one: str, other: str, same: bool) -> None:
    assert near_copy(one, other) is same
    assert near_copy(other, one) is same


def test_how_much_must_be_shared_is_a_choice() -> None:
    one, other = "a b c d e", "a b c x y"
    assert near_copy(one, other, share=0.6)
    assert not near_copy(one, other, share=0.7)


def test_a_place_is_a_span() -> None:
    document = make_document("One.")
    assert quote_around(document, chunk_of(document, "One."), Span(0, 4)) == (Span(0, 4), False)


def test_a_claim_is_quoted_with_the_sentence_that_makes_it(documents: dict[str, Document]) -> None:
    document = next(one for name, one in documents.items() if name.startswith("002"))
    sentence = span_of(document, "Evidence on that claim is mixed.")
    chunk = next(one for one in chunks(document) if sentence in one.sentences[1:])
    quote, leans_on = quote_around(document, chunk, sentence)
    assert document.quote(quote).startswith("Opponents argue")
    assert not leans_on


def test_across_a_boilerplate_line_the_neighbour_is_a_finding_of_its_own(
    documents: dict[str, Document],
) -> None:
    document = next(one for name, one in documents.items() if name.startswith("002"))
    sentence = span_of(document, "“You’re becoming part of a national effort")
    beside = neighbour(document, sentence)
    assert beside is not None
    assert document.quote(beside).startswith("But Ms. Sheahan said the money")


@pytest.mark.parametrize(
    "text",
    [
        "One came.\n\nShe left.",  # no boilerplate between
        "One came.\n\nAdvertisement\n\nTwo left.",  # does not lean
        "A heading\n\nAdvertisement\n\nShe left.",
        "Advertisement\n\nShe left.",
        "One came.\n\nAdvertisement\n\nTwo left. She stayed.",
    ],
)
def test_otherwise_there_is_no_neighbour(text: str) -> None:
    document = make_document(text, boilerplate=["Advertisement"])
    assert neighbour(document, span_of(document, text.rsplit("\n", 1)[-1].split(". ")[-1])) is None


def span_of(document: Document, beginning: str) -> Span:
    """Return the sentence of *document* that begins so."""
    start = document.text.index(beginning)
    every = [span for block in blocks(document.text) for span in sentences(document.text, block.span)]
    return next(span for span in every if span.start == start)
