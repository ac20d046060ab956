"""From a bot to an open port: the port is taken first, and answers only when the models are warm."""

import socket
import sys
import time
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from index.errors import BotError
from qa.contract import Request
from qa.settings import Settings
from qa.texts import CATALOGUES
from qa.texts.operator import Frames, at_default, load_frames
from qa.verification.accounts import Accounts
from qa.web.application import build_application
from qa.web.asking import Bot
from qa.web.staff.routes import Gate, staff_routes
from qa.wiring import load_bot


class PortError(BotError):
    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"cannot serve at {host} port {port} ({reason}): set QA_PORT to a free port, or QA_HOST"
        )


def serve(settings: Settings, load: Callable[[Settings], Bot] = load_bot) -> None:
    """Serve the bot that *load* makes, until interrupted; say on standard output when it is ready.

    The library's texts are read and the port is taken before the slow part, so that what is wrong with
    either is said at once. Raises TextsError and PortError for it.
    """
    began = time.monotonic()
    frames = load_frames(settings.texts_dir)
    with taken(settings.host, settings.port) as listener:
        bot = load(settings)
        application = application_of(settings, bot, frames)
        for language, t in CATALOGUES.items():  # each one's first reply is slow; nobody should wait for it
            bot.reply(Request(question=t.EXAMPLES[0], language=language))

        def announce() -> None:
            if default := at_default(frames):
                sys.stdout.write(f"Texts still at their default (set QA_TEXTS_DIR): {'; '.join(default)}\n")
            seconds = time.monotonic() - began
            sys.stdout.write(f"Ready after {seconds:.0f} s: {url(listener)} (Ctrl+C stops it)\n")
            sys.stdout.flush()

        # No access log: it would hold who asked and when. No proxy_headers: uvicorn would believe whoever
        # calls from this machine that the browser spoke TLS.
        config = uvicorn.Config(
            application, log_level="warning", access_log=False, server_header=False, proxy_headers=False
        )
        _Server(config, announce).run(sockets=[listener])


def application_of(settings: Settings, bot: Bot, frames: Frames | None = None) -> FastAPI:
    """Return the application around *bot*, with staff's pages, over the data that *settings* name."""
    gate = Gate(Accounts.of(settings.data_dir), settings.behind_proxy)
    staff = staff_routes(bot, gate, settings.ledger_path)
    return build_application(bot, settings.ledger_path, staff=staff, frames=frames)


def taken(host: str, port: int) -> socket.socket:
    """Return a socket that holds the port and does not answer yet."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise PortError(host, port, error.strerror or str(error)) from error
    return listener


def url(listener: socket.socket) -> str:
    """Return the address at which a browser on this machine finds the page."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.announce()
