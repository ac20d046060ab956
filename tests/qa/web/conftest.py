"""The application around a fake bot: as a client without a server, and served to a real Chromium."""

from qa.offline import go_offline

go_offline()

import os  # noqa: E402 - the environment must stand before gradio is imported
import shutil  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import ExitStack  # noqa: E402

import pytest  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, sync_playwright  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from qa.web.application import build_application  # noqa: E402
from tests.qa.web.fakes import FakeBot, client_of  # noqa: E402
from tests.qa.web.serving import in_background  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
).split()


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
def own_client(bot: FakeBot) -> TestClient:
    """A client of an application around this test's own bot."""
    return client_of(bot)


@pytest.fixture(scope="session")
def client() -> TestClient:
    """A client that tests share: making the application takes a tenth of a second."""
    return client_of(FakeBot())


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[FakeBot], str]]:
    """Return a function that serves a bot on a free port until the tests end, and gives its address."""
    with ExitStack() as running:
        yield lambda bot: running.enter_context(in_background(build_application(bot)))


@pytest.fixture(scope="session")
def site(serve: Callable[[FakeBot], str]) -> str:
    """The address of an application that every browser test may share."""
    return serve(FakeBot())


def chromium() -> str:
    """Return where Chromium is, or would be."""
    return os.environ.get("QA_CHROMIUM") or shutil.which("chromium") or CHROMIUM


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if not os.path.exists(path):
        reason = f"no Chromium at {path}: install it, or set QA_CHROMIUM"
        if "browser" in os.environ.get("QA_REQUIRE", ""):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield launched
        launched.close()


def wide(browser: Browser) -> BrowserContext:
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(15_000)
    return made


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    made = wide(browser)
    yield made
    made.close()


@pytest.fixture
def context(profile: BrowserContext) -> Iterator[BrowserContext]:
    """A wide page in a profile that tests share: what it has loaded once, it need not load again."""
    yield profile
    for page in profile.pages:
        page.close()


@pytest.fixture
def fresh(browser: Browser) -> Iterator[BrowserContext]:
    """A wide page in a profile of this test's own."""
    made = wide(browser)
    yield made
    made.close()
