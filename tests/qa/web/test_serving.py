import os
import socket
import subprocess
import sys
import threading
import time

import httpx
import pytest
import uvicorn

from index.errors import BotError
from qa.settings import Settings
from qa.texts import english, spanish
from qa.web import serving
from qa.web.serving import PortError, serve, taken, url
from tests.qa.web.fakes import FakeBot


def test_a_port_in_use_is_named_with_the_next_step() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortError, match=rf"127\.0\.0\.1 port {port} \(.*in use.*set QA_PORT"):
            taken("127.0.0.1", port)


def test_a_port_in_use_is_said_before_the_bot_is_loaded() -> None:
    def load(settings: Settings) -> FakeBot:
        raise AssertionError("loaded")

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortError):
            serve(Settings(port=other.getsockname()[1]), load)


def test_a_host_that_is_not_ours_is_named() -> None:
    with pytest.raises(PortError, match="192.0.2.1"):
        taken("192.0.2.1", 7860)


def test_a_port_that_is_taken_does_not_answer_yet() -> None:
    with taken("127.0.0.1", 0) as listener, pytest.raises(httpx.ConnectError):
        httpx.get(url(listener))


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
)
def test_the_address_shown_is_one_that_a_browser_here_can_open(host: str, shown: str) -> None:
    try:
        listener = taken(host, 0)
    except PortError as error:
        pytest.skip(f"no such address here: {error}")
    with listener:
        assert url(listener) == f"http://{shown}:{listener.getsockname()[1]}"


def test_the_page_opens_warm_and_says_where(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = FakeBot()
    servers: list[uvicorn.Server] = []
    remember = uvicorn.Server.__init__

    def init(self: uvicorn.Server, config: uvicorn.Config) -> None:
        remember(self, config)
        servers.append(self)

    monkeypatch.setattr(uvicorn.Server, "__init__", init)
    thread = threading.Thread(target=serve, args=(Settings(port=0), lambda settings: bot), daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not (servers and servers[0].started) and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        assert [request.question for request in bot.requests] == [
            english.EXAMPLES[0],
            spanish.EXAMPLES[0],
        ]
        texts_said, ready = capsys.readouterr().out.splitlines()
        assert texts_said.startswith(
            "Texts still at their default (set QA_TEXTS_DIR): title, referral, exit, "
        )
        assert ready.startswith("Ready after ")
        address = ready.split(": ")[1].split(" ")[0]
        response = httpx.get(address)
        assert response.status_code == 200
        assert "server" not in response.headers
        # Whoever calls from this machine may say that the browser spoke TLS; nobody believes it.
        claimed = {"x-forwarded-proto": "https"}
        assert httpx.get(f"{address}/staff/login", headers=claimed).status_code == 403
        # What is asked, and by whom, stands in no log.
        assert "1,168" in httpx.post(f"{address}/plain", data={"question": "Xylophone agencies"}).text
        assert httpx.get(f"{address}/nope?Xylophone").status_code == 404
        logged = capsys.readouterr()
        assert (logged.out, logged.err, caplog.text) == ("", "", "")
    finally:
        servers[0].should_exit = True
        thread.join()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"QA_SEEDS_DIR": "nowhere", "QA_DATA_DIR": "nowhere"}, "no index in nowhere"),
        ({"QA_TEXTS_DIR": "nowhere"}, "nowhere/operator.en.toml: cannot be read"),
    ],
)
def test_what_a_user_can_put_right_is_one_line_and_exit_code_1(change: dict[str, str], says: str) -> None:
    environment = {**os.environ, "QA_PORT": "0", **change}
    ended = subprocess.run([sys.executable, "app.py"], capture_output=True, text=True, env=environment)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert says in ended.stderr


def test_a_port_error_is_one_the_edges_show() -> None:
    assert issubclass(serving.PortError, BotError)
