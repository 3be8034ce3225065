"""Word of changes: whoever looks at the emulator can wait until there is something new to see."""

import asyncio
import threading
from typing import Self


class Changes:
    """Tells those who wait, in any event loop, that something has changed; not what."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def tell(self) -> None:
        """Say that something has changed. From any thread; it costs nothing while nobody waits."""
        if not self._waiting:
            return
        with self._lock:
            for loop, event in self._waiting:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)

    def watch(self) -> "Watch":
        """Return what a task of the running loop can wait on."""
        return Watch(self)

    def _add(self, entry: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        with self._lock:
            self._waiting.add(entry)

    def _discard(self, entry: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        with self._lock:
            self._waiting.discard(entry)


class Watch:
    """Sees changes from the moment on that it is entered; none is missed between two calls of `changed()`."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._event = asyncio.Event()
        self._entry = asyncio.get_running_loop(), self._event

    async def changed(self) -> None:
        """Return once something has changed since the last call."""
        await self._event.wait()
        self._event.clear()

    def __enter__(self) -> Self:
        self._changes._add(self._entry)
        return self

    def __exit__(self, *_: object) -> None:
        self._changes._discard(self._entry)
