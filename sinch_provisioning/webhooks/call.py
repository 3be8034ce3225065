"""Call: what came with an event; and the two ways in which functions of the caller are run during one."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, TypeAlias, TypeVar, final

import attrs

from sinch_provisioning.asking import ask

__all__ = ["Ask", "Call", "headers_of", "in_a_thread", "in_this_thread", "run"]

T = TypeVar("T")
Ask: TypeAlias = Callable[..., Awaitable[Any]]
"""Runs a function, plain or async, with arguments."""


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


def headers_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers as `Call.headers` has them."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


async def in_a_thread(function: Callable[..., Any], *given: Any) -> Any:
    """Await an async function, and run a plain one in a thread, so that it holds up nothing."""
    *first, last = given
    return await ask(partial(function, *first) if first else function, last)


async def in_this_thread(function: Callable[..., Any], *given: Any) -> Any:
    """Run a function here, an async one in a loop of its own."""
    result = function(*given)
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
    """Return the result of a coroutine that waits for nothing but `in_this_thread`, so that it needs no loop."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("it waits for something else")  # pragma: no cover
