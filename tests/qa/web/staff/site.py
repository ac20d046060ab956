"""Staff's pages as a browser meets them: forms are sent with what the page put into them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.testclient import TestClient

from index.records import Document, Span
from qa.settings import Settings
from qa.verification.accounts import Accounts
from qa.verification.events import CHECKER, Event, Standing
from qa.verification.ledger import Ledger
from qa.verification.public import Verdict, verdict_on
from qa.web.application import build_application, build_pages
from qa.web.asking import Asker
from qa.web.staff.attempts import Attempts
from qa.web.staff.pages import ROOT
from qa.web.staff.routes import SESSION, Gate, staff_routes
from qa.web.staff.sessions import Sessions
from tests.qa.web.fakes import FRAMES, FakeBot
from tests.qa.web.reading import elements

HERE = "http://127.0.0.1:7860"
ANN, BEA = "Ann Lee", "Béa Đặng"
PASSWORDS = {ANN: "correct horse battery", BEA: "another horse battery"}
Response = Any  # of whichever client library Starlette has
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Clock:
    """Seconds since the test began, as the test says."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds - 1000)


@dataclass
class Site:
    """The application around *bot*, over the accounts and the ledger in the folder *data*.

    It is made without the chat unless a test asks for it: that takes longer than most tests.
    """

    data: Path
    bot: FakeBot
    behind_proxy: bool = False
    with_chat: bool = False
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.gate = Gate(
            Accounts.of(self.data), self.behind_proxy, Sessions(self.clock), Attempts(self.clock)
        )
        routes = staff_routes(self.bot, self.gate, self.path, now=self.clock.wall)
        if self.with_chat:
            self.application = build_application(self.bot, self.path, staff=routes)
        else:
            self.application = build_pages(Asker(self.bot), FRAMES, self.path, staff=routes)

    @property
    def path(self) -> Path:
        """The file of the ledger."""
        return Settings(data_dir=self.data).ledger_path

    def browser(self, address: str = HERE, client: str = "127.0.0.1") -> "Browser":
        """Return a browser without cookies, at the machine *client*, which names the site by *address*."""
        return Browser(
            TestClient(
                self.application,
                base_url=address,
                client=(client, 50000),
                follow_redirects=False,
                raise_server_exceptions=False,
            )
        )

    def staff(self, name: str = ANN) -> "Browser":
        """Return a browser in which *name* is logged in: its cookie is put there, without a password."""
        account = self.gate.accounts.find(name)
        assert account is not None
        browser = self.browser()
        cookie = self.gate.sessions.begin(account)
        browser.client.cookies.set(SESSION, cookie, domain=urlsplit(HERE).hostname or "", path=ROOT)
        return browser

    def ledger(self) -> Ledger:
        return Ledger(self.path)

    def entered(self, document: Document, words: str) -> int:
        start = document.text.index(words)
        with self.ledger() as ledger:
            return ledger.enter(document, Span(start, start + len(words)))

    def history(self, id: int) -> tuple[Event, ...]:
        with self.ledger() as ledger:
            return ledger.history(id)

    def verdict(self, id: int) -> Verdict | None:
        """Return what everybody may know of the passage."""
        with self.ledger() as ledger:
            entry = ledger.entry(id)
            assert entry is not None
            return verdict_on(ledger, entry)

    def drifted(self, id: int, state: Standing) -> None:
        """Record *state* as the automatic check does."""
        with self.ledger() as ledger:
            ledger.record(id, Event(state=state, by=CHECKER, at=NOON))


@dataclass
class Browser:
    """Sends what a browser would: the form of a page with its hidden fields, and from where it was sent."""

    client: TestClient

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def post(self, path: str, sent: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Response:
        given = {"sec-fetch-site": "same-origin"} if headers is None else dict(headers)
        return self.client.post(path, data=dict(sent), headers=given)

    def log_in(self, name: str, password: str | None = None) -> Response:
        typed = PASSWORDS.get(name, "") if password is None else password
        return self.send("/staff/login", "/staff/login", name=name, password=typed)

    def send(self, page: str, action: str, /, **typed: str) -> Response:
        """Open *page* and send its form to *action* with what was *typed*."""
        response = self.get(page)
        assert response.status_code == 200, response.text
        return self.post(action, {**hidden(response.text, action), **typed})

    def decide(self, id: int, action: str, *, queue: str = "unverified", **typed: str) -> Response:
        address = f"/staff/passages/{id}"
        return self.send(f"{address}?queue={queue}", address, action=action, **typed)


def hidden(html: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that is sent to *action*."""
    found: dict[str, str] = {}
    for one in elements(html, "input"):
        form = next(parent for parent in one.parents if parent.tag == "form")
        if form.attributes["action"] == action and one.attributes.get("type") == "hidden":
            found[one.attributes["name"]] = one.attributes.get("value", "")
    return found


def cookies(response: Response) -> dict[str, dict[str, Any]]:
    """Return the cookies that *response* sets: their attributes by name, in lower case."""
    found = {}
    for line in response.headers.get_list("set-cookie"):
        (name, _, value), *rest = (part.strip().partition("=") for part in line.split(";"))
        found[name] = {"value": value, **{key.lower(): said for key, _, said in rest}}
    return found
