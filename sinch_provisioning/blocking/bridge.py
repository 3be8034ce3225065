"""The bridge from plain calls to the one event loop that a blocking client runs in a thread of its own."""

import asyncio
import atexit
import os
import threading
import warnings
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, TypeVar

from sinch_provisioning.blocking.calls import CallGroup, result_of
from sinch_provisioning.blocking.loop import LoopThread
from sinch_provisioning.blocking.threads import start
from sinch_provisioning.core.processes import OneProcess
from sinch_provisioning.errors import ClientClosed, ConfigurationError

R = TypeVar("R")
T = TypeVar("T")


class Bridge(OneProcess):
    """Runs coroutines in a loop of its own, and waits for them here.

    The loop starts with the first call, and again with the first call in the child of a fork.

    Args:
        on_close: What to run in the loop before it ends.
        leak_warning: What to warn of if the process ends before the bridge is closed.
    """

    def __init__(self, on_close: Callable[[], Coroutine[Any, Any, None]], leak_warning: str) -> None:
        self._on_close = on_close
        self._leak_warning = leak_warning
        self._closed = False
        self._warned = False
        self.start_over()
        super().__init__()

    def start_over(self) -> None:
        """Have no loop yet: no thread survives a fork, and one that is lost may hold the lock; see `OneProcess`."""
        self._lock = threading.Lock()
        self._launched: tuple[Future[LoopThread], Callable[[], object]] | None = None
        self._loop: LoopThread | None = None

    @property
    def is_open(self) -> bool:
        """Whether the loop runs, or is about to."""
        return self._launched is not None

    def run(self, fn: Callable[..., Coroutine[Any, Any, R]], *args: Any, **kwargs: Any) -> R:
        """Return what the coroutine returns. Ctrl-C reaches only this thread, so it cancels the coroutine too."""
        loop = self._loop or self._open()
        _check_elsewhere(loop)
        call = loop.submit(fn(*args, **kwargs))
        group = CallGroup.current.get()
        try:
            return result_of(call) if group is None else group.wait(call)
        except CancelledError:
            raise ClientClosed("this client was closed while the call was under way") from None
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
            launched, self._launched, self._loop = self._launched, None, None
            self._closed = True
        if launched is not None:
            atexit.unregister(self._at_exit)
            ready, join = launched
            try:
                ready.result().end(self._on_close)
            finally:
                join()

    def abandon(self) -> None:
        """Close from a thread of its own: garbage collection must wait for nothing, and may run anywhere."""
        if self.is_open:
            self._warn(stacklevel=4)
            # While the interpreter shuts down `_at_exit` is still to come.
            with suppress(ConfigurationError):
                start(self.close)

    def _at_exit(self) -> None:
        # After this point daemon threads no longer run; waiting for the loop would deadlock.
        if self.is_open:
            self._warn(stacklevel=3)
            self.close()

    def _warn(self, *, stacklevel: int) -> None:
        if not self._warned:
            self._warned = True
            warnings.warn(self._leak_warning, ResourceWarning, stacklevel=stacklevel, source=self)

    def _open(self) -> LoopThread:
        with self._lock:  # not while the loop starts: where threads are greenlets, the lock may stop all of them
            if self._closed:
                raise ClientClosed("this client is closed; make a new one")
            if self._launched is None:
                self._launched = LoopThread.launch()
                atexit.register(self._at_exit)
            launched = self._launched
        ready, _join = launched
        failed = ready.exception()
        with self._lock:
            if self._launched is launched:  # not closed meanwhile
                self._loop = None if failed else ready.result()
                self._launched = None if failed else launched
        return ready.result()


def _check_elsewhere(loop: LoopThread) -> None:
    """Reject what would wait for itself and never end."""
    if loop.ident == threading.get_ident():
        raise ConfigurationError("a blocking client cannot be used in its own event loop, as in a hook of its own")


def iterate_blocking(bridge: Bridge, walk: AsyncGenerator[T, None]) -> Iterator[T]:
    """Walk an asynchronous generator of the loop from here."""
    process = os.getpid()
    # After Ctrl-C the step that it interrupts needs a moment to end, and the walk cannot end before it.
    turn = asyncio.Lock()

    async def step() -> T:
        async with turn:
            return await anext(walk)

    async def end() -> None:
        async with turn:
            await walk.aclose()

    try:
        while True:
            if os.getpid() != process:
                raise ConfigurationError(
                    "this walk was begun before a fork, in the parent process; begin a new one, "
                    "`pages(after=...)` goes on after a page"
                )
            try:
                item = bridge.run(step)
            except StopAsyncIteration:
                return
            yield item
    finally:
        # The walk has to end properly also where the calls of this thread are being cancelled.
        group = CallGroup.current.set(None)
        try:
            # A client that is closed has ended its walks already; those of the parent process are not ours to end.
            if os.getpid() == process:
                with suppress(ConfigurationError):
                    bridge.run(end)
        finally:
            CallGroup.current.reset(group)
