"""The pages that need no script: a document, the sources, the plain form, and what is shown for an error."""

from collections.abc import Callable, Sequence
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from qa import contract
from qa.texts.operator import Frames, frame_in
from qa.web import assets
from qa.web.asking import Asker, Trouble
from qa.web.citations import DOWNLOADS, NotCitable, Passage, citations, named_passages, query_of, site_of
from qa.web.following import follow
from qa.web.forms import posted
from qa.web.fragments import text_fragment_link
from qa.web.languages import choices, page_frame, page_language
from qa.web.links import address, asked_place
from qa.web.middleware import FOR_GOOD
from qa.web.passages import paragraphs, shown_part
from qa.web.rendering import render_answer, render_trouble, rendered


def routes(
    asker: Asker, frames: Frames, ledger: Path | None = None, today: Callable[[], date] = date.today
) -> Sequence[BaseRoute]:
    """Return the routes of the server-rendered pages. *ledger* is read where it exists, never made."""
    documents = asker.bot.documents

    async def document(request: Request) -> Response:
        shown = documents.get(request.path_params["id"])
        if shown is None:
            words = page_frame(request, frames).t.NO_DOCUMENT
            return problem_page(HTTPStatus.NOT_FOUND, request, frames, words)
        asked = asked_place(shown, request.query_params)
        followed = await anyio.to_thread.run_sync(follow, asked, shown, ledger)
        passage = followed.place
        part = shown_part(shown, passage)
        suggested = followed.suggestion
        return citing_page(
            "document.html",
            [(shown, passage)] if passage else [],
            request,
            followed.status,
            document=shown,
            source=shown.source,
            followed=followed,
            passage=passage,
            suggested=address(shown.id, shown.sha256, *suggested, page_frame(request, frames).t.LANGUAGE)
            if suggested
            else None,
            # The cookie that says who is staff is not sent here, so the link is there for everybody.
            for_staff=urlencode({"link": address(shown.id, shown.sha256, *passage)})
            if passage and ledger
            else None,
            original=text_fragment_link(shown, passage) if passage else None,
            part=part,
            paragraphs=list(paragraphs(shown, part, passage)) if part else [],
        )

    def citing_page(
        template: str,
        passages: Sequence[Passage],
        request: Request,
        status: int = HTTPStatus.OK,
        **values: Any,
    ) -> Response:
        """Return a page on which *passages* can be copied and saved."""
        return page(
            template,
            request,
            frames,
            status,
            citations=citations(passages, today(), site_of(request)),
            downloads=DOWNLOADS,
            query=query_of(passages),
            framed=is_framed(request),
            **values,
        )

    async def cite(request: Request) -> Response:
        try:
            passages = named_passages(documents, request.query_params.getlist("place"))
        except NotCitable as problem:
            words = page_frame(request, frames).t.NOTHING_TO_CITE
            return problem_page(problem.status, request, frames, words)
        return citing_page("cite.html", passages, request)

    async def download(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in DOWNLOADS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        try:
            passages = named_passages(documents, request.query_params.getlist("place"))
        except NotCitable as problem:
            words = page_frame(request, frames).t.NOTHING_TO_CITE
            return problem_page(problem.status, request, frames, words)
        made = DOWNLOADS[name]
        content = made.write(passages, today(), site_of(request))
        return attachment(content, made.media_type, f"citation-{name}.{made.suffix}")

    async def sources(request: Request) -> Response:
        return page("sources.html", request, frames, documents=documents, framed=is_framed(request))

    async def plain(request: Request) -> Response:
        frame = page_frame(request, frames)
        if request.method != "POST":
            return page(
                "plain.html",
                request,
                frames,
                documents=documents,
                question="",
                answer=None,
                heard="",
                saves=False,
            )
        question = (await posted(request)).get("question", "")
        status, saves, heard = HTTPStatus.OK, False, frame.t.NO_ANSWER
        try:
            reply = await asker.ask(contract.Request(question=question), page_language(request))
            answer, saves = render_answer(reply, documents, frames), reply.reason != "invalid"
            heard = frame_in(frames, reply.language).t.status(reply)
        except Trouble as trouble:
            answer = render_trouble(trouble.kind, frame)
            status = TROUBLE_STATUS[trouble.kind]
        return page(
            "plain.html",
            request,
            frames,
            status,
            documents=documents,
            question=question,
            answer=answer,
            heard=heard,  # at the beginning of the title, which a screen reader reads out first
            saves=saves,
        )

    async def saved_reply(request: Request) -> Response:
        """Return the reply as `ask --json` gives it; asked again, because nothing of it is kept here."""
        try:
            question = (await posted(request)).get("question", "")
            reply = await asker.ask(contract.Request(question=question), page_language(request))
        except Trouble as trouble:
            return problem_page(TROUBLE_STATUS[trouble.kind], request, frames)
        return attachment(reply.model_dump_json() + "\n", "application/json", "reply.json")

    async def empty(request: Request) -> Response:
        return page("empty.html", request, frames)

    return [
        Route("/empty", empty),
        Route("/documents/{id:path}", document),
        Route("/cite", cite),
        Route("/cite/{name}", download),
        Route("/sources", sources),
        Route("/plain", plain, methods=["GET", "POST"]),
        Route("/plain/reply.json", saved_reply, methods=["POST"]),
        Route("/own/{name}", asset),
    ]


TROUBLE_STATUS = {"busy": HTTPStatus.SERVICE_UNAVAILABLE, "failed": HTTPStatus.INTERNAL_SERVER_ERROR}


def page(
    template: str, request: HTTPConnection, frames: Frames, status: int = HTTPStatus.OK, **values: Any
) -> HTMLResponse:
    """Return the page made from *template*, in the language that *request* asks for."""
    shown = choices(page_language(request), request.query_params.multi_items())
    html = rendered(template, page_frame(request, frames), choices=shown, **values)
    return HTMLResponse(html, status)


def is_framed(request: Request) -> bool:
    """Return whether the page stands in the chat's side panel: there the way back is the panel's."""
    return request.headers.get("sec-fetch-dest") == "iframe"


def attachment(content: str, media_type: str, name: str) -> Response:
    """Return *content* as a file that a browser saves."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content.encode(), media_type=media_type, headers=headers)


def problem_page(
    status: int, request: HTTPConnection, frames: Frames, words: str | None = None
) -> HTMLResponse:
    """Return a small page that says what went wrong and where to go on."""
    t = page_frame(request, frames).t
    title, usual = t.PROBLEMS.get(status, t.OTHER_PROBLEM)
    return page("problem.html", request, frames, status, title=title, words=words or usual)


def problem_app(status: int, frames: Frames) -> ASGIApp:
    """Return an application that answers every request with the page for this problem."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await problem_page(status, HTTPConnection(scope), frames)(scope, receive, send)

    return answer


async def on_http_error(frames: Frames, request: Request, error: Exception) -> Response:
    """Answer an HTTP error that any route raised with a page."""
    assert isinstance(error, HTTPException)
    response = problem_page(error.status_code, request, frames)
    response.headers.update(error.headers or {})
    return response


async def asset(request: Request) -> Response:
    """Return a style sheet, the script or the icon."""
    name = request.path_params["name"]
    if name not in assets.TYPES:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"cache-control": FOR_GOOD}
    return Response(assets.content(name), media_type=assets.TYPES[name], headers=headers)
