"""Staff's accounts: names and hashes of passwords in one small file, replaced whole or not at all."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import BotError
from qa.contract import printable
from qa.verification.events import CHECKER, MAX_NAME

if TYPE_CHECKING:
    from pwdlib import PasswordHash

MIN_PASSWORD = 15  # characters, as NIST SP 800-63B-4 asks of a password that stands alone
MAX_PASSWORD = 1000  # characters; what is longer only costs time
REMEDY = "restore a copy of it, or move it away and add everybody anew"


class AccountError(BotError):
    """A name or a password that will not do, or accounts that cannot be read or written."""


class Account(BaseModel):
    """A staff member. A new password makes another account of the same name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    password_hash: str  # argon2id, with its salt and costs


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 1
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts in the file at *path*; none where there is no file.

    Names that differ only in case or in how their letters are encoded are one name. Every method raises
    AccountError where the file is damaged or cannot be used.
    """

    path: Path

    @classmethod
    def of(cls, data: Path) -> Self:
        """Return the accounts of the data folder *data*."""
        return cls(data / "staff.json")

    def names(self) -> tuple[str, ...]:
        """Return every name, in the order in which they were added."""
        return tuple(account.name for account in self._read())

    def find(self, name: str) -> Account | None:
        """Return the account of this name, None where there is none."""
        key = name_key(name)
        return next((account for account in self._read() if name_key(account.name) == key), None)

    def login(self, name: str, password: str) -> Account | None:
        """Return the account if the password is its own; None for a wrong one and for an unknown name.

        Both take the same time, so that nobody learns here who is staff.
        """
        nobody = _nobody()
        account = self.find(name)
        expected = account.password_hash if account else nobody
        is_right = _hasher().verify(_normal(password)[: MAX_PASSWORD + 1], expected)
        return account if is_right else None

    def add(self, name: str, password: str) -> None:
        """Add an account. Raises AccountError for a name that is taken or odd, or a password too short."""
        account = _made(clean_name(name), password)
        with self._changing():
            accounts = self._read()
            if name_key(name) in {name_key(one.name) for one in accounts}:
                raise AccountError(f"{account.name}: is staff already: choose another name")
            self._write((*accounts, account))

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password, which ends its sessions."""
        with self._changing():
            known = self._known(name)
            changed = _made(known.name, password)
            self._write(tuple(changed if one == known else one for one in self._read()))

    def remove(self, name: str) -> None:
        """Remove an account, which ends its sessions. What it recorded stays in the ledger."""
        with self._changing():
            known = self._known(name)
            self._write(tuple(one for one in self._read() if one != known))

    def _known(self, name: str) -> Account:
        account = self.find(name)
        if account is None:
            raise AccountError(f"{name!a}: is not staff: see `python -m qa staff list`")
        return account

    def _read(self) -> tuple[Account, ...]:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise AccountError(f"{self.path}: cannot be read ({error.strerror}): {REMEDY}") from error
        try:
            return _File.model_validate_json(content).accounts
        except ValidationError as error:
            raise AccountError(f"{self.path}: is damaged: {REMEDY}") from error

    def _write(self, accounts: tuple[Account, ...]) -> None:
        beside = self.path.with_name(self.path.name + ".new")
        handle = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.write(_File(accounts=accounts).model_dump_json(indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self.path)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Keep other processes from changing the file between our reading and our writing."""
        from filelock import FileLock

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(self.path.name + ".lock")):
                yield
        except OSError as error:
            remedy = "correct its permissions, or set QA_DATA_DIR to another folder"
            raise AccountError(f"{self.path}: cannot be written ({error.strerror}): {remedy}") from error


def clean_name(name: str) -> str:
    """Return *name* as it is kept: its letters in their usual encoding, one space between words.

    Raises AccountError where it is empty or too long, holds signs that cannot be seen, or is how the ledger
    names the automatic check.
    """
    kept = _normal_name(name)
    seen = all(unicodedata.category(character)[0] != "C" for character in kept)
    if not (seen and any(map(str.isalnum, kept)) and len(kept) <= MAX_NAME):
        what = f"a name has at most {MAX_NAME} letters, digits, signs and spaces, all of which can be seen"
        raise AccountError(f"{name[:MAX_NAME]!a}: {what}: choose another")
    if name_key(kept) == name_key(CHECKER):
        raise AccountError(f"{kept}: stands in the ledger for what no person found: choose another")
    return kept


def _made(name: str, password: str) -> Account:
    given = _normal(password)
    if "\N{REPLACEMENT CHARACTER}" in given:
        raise AccountError("the password is not in UTF-8: type it again, or correct the encoding")
    if not MIN_PASSWORD <= len(given) <= MAX_PASSWORD:
        what = f"a password has {MIN_PASSWORD} to {MAX_PASSWORD:,} characters"
        raise AccountError(f"{what}: choose another, such as four or five words")
    return Account(name=name, password_hash=_hasher().hash(given))


def _normal(password: str) -> str:
    """Return *password* so that all keyboards give the same characters for it (RFC 8265, 4.2)."""
    return unicodedata.normalize("NFC", printable(password))


def _normal_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", printable(name)).split())


def name_key(name: str) -> str:
    """Return what all spellings of one name have in common."""
    return _normal_name(_normal_name(name).casefold())


@cache
def _hasher() -> "PasswordHash":
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """Return a hash with the usual costs that no password fits that anybody may have."""
    return _hasher().hash(os.urandom(32))
