"""Notification of changes: a page can wait until there is something new to see."""

import asyncio
import threading
from typing import Self

from sinch_provisioning.emulator.running import call_soon


class ChangeNotifier:
    """Notifies those who wait, in any event loop, that something has changed; not what."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[Subscription] = set()

    def notify(self) -> None:
        """Notify all that something has changed. From any thread; it costs nothing while nothing waits."""
        if not self._waiting:
            return
        with self._lock:
            for watch in self._waiting:
                watch.wake()

    def watch(self) -> "Subscription":
        """Return what a task of the running loop can wait on."""
        return Subscription(self)

    def add(self, watch: "Subscription") -> None:
        """Notify a watch from now on."""
        with self._lock:
            self._waiting.add(watch)

    def discard(self, watch: "Subscription") -> None:
        """Notify a watch no more."""
        with self._lock:
            self._waiting.discard(watch)


class Subscription:
    """Sees changes from the moment on that it is entered; none is missed between two calls of `changed()`."""

    def __init__(self, changes: ChangeNotifier) -> None:
        self._changes = changes
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._is_woken = False

    def wake(self) -> None:
        """Let the task that waits go on, from any thread; once for all changes until it does."""
        if not self._is_woken and not self._loop.is_closed():
            self._is_woken = True
            call_soon(self._loop, self._set)

    def _set(self) -> None:
        self._is_woken = False
        self._event.set()

    async def changed(self) -> None:
        """Return once something has changed since the last call."""
        await self._event.wait()
        self._event.clear()

    def __enter__(self) -> Self:
        self._changes.add(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._changes.discard(self)
