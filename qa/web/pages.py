"""The pages that need no script: a document, the sources, the plain form, and what is shown for an error."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from qa import contract, texts
from qa.web import assets
from qa.web.asking import Asker, Trouble
from qa.web.forms import posted
from qa.web.links import asked_place
from qa.web.middleware import FOR_GOOD
from qa.web.passages import paragraphs, shown_part
from qa.web.rendering import environment, render_answer, render_trouble

PROBLEMS = {
    HTTPStatus.NOT_FOUND: ("Page not found", "There is no page at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("This address does not take that", "It cannot be used in this way."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("Too long", "What was sent is larger than this page takes."),
    HTTPStatus.INTERNAL_SERVER_ERROR: ("Something went wrong", texts.TROUBLES["failed"]),
}


def routes(asker: Asker) -> Sequence[BaseRoute]:
    """Return the routes of the server-rendered pages."""
    documents = asker.bot.documents

    async def document(request: Request) -> Response:
        shown = documents.get(request.path_params["id"])
        if shown is None:
            return problem_page(HTTPStatus.NOT_FOUND, "There is no document of this name in the collection.")
        asked = asked_place(shown, request.query_params)
        part = shown_part(shown, asked.place)
        return page(
            "document.html",
            document=shown,
            source=shown.source,
            problem=asked.problem,
            passage=asked.place,
            part=part,
            paragraphs=list(paragraphs(shown, part, asked.place)) if part else [],
            # The side panel of the chat is a frame: there the way back is the panel's, not the page's.
            framed=request.headers.get("sec-fetch-dest") == "iframe",
        )

    async def sources(request: Request) -> Response:
        framed = request.headers.get("sec-fetch-dest") == "iframe"
        return page("sources.html", documents=documents, framed=framed)

    async def plain(request: Request) -> Response:
        if request.method != "POST":
            return page("plain.html", documents=documents, question="", answer=None)
        question = (await posted(request)).get("question", "")
        status = HTTPStatus.OK
        try:
            answer = render_answer(await asker.ask(contract.Request(question=question)), documents)
        except Trouble as trouble:
            answer = render_trouble(texts.TROUBLES[trouble.kind])
            status = TROUBLE_STATUS[trouble.kind]
        return page("plain.html", status, documents=documents, question=question, answer=answer)

    return [
        Route("/documents/{id:path}", document),
        Route("/sources", sources),
        Route("/plain", plain, methods=["GET", "POST"]),
        Route("/own/{name}", asset),
    ]


TROUBLE_STATUS = {"busy": HTTPStatus.SERVICE_UNAVAILABLE, "failed": HTTPStatus.INTERNAL_SERVER_ERROR}


def page(template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    """Return the page made from *template*."""
    html = environment().get_template(template).render(**values)
    return HTMLResponse(html, status)


def problem_page(status: int, words: str | None = None) -> HTMLResponse:
    """Return a small page that says what went wrong and where to go on."""
    title, usual = PROBLEMS.get(
        HTTPStatus(status), ("This did not work", "The request could not be answered.")
    )
    return page("problem.html", status, title=title, words=words or usual)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer an HTTP error that any route raised with a page."""
    assert isinstance(error, HTTPException)
    response = problem_page(error.status_code)
    response.headers.update(error.headers or {})
    return response


async def asset(request: Request) -> Response:
    """Return a style sheet, the script or the icon."""
    name = request.path_params["name"]
    if name not in assets.TYPES:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"cache-control": FOR_GOOD}
    return Response(assets.content(name), media_type=assets.TYPES[name], headers=headers)
