"""Who gets in, how, and for how long."""

from urllib.parse import urlencode

import pytest

from qa.texts import staff as texts
from qa.verification.accounts import Accounts
from qa.web.staff.attempts import FREE
from qa.web.staff.sessions import IDLE, LONGEST
from tests.qa.web.fakes import AGENCIES
from tests.qa.web.reading import text
from tests.qa.web.staff.site import ANN, BEA, HERE, PASSWORDS, Site, cookies, hidden

INSIDE = ("/staff", "/staff/add", "/staff/passages/1")


def test_who_is_not_logged_in_sees_the_log_in_page_alone(site: Site) -> None:
    site.entered(AGENCIES, "Florida leads")
    browser = site.browser()
    for path in INSIDE:
        response = browser.get(path)
        assert (response.status_code, response.headers["location"]) == (303, "/staff/login")
        assert "Florida" not in response.text
    for path in (*INSIDE[1:], "/staff/keys", "/staff/logout"):
        response = browser.post(path, {"token": "x", "action": "verified"})
        assert response.status_code == 403 and "Florida" not in response.text


def test_a_name_and_its_password_open_the_queue_and_logging_out_ends_it(site: Site) -> None:
    browser = site.browser()
    response = browser.log_in(ANN)
    assert (response.status_code, response.headers["location"]) == (303, "/staff")
    assert ANN in browser.get("/staff").text
    stolen = dict(browser.client.cookies)
    assert browser.send("/staff", "/staff/logout").headers["location"] == "/staff/login"
    assert browser.get("/staff").status_code == 303
    thief = site.browser()
    thief.client.cookies.update(stolen)
    assert thief.get("/staff").status_code == 303


@pytest.mark.parametrize(
    "link",
    ["/documents/agencies?start=1&end=9&v=00000000#passage", "https://evil.example", "//evil", '"><b>'],
)
def test_a_passage_that_was_asked_for_is_shown_after_the_log_in(link: str, site: Site) -> None:
    browser = site.browser()
    asked = f"/staff/add?{urlencode({'link': link})}"
    response = browser.get(asked)
    log_in = response.headers["location"]
    assert (response.status_code, log_in) == (303, f"/staff/login?{urlencode({'link': link})}")
    wrong = browser.send(log_in, "/staff/login", name=ANN, password="wrong")
    assert wrong.status_code == 403 and hidden(wrong.text, "/staff/login")["link"] == link
    sent = {**hidden(wrong.text, "/staff/login"), "name": ANN, "password": PASSWORDS[ANN]}
    response = browser.post("/staff/login", sent)
    assert (response.status_code, response.headers["location"]) == (303, asked), "and to nowhere else"


@pytest.mark.parametrize("address", [HERE, "https://bot.example"])
def test_the_cookies_are_for_staffs_pages_alone_and_no_script_reads_them(address: str, site: Site) -> None:
    browser = site.browser(address, "127.0.0.1" if address == HERE else "203.0.113.9")
    set_by = [browser.get("/staff/login"), browser.log_in(ANN)]
    for response in set_by:
        for name, cookie in cookies(response).items():
            assert cookie["path"] == "/staff" and "httponly" in cookie
            assert cookie["samesite"].lower() == "strict" or cookie["max-age"] == "0"
            assert "domain" not in cookie
            assert ("secure" in cookie) == name.startswith("__Secure-") == (address != HERE)
    (session,) = [name for name in cookies(set_by[1]) if "login" not in name]
    assert "max-age" not in cookies(set_by[1])[session] and "expires" not in cookies(set_by[1])[session]
    assert browser.get("/staff").status_code == 200
    assert "staff" not in browser.client.get("/sources").request.headers.get("cookie", "")


def test_a_log_in_makes_a_new_cookie_and_ends_the_old_session(site: Site) -> None:
    browser = site.browser()
    browser.client.cookies.set("staff", "chosen-by-somebody-else", "127.0.0.1", "/staff")
    browser.log_in(ANN)
    first = browser.client.cookies["staff"]
    assert first != "chosen-by-somebody-else"
    browser.log_in(ANN)
    assert browser.client.cookies["staff"] != first
    other = site.browser()
    other.client.cookies.set("staff", first, path="/staff")
    assert other.get("/staff").status_code == 303


def test_an_unknown_name_and_a_wrong_password_get_the_same_page(site: Site) -> None:
    pages = set()
    for name in (ANN, "Nobody", "", "\u202e", "' OR 1=1 --"):
        response = site.browser().log_in(name, "wrong")
        assert response.status_code == 403 and text(response.text, "p", "problem") == texts.WRONG_LOGIN
        assert "staff" not in cookies(response)
        pages.add(len(response.text.replace(f'value="{name}"', 'value=""')))
    assert len(pages) <= 2  # the hostile one is longer by its escapes


