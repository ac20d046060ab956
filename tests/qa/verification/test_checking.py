"""Saved replies against the documents as they are now: what is true is intact, what was altered never."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import chunks
from index.errors import SeedError
from index.records import Document
from qa.bot import Bot, document_ref
from qa.contract import Nearest, Place, Quote, Receipt, Reply, Request, Words
from qa.verification.anchors import State
from qa.verification.checking import CheckedReply, Collection, check, current_collection
from tests.qa.fakes import milford_seeds
from tests.qa.promises import quotes_of

QUESTIONS = (
    "How much does the state offer for each deputy?",
    "Why do critics decline?",
    "Who signed in Ohio?",
)


@pytest.fixture(scope="session")
def replies(milford: Bot) -> list[Reply]:
    return [milford.reply(Request(question=question)) for question in QUESTIONS]


@pytest.fixture(scope="session")
def now(milford: Bot) -> Collection:
    return Collection(milford.documents, {})


def altered(reply: Reply, part: str, **changes: Any) -> Reply:
    """Return *reply* with *changes* in the quote or the document of its first finding, unchecked."""
    finding = reply.findings[0]
    changed = getattr(finding, part).model_copy(update=changes)
    return reply.model_copy(update={"findings": (finding.model_copy(update={part: changed}),)})


def states(checked: CheckedReply) -> list[State]:
    return [one.state for one in checked.words]


def test_every_quote_of_a_true_reply_is_intact(replies: list[Reply], now: Collection) -> None:
    for reply in replies:
        checked = check(reply, 1, now)
        assert checked.intact and checked.own_receipt and checked.error is None
        assert len(checked.words) == len(quotes_of(reply)) > 0
        assert all(one.same_version and one.problem is None for one in checked.words)


@given(st.data())
def test_one_character_changed_is_never_intact(
    replies: list[Reply], now: Collection, data: st.DataObject
) -> None:
    reply = data.draw(st.sampled_from([one for one in replies if one.findings]))
    quote = reply.findings[0].quote
    at = data.draw(st.integers(0, len(quote.text) - 1))
    other = data.draw(st.characters(exclude_characters=quote.text[at], exclude_categories=["Cs"]))
    text = quote.text[:at] + other + quote.text[at + 1 :]
    checked = check(altered(reply, "quote", text=text), 1, now)
    assert not checked.intact
    assert checked.words[0].state in (State.CHANGED, State.ORPHANED)


@pytest.mark.parametrize(
    ("part", "changes", "state"),
    [
        ("quote", {"start": 0, "end": 48}, State.MOVED),
        ("quote", {"start": 10**30, "end": 10**30 + 48}, State.MOVED),
        ("quote", {"text": "Nothing of the kind was ever said by anybody."}, State.ORPHANED),
        ("document", {"id": "digest"}, State.CHANGED),
        ("document", {"id": "absent"}, State.ORPHANED),
        ("document", {"id": "../gazette"}, State.ORPHANED),
    ],
)
def test_an_altered_reply_is_not_intact(
    replies: list[Reply], now: Collection, part: str, changes: dict[str, Any], state: State
) -> None:
    checked = check(altered(replies[0], part, **changes), 1, now)
    assert states(checked)[0] is state and not checked.intact
    assert (checked.words[0].now is not None) == (state is State.MOVED)


def test_words_under_another_sha256_are_intact_but_said_to_be_of_another_version(
    replies: list[Reply], now: Collection
) -> None:
    checked = check(altered(replies[0], "document", sha256="0" * 64), 1, now)
    assert checked.intact and not checked.words[0].same_version


def test_an_altered_question_or_place_does_not_fit_the_receipt(replies: list[Reply], now: Collection) -> None:
    assert not check(replies[0].model_copy(update={"standalone_question": "?"}), 1, now).own_receipt
    assert not check(altered(replies[0], "quote", start=0, end=48), 1, now).own_receipt


def test_the_words_that_date_a_quote_and_its_speaker_are_checked_too(
    replies: list[Reply], now: Collection
) -> None:
    text = now.documents["gazette"].text
    date, sheriff = text.index("May 4, 2025"), text.index("Rosa Quill")
    finding = (
        replies[0]
        .findings[0]
        .model_copy(
            update={
                "as_of_at": Words(text="May 4, 2025", start=date, end=date + 11),
                "speaker": "Rosa Quill",
                "speaker_at": Place(start=sheriff, end=sheriff + 10),
            }
        )
    )
    true = replies[0].model_copy(update={"findings": (finding,)})
    checked = check(true, 1, now)
    assert [one.part for one in checked.words] == ["quote", "date", "speaker"] and checked.intact
    for update in (
        {"as_of_at": Words(text="May 5, 2025", start=date, end=date + 11)},
        {"speaker": "Rosa Quail"},
        {"speaker_at": Place(start=sheriff, end=sheriff + 11)},
        {"speaker_at": Place(start=0, end=10)},
    ):
        other = true.model_copy(update={"findings": (finding.model_copy(update=update),)})
        assert not check(other, 1, now).intact, update


# The seeds as they are now


def test_the_seeds_are_read_without_an_index(tmp_path: Path, replies: list[Reply]) -> None:
    collection = current_collection(milford_seeds(tmp_path / "seeds"))
    assert not collection.problems
    assert all(check(reply, 1, collection).intact for reply in replies)


@pytest.mark.parametrize("content", [None, b"", b"\x00", b"The agreement\xff\xc3\xa9"])
def test_a_document_that_cannot_be_loaded_does_not_hide_the_others(
    tmp_path: Path, replies: list[Reply], content: bytes | None
) -> None:
    seeds = milford_seeds(tmp_path / "seeds")
    (seeds / "gazette.txt").unlink()
    if content is not None:
        (seeds / "gazette.txt").write_bytes(content)
    collection = current_collection(seeds)
    assert set(collection.problems) == {"gazette"} and set(collection.documents) == {"digest", "garbled"}
    digest = tuple(finding for finding in replies[1].findings if finding.document.id == "digest")
    others = replies[1].model_copy(update={"findings": digest})
    first, second = check(replies[0], 1, collection), check(others, 1, collection)
    assert digest and second.intact
    assert states(first)[0] is State.ORPHANED
    assert first.words[0].problem == collection.problems["gazette"]


def test_seeds_without_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no such folder"):
        current_collection(tmp_path / "absent")


def test_three_edits_of_the_real_seeds_are_sorted_without_a_mistake(
    documents: Mapping[str, Document], tmp_path: Path, seeds: Path
) -> None:
    """One word edited in one copy, a paragraph put on top of another, a third deleted, two left alone."""
    copy = tmp_path / "seeds"
    copy.mkdir()
    for path in seeds.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    edited, topped, gone, *_ = sorted(documents)
    place = documents[edited].text.index("supported")
    path = copy / f"{edited}.txt"
    path.write_bytes(path.read_bytes().replace(b"supported", b"SUPPORTED", 1))
    path = copy / f"{topped}.txt"
    path.write_bytes("A correction — of all of it.\r\n\r\n".encode() + path.read_bytes())
    (copy / f"{gone}.txt").unlink()
    collection = current_collection(copy)
    receipt = Receipt(answer_id="0" * 16, corpus="1" * 16, encoder="e", reader="r", settings="2" * 16)
    for id, document in documents.items():
        for chunk in chunks(document, ()):
            span = chunk.quotable
            quote = Quote(text=document.quote(span), start=span.start, end=span.end)
            reply = Reply(
                question="?", standalone_question="?", language="en", outcome="no_answer",
                reason="not_stated", nearest=(Nearest(quote=quote, document=document_ref(document)),),
                receipt=receipt,
            )  # fmt: skip
            (found,) = check(reply, 1, collection).words
            expected = {
                edited: State.CHANGED if span.start <= place < span.end else State.INTACT,
                topped: State.MOVED,
                gone: State.ORPHANED,
            }.get(id, State.INTACT)
            assert found.state is expected, (id, span, found)
            if found.suggestion is not None:
                assert "SUPPORTED" in found.suggestion.text
