"""The bridge from plain calls to the one event loop that a blocking client runs in a thread of its own."""

import asyncio
import atexit
import os
import threading
import warnings
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from sinch_provisioning.blocking.calls import CallGroup
from sinch_provisioning.blocking.threads import exiting, start
from sinch_provisioning.errors import ClientClosed, ConfigurationError

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

R = TypeVar("R")
T = TypeVar("T")


class Bridge:
    """Runs coroutines in the loop's thread and waits for them here. The thread starts with the first call.

    Args:
        on_close: What to run in the loop before it ends.
        leak_warning: What to warn of if the process ends before the bridge is closed.
    """

    def __init__(self, on_close: Callable[[], Coroutine[Any, Any, None]], leak_warning: str) -> None:
        self._on_close = on_close
        self._leak_warning = leak_warning
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._portal: BlockingPortal | None = None
        self._pid = 0
        self._closed = False
        self._warned = False

    @property
    def is_open(self) -> bool:
        """Whether the thread runs, in this process."""
        return self._portal is not None and self._pid == os.getpid()

    def run(self, fn: Callable[..., Coroutine[Any, Any, R]], *args: Any, **kwargs: Any) -> R:
        """Return what the coroutine returns. Ctrl-C reaches only this thread, so it cancels the coroutine too."""
        portal = self._portal if self._pid == os.getpid() else None
        if portal is None:
            portal = self._open()
        elif self._thread is threading.current_thread():
            # It would wait for itself and never end.
            raise ConfigurationError("a blocking client cannot be used in its own event loop, as in a hook of its own")

        async def call() -> R:
            return await fn(*args, **kwargs)

        try:
            future = portal.start_task_soon(call)
        except RuntimeError:
            raise ClientClosed("this client was closed meanwhile; make a new one") from None
        group = CallGroup.current.get()
        try:
            return future.result() if group is None else group.wait(future)
        except CancelledError:
            raise ClientClosed("this client was closed while the call was under way") from None
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Run `on_close` and end the thread; calls that still run in it are cancelled."""
        with self._lock:
            thread, portal = self._thread, self._portal
            self._thread = self._portal = None
            self._closed = True
        if thread is None or portal is None or self._pid != os.getpid():
            return
        atexit.unregister(self._at_exit)
        try:
            portal.start_task_soon(self._on_close).result()
        finally:
            portal.start_task_soon(portal.stop, True).result()
            thread.join()

    def abandon(self) -> None:
        """Close from a thread of its own: garbage collection must wait for nothing, and may run anywhere."""
        if self.is_open:
            self._warn(stacklevel=4)
            # While the interpreter shuts down `_at_exit` is still to come.
            with suppress(ConfigurationError):
                start(threading.Thread(target=self.close, daemon=True))

    def _at_exit(self) -> None:
        # After this point daemon threads no longer run; waiting for the loop would deadlock.
        if self.is_open:
            self._warn(stacklevel=3)
            self.close()

    def _warn(self, *, stacklevel: int) -> None:
        if not self._warned:
            self._warned = True
            warnings.warn(self._leak_warning, ResourceWarning, stacklevel=stacklevel, source=self)

    def _open(self) -> "BlockingPortal":
        if self._pid not in {0, os.getpid()}:
            # A thread does not survive a fork, and its sockets would be shared with the parent.
            raise ConfigurationError("this client was made before a fork; make a new one in the child process")
        with self._lock:
            if self._closed:
                raise ClientClosed("this client is closed; make a new one")
            if self._portal is not None:
                return self._portal
            ready: Future[BlockingPortal] = Future()
            # anyio's own `start_blocking_portal` hangs in a child process whose garbage collection comes upon it.
            thread = threading.Thread(target=_serve, args=(ready,), name="sinch_provisioning", daemon=True)
            start(thread)
            portal = ready.result()
            self._thread = thread
            self._pid = os.getpid()
            self._portal = portal
            atexit.register(self._at_exit)
            return portal


def _serve(ready: "Future[BlockingPortal]") -> None:
    """Run a loop until its portal is stopped."""
    # Not at the top, as the async client's modules come here too: the twins stand beside the async classes.
    import anyio
    from anyio.from_thread import BlockingPortal

    async def serve() -> None:
        async with BlockingPortal() as portal:
            ready.set_result(portal)
            await portal.sleep_until_stopped()

    try:
        anyio.run(serve)
    except BaseException as error:
        if not ready.done():
            ready.set_exception(error)
        elif not (isinstance(error, RuntimeError) and exiting()):
            raise
        # Else the loop could not start the thread that waits for its executor, which has nothing left to do.


def iterate_blocking(bridge: Bridge, walk: AsyncGenerator[T, None]) -> Iterator[T]:
    """Walk an asynchronous generator of the loop from here."""
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
            try:
                item = bridge.run(step)
            except StopAsyncIteration:
                return
            yield item
    finally:
        # The walk has to end properly also where the calls of this thread are being cancelled.
        group = CallGroup.current.set(None)
        try:
            # A client that is closed, or another process's, has ended its walks already.
            with suppress(ConfigurationError):
                bridge.run(end)
        finally:
            CallGroup.current.reset(group)
