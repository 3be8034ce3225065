"""Workers that run many functions at once: tasks for async ones, threads for blocking ones."""

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from sinch_provisioning.blocking.loop import CallGroup
from sinch_provisioning.blocking.threads import exiting, start

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")
Put = Callable[[R], Awaitable[None]]

_END: Any = object()


async def in_tasks(
    pairs: Iterable[tuple[K, V]], work: Callable[[K, V, Put[R]], Awaitable[None]], concurrency: int
) -> AsyncGenerator[R, None]:
    """Let tasks take pairs one by one, and yield what they put.

    An exception of `pairs` or `work` ends all work and is raised.
    """
    # A rendezvous of one result: what else is ready waits in the hands of its worker.
    results: asyncio.Queue[R] = asyncio.Queue(1)
    source = iter(pairs)

    async def worker() -> None:
        for key, value in source:
            await work(key, value, results.put)

    async def supervise() -> None:
        async with asyncio.TaskGroup() as group:
            workers = [group.create_task(worker()) for _ in range(concurrency)]
        if any(each.cancelled() for each in workers):  # by the work itself, for which a group does not end
            raise asyncio.CancelledError("a call was cancelled")

    supervisor = asyncio.create_task(supervise())
    # Behind a result that is not taken yet its end is seen without being told.
    supervisor.add_done_callback(lambda _: results.put_nowait(_END) if results.empty() else None)
    try:
        while not (supervisor.done() and results.empty()):
            if (result := await results.get()) is not _END:
                yield result
        try:
            await supervisor
        except BaseExceptionGroup as group:  # it is the caller's own (a faulty function), so a group says too much
            raise group.exceptions[0] from None
    finally:
        supervisor.cancel()
        await asyncio.gather(supervisor, return_exceptions=True)


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
        todo.put(_END)  # for the next one, as Ctrl-C may leave a thread that is not among them

    under_way = 0
    try:
        while True:
            # What is there to be yielded goes before what is to be begun, which may take its time to come.
            while under_way < concurrency and done.empty() and (item := next(source, _END)) is not _END:
                if under_way == len(threads):
                    threads.append(start(partial(context.copy().run, run), "sinch_provisioning.bulk"))
                todo.put(item)
                under_way += 1
            if not under_way:
                return
            finished = done.get()
            under_way -= 1
            yield finished()
    finally:
        with suppress(queue.Empty):
            while True:
                todo.get_nowait()
        group.cancel()
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
