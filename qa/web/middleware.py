"""What every request passes: limits on the way in, headers on the way out. Plain ASGI: a stream stays one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.asking import Trouble, errors_without_words
from qa.web.languages import page_language

MAX_BODY = 1_000_000  # bytes; the longest conversation that the chat sends stays below

# Our own scripts by their address, none inside a page.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)
# 'unsafe-eval': without it Gradio's page stays empty. frame-src: the side panel.
GRADIO_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; frame-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
FOR_GOOD = "public, max-age=31536000, immutable"

# What the chat page itself asks of Gradio. All else that Gradio serves is closed, uploads first of all.
GRADIO_PATHS = ("/", "/theme.css", "/gradio_api/run/predict")
LINK_PREVIEW = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
BODY = re.compile(rb"<body\b[^>]*>")
GRADIO_FOLDERS = ("/assets/", "/static/")


class Guard:
    """Refuses what is too large, answers an error with a page, and sets the headers a response lacks."""

    def __init__(self, app: ASGIApp, too_large: ASGIApp, failed: ASGIApp) -> None:
        self.app = app
        self.too_large = too_large
        self.failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _set_missing(message, HEADERS)
            await send(message)

        body = await _body(scope, receive)
        if body is None:
            await self.too_large(scope, receive, send_with_headers)
            return
        try:
            with errors_without_words():  # before Starlette, which raises it again for uvicorn to log
                await self.app(scope, _replayed(body, receive), send_with_headers)
        except Trouble:
            if not started:
                await self.failed(scope, receive, send_with_headers)


class OnlyThePage:
    """Lets through to Gradio what its page needs, without the cross-origin headers Gradio would add.

    There is one of Gradio's applications for each language. A page's events name its components by number,
    so what a page sends goes to the one that it came from: it sends the query of its address along.

    Its page gets what its language has in *around*: the first in its head, the second before all it shows.
    Gradio would have its script add them, too late for the first paint and never where there is no script.
    What it says of itself to other sites' link previews is taken out.
    """

    def __init__(
        self,
        apps: Mapping[str, ASGIApp],
        own: Sequence[BaseRoute],
        around: Mapping[str, tuple[str, str]],
    ) -> None:
        self.apps = apps
        self.own = own
        self.around = around

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if any(route.matches(scope)[0] is Match.PARTIAL for route in self.own):
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)  # one of ours, not called so
        path = scope["path"] if scope["type"] == "http" else ""
        if path not in GRADIO_PATHS and not path.startswith(GRADIO_FOLDERS):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)

        async def send_own_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _remove(message, "access-control-")
                _set_missing(message, {"content-security-policy": GRADIO_POLICY})
                if path.startswith(GRADIO_FOLDERS) and message["status"] == HTTPStatus.OK:
                    _set_missing(message, {"cache-control": FOR_GOOD})
            await send(message)

        language = page_language(HTTPConnection(scope))
        if path == "/":
            await self.send_page(language, scope, receive, send_own_headers)
        else:
            await self.apps[language](scope, receive, send_own_headers)

    async def send_page(self, language: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Send Gradio's page with what stands around it, and its language named."""
        # Compressed, it could not be changed.
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        begun: Message = {}
        html = b""

        async def collect(message: Message) -> None:
            nonlocal begun, html
            if message["type"] == "http.response.start":
                begun = message
            if message["type"] != "http.response.body":
                return
            html += message.get("body", b"")
            if message.get("more_body"):
                return
            head, top = (part.encode() for part in self.around[language])
            page = LINK_PREVIEW.sub(b"", html).replace(b"<head>", b"<head>" + head, 1)
            page = BODY.sub(lambda begin: begin[0] + top, page, count=1)
            page = page.replace(b'lang="en"', f'lang="{language}"'.encode(), 1)
            if html:  # a HEAD request has none, and its length stays that of Gradio's page
                MutableHeaders(scope=begun)["content-length"] = str(len(page))
            await send(begun)
            await send({"type": "http.response.body", "body": page})

        await self.apps[language]({**scope, "headers": plain}, receive, collect)


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """Return the whole body, or None when it is larger than MAX_BODY; no more than that is ever held."""
    announced = Headers(scope=scope).get("content-length", "")
    if announced.isdigit() and int(announced) > MAX_BODY:
        return None
    body = b""
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > MAX_BODY:
            return None
        if not message.get("more_body"):
            return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a *receive* that gives *body* first and then whatever comes: the end of the connection."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _set_missing(message: Message, headers: Mapping[str, str]) -> None:
    present = MutableHeaders(scope=message)
    for name, value in headers.items():
        present.setdefault(name, value)


def _remove(message: Message, prefix: str) -> None:
    headers: Iterable[tuple[bytes, bytes]] = message["headers"]
    message["headers"] = [pair for pair in headers if not pair[0].lower().startswith(prefix.encode())]
