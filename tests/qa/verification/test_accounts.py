"""Staff's accounts: who is staff, whose password it is, and what a bad file or name is told."""

import json
import os
import stat
import unicodedata
from pathlib import Path

import pytest

from index.errors import BotError
from qa.verification.accounts import MAX_PASSWORD, MIN_PASSWORD, AccountError, Accounts, clean_name
from qa.verification.events import CHECKER, MAX_NAME

WORDS = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts.of(tmp_path / "data")


def test_only_the_password_of_an_account_opens_it(accounts: Accounts) -> None:
    accounts.add("Ann Lee", WORDS)
    accounts.add("Bea", WORDS + "!")
    assert accounts.names() == ("Ann Lee", "Bea")
    found = accounts.login("Ann Lee", WORDS)
    assert found is not None and found == accounts.find("Ann Lee")
    for name, wrong in (
        ("Ann Lee", WORDS + "!"),
        ("Bea", WORDS),
        ("Cem", WORDS),
        ("", ""),
        ("Ann Lee", ""),
    ):
        assert accounts.login(name, wrong) is None


def test_the_file_holds_no_password_and_is_for_its_owner_alone(accounts: Accounts) -> None:
    accounts.add("Ann", WORDS)
    accounts.add("Bea", WORDS)
    content = accounts.path.read_text(encoding="utf-8")
    assert "horse" not in content
    hashes = [one["password_hash"] for one in json.loads(content)["accounts"]]
    assert all(one.startswith("$argon2id$") for one in hashes) and len(set(hashes)) == 2
    assert os.name == "nt" or stat.S_IMODE(accounts.path.stat().st_mode) == 0o600


def test_an_unknown_name_costs_as_much_as_a_wrong_password(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add("Ann", WORDS)
    checked: list[str] = []

    class Hasher:
        def verify(self, password: str, hash: str) -> bool:
            checked.append(hash.rpartition("$")[0].rpartition("$")[0])  # without salt and digest
            return False

    accounts.login("Ann", "x")  # the hash for nobody is made
    monkeypatch.setattr("qa.verification.accounts._hasher", Hasher)
    for name in ("Ann", "nobody", "", "\u202e"):
        assert accounts.login(name, "x") is None
    assert len(checked) == 4 and len(set(checked)) == 1


def test_a_new_password_and_a_removal_end_what_the_old_account_was(accounts: Accounts) -> None:
    accounts.add("Ann", WORDS)
    accounts.add("Bea", WORDS)
    first = accounts.find("Ann")
    accounts.set_password("ann", WORDS)
    second = accounts.find("Ann")
    assert second is not None and second != first and second.name == "Ann"
    accounts.remove("ANN")
    assert accounts.find("Ann") is None and accounts.names() == ("Bea",)


@pytest.mark.parametrize("other", ["ann lee", " Ann  Lee ", "\uff21nn Lee", "ANN\u00a0LEE"])
def test_names_that_look_alike_are_one(other: str, accounts: Accounts) -> None:
    accounts.add("Ann Lee", WORDS)
    with pytest.raises(AccountError, match="is staff already"):
        accounts.add(other, WORDS)
    assert accounts.login(other, WORDS) is not None


def test_a_name_and_a_password_are_the_same_from_every_keyboard(accounts: Accounts) -> None:
    accounts.add("Zoë Đặng 李", "péché péché péché")
    name, password = (unicodedata.normalize("NFD", text) for text in ("Zoë Đặng 李", "péché péché péché"))
    assert accounts.login(name, password) is not None


@pytest.mark.parametrize(
    "name",
    ["", " ", "\n", "---", "a\x00b", "a\u202eb", "a\u200bb", "\ud800", "\x1b[31mred", "a" * (MAX_NAME + 1)],
)
def test_an_odd_name_is_refused_in_one_plain_line(name: str, accounts: Accounts) -> None:
    with pytest.raises(AccountError) as caught:
        accounts.add(name, WORDS)
    assert str(caught.value).isascii() and str(caught.value).isprintable()
    assert accounts.names() == ()


def test_nobody_is_named_as_the_automatic_check_is() -> None:
    with pytest.raises(AccountError, match="no person found"):
        clean_name(CHECKER.upper())


@pytest.mark.parametrize("password", ["", "a" * (MIN_PASSWORD - 1), "a" * (MAX_PASSWORD + 1), "\udcff" * 20])
def test_a_password_too_short_too_long_or_garbled_is_refused(password: str, accounts: Accounts) -> None:
    with pytest.raises(AccountError, match="password"):
        accounts.add("Ann", password)
    assert accounts.names() == ()


def test_who_is_not_staff_cannot_be_changed(accounts: Accounts) -> None:
    with pytest.raises(AccountError, match="'Ann': is not staff"):
        accounts.remove("Ann")
    with pytest.raises(AccountError, match="'Ann': is not staff"):
        accounts.set_password("Ann", WORDS)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 1, "accounts": [{}]}', b"\xff"])
def test_a_damaged_file_is_named_and_left_as_it_is(content: bytes, accounts: Accounts) -> None:
    accounts.path.parent.mkdir()
    accounts.path.write_bytes(content)
    for use in (
        accounts.names,
        lambda: accounts.login("Ann", WORDS),
        lambda: accounts.add("Ann", WORDS),
    ):
        with pytest.raises(BotError, match="is damaged: restore"):
            use()
    assert accounts.path.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(AccountError, match="cannot be written"):
        Accounts.of(tmp_path / "data").add("Ann", WORDS)