def test_a_session_ends_when_it_was_idle(site: Site) -> None:
    browser = site.staff()
    for _ in range(3):
        site.clock.seconds += IDLE - 1
        assert browser.get("/staff").status_code == 200
    site.clock.seconds += IDLE
    assert browser.get("/staff").status_code == 303
    site.clock.seconds -= IDLE
    assert browser.get("/staff").status_code == 303


def test_a_session_ends_however_busy_it_is(site: Site) -> None:
    browser = site.staff()
    began = site.clock.seconds
    while site.clock.seconds + IDLE / 2 < began + LONGEST:
        site.clock.seconds += IDLE / 2
        assert browser.get("/staff").status_code == 200
    site.clock.seconds = began + LONGEST
    assert browser.get("/staff").status_code == 303


def test_a_clock_set_back_prolongs_no_session(site: Site) -> None:
    browser = site.staff()
    site.clock.seconds -= 500
    assert browser.get("/staff").status_code == 303


def test_what_is_sent_after_the_session_is_not_recorded_and_that_is_said(site: Site) -> None:
    id = site.entered(AGENCIES, "Florida leads")
    browser = site.staff()
    form = hidden(browser.get(f"/staff/passages/{id}").text, f"/staff/passages/{id}")
    site.clock.seconds += IDLE
    response = browser.post(f"/staff/passages/{id}", {**form, "action": "verified"})
    assert response.status_code == 403 and text(response.text, "p", "problem") == texts.SESSION_OVER
    assert site.history(id) == ()


@pytest.mark.parametrize("change", ["password", "removal"])
def test_a_new_password_or_a_removal_ends_every_session_of_that_account(change: str, site: Site) -> None:
    ann, again, bea = site.staff(ANN), site.staff(ANN), site.staff(BEA)
    accounts = Accounts.of(site.data)  # as the command line does, in a process of its own
    if change == "password":
        accounts.set_password(ANN, PASSWORDS[ANN])
    else:
        accounts.remove(ANN)
    assert ann.get("/staff").status_code == again.get("/staff").status_code == 303
    assert bea.get("/staff").status_code == 200
    if change == "removal":
        accounts.add(ANN, PASSWORDS[ANN])
    assert ann.get("/staff").status_code == 303


def test_a_name_is_slowed_down_and_others_are_not(site: Site) -> None:
    browser = site.browser()
    for spelling in [ANN, "ann lee", "ANN LEE", "\uff21nn  Lee", ANN][:FREE]:
        assert browser.log_in(spelling, "wrong").status_code == 403
    for name in (ANN, "aNN lEE"):
        response = browser.log_in(name, PASSWORDS[ANN])
        assert response.status_code == 429 and response.headers["retry-after"] == "1"
        assert "Wait 1 second, then" in text(response.text, "p", "problem")
    assert site.browser().log_in(BEA).status_code == 303
    site.clock.seconds += 1
    assert browser.log_in(ANN).status_code == 303


def test_accounts_that_cannot_be_read_name_no_path_to_strangers(site: Site) -> None:
    logged_in = site.staff()
    (site.data / "staff.json").write_bytes(b"{")
    response = site.browser().log_in(ANN)
    assert response.status_code == 503 and text(response.text, "p", "problem") == texts.STAFF_FAILED
    assert logged_in.get("/staff").status_code == 503


# Encryption


