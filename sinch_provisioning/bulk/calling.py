"""Many calls at once."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator, Iterable
from contextlib import aclosing
from typing import Any, TypeVar

from sinch_provisioning.bulk.arguments import (
    Keyed,
    check_async,
    check_function,
    check_hashable,
    check_returned,
    is_blocking,
    pairs,
)
from sinch_provisioning.bulk.loops import Results
from sinch_provisioning.bulk.results import Failure, Item, Result
from sinch_provisioning.bulk.tasks import in_tasks
from sinch_provisioning.bulk.threads import in_threads, outcome
from sinch_provisioning.errors import BulkFailed, ProvisioningError

K = TypeVar("K")
T = TypeVar("T")


def results(calls: Keyed[K, Callable[[], Any]], concurrency: int) -> Results[Result[K, Any]]:
    """Return what functions return, for the kind of loop that fits them."""
    return Results(lambda: in_loop(calls, concurrency), lambda: blocking(calls, concurrency))


async def in_loop(calls: Keyed[K, Callable[[], Awaitable[T]]], concurrency: int) -> AsyncGenerator[Result[K, T], None]:
    """Yield what async functions return."""

    async def call(key: K, fn: Callable[[], Awaitable[T]], put: Callable[[Result[K, T]], Awaitable[None]]) -> None:
        check_async(fn)
        result: Result[K, T]
        try:
            made = fn()
        except ProvisioningError as error:
            await put(Failure(key=key, error=error))
            return
        check_returned(made, awaitable=True)
        try:
            result = Item(key=key, item=await made)
        except ProvisioningError as error:
            result = Failure(key=key, error=error)
        await put(result)

    async with aclosing(in_tasks(pairs("calls", calls, check_function), call, concurrency)) as found:
        async for result in found:
            yield result


def blocking(calls: Keyed[K, Callable[[], T]], concurrency: int) -> Generator[Result[K, T], None, None]:
    """Yield what blocking functions return."""

    def call(pair: tuple[K, Callable[[], T]]) -> Result[K, T]:
        key, fn = pair
        try:
            item = fn()
        except ProvisioningError as error:
            return Failure(key=key, error=error)
        check_returned(item, awaitable=False)
        return Item(key=key, item=item)

    return in_threads(pairs("calls", calls, check_function), call, concurrency)


def gather(calls: Keyed[K, Callable[[], Any]], concurrency: int) -> Coroutine[Any, Any, dict[K, Any]] | dict[K, Any]:
    """Return the values of blocking functions by key, or of async ones as something to await."""

    def check(name: str, key: object, fn: object) -> None:
        check_function(name, key, fn)
        check_hashable(name, key)

    async def gather_async() -> dict[K, Any]:
        return _by_key([result async for result in in_loop(given, concurrency)])

    given = list(pairs("calls", calls, check))
    if not given:
        return _Nothing()
    return gather_async() if _are_async(given) else _by_key(blocking(given, concurrency))


def _are_async(given: list[tuple[K, Callable[[], Any]]]) -> bool:
    """Return whether functions are async; where none of them says it, as a lambda does not, the first is called."""
    kinds = {is_blocking(fn) for _, fn in given}
    if kinds != {None}:
        return False in kinds
    key, first = given[0]
    called = outcome(first)
    given[0] = key, called
    try:
        return inspect.isawaitable(called())
    except Exception:  # noqa: BLE001 - raised again as what became of the call
        return False


def _by_key(results: Iterable[Result[K, Any]]) -> dict[K, Any]:
    values: dict[K, Any] = {}
    errors: dict[K, ProvisioningError] = {}
    for result in results:
        if result.error is not None:
            errors[result.key] = result.error
        else:
            values[result.key] = result.item
    if errors:
        raise BulkFailed(errors, values)
    return values


class _Nothing(dict[Any, Any]):
    """No results, which may be awaited as well."""

    def __await__(self) -> Generator[None, None, dict[Any, Any]]:
        yield from ()
        return {}
