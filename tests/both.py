"""One test for two clients: the blocking client in the async client's clothes."""

import asyncio
import inspect
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal, cast

from sinch_provisioning import AsyncClient, BlockingListing, Client, Config
from sinch_provisioning.blocking import BlockingResource
from sinch_provisioning.blocking.client import Project
from sinch_provisioning.core.dispatch import Clock

Kind = Literal["async", "blocking"]


class Awaitable:
    """Wraps a blocking object so that its calls are awaited; they run in a thread, as the test's loop serves too."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if isinstance(value, BlockingResource | Project):
            return Awaitable(value)
        if not callable(value):
            return value
        if name in {"project", "options"}:
            return lambda *args, **kwargs: Awaitable(value(*args, **kwargs))
        if name == "capture":
            return value
        returns = inspect.signature(value, eval_str=False).return_annotation
        if "Listing" in str(returns):
            return lambda *args, **kwargs: Awaitable(value(*args, **kwargs))
        return lambda *args, **kwargs: asyncio.to_thread(value, *args, **kwargs)

    def pages(self, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        return _walk(self._target.pages(*args, **kwargs))

    def __aiter__(self) -> AsyncIterator[Any]:
        assert isinstance(self._target, BlockingListing)
        return _walk(iter(self._target))


async def _walk(source: Any) -> AsyncIterator[Any]:
    end = object()
    while (item := await asyncio.to_thread(next, source, end)) is not end:
        yield item


@asynccontextmanager
async def client_of(kind: Kind, config: Config, clock: Clock) -> AsyncGenerator[AsyncClient]:
    """Open a client of either kind; the blocking one is awaited all the same."""
    if kind == "async":
        async with AsyncClient(config, clock=clock) as client:
            yield client
    else:
        blocking = Client(config, clock=clock)
        yield cast("AsyncClient", cast("Any", Awaitable(blocking)))
        await asyncio.to_thread(blocking.close)
