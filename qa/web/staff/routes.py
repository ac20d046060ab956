"""Staff's pages: who may see them, and what each shows. What they read and record is in `desk.py`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from index.errors import BotError
from index.records import Span
from qa.texts import english
from qa.texts import staff as texts
from qa.verification.accounts import AccountError, Accounts
from qa.verification.anchors import State
from qa.verification.ledger import MAX_NAME, MAX_NOTE
from qa.web.asking import Bot
from qa.web.forms import posted
from qa.web.passages import paragraphs
from qa.web.rendering import environment
from qa.web.staff.attempts import Attempts
from qa.web.staff.desk import FIRST, QUEUES, Decision, Desk, Queue, Refusal, Shown
from qa.web.staff.sessions import Session, Sessions, new_cookie
from qa.web.staff.transport import is_encrypted, is_from_our_page, is_loopback

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    # With the other pages' `no-referrer` a browser would not say where a form was sent from.
    "referrer-policy": "same-origin",
}
ROOT = "/staff"
SESSION = "staff"
TICKET = "staff-login"  # of whoever sees the log-in page, so that its form has a token too
MAX_DIGITS = 15  # of a number in an address; SQLite takes 18


@dataclass(frozen=True, slots=True)
class Gate:
    """Who gets in: the accounts, the sessions that are open and the attempts that were made."""

    accounts: Accounts
    behind_proxy: bool = False
    sessions: Sessions = field(default_factory=Sessions)
    attempts: Attempts = field(default_factory=Attempts)
    # One at a time: a hash takes 64 MB, and a crowd of them all memory.
    hashing: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))


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


def staff_routes(
    bot: Bot,
    data: Path,
    *,
    behind_proxy: bool = False,
    gate: Gate | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Sequence[BaseRoute]:
    """Return the routes of staff's pages over the accounts and the ledger in the folder *data*.

    *behind_proxy* says that all requests come through a proxy which says in X-Forwarded-Proto whether the
    browser spoke TLS.
    """
    gate = gate or Gate(Accounts.of(data), behind_proxy)
    desk = Desk(data / "ledger.sqlite3", lambda: bot.documents, now)
    pages = _Pages(desk)
    return [
        Route(f"{ROOT}/login", _login(gate), methods=["GET", "POST"]),
        Route(f"{ROOT}/logout", _logout(gate), methods=["POST"]),
        Route(f"{ROOT}/keys", _visited(gate, pages.keys), methods=["POST"]),
        Route(f"{ROOT}/add", _visited(gate, pages.add), methods=["GET", "POST"]),
        Route(f"{ROOT}/passages/{{id}}", _visited(gate, pages.passage), methods=["GET", "POST"]),
        Route(ROOT, _visited(gate, pages.queue)),
    ]


Endpoint = Callable[[Request], Awaitable[Response]]


def _login(gate: Gate) -> Endpoint:
    async def login(request: Request) -> Response:
        encrypted = is_encrypted(request, gate.behind_proxy)
        if not encrypted and not is_loopback(request, gate.behind_proxy):
            return _problem(HTTPStatus.FORBIDDEN, texts.NO_TLS)
        if request.method != "POST":
            return _login_page(gate, request, encrypted)
        sent = await posted(request)
        ticket = request.cookies.get(_cookie(TICKET, encrypted), "")
        if not is_from_our_page(request, encrypted=encrypted) or not gate.sessions.is_token(
            ticket, sent.get("token", "")
        ):
            return _login_page(gate, request, encrypted, HTTPStatus.FORBIDDEN, texts.FORGED)
        name = sent.get("name", "")[: 2 * MAX_NAME]  # no longer one is anybody's
        waiting = gate.attempts.wait(name)
        if waiting:
            words = texts.slow_down(waiting)
            response = _login_page(gate, request, encrypted, HTTPStatus.TOO_MANY_REQUESTS, words, name)
            response.headers["retry-after"] = str(ceil(waiting))
            return response
        try:
            account = await anyio.to_thread.run_sync(
                gate.accounts.login, name, sent.get("password", ""), limiter=gate.hashing
            )
        except AccountError:  # names a path, which is not for everybody
            return _login_page(gate, request, encrypted, HTTPStatus.SERVICE_UNAVAILABLE, texts.STAFF_FAILED)
        if account is None:
            return _login_page(gate, request, encrypted, HTTPStatus.FORBIDDEN, texts.WRONG_LOGIN, name)
        gate.attempts.succeeded(name)
        gate.sessions.end(request.cookies.get(_cookie(SESSION, encrypted), ""))
        response = _redirect(ROOT)
        _set_cookie(response, SESSION, gate.sessions.begin(account), encrypted)
        response.delete_cookie(_cookie(TICKET, encrypted), ROOT, secure=encrypted, httponly=True)
        return response

    return login


def _logout(gate: Gate) -> Endpoint:
    async def logout(request: Request) -> Response:
        encrypted = is_encrypted(request, gate.behind_proxy)
        cookie = request.cookies.get(_cookie(SESSION, encrypted), "")
        sent = await posted(request)
        if not _is_ours(gate, request, cookie, sent, encrypted):
            return _problem(HTTPStatus.FORBIDDEN, texts.FORGED)
        gate.sessions.end(cookie)
        response = _redirect(f"{ROOT}/login")
        response.delete_cookie(_cookie(SESSION, encrypted), ROOT, secure=encrypted, httponly=True)
        return response

    return logout


def _visited(gate: Gate, answer: Callable[[Visit], Response]) -> Endpoint:
    """Return the endpoint that calls *answer*, off the event loop, for whoever is logged in."""

    async def visited(request: Request) -> Response:
        encrypted = is_encrypted(request, gate.behind_proxy)
        if not encrypted and not is_loopback(request, gate.behind_proxy):
            return _problem(HTTPStatus.FORBIDDEN, texts.NO_TLS)
        cookie = request.cookies.get(_cookie(SESSION, encrypted), "")
        session = gate.sessions.find(cookie)
        try:
            if session and not await anyio.to_thread.run_sync(_is_staff, gate, session):
                gate.sessions.end(cookie)
                session = None
            if session is None:
                if request.method != "POST":
                    return _redirect(f"{ROOT}/login")
                return _problem(HTTPStatus.FORBIDDEN, texts.SESSION_OVER, log_in=True)
            sent = await posted(request) if request.method == "POST" else {}
            if request.method == "POST" and not _is_ours(gate, request, cookie, sent, encrypted):
                return _problem(HTTPStatus.FORBIDDEN, texts.FORGED)
            visit = Visit(
                session=session,
                token=gate.sessions.token(cookie),
                method=request.method,
                path=request.path_params,
                query=request.query_params,
                sent=sent,
            )
            return await anyio.to_thread.run_sync(answer, visit)
        except BotError as error:
            words = str(error) if session else texts.STAFF_FAILED
            return _problem(HTTPStatus.SERVICE_UNAVAILABLE, words)

    return visited


def _is_staff(gate: Gate, session: Session) -> bool:
    """Return whether the account is there still, with the password of the log-in."""
    return gate.accounts.find(session.account.name) == session.account


def _is_ours(gate: Gate, request: Request, cookie: str, sent: Mapping[str, str], encrypted: bool) -> bool:
    token = sent.get("token", "")
    return is_from_our_page(request, encrypted=encrypted) and gate.sessions.is_token(cookie, token)


@dataclass(frozen=True, slots=True)
class _Pages:
    desk: Desk

    def queue(self, visit: Visit) -> Response:
        listed = self.desk.listed(visit.queue, _number(visit.query.get("after", "")))
        return _page(
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
        return _redirect(f"{ROOT}/passages/{following}{after}" if following else f"{ROOT}{after}")

    def add(self, visit: Visit) -> Response:
        link, reply = visit.sent.get("link", "").strip(), visit.sent.get("reply", "")
        problem, entered = None, None
        if visit.method == "POST":
            try:
                if link:
                    return _redirect(f"{ROOT}/passages/{self.desk.enter_link(link)}")
                if not reply.strip():
                    raise Refusal(texts.NOTHING_GIVEN)
                entered = self.desk.enter_reply(reply)
            except Refusal as refusal:
                problem = refusal.words
        status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
        # What was given is not shown again: a saved reply holds a question.
        return _page("staff/add.html", status, visit=visit, problem=problem, entered=entered, link=link)

    def keys(self, visit: Visit) -> Response:
        """Turn single keys off or on, which people who speak to their computer may need (WCAG 2.1.4)."""
        visit.session.keys = not visit.session.keys
        id = _number(visit.sent.get("passage", ""))
        return _redirect(f"{ROOT}/passages/{id}?queue={visit.queue.name}")

    def _passage(
        self, visit: Visit, id: int, status: int = HTTPStatus.OK, problem: str | None = None
    ) -> Response:
        shown = self.desk.shown(id, visit.queue)
        if shown is None:
            return _problem(HTTPStatus.NOT_FOUND, texts.NO_PASSAGE, visit)
        document = shown.document
        return _page(
            "staff/passage.html",
            status,
            visit=visit,
            shown=shown,
            problem=problem,
            found=texts.FOUND[_found(shown)],
            can_verify=shown.found.state is State.INTACT,
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


def _found(shown: Shown) -> str:
    if shown.entry.is_erased:
        return "erased"
    return shown.found.state if shown.document else "removed"


def _login_page(
    gate: Gate,
    request: Request,
    encrypted: bool,
    status: int = HTTPStatus.OK,
    problem: str | None = None,
    name: str = "",
) -> Response:
    ticket = request.cookies.get(_cookie(TICKET, encrypted)) or new_cookie()  # two tabs may show the page
    token = gate.sessions.token(ticket)
    response = _page("staff/login.html", status, visit=None, problem=problem, name=name, token=token)
    _set_cookie(response, TICKET, ticket, encrypted)
    return response


def _problem(status: HTTPStatus, words: str, visit: Visit | None = None, *, log_in: bool = False) -> Response:
    return _page("staff/problem.html", status, visit=visit, words=words, log_in=log_in)


def _page(template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    html = (
        environment().get_template(template).render(t=english, own=None, staff=texts, queues=QUEUES, **values)
    )
    response = HTMLResponse(html, status)
    response.headers.update(HEADERS)
    return response


def _redirect(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, HEADERS)


def _cookie(name: str, encrypted: bool) -> str:
    """Return the name under which a browser keeps a cookie; with this prefix it takes none without TLS."""
    return f"__Secure-{name}" if encrypted else name


def _set_cookie(response: Response, name: str, value: str, encrypted: bool) -> None:
    # Without an age: it goes with the browser.
    response.set_cookie(
        _cookie(name, encrypted), value, path=ROOT, secure=encrypted, httponly=True, samesite="strict"
    )


def _number(text: str) -> int:
    """Return the number in *text*, 0 where it is none; `int` also takes signs, spaces and any length."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0


def _place(sent: Mapping[str, str]) -> Span | None:
    start, end = _number(sent.get("start", "")), _number(sent.get("end", ""))
    return Span(start, end) if start < end else None
