"""Every quote of a saved reply against the documents as they are now. Pure but for `current_collection`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import SeedError
from index.loading import load_document
from index.records import Document, Span
from index.sources import read_sources
from qa.contract import DocumentRef, Frozen, Place, Reply, Words
from qa.receipt import is_its_own
from qa.verification.anchors import Located, State, reanchor

Part = Literal["quote", "date", "speaker"]
Role = Literal["finding", "nearest"]


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents as they are now; of those that cannot be loaded, the reason, by id."""

    documents: Mapping[str, Document]
    problems: Mapping[str, str]


class CheckedWords(Frozen):
    """Words of a saved reply, what has become of them, and where they stand now."""

    role: Role
    number: int  # of the finding or near passage, the first being 1
    part: Part
    document: str
    text: str
    start: int
    end: int
    state: State
    same_version: bool  # whether the document's text is still the one that the reply names
    now: Place | None
    suggestion: Words | None  # the nearest text: for a person to confirm, never to be used unseen
    problem: str | None  # why the document could not be loaded


class CheckedReply(Frozen):
    """What has become of a saved reply; where it could not be read, only the *error*."""

    line: int
    id: str | int | None
    question: str | None
    answer_id: str | None
    intact: bool  # whether all of its words are
    own_receipt: bool | None  # whether the receipt is that of this reply
    words: tuple[CheckedWords, ...]
    error: str | None


def current_collection(seeds: Path) -> Collection:
    """Return the documents of *seeds* as they are now, without building anything.

    A document that cannot be loaded does not keep the others from being checked. Raises SeedError where the
    folder or its records cannot be read.
    """
    documents: dict[str, Document] = {}
    problems: dict[str, str] = {}
    for source in read_sources(seeds):
        path = seeds / source.file
        try:
            documents[path.stem] = load_document(path, source)
        except SeedError as error:
            problems[path.stem] = str(error)
    return Collection(documents, problems)


def check(reply: Reply, line: int, collection: Collection) -> CheckedReply:
    """Return what has become of each quote of *reply*, and of the words that date it or name its speaker."""
    words = tuple(_checked(*one, collection) for one in _cited(reply))
    return CheckedReply(
        line=line,
        id=reply.id,
        question=reply.question,
        answer_id=reply.receipt.answer_id,
        intact=all(one.state is State.INTACT for one in words),
        own_receipt=is_its_own(reply),
        words=words,
        error=None,
    )


def unreadable(line: int, error: str) -> CheckedReply:
    """Return the result for a *line* that holds no reply."""
    return CheckedReply(
        line=line,
        id=None,
        question=None,
        answer_id=None,
        intact=False,
        own_receipt=None,
        words=(),
        error=error,
    )


def _cited(reply: Reply) -> Iterator[tuple[Role, int, Part, DocumentRef, Words]]:
    """Yield all the words of *reply* that it gives with their place."""
    for number, finding in enumerate(reply.findings, start=1):
        yield "finding", number, "quote", finding.document, finding.quote
        if finding.as_of_at is not None:
            yield "finding", number, "date", finding.document, finding.as_of_at
        if finding.speaker and finding.speaker_at is not None:
            start, end = finding.speaker_at.start, finding.speaker_at.end
            # Its length may be wrong, which `Words` would not take and the comparison finds.
            speaker = Words.model_construct(text=finding.speaker, start=start, end=end)
            yield "finding", number, "speaker", finding.document, speaker
    for number, near in enumerate(reply.nearest, start=1):
        yield "nearest", number, "quote", near.document, near.quote


def _checked(
    role: Role, number: int, part: Part, ref: DocumentRef, words: Words, collection: Collection
) -> CheckedWords:
    document = collection.documents.get(ref.id)
    found = reanchor(document.text if document else None, words.text, words.start)
    if found.place == Span(words.start, words.start + len(words.text)) != Span(words.start, words.end):
        found = Located(State.MOVED, place=found.place)  # the place it gives ends elsewhere
    return CheckedWords(
        role=role,
        number=number,
        part=part,
        document=ref.id,
        text=words.text,
        start=words.start,
        end=words.end,
        state=found.state,
        same_version=document is not None and document.sha256 == ref.sha256,
        now=Place(start=found.place.start, end=found.place.end) if found.place else None,
        suggestion=_suggested(document, found),
        problem=collection.problems.get(ref.id),
    )


def _suggested(document: Document | None, found: Located) -> Words | None:
    if document is None or found.suggestion is None:
        return None
    start, end = found.suggestion
    return Words(text=document.quote(Span(start, end)), start=start, end=end)
