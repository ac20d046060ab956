"""Examples, attempts and rows that tests write down in a line."""

from dataclasses import replace
from typing import Any

from index.records import Document, Span
from qa.evaluation.judging import judge
from qa.evaluation.records import Attempt, Evidence, Example, Judged, Shown
from tests.fakes import make_document

TOWN = make_document(
    "Alba signed in May. Its sheriff has 12 deputies.\n\nThe mayor objected to all of it.\n", "alba"
)
LIST = make_document(
    "Three towns signed:\n• Alba\n• Brno\n• Cork\n\nThey pay nothing. " + "Nobody else has signed yet. " * 40,
    "list",
)
TEXTS = {TOWN.id: TOWN.text, LIST.id: LIST.text}


def place(words: str, document: Document = TOWN) -> Span:
    """Return the place of *words* in *document*."""
    start = document.text.index(words)
    return Span(start, start + len(words))


def evidence(words: str, document: Document = TOWN) -> Evidence:
    return Evidence(document.id, place(words, document), words)


def shown(words: str, *answers: str, document: Document = TOWN, **more: Any) -> Shown:
    """Return a faithful quote of *words*; the whole is the answer unless *answers* are given."""
    spans = tuple((place(answer, document), answer) for answer in answers or (words,))
    return Shown(document.id, place(words, document), words, spans, **more)


def example(*held: Evidence, **more: Any) -> Example:
    """Return an example that *held* answers; without any it is unanswerable."""
    made = Example(
        id="q",
        collection="dev",
        variant="as asked",
        question="How many deputies has the sheriff of Alba?",
        history=(),
        language="en",
        kind="number" if held else "na_near_miss",
        asker="public",
        answerable=bool(held),
        answers=(),
        evidence=held,
        needs_all=False,
        joined=False,
        group="alba",
        touched=frozenset(one.document for one in held),
    )
    return replace(made, **more)


def attempt(*quotes: Shown, **more: Any) -> Attempt:
    """Return an attempt that shows *quotes*; without any it refused."""
    made = Attempt(
        quotes=quotes,
        withheld=None,
        reason=None if quotes else "not_stated",
        silence=None if quotes else "score",
        confidence=1.0 if quotes else None,
        seconds=0.01,
        stages={"read": 0.01},
    )
    return replace(made, **more)


def row(*held: Evidence, quotes: tuple[Shown, ...] = (), **more: Any) -> Judged:
    """Return the judged attempt that shows *quotes* for what *held* answers, with *more* set on the row."""
    return replace(judge(example(*held), attempt(*quotes), TEXTS), **more)
