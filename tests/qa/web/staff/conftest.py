"""Staff's pages with two accounts, a ledger in a folder of its own and clocks that a test sets."""

import shutil
from pathlib import Path

import pytest

from qa.verification.accounts import Accounts
from tests.qa.web.fakes import FakeBot
from tests.qa.web.staff.site import PASSWORDS, Site


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the accounts: a hash takes a while, so it is made once."""
    folder = tmp_path_factory.mktemp("accounts")
    for name, password in PASSWORDS.items():
        Accounts.of(folder).add(name, password)
    return folder


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Site:
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    return Site(data, FakeBot())
