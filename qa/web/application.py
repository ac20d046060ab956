"""The one web application: the server-rendered pages, and the chat mounted beside them."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount

from qa.texts.operator import Frames, load_frames
from qa.web.asking import Asker, Bot
from qa.web.chat import build_ui
from qa.web.languages import choices
from qa.web.middleware import Guard, OnlyThePage
from qa.web.pages import on_http_error, problem_app, routes
from qa.web.rendering import rendered
from qa.web.theme import theme


def build_application(
    bot: Bot,
    ledger: Path | None = None,
    *,
    staff: Sequence[BaseRoute] = (),
    frames: Frames | None = None,
) -> FastAPI:
    """Return the application around *bot*, with the routes for *staff*. Asks nothing and opens no port.

    The document pages say what staff found out, where the file *ledger* exists. Without *frames* a library's
    own words are those that we ship.
    """
    asker = Asker(bot)
    frames = frames or load_frames()
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    application.router.routes.extend([*routes(asker, frames, ledger), *staff])
    application.add_exception_handler(HTTPException, partial(on_http_error, frames))
    application.add_middleware(
        Guard,
        too_large=problem_app(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, frames),
        failed=problem_app(HTTPStatus.INTERNAL_SERVER_ERROR, frames),
    )
    own = list(application.router.routes)
    for frame in frames.values():
        gr.mount_gradio_app(
            application,
            build_ui(asker, frame, frames),
            path="/",
            theme=theme(),
            footer_links=[],
            run_history=False,
            max_file_size="1b",
            ssr_mode=False,
            pwa=False,
            enable_monitoring=False,
            mcp_server=False,
            show_error=True,
        )
    first, *others = application.router.routes[len(own) :]
    chats = [mounted.app for mounted in (first, *others) if isinstance(mounted, Mount)]
    for mounted in others:  # of two at one path the second would never be reached
        application.router.routes.remove(mounted)
    assert isinstance(first, Mount)
    around = {
        language: (
            rendered("chat_head.html", frame),
            rendered("chat_top.html", frame, choices=choices(language)),
        )
        for language, frame in frames.items()
    }
    first.app = OnlyThePage(dict(zip(frames, chats, strict=True)), own, around)
    return application
