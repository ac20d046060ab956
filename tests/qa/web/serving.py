"""An application on a free port of this machine, for tests with a real browser."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from qa.web.serving import taken, url


@contextmanager
def in_background(application: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve *application* at *port* (0 is a free one), give its address, and stop at the end."""
    listener = taken("127.0.0.1", port)
    config = uvicorn.Config(application, log_level="warning", access_log=False, proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    try:
        yield url(listener)
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join()
        listener.close()
