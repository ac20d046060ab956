"""Who is logged in, kept in memory: a restart of the server ends every session."""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field

from qa.verification.accounts import Account
from qa.web.staff.attempts import Clock

LONGEST = 8 * 3600.0  # seconds from the log-in
IDLE = 30 * 60.0  # seconds without a request
MAX_SESSIONS = 1000  # beyond which the one that was idle longest ends


@dataclass(slots=True)
class Session:
    account: Account
    began: float
    used: float
    keys: bool = True  # whether single keys act


@dataclass(slots=True)
class Sessions:
    """Sessions by the hash of their cookie, so that a copy of the memory logs nobody in."""

    clock: Clock = time.monotonic
    _open: dict[bytes, Session] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def begin(self, account: Account) -> str:
        """Return the cookie of a new session."""
        now = self.clock()
        self._open = {key: one for key, one in self._open.items() if self._is_open(one, now)}
        if len(self._open) >= MAX_SESSIONS:
            del self._open[min(self._open, key=lambda key: self._open[key].used)]
        cookie = new_cookie()
        self._open[_hashed(cookie)] = Session(account, now, now)
        return cookie

    def find(self, cookie: str) -> Session | None:
        """Return the session of *cookie*, which this keeps from being idle; None where it is over."""
        session = self._open.get(_hashed(cookie))
        now = self.clock()
        if session is None or not self._is_open(session, now):
            self.end(cookie)
            return None
        session.used = now
        return session

    def end(self, cookie: str) -> None:
        self._open.pop(_hashed(cookie), None)

    def token(self, cookie: str) -> str:
        """Return what a form shown to the holder of *cookie* must send back."""
        return hmac.new(self._key, cookie.encode(), hashlib.sha256).hexdigest()

    def is_token(self, cookie: str, token: str) -> bool:
        return bool(cookie) and hmac.compare_digest(self.token(cookie).encode(), token.encode())

    @staticmethod
    def _is_open(session: Session, now: float) -> bool:
        # Not with a clock that was set back: the session could last for ever.
        return 0 <= now - session.used < IDLE and 0 <= now - session.began < LONGEST


def new_cookie() -> str:
    return secrets.token_urlsafe(32)


def _hashed(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()
