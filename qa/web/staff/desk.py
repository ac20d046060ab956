"""What staff read and record: the ledger beside the documents as they are now. Knows nothing of HTTP."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import parse_qsl, unquote, urlsplit

from index.errors import BotError
from index.records import MAX_QUOTE, Document, Span
from qa.texts import english, verifying
from qa.texts import staff as texts
from qa.verification.anchors import Located, State, located
from qa.verification.checking import Collection, check
from qa.verification.events import MAX_NOTE, Entry, Event, Standing
from qa.verification.ledger import Ledger, paragraph_of
from qa.verification.ledger_file import ClashError
from qa.verification.saved import saved_replies
from qa.web.links import asked_place
from qa.web.passages import Piece, cut

PAGE = 50  # passages on one page of a queue
# A figure, word or sign with the space behind it: lone spaces would all match each other, which takes long.
TOKEN = re.compile(r"(?:[$€£]?\d+(?:[.,]\d+)*%?|\w+|[^\w\s])\s*|\s+")
Action = Literal["verified", "disputed", "unverified", "note", "confirm", "leave", "leave all"]
ACTIONS: tuple[str, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Queue:
    """Passages that wait for the same thing."""

    name: str
    states: tuple[Standing, ...]
    unanswered: bool = False


QUEUES = {
    queue.name: queue
    for queue in (
        Queue("unverified", (Standing.UNVERIFIED,)),
        Queue("drifted", (Standing.MOVED, Standing.CHANGED, Standing.ORPHANED), unanswered=True),
        Queue("disputed", (Standing.DISPUTED,)),
        Queue("verified", (Standing.VERIFIED,)),
        Queue("all", tuple(Standing)),
    )
}
FIRST = QUEUES["unverified"]


class Refusal(Exception):
    """Something that was not recorded, and why; what staff typed goes back to them."""

    def __init__(self, words: str, *, clash: bool = False) -> None:
        self.words = words
        self.clash = clash
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Row:
    """A passage in a queue, with the event that put it there; notes are none."""

    entry: Entry
    last: Event | None
    document: Document | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a queue, and how many passages each queue holds."""

    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    more: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage with all that staff need to judge it."""

    entry: Entry
    history: tuple[Event, ...]
    document: Document | None  # as it is now; None when it was removed
    found: Located
    then: tuple[Piece, ...]  # its paragraph as it was, what differs marked; empty where nothing has changed
    now: tuple[Piece, ...]  # the paragraph of the suggestion
    next: int | None  # the next passage of the queue
    others: tuple[int, ...]  # of the same removed document, and nobody has answered for them either

    @property
    def last(self) -> Event | None:
        """The event that put it where it stands; notes are none."""
        return _last(self.history)

    @property
    def place(self) -> Span | None:
        """What to mark in the document as it is now: the passage, or else what may be the passage."""
        return self.found.place or self.found.suggestion

    @property
    def version(self) -> str:
        """The version of the document that is shown; empty when there is none."""
        return self.document.sha256 if self.document else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a staff member sent: what to record, and what they had before them."""

    action: str
    staff_note: str
    public_note: str
    seen: int  # events
    version: str  # of the document
    place: Span | None  # that was marked


