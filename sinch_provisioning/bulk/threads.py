"""Worker threads: what blocking functions need in order to run many at once."""

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from sinch_provisioning.blocking.calls import CallGroup
from sinch_provisioning.blocking.threads import exiting, start

V = TypeVar("V")
R = TypeVar("R")


_END: Any = object()


def in_threads(items: Iterable[V], work: Callable[[V], R], concurrency: int) -> Generator[R, None, None]:
    """Have up to `concurrency` threads make something of each item, and yield it.

    Items are taken in the caller's thread, no faster than results. Each thread runs in a copy of the caller's context.
    When the caller leaves, calls of blocking clients that are under way are cancelled, and the threads are waited for.
    An exception of `items` or `work` ends all work and is raised.
    """
    # Not imported by name: under gevent these classes are others.
    todo: queue.SimpleQueue[V] = queue.SimpleQueue()
    done: queue.SimpleQueue[Callable[[], R]] = queue.SimpleQueue()
    threads: list[threading.Thread] = []
    source = iter(items)
    group = CallGroup()
    context = copy_context()
    context.run(CallGroup.current.set, group)

    def run() -> None:
        while (item := todo.get()) is not _END:
            done.put(outcome(partial(work, item)))

    under_way = 0
    try:
        while True:
            # What is there to be yielded goes before what is to be begun, which may take its time to come.
            while under_way < concurrency and done.empty():
                item = next(source, _END)
                if item is _END:
                    break
                if under_way == len(threads):
                    # Daemons, as a walk that is left open must not keep the process from ending.
                    name = "sinch_provisioning.bulk"
                    thread = threading.Thread(target=context.copy().run, args=(run,), name=name, daemon=True)
                    start(thread)
                    threads.append(thread)
                todo.put(item)
                under_way += 1
            if not under_way:
                return
            finished = done.get()
            under_way -= 1
            yield finished()
    finally:
        while not todo.empty():
            todo.get()
        group.cancel()
        for _ in threads:
            todo.put(_END)
        for thread in threads:
            # The garbage collector may close this generator in one of its own threads; and while the interpreter shuts
            # down daemon threads stand still, so that waiting for one would never end.
            if thread is not threading.current_thread() and not exiting():
                thread.join()


def outcome(work: Callable[[], R]) -> Callable[[], R]:
    """Call a function, and return one that returns what it returned, or raises what it raised."""
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - raised where it belongs
        failure = error

        def fail() -> Any:
            raise failure

        return fail
    return lambda: result
