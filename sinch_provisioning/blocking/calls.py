"""Calls into the event loop of another thread."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Generic, TypeVar, final

R = TypeVar("R")


class CallsCancelled(BaseException):
    """Ends a thread's work between its calls; not an error that the caller's own `except Exception` may handle."""


class CallGroup:
    """Calls that are cancelled together: those into one loop, or those that several threads make for one caller."""

    current: ContextVar["CallGroup | None"] = ContextVar("sinch_provisioning_calls", default=None)

    def __init__(self) -> None:
        self.calls: set[Call[Any]] = set()
        self.cancelled = False

    def cancel(self) -> None:
        """Cancel the calls under way, and those that come later."""
        self.cancelled = True
        for call in list(self.calls):
            call.cancel()


@final
class Call(Generic[R]):
    """A coroutine in the loop of another thread, which this thread waits for; belongs to its groups until it has ended.

    The portal's own `start_task_soon` waits once more, for the task to be started, which costs two thirds of a call.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, R], groups: tuple[CallGroup, ...]
    ) -> None:
        self._loop = loop
        self._coroutine = coroutine
        self._groups = groups
        self._task: asyncio.Task[R] | None = None
        self._ended = False
        # An exception that comes upon a waiting thread, such as a timeout of gevent, gets through a lock as it is; a
        # condition would raise another one then.
        self._end = threading.Lock()
        self._end.acquire()
        for group in groups:
            group.calls.add(self)

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
            CancelledError: the task was cancelled, or the loop ended before it.
        """
        if not self._ended:
            self._end.acquire()
        task = self._task
        try:
            if task is None or not task.done():
                raise asyncio.CancelledError
            return task.result()
        finally:
            del self, task  # or error and frame would keep each other alive