@dataclass(frozen=True, slots=True)
class Entered:
    """A quote of a saved reply; *entry* is None where it does not stand in the document."""

    document: str
    text: str
    state: State
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A passage that a link marks; *id* is its number, None where it was not entered yet."""

    document: Document
    place: Span
    id: int | None

    @property
    def text(self) -> str:
        return self.document.quote(self.place)


@dataclass(frozen=True, slots=True)
class Desk:
    """Reads and writes the ledger at *path*. *documents* gives the documents as they are now."""

    path: Path
    documents: Callable[[], Mapping[str, Document]]
    now: Callable[[], datetime]

    def listed(self, queue: Queue, after: int) -> Listed:
        """Return the passages of *queue* with a number over *after*, and the counts of all queues."""
        documents = self.documents()
        with Ledger(self.path) as ledger:
            entries = ledger.entries(queue.states, after=after, limit=PAGE + 1, unanswered=queue.unanswered)
            rows = [
                Row(entry, _last(ledger.history(entry.id)), documents.get(entry.anchor.document))
                for entry in entries[:PAGE]
            ]
            counts = {
                one.name: ledger.count(one.states, unanswered=one.unanswered) for one in QUEUES.values()
            }
        return Listed(tuple(rows), counts, len(entries) > PAGE)

    def shown(self, id: int, queue: Queue) -> Shown | None:
        """Return the passage with number *id*, None where there is none."""
        with Ledger(self.path) as ledger:
            return self._shown(ledger, id, queue)

    def standing(self, id: int) -> Standing | None:
        """Return how the passage with number *id* stands."""
        with Ledger(self.path) as ledger:
            entry = ledger.entry(id)
        return entry.state if entry else None

    def record(self, id: int, queue: Queue, decision: Decision, by: str) -> tuple[int, int | None]:
        """Record what *by* decided; return the number of the passage it was recorded of, and of the next.

        Raises Refusal where it cannot be recorded, and then has recorded nothing.
        """
        with Ledger(self.path) as ledger:
            shown = self._shown(ledger, id, queue)
            if shown is None:
                raise Refusal(texts.NO_PASSAGE)
            state = _state(shown, decision)
            event = self._event(shown, decision, state, by)
            if decision.action == "confirm":
                return self._go_on(ledger, shown, decision, event), shown.next
            self._add(ledger, id, event, decision.seen)
            if decision.action != "leave all":
                return id, shown.next
            for other in shown.others:
                ledger.record(other, event)
            return id, self._next(ledger, id, queue)

    def linked(self, link: str) -> Linked:
        """Return the passage that *link*, the address of a document page, marks; enters nothing.

        Raises Refusal where it marks none.
        """
        document, place = self._named(link)
        with Ledger(self.path) as ledger:
            entry = ledger.entry_at(document.id, document.sha256, place)
        return Linked(document, place, entry.id if entry else None)

    def enter_link(self, link: str) -> int:
        """Return the number of the passage that *link*, the address of a document page, marks.

        It is entered unless it was before. Raises Refusal where *link* marks none.
        """
        document, place = self._named(link)
        with Ledger(self.path) as ledger:
            return ledger.enter(document, place)

    def _named(self, link: str) -> tuple[Document, Span]:
        try:
            address = urlsplit(link.strip())
            query = dict(parse_qsl(address.query))
        except ValueError as error:
            raise Refusal(texts.NO_LINK) from error
        id = unquote(address.path).removeprefix("/documents/")
        document = self.documents().get(id)
        if document is None or id == unquote(address.path):
            raise Refusal(texts.NO_LINK)
        asked = asked_place(document, query)
        if asked.place is None:
            raise Refusal(english.LINKS[asked.problem] if asked.problem else texts.NO_LINK)
        if asked.place.end - asked.place.start > MAX_QUOTE:
            raise Refusal(texts.LONG_PASSAGE)
        return document, asked.place

    def enter_reply(self, content: str) -> list[Entered]:
        """Enter every quote that the saved replies in *content* give as an answer, where it stands now.

        Nothing else of a reply is kept. Raises Refusal where there is no reply or no such quote.
        """
        documents = self.documents()
        collection = Collection(documents, {})
        entered: list[Entered] = []
        try:
            replies = list(saved_replies(BytesIO(content.encode())))
        except BotError as error:
            raise Refusal(str(error)) from error
        for saved in replies:
            if saved.reply is None:
                raise Refusal(verifying.unreadable(saved.line, saved.error or ""))
        with Ledger(self.path) as ledger:
            for saved in replies:
                assert saved.reply is not None
                for words in check(saved.reply, saved.line, collection).words:
                    if words.role != "finding" or words.part != "quote":
                        continue
                    entry = None
                    if words.now:
                        place = Span(words.now.start, words.now.end)
                        entry = ledger.entry(ledger.enter(documents[words.document], place))
                    entered.append(Entered(words.document, words.text, words.state, entry))
        if not entered:
            raise Refusal(texts.QUOTES_NO_ANSWER)
        return entered

    def _shown(self, ledger: Ledger, id: int, queue: Queue) -> Shown | None:
        entry = ledger.entry(id)
        if entry is None:
            return None
        document = self.documents().get(entry.anchor.document)
        # Of a passage whose words went with its document only the place and the history are left.
        found = Located(State.ORPHANED) if entry.is_erased else located(entry.anchor, document)
        then: Sequence[Piece] = ()
        now: Sequence[Piece] = ()
        if document and found.suggestion:
            then, now = differing(entry.paragraph, paragraph_of(document, found.suggestion))
        others = [] if document else ledger.unanswered(entry.anchor.document)
        return Shown(
            entry=entry,
            history=ledger.history(id),
            document=document,
            found=found,
            then=tuple(then),
            now=tuple(now),
            next=self._next(ledger, id, queue),
            others=tuple(other for other in others if other != id),
        )

    @staticmethod
    def _next(ledger: Ledger, id: int, queue: Queue) -> int | None:
        following = ledger.entries(queue.states, after=id, limit=1, unanswered=queue.unanswered)
        return following[0].id if following else None

    def _event(self, shown: Shown, decision: Decision, state: Standing, by: str) -> Event:
        public_note = decision.public_note.strip()
        if decision.action == "note":
            public_note = ""  # what everybody sees is the verdict's, and stays
        for field, note in (("The staff note", decision.staff_note), ("The public note", public_note)):
            if len(note) > MAX_NOTE:
                raise Refusal(texts.too_long(field, MAX_NOTE))
        return Event(
            state=state,
            by=by,
            at=self.now(),
            staff_note=decision.staff_note.strip(),
            public_note=public_note,
            is_note=decision.action == "note",
        )

    def _go_on(self, ledger: Ledger, shown: Shown, decision: Decision, event: Event) -> int:
        """Record that a person takes the marked words for what has become of the passage.

        They are a passage of their own, so that what was cited stays as it was. Interrupted between two
        steps, this leaves a passage to verify and nothing that is wrong.
        """
        assert shown.document is not None and shown.place is not None
        if decision.seen != len(shown.history):
            raise self._clash(shown.history, decision.seen)
        new = ledger.enter(shown.document, shown.place)
        was = Event(
            state=Standing(shown.found.state), by=event.by, at=event.at, staff_note=texts.goes_on_as(new)
        )
        self._add(ledger, shown.entry.id, was, decision.seen)
        came = f"{texts.went_on_from(shown.entry.id)} {event.staff_note}".strip()[:MAX_NOTE]
        try:
            ledger.record(new, event.model_copy(update={"staff_note": came}), seen=0)
        except ClashError:
            pass  # it was entered before, and what was recorded of it there stands
        return new

    def _add(self, ledger: Ledger, id: int, event: Event, seen: int) -> None:
        try:
            ledger.record(id, event, seen=seen)
        except ClashError as error:
            raise self._clash(ledger.history(id), seen) from error

    @staticmethod
    def _clash(history: Sequence[Event], seen: int) -> Refusal:
        others = [event.by for event in history[max(seen, 0) :]]
        return Refusal(texts.clash(others) if others else texts.FORGED, clash=True)


def differing(then: str, now: str) -> tuple[list[Piece], list[Piece]]:
    """Return two paragraphs in pieces, what stands in only one of them marked."""
    old, new = TOKEN.findall(then), TOKEN.findall(now)
    old_marks: list[Span] = []
    new_marks: list[Span] = []
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, old_from, old_to, new_from, new_to in changes:
        if kind != "equal":
            old_marks.append(_place(old, old_from, old_to))
            new_marks.append(_place(new, new_from, new_to))
    return cut(then, Span(0, len(then)), old_marks), cut(now, Span(0, len(now)), new_marks)


def _last(history: Sequence[Event]) -> Event | None:
    return next((event for event in reversed(history) if not event.is_note), None)


def _place(tokens: Sequence[str], first: int, end: int) -> Span:
    start = sum(map(len, tokens[:first]))
    return Span(start, start + sum(map(len, tokens[first:end])))


def _state(shown: Shown, decision: Decision) -> Standing:
    """Return the state that *decision* gives the passage. Raises Refusal where it has no ground."""
    if decision.action not in ACTIONS:
        raise Refusal(texts.NO_ACTION)
    if decision.version != shown.version:
        raise Refusal(texts.OTHER_VERSION)
    if decision.action == "note":
        if not decision.staff_note.strip():
            raise Refusal(texts.NO_NOTE)
        return shown.entry.state
    if decision.action == "confirm":
        if shown.found.state is State.INTACT or decision.place is None or decision.place != shown.place:
            raise Refusal(texts.OTHER_VERSION)
        return Standing.VERIFIED
    if decision.action in ("leave", "leave all"):
        if shown.found.state is State.INTACT:
            raise Refusal(texts.NOT_DRIFTED)
        return Standing(shown.found.state)
    if decision.action == "verified" and shown.found.state is not State.INTACT:
        raise Refusal(texts.NOT_INTACT)
    return Standing(decision.action)
