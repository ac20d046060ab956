"""A bot without models, and documents made for the page's tests."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from index.records import Document, Source, Span
from qa.bot import document_ref
from qa.contract import (
    MAX_QUESTION,
    Disagreement,
    Finding,
    LeftOut,
    Nearest,
    PlaceIn,
    Quote,
    Reason,
    Receipt,
    Reply,
    Request,
    Value,
    Words,
)
from qa.texts.operator import load_frames
from qa.web.application import build_application, build_pages
from qa.web.asking import Asker

FRAMES = load_frames()
RECEIPT = Receipt(answer_id="0" * 16, corpus="1" * 16, encoder="fake", reader="fake", settings="2" * 16)


def document(id: str, text: str, **known: Any) -> Document:
    """Return a document with *text*; what is not *known* of it is absent."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    source = Source(**{"file": f"{id}.txt", "kind": "reporting", **known})
    return Document(id, text, digest, digest, source)


AGENCIES = document(
    "agencies",
    "Agreements grow\n\nBy Jan. 26, 1,168 agencies were involved, up from 135. Florida leads with 342.\n\n"
    "Leave a Reply\n\n"
    + "Most of these are sheriffs\u2019 offices. " * 60
    + "\n\n1,168 agencies had signed by the end.\n",
    title="Law Enforcement Now Working with ICE",
    published=date(2026, 2, 16),
    kind="blog",
    boilerplate=("Leave a Reply",),
)
REWORDED = document(
    "reworded",
    "The Division of Homeland Safety is tapping different businesses.\n"
    "\u201cThat is uncommon,\u201d Saldaña stated.\n",
    kind="paraphrased",
    original="an NPR report",
)
DAILY = document(
    "daily",
    "About 1,000 departments now have active agreements.\n\n"
    "Opponents argue that it can poison relationships.\n"
    "\u2022 mayors\n\u2022 sheriffs\n",
    publisher="The Daily",
    title="Departments sign up",
    authors=("A. Writer",),
    published=date(2025, 9, 17),
    url="https://daily.example/story",
    rights="All rights reserved",
)
DOCUMENTS = (AGENCIES, DAILY, REWORDED)


def finding(source: Document, quote: str, *answers: str, **more: Any) -> Finding:
    """Return a finding whose quote and spans are the first places of these words in *source*."""
    start = source.text.index(quote)
    spans = tuple(_words(source, source.text.index(answer, start), answer) for answer in answers)
    heading = more.pop("heading", None)
    return Finding(
        span=spans[0],
        spans=spans,
        quote=Quote(text=quote, start=start, end=start + len(quote), heading=heading),
        document=document_ref(source),
        **{"support": "fair", "score": 1.0, **more},
    )


def _words(source: Document, start: int, text: str) -> Words:
    return Words(text=source.quote(Span(start, start + len(text))), start=start, end=start + len(text))


TWO_FINDINGS = (
    finding(
        AGENCIES,
        "By Jan. 26, 1,168 agencies were involved, up from 135.",
        "1,168 agencies",
        heading="Agreements grow",
        support="strong",
        also_at=(
            PlaceIn(
                document="agencies",
                start=AGENCIES.text.rindex("1,168 agencies"),
                end=len(AGENCIES.text) - 1,
            ),
        ),
        caution=("relative_date",),
    ),
    finding(DAILY, "About 1,000 departments now have active agreements.", "About 1,000 departments"),
)
REWORDED_FINDING = finding(
    REWORDED,
    "\u201cThat is uncommon,\u201d Saldaña stated.",
    "uncommon",
    support="weak",
    caution=("undated", "paraphrased", "needs_context"),
)
NEW = Value(
    value="1,168", number=1168, low=1168, high=1168, hedge=None, unit="agencies", as_of="2026-01-26",
    as_of_at=_words(AGENCIES, AGENCIES.text.index("By Jan. 26"), "By Jan. 26"), published=date(2026, 2, 16),
    speaker="FWD.US", finding=0, documents=("agencies", "daily"),
)  # fmt: skip
OLD = Value(
    value="About 1,000", number=1000, low=1000, high=1000, hedge="About", unit="departments", as_of=None,
    as_of_at=None, published=date(2025, 9, 17), speaker=None, finding=1, documents=("daily",),
)  # fmt: skip
LEFT_OUT = LeftOut(
    value="342", number=342, low=342, high=342, hedge=None, unit=None, as_of=None, as_of_at=None,
    published=date(2026, 2, 16), speaker=None, document="agencies", start=AGENCIES.text.index("342"),
    end=AGENCIES.text.index("342") + 3,
)  # fmt: skip
DIFFERING = Disagreement(about="agencies", kind="over_time", values=(NEW, OLD))
BEFORE = "How do the figures differ before 2026?"
COMPARED: dict[str, Any] = {
    "disagreement": DIFFERING,
    "agreeing": ("agencies", "daily"),
    "restriction": Words(text="before 2026", start=26, end=37),
    "left_out": (LEFT_OUT,),
}


@dataclass
class FakeBot:
    """Knows a few words: "agencies" has two findings, "differ" two whose figures do, "uncommon" one, "five"
    five; all else is not stated.
    """

    sources: Iterable[Document] = DOCUMENTS
    requests: list[Request] = field(default_factory=list)

    @property
    def documents(self) -> Mapping[str, Document]:
        return {source.id: source for source in sorted(self.sources, key=lambda source: source.id)}

    def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        return self._found(request.question).model_copy(update={"language": request.language or "en"})

    def _found(self, question: str) -> Reply:
        if not any(letter.isalnum() for letter in question) or len(question) > MAX_QUESTION:
            return no_answer(question, "invalid")
        if "differ" in question:
            return answer(question, TWO_FINDINGS, **COMPARED)
        if "five" in question:
            return answer(question, (*TWO_FINDINGS, REWORDED_FINDING, *TWO_FINDINGS))
        if "agencies" in question:
            return answer(question, TWO_FINDINGS)
        if "uncommon" in question:
            return answer(question, (REWORDED_FINDING,))
        return no_answer(
            question, "not_stated", missing=(max(question.split(), key=len),), nearest=nearest(DAILY)
        )


def answer(question: str, findings: tuple[Finding, ...], **more: Any) -> Reply:
    return Reply(
        question=question,
        standalone_question=question,
        language="en",
        outcome="answer",
        findings=findings,
        receipt=RECEIPT,
        **more,
    )


def no_answer(question: str, reason: Reason, **more: Any) -> Reply:
    return Reply(
        question=question,
        standalone_question=question,
        language="en",
        outcome="no_answer",
        reason=reason,
        receipt=RECEIPT,
        **more,
    )


def nearest(source: Document) -> tuple[Nearest, ...]:
    first = source.text.split("\n")[0]
    return (Nearest(quote=Quote(text=first, start=0, end=len(first)), document=document_ref(source)),)


def pages_of(bot: FakeBot, ledger: Path | None = None) -> TestClient:
    """Return a client of all but the chat, which takes longest to make."""
    return TestClient(build_pages(Asker(bot), FRAMES, ledger), raise_server_exceptions=False)


def client_of(bot: FakeBot, ledger: Path | None = None) -> TestClient:
    """Return a client of the whole application. The server's errors are answers to it, as to a browser."""
    return TestClient(build_application(bot, ledger), raise_server_exceptions=False)
