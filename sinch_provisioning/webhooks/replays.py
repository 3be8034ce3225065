"""Where a receiver remembers the nonces of the calls that it has accepted."""

import os
import threading
import time
from collections.abc import Awaitable
from typing import Final, Protocol, final

from sinch_provisioning.webhooks.database import Database
from sinch_provisioning.webhooks.signature import WallClock

__all__ = ["FileReplays", "MemoryReplays", "Replays"]


class Replays(Protocol):
    """A memory of nonces; both methods may be async, if the receiver is used by async code only."""

    def claim(self, nonce: str, seconds: float, /) -> bool | Awaitable[bool]:
        """Remember a nonce for so many seconds from now; False, and nothing else, if it is remembered already."""
        ...

    def keep(self, nonce: str, seconds: float, /) -> None | Awaitable[None]:
        """Remember a nonce for so many seconds from now, whatever was remembered of it; forget it if that is 0."""
        ...


@final
class MemoryReplays:
    """Remembers nonces in this process; `Receiver(remember=1000)` makes one.

    Args:
        limit: How many to remember at most; the oldest goes first.
        clock: Where the time comes from.
    """

    def __init__(self, limit: int, *, clock: WallClock = time) -> None:
        self._limit = limit
        self._clock = clock
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def claim(self, nonce: str, seconds: float, /) -> bool:
        """Remember a nonce; False if it is remembered already."""
        with self._lock:
            if self._until.get(nonce, 0.0) > self._clock.time():
                return False
            self._keep(nonce, seconds)
            return True

    def keep(self, nonce: str, seconds: float, /) -> None:
        """Remember a nonce for so many seconds from now; forget it if that is 0."""
        with self._lock:
            self._keep(nonce, seconds)

    def _keep(self, nonce: str, seconds: float) -> None:
        self._until.pop(nonce, None)
        if seconds > 0:
            self._until[nonce] = self._clock.time() + seconds
        if len(self._until) > self._limit:
            del self._until[next(iter(self._until))]


_SCHEMA: Final = "CREATE TABLE nonces (nonce TEXT PRIMARY KEY, until REAL NOT NULL); CREATE INDEX age ON nonces (until)"


@final
class FileReplays:
    """Remembers nonces in an SQLite file, for all processes of a machine.

    The file is made if needed, for its owner only. Every method raises StorageError if it cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str], *, clock: WallClock = time) -> None:
        self._clock = clock
        self._database = Database(path, application=0x53494E43, version=1, schema=_SCHEMA, durable=False)

    def claim(self, nonce: str, seconds: float, /) -> bool:
        """Remember a nonce; False if it is remembered already."""
        now = self._clock.time()
        with self._database.writing() as connection:
            connection.execute("DELETE FROM nonces WHERE until <= ?", (now,))
            added = connection.execute("INSERT OR IGNORE INTO nonces VALUES (?, ?)", (nonce, now + seconds))
            return added.rowcount == 1

    def keep(self, nonce: str, seconds: float, /) -> None:
        """Remember a nonce for so many seconds from now; forget it if that is 0."""
        until = self._clock.time() + seconds if seconds > 0 else 0.0  # over even if the clock is set back
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO nonces VALUES (?, ?)", (nonce, until))

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        self._database.close()
