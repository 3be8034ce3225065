"""The bridge from plain calls to the one event loop that a blocking client runs in a thread of its own."""

import asyncio
import atexit
import os
import threading
import warnings
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from contextlib import suppress
from contextvars import Context
from typing import Any, TypeVar

from sinch_provisioning.blocking.loop import LoopThread
from sinch_provisioning.blocking.threads import exiting, start
from sinch_provisioning.core.processes import OneProcess
from sinch_provisioning.errors import ClientClosed, ConfigurationError

R = TypeVar("R")
T = TypeVar("T")


class Bridge(OneProcess):
    """Runs coroutines in a loop of its own, and waits for them here.

    The loop starts with the first call, and again with the first call in the child of a fork.

    Args:
        on_close: What to run in the loop before it ends.
        leak_warning: What to warn of if the bridge is abandoned.
    """

    def __init__(self, on_close: Callable[[], Coroutine[Any, Any, None]], leak_warning: str) -> None:
        self._on_close = on_close
        self._leak_warning = leak_warning
        self._closed = False
        self.start_over()
        super().__init__()

    def start_over(self) -> None:
        """Have no loop yet: no thread survives a fork, and one that is lost may hold the lock; see `OneProcess`."""
        self._lock = threading.RLock()  # a garbage collection inside of it may abandon this very bridge
        self._loop: LoopThread | None = None

    @property
    def is_open(self) -> bool:
        """Whether the loop runs, or is about to."""
        return self._loop is not None

    def run(self, fn: Callable[..., Coroutine[Any, Any, R]], *args: Any, **kwargs: Any) -> R:
        """Return what the coroutine returns. Ctrl-C reaches only this thread, so it cancels the coroutine too."""
        loop = self._loop
        if loop is None or loop.ident is None:
            loop = self._open()
        _check_elsewhere(loop)
        call = loop.submit(fn(*args, **kwargs))
        try:
            return call.result()
        except BaseException:
            call.cancel()
            raise
        finally:
            del call  # or error and frame would keep each other alive

    def close(self) -> None:
        """Run `on_close` and end the loop; calls that are still under way are cancelled."""
        if self._loop is not None:
            _check_elsewhere(self._loop)
        with self._lock:
            loop, self._loop = self._loop, None
            self._closed = True
        if loop is not None:
            atexit.unregister(self.abandon)
            loop.end(self._on_close)

    def abandon(self) -> None:
        """Close what was left open: nothing refers to the client any more, or the process ends."""
        atexit.unregister(self.abandon)
        if self.is_open:
            warnings.warn(self._leak_warning, ResourceWarning, stacklevel=3, source=self)
            with suppress(ConfigurationError):
                if exiting():  # soon daemon threads no longer run; waiting for the loop would deadlock
                    self.close()
                else:  # garbage collection must wait for nothing, and may run anywhere
                    start(self.close)

    def _open(self) -> LoopThread:
        with self._lock:  # not while the loop starts: where threads are greenlets, the lock may stop all of them
            if self._closed:
                raise ClientClosed("this client is closed; make a new one")
            if self._loop is None:
                self._loop = LoopThread()
                atexit.register(self.abandon)
            loop = self._loop
        try:
            loop.portal()
        except Exception:
            with self._lock:
                if self._loop is loop:
                    self._loop = None
            raise
        return loop


def _check_elsewhere(loop: LoopThread) -> None:
    """Reject what would wait for itself and never end."""
    if loop.ident == threading.get_ident():
        raise ConfigurationError("a blocking client cannot be used in its own event loop, as in a hook of its own")


def iterate_blocking(bridge: Bridge, walk: AsyncGenerator[T, None]) -> Generator[T, None, None]:
    """Walk an asynchronous generator of the loop from here."""
    process = os.getpid()
    # After Ctrl-C the step that it interrupts needs a moment to end, and the walk cannot end before it.
    turn = asyncio.Lock()

    async def in_turn(step: Callable[[], Awaitable[T]]) -> T:
        async with turn:
            return await step()

    try:
        while True:
            if os.getpid() != process:
                raise ConfigurationError(
                    "this walk was begun before a fork, in the parent process; begin a new one, "
                    "`pages(after=...)` goes on after a page"
                )
            try:
                item = bridge.run(in_turn, walk.__anext__)
            except StopAsyncIteration:
                return
            yield item
    finally:
        # A client that is closed has ended its walks already; those of the parent process are not ours to end.
        if os.getpid() == process:
            with suppress(ConfigurationError):
                # Outside of any group of calls, so that the walk ends properly where those are being cancelled.
                Context().run(bridge.run, in_turn, walk.aclose)
