"""One run: a server, a client of each kind, epochs after which the accounts are settled."""

import asyncio
import gc
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import attrs

from sinch_provisioning import AsyncClient, Client
from tests.both import Awaitable
from tests.soak.accounts import Accounts, Totals
from tests.soak.load import Plan, config
from tests.soak.server import Remote, running

ASYNC_CALLERS = 24
BLOCKING_CALLERS = 6
EPOCH = 10.0


@attrs.frozen
class Usage:
    """What the clients' process holds of the machine."""

    kilobytes: int
    descriptors: int
    tasks: int

    @classmethod
    def now(cls) -> "Usage":
        """Measure."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            pages * os.sysconf("SC_PAGE_SIZE") // 1024,
            len(list(Path("/proc/self/fd").iterdir())),
            len(asyncio.all_tasks()),
        )


@attrs.define
class Run:
    """What a run has come to."""

    totals: Totals
    seconds: float
    usages: list[Usage]
    """After each epoch."""


def soak(
    *,
    minutes: float | None,
    requests: int | None,
    rate: float,
    seed: int,
    tell: Callable[[Run], None],
    epoch: float = EPOCH,
) -> Run:
    """Run until the time is over or the server has seen so many requests."""
    with running(rate, seed) as remote:
        return asyncio.run(_soak(remote, minutes, requests, seed, tell, epoch))


async def _soak(
    remote: Remote, minutes: float | None, requests: int | None, seed: int, tell: Callable[[Run], None], epoch: float
) -> Run:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(BLOCKING_CALLERS))
    accounts = Accounts()
    begin = time.monotonic()
    run = Run(accounts.totals, 0.0, [])
    blocking = Client(config(remote.url), hooks=[accounts])
    async with AsyncClient(config(remote.url), hooks=[accounts]) as sinch:
        while True:
            started, before = time.monotonic(), accounts.totals.attempts

            def is_over(started: float = started, before: int = before) -> bool:
                seen = accounts.totals.requests + accounts.totals.attempts - before
                return time.monotonic() - started >= epoch or (requests is not None and seen >= requests)

            plan = Plan(seed, is_over)
            both = cast("AsyncClient", cast("Any", Awaitable(blocking)))
            async with asyncio.TaskGroup() as group:
                group.create_task(plan.run(sinch, accounts, f"a{len(run.usages)}-", ASYNC_CALLERS))
                group.create_task(plan.run(both, accounts, f"b{len(run.usages)}-", BLOCKING_CALLERS))
            accounts.settle(await asyncio.to_thread(remote.books))
            run.seconds = time.monotonic() - begin
            run.usages.append(Usage.now())
            tell(run)
            if minutes is not None and run.seconds >= minutes * 60:
                break
            if requests is not None and accounts.totals.requests >= requests:
                break
    await asyncio.to_thread(blocking.close)
    run.usages.append(Usage.now())
    return run
