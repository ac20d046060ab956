"""Staff's pages with two accounts, a ledger in a folder of its own and clocks that a test sets."""

import json
import shutil
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from qa.verification.accounts import Accounts
from tests.qa.web.fakes import FakeBot
from tests.qa.web.staff.site import PASSWORDS, Site


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the accounts, whose hashes are made to cost little; to check one costs what it says."""
    folder = tmp_path_factory.mktemp("accounts")
    cheap = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
    accounts = [{"name": name, "password_hash": cheap.hash(password)} for name, password in PASSWORDS.items()]
    Accounts.of(folder).path.write_text(json.dumps({"version": 1, "accounts": accounts}), encoding="utf-8")
    return folder


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Site:
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    return Site(data, FakeBot())
