"""One event loop in a thread of its own, and calls into it from other threads."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, TypeVar, final

from sinch_provisioning.blocking.threads import exiting, start_native
from sinch_provisioning.errors import ClientClosed

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

R = TypeVar("R")


class CallsCancelled(BaseException):
    """Ends a thread's work between its calls; not an error that the caller's own `except Exception` may handle."""


class CallGroup:
    """Calls that are cancelled together: those into one loop, or those that several threads make for one caller."""

    current: ContextVar["CallGroup | None"] = ContextVar("sinch_provisioning_calls", default=None)

    def __init__(self) -> None:
        self.calls: set[Call[Any]] = set()
        self.cancelled: bool = False

    def cancel(self) -> None:
        """Cancel the calls under way, and those that come later."""
        self.cancelled = True
        for call in list(self.calls):
            call.cancel()


@final
class Call(Generic[R]):
    """A coroutine in the loop of another thread, which this thread waits for; in the loop's group until it has ended.

    The portal's own `start_task_soon` waits once more, for the task to be started, which costs two thirds of a call.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, group: CallGroup, coroutine: Coroutine[Any, Any, R]) -> None:
        self._loop = loop
        self._coroutine = coroutine
        of_thread = CallGroup.current.get()
        self._groups = (group,) if of_thread is None else (group, of_thread)
        self._task: asyncio.Task[R] | None = None
        self._ended = False
        # An exception that comes upon a waiting thread, such as a timeout of gevent, gets through a lock as it is; a
        # condition would raise another one then.
        self._end = threading.Lock()
        self._end.acquire()
        for each in self._groups:
            each.calls.add(self)

    def start(self) -> None:
        """Start the task, in the loop's thread."""
        if any(group.cancelled for group in self._groups):
            self.drop()
        else:
            self._task = self._loop.create_task(self._coroutine)
            self._task.add_done_callback(self._finish)

    def cancel(self) -> None:
        """Cancel the task as soon as the loop comes to it."""
        if not self._ended:
            try:
                self._loop.call_soon_threadsafe(lambda: self._task and self._task.cancel())
            except RuntimeError:
                self.drop()

    def drop(self) -> None:
        """End the call without its loop, which has ended or is about to."""
        if self._task is None:
            self._coroutine.close()
        self._finish(self._task)

    def _finish(self, task: "asyncio.Task[R] | None") -> None:
        for group in self._groups:
            group.calls.discard(self)
        if task is not None and task.done() and not task.cancelled():
            task.exception()  # or asyncio would log that it was never retrieved, if nothing waits any more
        self._ended = True
        with suppress(RuntimeError):  # it is released already
            self._end.release()

    def result(self) -> R:
        """Wait for the coroutine to end, and return its result.

        Raises:
            CallsCancelled: the calls of this thread were cancelled.
            ClientClosed: the loop ended before it, or the task was cancelled otherwise.
        """
        if not self._ended:
            self._end.acquire()
        task = self._task
        try:
            if task is not None and task.done() and not task.cancelled():
                return task.result()
            if any(group.cancelled for group in self._groups[1:]):
                raise CallsCancelled
            raise ClientClosed("this client was closed while the call was under way")
        finally:
            del self, task  # or error and frame would keep each other alive


@final
class LoopThread:
    """A loop that runs from now on, until it is ended; raises as `threads.start`."""

    def __init__(self) -> None:
        self.ident: int | None = None
        """Of the thread, once the loop runs."""
        self._loop: asyncio.AbstractEventLoop
        self._calls = CallGroup()
        self._ready: Future[BlockingPortal] = Future()
        self._join = start_native(self._run)

    def portal(self) -> "BlockingPortal":
        """Wait until the loop runs; raises what kept it from running."""
        return self._ready.result()

    def submit(self, coroutine: Coroutine[Any, Any, R]) -> Call[R]:
        """Have a coroutine run in the loop, in a copy of this thread's context.

        Raises:
            ClientClosed: the loop has ended.
        """
        call = Call(self._loop, self._calls, coroutine)
        try:
            self._loop.call_soon_threadsafe(call.start)
        except RuntimeError:
            call.drop()
            raise ClientClosed("this client was closed meanwhile; make a new one") from None
        return call

    def end(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a last coroutine, and let the loop and its thread end; calls that are still under way are cancelled.

        A loop that a hook has ended by `sys.exit()` runs nothing more.
        """
        try:
            portal = self.portal()
            if not self._calls.cancelled:
                try:
                    portal.call(last)
                finally:
                    portal.call(portal.stop, True)
        finally:
            self._join()

    def _run(self) -> None:
        # Not at the top, as the async client's modules come here too: the twins stand beside the async classes.
        import anyio
        from anyio.from_thread import BlockingPortal

        async def serve() -> None:
            async with BlockingPortal() as portal:
                self._loop = asyncio.get_running_loop()
                self.ident = threading.get_ident()
                self._ready.set_result(portal)
                try:
                    await portal.sleep_until_stopped()
                finally:
                    self._calls.cancel()

        # anyio's own `start_blocking_portal` hangs in a child process whose garbage collection comes upon it.
        try:
            anyio.run(serve)
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            elif not (isinstance(error, RuntimeError) and exiting()):
                raise
            # Else the loop could not start the thread that waits for its executor, which has nothing left to do.
        finally:
            self._calls.cancel()  # what came too late
