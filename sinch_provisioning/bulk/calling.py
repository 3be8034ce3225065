"""Many calls at once."""

import inspect
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterable
from typing import Any, TypeVar

from sinch_provisioning.bulk.arguments import (
    Keyed,
    callable_,
    check_async,
    check_returned,
    is_blocking,
    pairs,
)
from sinch_provisioning.bulk.results import Failure, Item, Result, Results
from sinch_provisioning.bulk.workers import Put, in_tasks, in_threads, outcome
from sinch_provisioning.core.arguments import check_whole
from sinch_provisioning.errors import BulkFailed, ProvisioningError

K = TypeVar("K")
Calls = Keyed[K, Callable[[], Any]]


def results(calls: Calls[K], concurrency: int) -> Results[Result[K, Any]]:
    """Return what functions return, for the kind of loop that fits them."""
    check_whole("concurrency", concurrency, 1)
    return Results(lambda: _in_tasks(calls, concurrency), lambda: _in_threads(calls, concurrency))


def gather(calls: Calls[K], concurrency: int) -> Coroutine[Any, Any, dict[K, Any]] | dict[K, Any]:
    """Return the values of blocking functions by key, or of async ones as something to await."""

    async def gather_async() -> dict[K, Any]:
        return _by_key([result async for result in _in_tasks(given, concurrency)])

    check_whole("concurrency", concurrency, 1)
    given = list(pairs("calls", calls, callable_, hashable=True))
    if not given:
        return _Nothing()
    return gather_async() if _are_async(given) else _by_key(_in_threads(given, concurrency))


def _in_tasks(calls: Calls[K], concurrency: int) -> AsyncGenerator[Result[K, Any], None]:
    async def call(key: K, fn: Callable[[], Any], put: Put[Result[K, Any]]) -> None:
        check_async(fn)
        result = _call(key, fn, awaitable=True)
        if isinstance(result, Item):
            try:
                result = Item(key=key, item=await result.item)
            except ProvisioningError as error:
                result = Failure(key=key, error=error)
        await put(result)

    return in_tasks(pairs("calls", calls, callable_), call, concurrency)


def _in_threads(calls: Calls[K], concurrency: int) -> Generator[Result[K, Any], None, None]:
    return in_threads(pairs("calls", calls, callable_), lambda pair: _call(*pair, awaitable=False), concurrency)


def _call(key: K, fn: Callable[[], Any], *, awaitable: bool) -> Item[K, Any] | Failure[K]:
    """Call a function; its error is a value, and what it must not return is an error."""
    try:
        returned = fn()
    except ProvisioningError as error:
        return Failure(key=key, error=error)
    check_returned(returned, awaitable=awaitable)
    return Item(key=key, item=returned)


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
