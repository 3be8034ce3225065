"""Real time: what falls due happens by itself, and not only when the next request comes along."""

import asyncio
import logging

from sinch_provisioning.emulator.running import call_soon
from sinch_provisioning.emulator.store import Store

_PAUSE = 1.0
"""Seconds until something due that went wrong is tried again."""

_log = logging.getLogger("sinch_provisioning.emulator")


class Ticker:
    """Lets happen what is due, in the emulator's loop; a timer for the next thing is all that it takes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._pause = 0.0
        """The loop's time before which nothing is tried."""

    def start(self) -> None:
        """Begin, in the running loop."""
        with self._store.clock.lock:
            self._loop = asyncio.get_running_loop()
            self._store.clock.sooner = self._wake
        self._schedule()

    def stop(self) -> None:
        """End."""
        with self._store.clock.lock:
            self._loop = None
            self._store.clock.sooner = lambda: None
        if self._timer is not None:
            self._timer.cancel()

    def _wake(self) -> None:
        if self._loop is not None:
            call_soon(self._loop, self._schedule)

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        wait = self._store.clock.until_next()
        if self._loop is not None and wait is not None:
            self._timer = self._loop.call_later(max(wait, self._pause - self._loop.time()), self._fire)

    def _fire(self) -> None:
        is_done = False
        try:
            with self._store.clock.lock:
                is_done = self._store.catch_up()
        except Exception:  # noqa: BLE001 - one thing that goes wrong must not keep all others from happening
            _log.exception("what was due went wrong")
        if not is_done and self._loop is not None:
            # It stays due, and is tried again, but not all the time.
            self._pause = self._loop.time() + _PAUSE
        self._schedule()
