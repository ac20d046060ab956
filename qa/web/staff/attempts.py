"""How soon another log-in may be tried: slower and slower for one name, and so many a minute for all.

Kept in memory alone, under keyed hashes: what is typed as a name may be a password. Nobody's address is used,
which a library's readers share and an attacker has many of.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from qa.verification.accounts import name_key

Clock = Callable[[], float]

FREE = 5  # failures of one name before it has to wait
LONGEST = 300.0  # seconds that one name waits at most
FORGOTTEN = 3600.0  # seconds after which the failures of a name count no more
BURST = 60  # attempts of all names together, beyond which they get one every PAUSE seconds
PAUSE = 2.0
# Names that are remembered. To push one out takes as many attempts under other names, which take longer
# (MAX_NAMES * PAUSE) than that one has to wait.
MAX_NAMES = 1000


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


@dataclass(slots=True)
class Attempts:
    """Counts attempts; *clock* gives seconds that never run backwards."""

    clock: Clock = time.monotonic
    _names: OrderedDict[bytes, _Failures] = field(default_factory=OrderedDict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _left: float = BURST
    _filled: float | None = None

    def wait(self, name: str) -> float:
        """Return 0 where a log-in with *name* may be tried now, and count it as failed until `succeeded`.

        Else return the seconds to wait, at least, and count nothing. Attempts made at the same time thus
        cannot pass together.
        """
        now = self.clock()
        if self._filled is not None:
            self._left = min(BURST, self._left + (now - self._filled) / PAUSE)
        self._filled = now
        key = self._hashed(name)
        failures = self._names.get(key)
        if failures is None or now - failures.last > FORGOTTEN:
            failures = _Failures(0, now)
        pause = min(2.0 ** min(failures.count - FREE, 20), LONGEST) if failures.count >= FREE else 0.0
        waiting = max(failures.last + pause - now, (1 - self._left) * PAUSE, 0.0)
        if waiting > 0:
            return waiting
        self._left -= 1
        self._names[key] = _Failures(failures.count + 1, now)
        self._names.move_to_end(key)
        if len(self._names) > MAX_NAMES:
            self._names.popitem(last=False)
        return 0.0

    def succeeded(self, name: str) -> None:
        """Forget the failures of *name*, and the attempt that was none."""
        self._names.pop(self._hashed(name), None)
        self._left = min(BURST, self._left + 1)

    def _hashed(self, name: str) -> bytes:
        return hashlib.blake2b(name_key(name).encode(), key=self._key, digest_size=16).digest()
