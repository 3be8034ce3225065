"""Blocking calls of several threads that are cancelled together."""

import threading
from concurrent.futures import CancelledError, Future
from contextvars import ContextVar
from typing import Any, TypeVar

R = TypeVar("R")


def result_of(future: "Future[R]") -> R:
    """Return the future's result, once it has one.

    Whatever is raised meanwhile comes out of it. `Future.result()` waits on a condition, which an exception at the
    wrong moment, such as a timeout of gevent, leaves in a state that raises another one.
    """
    done = threading.Lock()
    done.acquire()
    future.add_done_callback(lambda _: done.release())
    done.acquire()
    return future.result()


class CallsCancelled(BaseException):
    """Ends a thread's work between its calls; not an error that the caller's own `except Exception` may handle."""


class CallGroup:
    """The calls that a group of threads makes, whatever their clients, to be cancelled together.

    Raises:
        CallsCancelled: from each call of the group that is under way when it is cancelled, or that comes later.
    """

    current: ContextVar["CallGroup | None"] = ContextVar("sinch_provisioning_calls", default=None)

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._futures: set[Future[Any]] = set()
        self._cancelled = False

    def wait(self, future: "Future[R]") -> R:
        """Return the future's result."""
        with self._lock:
            self._futures.add(future)
            cancelled = self._cancelled
        try:
            if cancelled:
                future.cancel()
                raise CallsCancelled
            return result_of(future)
        except CancelledError:
            if self._cancelled:
                raise CallsCancelled from None
            raise
        finally:
            with self._lock:
                self._futures.discard(future)

    def cancel(self) -> None:
        """Cancel the calls under way."""
        with self._lock:
            self._cancelled = True
            futures = list(self._futures)
        for future in futures:
            future.cancel()
