import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from qa.contract import Reply, Request
from qa.web.middleware import GRADIO_POLICY, MAX_BODY, PAGE_POLICY
from tests.qa.web.fakes import FakeBot, client_of
from tests.qa.web.reading import elements, scripts

PAGES = (
    "/plain",
    "/empty",
    "/sources",
    "/documents/agencies",
    "/documents/nope",
    "/cite",
    "/nope",
    "/own/chat.js",
)
CLOSED = (
    "/config", "/login", "/logout", "/monitoring", "/monitoring/summary", "/robots.txt", "/manifest.json",
    "/pwa_icon", "/docs", "/openapi.json", "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/runs",
    "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/upload", "/gradio_api/upload/",
    "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://evil.example", "/gradio_api/deep_link",
    "/gradio_api/heartbeat/x", "/gradio_api/call/respond", "/gradio_api/run/predict/", "//gradio_api/upload",
    "/gradio_api/vibe-edit", "/custom_component/x",
)  # fmt: skip


@pytest.mark.parametrize("path", ["/", *PAGES, "/gradio_api/upload"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_every_response_carries_the_headers(method: str, path: str, client: TestClient) -> None:
    response = client.request(method, path, headers={"origin": "https://evil.example", "host": "bot.example"})
    headers = response.headers
    assert headers["content-security-policy"] in (PAGE_POLICY, GRADIO_POLICY)
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers
    assert not [name for name in headers if name.startswith("access-control")]
    kept = "immutable" if path.startswith("/own/") and response.status_code == 200 else "no-store"
    assert kept in headers["cache-control"]


@pytest.mark.parametrize("path", PAGES)
def test_our_own_pages_run_our_own_scripts_by_their_address_and_no_other(
    path: str, client: TestClient
) -> None:
    response = client.get(path)
    assert response.headers["content-security-policy"] == PAGE_POLICY
    assert PAGE_POLICY.startswith("default-src 'none'; script-src 'self';") and "unsafe" not in PAGE_POLICY
    if response.headers["content-type"].startswith("text/html"):
        assert all(src.startswith("/own/") for src in scripts(response.text))


@pytest.mark.parametrize(
    "path", ["/", "/plain", "/sources", "/documents/agencies", "/documents/nope", "/nope"]
)
def test_the_way_out_is_a_link_on_every_screen_from_the_first_byte(path: str, client: TestClient) -> None:
    html = client.get(path).text.partition("<gradio-app")[0]
    assert re.search(
        r'<header class="top">.*<a class="exit" href="/empty" rel="noreferrer nofollow" ', html, re.DOTALL
    )


def test_the_neutral_page_says_nothing_of_where_one_was(client: TestClient) -> None:
    response = client.get("/empty")
    assert response.status_code == 200
    assert not elements(response.text, "a") and not scripts(response.text)
    assert {one.attributes["href"] for one in elements(response.text, "link")} == {"data:,"}
    assert not re.search(r"\bICE\b|polic|sheriff|question|ask", response.text)
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"


def test_the_chat_may_frame_a_document_and_be_framed_by_nobody(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert policy == GRADIO_POLICY
    assert "frame-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "frame-ancestors 'self'" in client.get("/sources").headers["content-security-policy"]


def test_gradios_page_is_ours_from_its_first_byte_and_names_nobody_else(client: TestClient) -> None:
    response = client.get("/", headers={"accept-encoding": "br"})
    assert response.status_code == 200
    assert response.headers["content-length"] == str(len(response.content))
    head = response.text.partition("</head>")[0]
    assert '<noscript><meta http-equiv="refresh" content="0; url=/plain?lang=en"></noscript>' in head
    assert client.get(re.findall(r'<script src="([^"]+)"', head)[0]).status_code == 200
    assert client.get(re.findall(r'<link rel="stylesheet" href="([^"]+)"', head)[0]).status_code == 200
    for word in ('="og:', '="twitter:', "githubusercontent"):
        assert word not in head
    for setting in ('"run_history":false', '"analytics_enabled":false', '"footer_links":[]', '"pwa":false'):
        assert setting in response.text


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_page_does_not_need_of_gradio_is_closed(method: str, path: str, client: TestClient) -> None:
    response = client.request(method, path)
    assert response.status_code == 404
    assert "no page at this address" in response.text


def test_no_file_can_be_uploaded(client: TestClient) -> None:
    response = client.post("/gradio_api/upload", files={"files": ("a.txt", b"kept?")})
    assert response.status_code == 404


def test_a_body_is_taken_up_to_the_limit_and_not_beyond(own_client: TestClient, bot: FakeBot) -> None:
    question = b"question="
    fits = question + b"a" * (MAX_BODY - len(question))
    assert own_client.post("/plain", content=fits).status_code == 200
    response = own_client.post("/plain", content=fits + b"a")
    assert response.status_code == 413
    assert "larger than this page takes" in response.text
    assert len(bot.requests) == 1


def test_a_body_announced_as_too_large_is_not_waited_for(own_client: TestClient, bot: FakeBot) -> None:
    response = own_client.post("/plain", content=b"question=a", headers={"content-length": str(MAX_BODY + 1)})
    assert response.status_code == 413
    assert not bot.requests


def test_a_body_of_unannounced_length_is_cut_off_too(own_client: TestClient, bot: FakeBot) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(30):
            yield b"a" * 100_000

    assert own_client.post("/plain", content=parts()).status_code == 413
    assert not bot.requests


class Broken(FakeBot):
    def reply(self, request: Request) -> Reply:
        raise ValueError(f"cannot read {request.question!r}")


@pytest.mark.parametrize("path", ["/plain", "/plain/reply.json", "/gradio_api/run/predict"])
def test_no_word_of_a_question_is_logged_even_when_the_bot_fails(
    path: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for bot in (FakeBot(), Broken()):
        client = client_of(bot)
        if path.startswith("/plain"):
            response = client.post(path, data={"question": "Xylophone agencies"})
        else:
            response = client.post(path, json={"data": ["Xylophone agencies", []], "fn_index": 0})
        if path != "/plain/reply.json" or response.status_code == 200:
            assert "Xylophone agencies" in response.text
    output = capfd.readouterr()
    assert "Xylophone" not in caplog.text + output.out + output.err
    assert "ValueError at " in caplog.text


def test_a_page_that_fails_says_so_and_logs_no_message(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("Xylophone")

    monkeypatch.setattr("qa.web.pages.shown_part", fails)
    response = client.get("/documents/daily")
    assert response.status_code == 500
    assert "Something went wrong" in response.text
    assert response.headers["content-security-policy"] == PAGE_POLICY
    assert "Xylophone" not in caplog.text and "ValueError at " in caplog.text
