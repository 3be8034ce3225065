"""Call: what came with an event; and how functions of the caller are run from code that is not async."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeAlias, TypeVar, final

import attrs

__all__ = ["Ask", "Call", "ask_blocking", "run"]

T = TypeVar("T")
Ask: TypeAlias = Callable[..., Awaitable[Any]]
"""Runs a function, plain or async, with arguments: `asking.ask` in async code, `ask_blocking` elsewhere."""


@final
@attrs.frozen(kw_only=True)
class Call:
    """A call of a webhook; its repr shows neither headers nor body, which may hold secrets."""

    path: str
    """Path of the request, decoded; empty if `receive` was not told."""
    headers: Mapping[str, str] = attrs.field(repr=False, eq=False)
    """Names in lower case; what came twice is joined by a comma."""
    nonce: str
    """The same for each copy of a call. Whether the service's own retries have a new one is not documented."""
    body: bytes = attrs.field(repr=lambda body: f"<{len(body)} bytes>")
    """The body as received."""
    lag: float
    """Seconds from its signature to its arrival, by two clocks, so it may be negative."""


async def ask_blocking(function: Callable[..., Any], *about: Any) -> Any:
    """Return what a function returns; an async one runs in a loop of its own."""
    result = function(*about)
    if not inspect.isawaitable(result):
        return result

    async def finish() -> Any:
        return await result

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(finish())
    # The caller blocks a loop, as in a notebook, and a thread has only one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(copy_context().run, asyncio.run, finish()).result()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return the result of a coroutine that waits for nothing but `ask_blocking`, so that it needs no loop."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("it waits for something else")  # pragma: no cover
