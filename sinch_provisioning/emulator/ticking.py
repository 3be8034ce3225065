"""Real time: what falls due happens by itself, and not only when the next request comes along."""

import asyncio
import logging

from sinch_provisioning.emulator.store import Store

_log = logging.getLogger("sinch_provisioning.emulator")


class Ticker:
    """Lets happen what is due, in the emulator's loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.create_task(self._run(), name="sinch_provisioning emulator's time")

    async def stop(self) -> None:
        """End."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _run(self) -> None:
        loop, clock = asyncio.get_running_loop(), self._store.clock
        sooner = asyncio.Event()
        clock.sooner = lambda: _tell(loop, sooner)
        try:
            while True:
                try:
                    async with asyncio.timeout(clock.until_next()):
                        await sooner.wait()
                except TimeoutError:
                    self._settle()
                sooner.clear()
        finally:
            clock.sooner = lambda: None

    def _settle(self) -> None:
        try:
            with self._store.clock.lock:
                if self._store.clock.settle():
                    self._store.save()
        except Exception:  # noqa: BLE001 - one thing that goes wrong must not keep all others from happening
            _log.exception("what was due went wrong")


def _tell(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(event.set)
