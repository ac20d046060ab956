"""Replies to the dev and own questions: the documents' words, verified, and refused when altered."""

import random
from collections.abc import Iterator
from io import BytesIO

import pytest

from qa.contract import Finding, Nearest, Reply
from qa.verification.anchors import State
from qa.verification.checking import Collection, check
from qa.verification.command import verify
from tests.qa.promises import assert_kept, quotes_of
from tests.quality.asking import Asked

pytestmark = pytest.mark.models


def saved(asked: Asked) -> bytes:
    """Return the replies as `ask --json --batch` prints them."""
    return "".join(f"{reply.model_dump_json()}\n" for reply in asked.replies).encode()


def test_every_reply_that_was_saved_verifies(asked: Asked) -> None:
    said: list[str] = []
    collection = Collection(asked.documents, {})
    assert verify(BytesIO(saved(asked)), collection, said.append, json=False), said
    assert len(asked.replies) == len(asked.rows) > 100
    assert said[-1].endswith(f"quotes in {len(asked.replies)} replies: {said[-1].split()[0]} intact.")
    assert int(said[-1].split()[0]) > 300
    assert not any("receipt" in one for one in said)


def test_every_question_is_replied_to_in_the_words_of_the_documents(asked: Asked) -> None:
    for reply in asked.replies:
        assert_kept(reply, asked.documents)
        checked = check(reply, 1, Collection(asked.documents, {}))
        assert checked.intact and checked.own_receipt, reply.question
        assert len(checked.words) >= len(quotes_of(reply))
    assert 30 < sum(reply.outcome == "answer" for reply in asked.replies) < len(asked.replies)


def test_no_boilerplate_is_ever_shown(asked: Asked) -> None:
    for reply in asked.replies:
        for document, quote in quotes_of(reply):
            dull = asked.documents[document.id].source.boilerplate
            assert not set(dull) & {line.strip() for line in quote.text.split("\n")}


def quotes(asked: Asked) -> Iterator[Reply]:
    """Yield a reply for each quote that was given, with that quote alone; each quote once."""
    seen = set()
    for reply in asked.replies:
        for name in ("findings", "nearest"):
            shown: tuple[Finding | Nearest, ...] = getattr(reply, name)
            for one in shown:
                place = (one.document.id, one.quote.start, one.quote.end)
                if place not in seen:
                    seen.add(place)
                    yield reply.model_copy(update={"findings": (), "nearest": (), name: (one,)})


def altered(reply: Reply, at: int, other: str) -> Reply:
    """Return *reply* with another character in its only quote, as nobody could save it."""
    name = "findings" if reply.findings else "nearest"
    (one,) = getattr(reply, name)
    text = one.quote.text[:at] + other + one.quote.text[at + 1 :]
    quote = one.quote.model_copy(update={"text": text})
    return reply.model_copy(update={name: (one.model_copy(update={"quote": quote}),)})


@pytest.mark.parametrize("most", [2, pytest.param(10_000, marks=pytest.mark.soak)])
def test_with_one_character_changed_no_quote_verifies(most: int, asked: Asked) -> None:
    """*most* characters of each quote are changed, into one that its document has too."""
    chance = random.Random(most)
    collection = Collection(asked.documents, {})
    count = 0
    for reply in quotes(asked):
        one = (reply.findings or reply.nearest)[0]
        characters = sorted(set(asked.documents[one.document.id].text))
        for at in chance.sample(range(len(one.quote.text)), min(most, len(one.quote.text))):
            other = chance.choice([character for character in characters if character != one.quote.text[at]])
            checked = check(altered(reply, at, other), 1, collection)
            assert not checked.intact, (one.quote, at, other)
            assert checked.words[0].state is not State.INTACT
            count += 1
    assert count > 200