@pytest.mark.parametrize(
    ("address", "client", "headers", "behind_proxy", "opens"),
    [
        # On this machine without TLS, by the names that it has for itself
        (HERE, "127.0.0.1", {}, False, True),
        ("http://localhost:7860", "127.0.0.1", {}, False, True),
        ("http://[::1]:7860", "::1", {}, False, True),
        # From elsewhere: with TLS only
        ("http://10.0.0.5:7860", "10.0.0.9", {}, False, False),
        ("https://bot.example", "203.0.113.9", {}, False, True),
        # Another name that leads here, as in DNS rebinding, and a stranger who calls us by our own
        ("http://bot.example", "127.0.0.1", {}, False, False),
        (HERE, "203.0.113.9", {}, False, False),
        ("http://127.0.0.1.evil.example", "127.0.0.1", {}, False, False),
        # A proxy on this machine of which nobody has told us
        (HERE, "127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, False, False),
        (HERE, "127.0.0.1", {"x-forwarded-proto": "https"}, False, False),
        (HERE, "127.0.0.1", {"via": "1.1 proxy"}, False, False),
        ("http://bot.example", "203.0.113.9", {"x-forwarded-proto": "https"}, False, False),
        # One that the operator has told us of
        ("https://bot.example", "127.0.0.1", {"x-forwarded-proto": "https"}, True, True),
        ("https://bot.example", "10.0.0.2", {"x-forwarded-proto": "HTTPS"}, True, True),
        ("http://bot.example", "127.0.0.1", {"x-forwarded-proto": "http"}, True, False),
        ("http://bot.example", "127.0.0.1", {"x-forwarded-proto": "https, http"}, True, False),
        (HERE, "127.0.0.1", {}, True, False),
        ("https://bot.example", "127.0.0.1", {}, True, False),
    ],
)
def test_nobody_logs_in_over_a_connection_that_others_can_read(
    address: str, client: str, headers: dict[str, str], behind_proxy: bool, opens: bool, site: Site
) -> None:
    site = Site(site.data, site.bot, behind_proxy)
    browser = site.browser(address, client)
    browser.client.headers.update(headers)
    response = browser.get("/staff/login")
    assert response.status_code == (200 if opens else 403)
    if opens:
        assert browser.log_in(ANN).status_code == 303
        assert browser.get("/staff").status_code == 200
        return
    assert text(response.text, "p", "problem") == texts.NO_TLS and "set-cookie" not in response.headers
    sent = {"name": ANN, "password": PASSWORDS[ANN]}
    for path in ("/staff/login", "/staff", "/staff/add"):
        response = browser.post(path, sent) if path == "/staff/login" else browser.get(path)
        assert response.status_code == 403 and "set-cookie" not in response.headers


def test_a_session_begun_with_tls_is_none_without(site: Site) -> None:
    browser = site.browser("https://127.0.0.1")
    browser.log_in(ANN)
    plain = site.browser()
    for name, value in browser.client.cookies.items():
        plain.client.cookies.set(name, value, path="/staff")
    assert plain.get("/staff").status_code == 303


@pytest.mark.parametrize("host", ["", "[::1", "a b", "127.0.0.1:x", "localhost.", "0"])
def test_a_garbled_host_is_no_local_one(host: str, site: Site) -> None:
    browser = site.browser()
    response = browser.client.get("/staff/login", headers=[("host", host)])
    assert response.status_code == (200 if host == "127.0.0.1:x" else 403)


# Forged forms

CROSS_SITE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "cross-site", "origin": HERE},
    {"origin": "https://evil.example"},
    {"origin": "https://127.0.0.1:7860"},
    {"origin": "http://127.0.0.1:7861"},
    {"origin": "null"},
    {},
]


@pytest.mark.parametrize("headers", CROSS_SITE, ids=str)
def test_a_form_from_elsewhere_does_nothing_even_with_the_right_token(
    headers: dict[str, str], site: Site
) -> None:
    id = site.entered(AGENCIES, "Florida leads")
    browser = site.staff()
    for path, page in (
        (f"/staff/passages/{id}", f"/staff/passages/{id}"),
        ("/staff/add", "/staff/add"),
        ("/staff/keys", f"/staff/passages/{id}"),
        ("/staff/logout", "/staff"),
    ):
        form = hidden(browser.get(page).text, path)
        response = browser.post(path, {**form, "action": "verified"}, headers)
        assert response.status_code == 403 and text(response.text, "p", "problem") == texts.FORGED
    assert browser.get("/staff").status_code == 200 and site.history(id) == ()
    stranger = site.browser()
    form = hidden(stranger.get("/staff/login").text, "/staff/login")
    sent = {**form, "name": ANN, "password": PASSWORDS[ANN]}
    assert stranger.post("/staff/login", sent, headers).status_code == 403


@pytest.mark.parametrize("token", [None, "", "0" * 64, "\u202e", "of another session", "of the log-in page"])
def test_a_form_without_its_own_token_does_nothing(token: str | None, site: Site) -> None:
    id = site.entered(AGENCIES, "Florida leads")
    browser, other = site.staff(ANN), site.staff(BEA)
    if token == "of another session":
        token = hidden(other.get("/staff").text, "/staff/logout")["token"]
    if token == "of the log-in page":
        token = hidden(browser.get("/staff/login").text, "/staff/login")["token"]
    for path in (f"/staff/passages/{id}", "/staff/add", "/staff/keys", "/staff/logout"):
        sent = {"action": "verified", "seen": "0", "version": AGENCIES.sha256}
        response = browser.post(path, sent if token is None else {**sent, "token": token})
        assert response.status_code == 403 and text(response.text, "p", "problem") == texts.FORGED
    assert site.history(id) == () and browser.get("/staff").status_code == 200
    stranger = site.browser()
    stranger.get("/staff/login")
    sent = {"name": ANN, "password": PASSWORDS[ANN]}
    response = stranger.post("/staff/login", sent if token is None else {**sent, "token": token})
    assert response.status_code == 403 and "staff" not in cookies(response)


def test_a_browser_that_names_only_the_origin_is_believed(site: Site) -> None:
    browser = site.browser()
    form = hidden(browser.get("/staff/login").text, "/staff/login")
    sent = {**form, "name": ANN, "password": PASSWORDS[ANN]}
    assert browser.post("/staff/login", sent, {"origin": HERE}).status_code == 303


def test_two_tabs_may_show_the_log_in_page(site: Site) -> None:
    browser = site.browser()
    first = hidden(browser.get("/staff/login").text, "/staff/login")
    browser.get("/staff/login")
    sent = {**first, "name": ANN, "password": PASSWORDS[ANN]}
    assert browser.post("/staff/login", sent).status_code == 303
