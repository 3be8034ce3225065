"""Worker tasks: what async functions need in order to run many at once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

from sinch_provisioning.core.futures import retrieve_exception

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")


async def in_tasks(
    pairs: Iterable[tuple[K, V]],
    work: Callable[[K, V, Callable[[R], Awaitable[None]]], Awaitable[None]],
    concurrency: int,
) -> AsyncGenerator[R, None]:
    """Let workers take pairs one by one, and yield what they put."""
    # A rendezvous of one result: what else is ready waits in the hands of its worker.
    queue: asyncio.Queue[R | None] = asyncio.Queue(1)
    source = iter(pairs)

    async def worker() -> None:
        for key, value in source:
            await work(key, value, queue.put)

    async def supervise() -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(concurrency):
                    group.create_task(worker())
        finally:
            if not leaving:
                await queue.put(None)

    leaving = False
    supervisor = asyncio.create_task(supervise())
    supervisor.add_done_callback(retrieve_exception)
    try:
        while (result := await queue.get()) is not None:
            yield result
        await _unwrapped(supervisor)
    finally:
        # It ends by itself from here on, also if this wait is cut short by another cancellation.
        leaving = True
        supervisor.cancel()
        await asyncio.wait([supervisor])


async def _unwrapped(supervisor: asyncio.Task[None]) -> None:
    """Raise a worker's error as itself; it is the caller's own (a faulty function), so a group of one says too much."""
    try:
        await supervisor
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None
