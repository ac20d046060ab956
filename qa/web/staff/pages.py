"""What each of staff's pages shows to whoever is logged in. What it reads and records is in `desk.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from index.records import Span
from qa.texts import english
from qa.texts import staff as texts
from qa.verification.anchors import State
from qa.verification.events import MAX_NOTE
from qa.web.links import address
from qa.web.passages import paragraphs
from qa.web.rendering import environment
from qa.web.staff.desk import FIRST, QUEUES, Decision, Desk, Entered, Linked, Queue, Refusal, Shown
from qa.web.staff.sessions import Session

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    # With the other pages' `no-referrer` a browser would not say where a form was sent from.
    "referrer-policy": "same-origin",
}
ROOT = "/staff"
LINK = "link"  # in an address: the link of a passage to check
MAX_DIGITS = 15  # of a number in an address; SQLite takes 18


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is logged in."""

    session: Session
    token: str
    method: str
    path: Mapping[str, Any]
    query: Mapping[str, str]
    sent: Mapping[str, str]

    @property
    def queue(self) -> Queue:
        return QUEUES.get(self.sent.get("queue") or self.query.get("queue", ""), FIRST)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages over one *desk*."""

    desk: Desk

    def queue(self, visit: Visit) -> Response:
        listed = self.desk.listed(visit.queue, _number(visit.query.get("after", "")))
        return staff_page(
            "staff/queue.html",
            visit=visit,
            listed=listed,
            is_first=not _number(visit.query.get("after", "")),
            done=self._done(visit),
        )

    def passage(self, visit: Visit) -> Response:
        id = _number(visit.path["id"])
        if visit.method != "POST":
            return self._passage(visit, id)
        decision = Decision(
            action=visit.sent.get("action", ""),
            staff_note=visit.sent.get("staff_note", ""),
            public_note=visit.sent.get("public_note", ""),
            seen=_number(visit.sent.get("seen", "")),
            version=visit.sent.get("version", ""),
            place=_place(visit.sent),
        )
        try:
            recorded, following = self.desk.record(id, visit.queue, decision, visit.session.account.name)
        except Refusal as refusal:
            status = HTTPStatus.CONFLICT if refusal.clash else HTTPStatus.UNPROCESSABLE_ENTITY
            return self._passage(visit, id, status, refusal.words)
        after = f"?queue={visit.queue.name}&done={recorded}"
        return redirect(f"{ROOT}/passages/{following}{after}" if following else f"{ROOT}{after}")

    def add(self, visit: Visit) -> Response:
        """Enter passages that were sent. One whose link was only followed is shown."""
        link = (visit.sent if visit.method == "POST" else visit.query).get(LINK, "").strip()
        try:
            if visit.method == "POST":
                return self._enter(visit, link)
            linked = self.desk.linked(link) if link else None
        except Refusal as refusal:
            # Of what was sent only the link is shown again: a saved reply holds a question.
            return _add_page(visit, HTTPStatus.UNPROCESSABLE_ENTITY, problem=refusal.words, link=link)
        if linked and linked.id is not None:
            return redirect(f"{ROOT}/passages/{linked.id}")
        return _add_page(visit, linked=linked, link=link)

    def _enter(self, visit: Visit, link: str) -> Response:
        if link:
            return redirect(f"{ROOT}/passages/{self.desk.enter_link(link)}")
        reply = visit.sent.get("reply", "")
        if not reply.strip():
            raise Refusal(texts.NOTHING_GIVEN)
        return _add_page(visit, entered=self.desk.enter_reply(reply))

    def keys(self, visit: Visit) -> Response:
        """Turn single keys off or on, which people who speak to their computer may need (WCAG 2.1.4)."""
        visit.session.keys = not visit.session.keys
        id = _number(visit.sent.get("passage", ""))
        return redirect(f"{ROOT}/passages/{id}?queue={visit.queue.name}")

    def _passage(
        self, visit: Visit, id: int, status: int = HTTPStatus.OK, problem: str | None = None
    ) -> Response:
        shown = self.desk.shown(id, visit.queue)
        if shown is None:
            return problem_page(HTTPStatus.NOT_FOUND, texts.NO_PASSAGE, visit)
        document = shown.document
        return staff_page(
            "staff/passage.html",
            status,
            visit=visit,
            shown=shown,
            problem=problem,
            found=texts.FOUND[_found(shown)],
            can_verify=shown.found.state is State.INTACT,
            public=address(document.id, document.sha256, *shown.found.place)
            if document and shown.found.place
            else None,
            paragraphs=list(paragraphs(document, Span(0, len(document.text)), shown.place))
            if document
            else [],
            max_note=MAX_NOTE,
            done=self._done(visit),
        )

    def _done(self, visit: Visit) -> tuple[int, str] | None:
        """Return the passage that was recorded just now, and how it stands."""
        id = _number(visit.query.get("done", ""))
        standing = self.desk.standing(id) if id else None
        return (id, texts.STANDINGS[standing]) if standing else None


def _add_page(
    visit: Visit,
    status: int = HTTPStatus.OK,
    *,
    problem: str | None = None,
    link: str = "",
    linked: Linked | None = None,
    entered: Sequence[Entered] | None = None,
) -> Response:
    return staff_page(
        "staff/add.html", status, visit=visit, problem=problem, link=link, linked=linked, entered=entered
    )


def _found(shown: Shown) -> str:
    if shown.entry.is_erased:
        return "erased"
    return shown.found.state if shown.document else "removed"


def problem_page(
    status: HTTPStatus, words: str, visit: Visit | None = None, *, log_in: bool = False
) -> Response:
    """Return a page that says what did not work; with *log_in* one that leads to the log-in."""
    return staff_page("staff/problem.html", status, visit=visit, words=words, log_in=log_in)


def staff_page(template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """Return the page made from *template*, with the headers that all of staff's pages have."""
    made = environment().get_template(template)
    html = made.render(t=english, own=None, staff=texts, queues=QUEUES, **values)
    response = HTMLResponse(html, status)
    response.headers.update(HEADERS)
    return response


def with_link(name: str, link: str) -> str:
    """Return the address of the staff page *name* that is to take up *link*; an empty one is left out."""
    query = f"?{urlencode({LINK: link})}" if link else ""
    return f"{ROOT}/{name}{query}"


def redirect(path: str) -> Response:
    """Return what leads a browser to *path*."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, HEADERS)


def _number(text: str) -> int:
    """Return the number in *text*, 0 where it is none; `int` also takes signs, spaces and any length."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0


def _place(sent: Mapping[str, str]) -> Span | None:
    start, end = _number(sent.get("start", "")), _number(sent.get("end", ""))
    return Span(start, end) if start < end else None
