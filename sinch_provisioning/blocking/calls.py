"""Calls into the event loop of another thread."""

import asyncio
import threading
from asyncio import CancelledError
from collections.abc import Coroutine
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Generic, TypeVar, final

R = TypeVar("R")


@final
class Call(Generic[R]):
    """A coroutine in the loop of another thread, which this thread waits for.

    The portal's own `start_task_soon` waits once more, for the task to be started, which costs two thirds of a call.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, calls: "set[Call[Any]]", coroutine: Coroutine[Any, Any, R]
    ) -> None:
        self._loop = loop
        self._calls = calls
        """Holds the call until it has ended."""
        self._coroutine = coroutine
        self._task: asyncio.Task[R] | None = None
        # An exception that comes upon a waiting thread, such as a timeout of gevent, gets through a lock as it is; a
        # condition would raise another one then.
        self._under_way = threading.Lock()
        self._under_way.acquire()
        calls.add(self)

    def start(self) -> None:
        """Start the task, in the loop's thread."""
        self._task = self._loop.create_task(self._coroutine)
        self._task.add_done_callback(self._end)

    def _end(self, task: "asyncio.Task[R]") -> None:
        self._calls.discard(self)
        if not task.cancelled():
            task.exception()  # or asyncio would log that it was never retrieved, if nothing waits any more
        self._under_way.release()

    def drop(self) -> None:
        """End the call without its loop, which comes to it too late or has ended."""
        with suppress(KeyError):  # it has ended, or another thread drops it
            self._calls.remove(self)
            self._coroutine.close()
            self._under_way.release()

    def cancel(self) -> None:
        """Cancel the task, as soon as the loop comes to it."""
        if self._under_way.locked():
            with suppress(RuntimeError):  # the loop has ended, and its tasks with it
                self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def result(self) -> R:
        """Wait for the coroutine to end, and return its result.

        Raises:
            CancelledError: the task was cancelled, or the loop ended before it.
        """
        with self._under_way:
            task = self._task
        try:
            if task is None or not task.done():
                raise CancelledError
            return task.result()
        finally:
            del self, task  # or error and frame would keep each other alive


class CallsCancelled(BaseException):
    """Ends a thread's work between its calls; not an error that the caller's own `except Exception` may handle."""


class CallGroup:
    """The calls that a group of threads makes, whatever their clients, to be cancelled together."""

    current: ContextVar["CallGroup | None"] = ContextVar("sinch_provisioning_calls", default=None)

    def __init__(self) -> None:
        self._calls: set[Call[Any]] = set()
        self._cancelled = False

    def result_of(self, call: Call[R]) -> R:
        """Return a call's result.

        Raises:
            CallsCancelled: the group was cancelled while the call was under way, or before.
        """
        # Either `cancel` finds the call, or it is seen here that it was there.
        self._calls.add(call)
        if self._cancelled:
            call.cancel()
        try:
            return call.result()
        except CancelledError:
            if self._cancelled:
                raise CallsCancelled from None
            raise
        finally:
            self._calls.discard(call)
            del call  # or error and frame would keep each other alive

    def cancel(self) -> None:
        """Cancel the calls under way, and those that come later."""
        self._cancelled = True
        for call in list(self._calls):
            call.cancel()
