"""The one web application: the server-rendered pages, and the chat mounted beside them."""

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount

from qa.texts import english
from qa.web.asking import Asker, Bot
from qa.web.chat import build_ui
from qa.web.middleware import Guard, OnlyThePage
from qa.web.pages import on_http_error, problem_page, routes
from qa.web.rendering import environment
from qa.web.theme import theme


def build_application(bot: Bot, ledger: Path | None = None, *, staff: Sequence[BaseRoute] = ()) -> FastAPI:
    """Return the application around *bot*, with the routes for *staff*. Asks nothing and opens no port.

    The document pages say what staff found out, where the file *ledger* exists.
    """
    asker = Asker(bot)
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    application.router.routes.extend([*routes(asker, ledger), *staff])
    application.add_exception_handler(HTTPException, on_http_error)
    application.add_middleware(
        Guard,
        too_large=problem_page(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, english),
        failed=problem_page(HTTPStatus.INTERNAL_SERVER_ERROR, english),
    )
    gr.mount_gradio_app(
        application,
        build_ui(asker),
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
    *own, mounted = application.router.routes
    assert isinstance(mounted, Mount)
    head, top = (
        environment().get_template(f"chat_{part}.html").render(t=english) for part in ("head", "top")
    )
    mounted.app = OnlyThePage(mounted.app, own, head, top)
    return application
