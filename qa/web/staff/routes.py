"""The routes of staff's pages, and who gets past them. What each page shows is in `pages.py`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil
from pathlib import Path

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from index.errors import BotError
from qa.texts import staff as texts
from qa.verification.accounts import AccountError, Accounts
from qa.verification.events import MAX_NAME
from qa.web.asking import Bot
from qa.web.forms import posted
from qa.web.staff.attempts import Attempts
from qa.web.staff.desk import Desk
from qa.web.staff.pages import (
    LINK,
    ROOT,
    Pages,
    Visit,
    problem_page,
    redirect,
    staff_page,
    with_link,
)
from qa.web.staff.sessions import Session, Sessions, new_cookie
from qa.web.staff.transport import is_encrypted, is_from_our_page, is_loopback

SESSION = "staff"
TICKET = "staff-login"  # of whoever sees the log-in page, so that its form has a token too


@dataclass(frozen=True, slots=True)
class Gate:
    """Who gets in: the accounts, the sessions that are open and the attempts that were made.

    *behind_proxy* says that all requests come through a proxy which says in X-Forwarded-Proto whether the
    browser spoke TLS.
    """

    accounts: Accounts
    behind_proxy: bool = False
    sessions: Sessions = field(default_factory=Sessions)
    attempts: Attempts = field(default_factory=Attempts)
    # One at a time: a hash takes 64 MB, and a crowd of them all memory.
    hashing: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))


def staff_routes(
    bot: Bot,
    gate: Gate,
    ledger: Path,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Sequence[BaseRoute]:
    """Return the routes of staff's pages over the file *ledger*, for those whom *gate* lets in."""
    pages = Pages(Desk(ledger, lambda: bot.documents, now))
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
            return problem_page(HTTPStatus.FORBIDDEN, texts.NO_TLS)
        if request.method != "POST":
            return _login_page(gate, request, encrypted)
        sent = await posted(request)
        ticket = request.cookies.get(_cookie(TICKET, encrypted), "")
        if not is_from_our_page(request, encrypted=encrypted) or not gate.sessions.is_token(
            ticket, sent.get("token", "")
        ):
            return _login_page(gate, request, encrypted, HTTPStatus.FORBIDDEN, texts.FORGED, sent)
        name = sent.get("name", "")[: 2 * MAX_NAME]  # no longer one is anybody's
        waiting = gate.attempts.wait(name)
        if waiting:
            words = texts.slow_down(waiting)
            response = _login_page(gate, request, encrypted, HTTPStatus.TOO_MANY_REQUESTS, words, sent)
            response.headers["retry-after"] = str(ceil(waiting))
            return response
        try:
            account = await anyio.to_thread.run_sync(
                gate.accounts.login, name, sent.get("password", ""), limiter=gate.hashing
            )
        except AccountError:  # names a path, which is not for everybody
            unavailable = HTTPStatus.SERVICE_UNAVAILABLE
            return _login_page(gate, request, encrypted, unavailable, texts.STAFF_FAILED, sent)
        if account is None:
            return _login_page(gate, request, encrypted, HTTPStatus.FORBIDDEN, texts.WRONG_LOGIN, sent)
        gate.attempts.succeeded(name)
        gate.sessions.end(request.cookies.get(_cookie(SESSION, encrypted), ""))
        # To the one page that may be asked for beforehand, never to an address that the form names.
        link = sent.get(LINK, "")
        response = redirect(with_link("add", link) if link else ROOT)
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
            return problem_page(HTTPStatus.FORBIDDEN, texts.FORGED)
        gate.sessions.end(cookie)
        response = redirect(f"{ROOT}/login")
        response.delete_cookie(_cookie(SESSION, encrypted), ROOT, secure=encrypted, httponly=True)
        return response

    return logout


def _visited(gate: Gate, answer: Callable[[Visit], Response]) -> Endpoint:
    """Return the endpoint that calls *answer*, off the event loop, for whoever is logged in."""

    async def visited(request: Request) -> Response:
        encrypted = is_encrypted(request, gate.behind_proxy)
        if not encrypted and not is_loopback(request, gate.behind_proxy):
            return problem_page(HTTPStatus.FORBIDDEN, texts.NO_TLS)
        cookie = request.cookies.get(_cookie(SESSION, encrypted), "")
        session = gate.sessions.find(cookie)
        try:
            if session and not await anyio.to_thread.run_sync(_is_staff, gate, session):
                gate.sessions.end(cookie)
                session = None
            if session is None:
                if request.method != "POST":
                    return redirect(with_link("login", request.query_params.get(LINK, "")))
                return problem_page(HTTPStatus.FORBIDDEN, texts.SESSION_OVER, log_in=True)
            sent = await posted(request) if request.method == "POST" else {}
            if request.method == "POST" and not _is_ours(gate, request, cookie, sent, encrypted):
                return problem_page(HTTPStatus.FORBIDDEN, texts.FORGED)
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
            return problem_page(HTTPStatus.SERVICE_UNAVAILABLE, words)

    return visited


def _is_staff(gate: Gate, session: Session) -> bool:
    """Return whether the account is there still, with the password of the log-in."""
    return gate.accounts.find(session.account.name) == session.account


def _is_ours(gate: Gate, request: Request, cookie: str, sent: Mapping[str, str], encrypted: bool) -> bool:
    token = sent.get("token", "")
    return is_from_our_page(request, encrypted=encrypted) and gate.sessions.is_token(cookie, token)


def _login_page(
    gate: Gate,
    request: Request,
    encrypted: bool,
    status: int = HTTPStatus.OK,
    problem: str | None = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    """Return the log-in page; what was *sent* to it stands in it again, but for the password."""
    name, link = (sent or {}).get("name", ""), (sent or request.query_params).get(LINK, "")
    ticket = request.cookies.get(_cookie(TICKET, encrypted)) or new_cookie()  # two tabs may show the page
    token = gate.sessions.token(ticket)
    response = staff_page(
        "staff/login.html", status, visit=None, problem=problem, name=name, link=link, token=token
    )
    _set_cookie(response, TICKET, ticket, encrypted)
    return response


def _cookie(name: str, encrypted: bool) -> str:
    """Return the name under which a browser keeps a cookie; with this prefix it takes none without TLS."""
    return f"__Secure-{name}" if encrypted else name


def _set_cookie(response: Response, name: str, value: str, encrypted: bool) -> None:
    # Without an age: it goes with the browser.
    response.set_cookie(
        _cookie(name, encrypted), value, path=ROOT, secure=encrypted, httponly=True, samesite="strict"
    )
