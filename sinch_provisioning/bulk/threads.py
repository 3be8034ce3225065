"""Worker threads: what blocking functions need in order to run many at once."""

import threading
from collections.abc import Callable, Generator, Iterable
from contextvars import copy_context
from typing import Generic, TypeVar

from sinch_provisioning.blocking.calls import CallGroup, CallsCancelled
from sinch_provisioning.blocking.threads import exiting, start

V = TypeVar("V")
R = TypeVar("R")


def in_threads(items: Iterable[V], work: Callable[[V], R], concurrency: int) -> Generator[R, None, None]:
    """Let up to `concurrency` threads take items one by one, and yield what `work` makes of them.

    Each thread runs in a copy of the caller's context. When the caller leaves, calls of blocking clients that are under
    way are cancelled, and the threads are waited for. An exception of `items` or `work` ends all work and is raised.
    """
    handover: _Handover[R] = _Handover()
    group = CallGroup()
    source = iter(items)
    taking = threading.Lock()
    threads: list[threading.Thread] = []
    context = copy_context()
    context.run(CallGroup.current.set, group)

    def run() -> None:
        try:
            while not handover.stopped:
                with taking:
                    item = next(source, _END)
                    if isinstance(item, _End):
                        return
                    if len(threads) < concurrency:
                        start_one()
                handover.put(work(item))
        except CallsCancelled:
            pass
        except BaseException as error:  # noqa: BLE001 - raised to the caller, in whose thread it belongs
            handover.fail(error)
        finally:
            handover.leave()

    def start_one() -> None:
        # Daemons, as a walk that is left open must not keep the process from ending.
        thread = threading.Thread(target=context.copy().run, args=(run,), name="sinch_provisioning.bulk", daemon=True)
        handover.join()
        threads.append(thread)
        try:
            start(thread)
        except BaseException:
            threads.remove(thread)
            handover.leave()
            raise

    try:
        start_one()
        yield from handover
    finally:
        handover.stop()
        group.cancel()
        for thread in threads:
            # The garbage collector may close this generator in one of its own threads; and while the interpreter shuts
            # down daemon threads stand still, so that waiting for one would never end.
            if thread is not threading.current_thread() and not exiting():
                thread.join()


class _End:
    """Marks the end of the items."""


_END = _End()


class _Handover(Generic[R]):
    """A place for one result, so that no more than one per thread is made before the caller asks for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._results: list[R] = []
        self._error: BaseException | None = None
        self._threads = 0
        self.stopped = False

    def join(self) -> None:
        """Count one more thread at work."""
        with self._changed:
            self._threads += 1

    def leave(self) -> None:
        """Count one thread less."""
        with self._changed:
            self._threads -= 1
            self._changed.notify_all()

    def put(self, result: R) -> None:
        """Hand a result over and wait for a place; after `stop` it is dropped."""
        with self._changed:
            self._changed.wait_for(lambda: self.stopped or not self._results)
            if not self.stopped:
                self._results.append(result)
                self._changed.notify_all()

    def fail(self, error: BaseException) -> None:
        """End the walk with an exception."""
        with self._changed:
            self._error = self._error or error
            self.stopped = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Let the threads end."""
        with self._changed:
            self.stopped = True
            self._changed.notify_all()

    def __iter__(self) -> Generator[R, None, None]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._results or self._error is not None or not self._threads)
                if self._error is not None:
                    raise self._error
                if not self._results:
                    return
                result = self._results.pop()
                self._changed.notify_all()
            yield result
