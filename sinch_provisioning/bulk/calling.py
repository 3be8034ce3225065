"""Many calls at once."""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator, Iterable
from functools import partial
from typing import Any, TypeVar, overload

from sinch_provisioning.blocking import BlockingListing, BlockingResource
from sinch_provisioning.bulk.arguments import ASYNC, BLOCKING, Keyed, kind, pairs, rejection
from sinch_provisioning.bulk.results import Failure, Item, Result, Results
from sinch_provisioning.bulk.workers import Put, in_tasks, in_threads, outcome
from sinch_provisioning.core.arguments import check_whole
from sinch_provisioning.errors import BulkFailed, ProvisioningError
from sinch_provisioning.paging import Listing

K = TypeVar("K")
T = TypeVar("T")
Calls = Keyed[K, Callable[[], T]]
AsyncCalls = Keyed[K, Callable[[], Awaitable[T]]]

# An async function is a function too, so the order of the overloads decides. `map` does what the built-in one does.


@overload
def map(  # type: ignore[overload-overlap]  # noqa: A001
    fn: Callable[[K], Awaitable[T]], keys: Iterable[K], *, concurrency: int = 16
) -> AsyncGenerator[Result[K, T], None]: ...
@overload
def map(  # noqa: A001
    fn: Callable[[K], T], keys: Iterable[K], *, concurrency: int = 16
) -> Generator[Result[K, T], None, None]: ...
def map(  # noqa: A001
    fn: Callable[[K], Any], keys: Iterable[K], *, concurrency: int = 16
) -> AsyncGenerator[Result[K, Any], None] | Generator[Result[K, Any], None, None]:
    """Call a function once per key, many at once, and yield the values, or errors, as they come.

    `async for result in bulk.map(sinch.rcs.senders.get, ids)` for an async function, and the same with a plain `for`
    for a blocking one. Leaving the loop cancels the calls under way.

    Args:
        fn: Takes one key, as a method of a client does; `functools.partial(sinch.rcs.senders.update, details=...)`, or
            a function of your own that makes several calls.
        keys: What to call it with, each once; may be generated on the way.
        concurrency: Calls under way at once. `Config.concurrency` bounds the requests of each client besides.

    Raises:
        InvalidRequest: an argument cannot be used, or the function does not fit the kind of the loop.
    """
    if not callable(fn):
        raise rejection("fn", f"must be a function, as sinch.rcs.senders.get, not {kind(fn)}", fn)
    if isinstance(keys, str | bytes) or not isinstance(keys, Iterable):
        raise rejection("keys", f"must be a list or another iterable of keys, not {kind(keys)}", keys)
    return _results(((key, partial(fn, key)) for key in keys), concurrency)


@overload
def calls(  # type: ignore[overload-overlap]
    calls: AsyncCalls[K, T], *, concurrency: int = 16
) -> AsyncGenerator[Result[K, T], None]: ...
@overload
def calls(calls: Calls[K, T], *, concurrency: int = 16) -> Generator[Result[K, T], None, None]: ...
def calls(
    calls: Calls[K, Any], *, concurrency: int = 16
) -> AsyncGenerator[Result[K, Any], None] | Generator[Result[K, Any], None, None]:
    """Make many different calls at once and yield their values, or errors, as they come.

    Where one function is called with many keys, `map` says it in less.

    Args:
        calls: Key to a function without arguments, as `functools.partial(sinch.rcs.senders.get, id)`.
        concurrency: Calls under way at once.

    Raises:
        InvalidRequest: `concurrency` is less than 1, `calls` holds something else than functions, or they do not fit
            the kind of the loop.
    """
    return _results(calls, concurrency)


@overload
def gather(  # type: ignore[overload-overlap]
    calls_: AsyncCalls[K, T], *, concurrency: int = 16
) -> Coroutine[Any, Any, dict[K, T]]: ...
@overload
def gather(calls_: Calls[K, T], *, concurrency: int = 16) -> dict[K, T]: ...
def gather(calls_: Calls[K, Any], *, concurrency: int = 16) -> Coroutine[Any, Any, dict[K, Any]] | dict[K, Any]:
    """Make many calls at once and return their values by key, in the order in which they came.

    Args:
        calls_: Key to a function without arguments, as `functools.partial(sinch.rcs.senders.get, id)`: all async, to be
            awaited together, or all blocking.
        concurrency: Calls under way at once.

    Raises:
        BulkFailed: some failed; `.errors` and `.results` hold what became of each.
        InvalidRequest: as for `calls`.
    """

    async def gather_async() -> dict[K, Any]:
        return _by_key([result async for result in _in_tasks(given, concurrency)])

    check_whole("concurrency", concurrency, 1)
    given = list(pairs("calls", calls_, _check_function, hashable=True))
    if not given:
        return _Nothing()
    return gather_async() if _are_async(given) else _by_key(_in_threads(given, concurrency))


def _results(calls: Calls[K, Any], concurrency: int) -> Results[Result[K, Any]]:
    check_whole("concurrency", concurrency, 1)
    return Results(lambda: _in_tasks(calls, concurrency), lambda: _in_threads(calls, concurrency))


def _in_tasks(calls: Calls[K, Any], concurrency: int) -> AsyncGenerator[Result[K, Any], None]:
    async def call(key: K, fn: Callable[[], Any], put: Put[Result[K, Any]]) -> None:
        if _is_blocking(fn):  # it would block the event loop
            raise rejection("fn", BLOCKING)
        result = _call(key, fn, awaitable=True)
        if isinstance(result, Item):
            try:
                result = Item(key=key, item=await result.item)
            except ProvisioningError as error:
                result = Failure(key=key, error=error)
        await put(result)

    return in_tasks(pairs("calls", calls, _check_function), call, concurrency)


def _in_threads(calls: Calls[K, Any], concurrency: int) -> Generator[Result[K, Any], None, None]:
    return in_threads(pairs("calls", calls, _check_function), lambda pair: _call(*pair, awaitable=False), concurrency)


def _call(key: K, fn: Callable[[], Any], *, awaitable: bool) -> Item[K, Any] | Failure[K]:
    """Call a function; its error is a value, and what it must not return is an error."""
    try:
        returned = fn()
    except ProvisioningError as error:
        return Failure(key=key, error=error)
    if isinstance(returned, Listing | BlockingListing):
        raise rejection("fn", "returns a listing; use bulk.listings({key: listing, ...})")
    if inspect.isawaitable(returned) != awaitable:
        raise rejection("fn", f"returned {kind(returned)}, so it {BLOCKING if awaitable else ASYNC}", returned)
    return Item(key=key, item=returned)


def _check_function(key: object, fn: object) -> str | None:
    if callable(fn):
        return None
    hint = "; write the call without awaiting or starting it" if inspect.isawaitable(fn) else ""
    return f"has to hold functions, as functools.partial(sinch.rcs.senders.get, id), holds {kind(fn)} for {key!r}{hint}"


def _is_blocking(fn: object) -> bool | None:
    """Return whether a function is a method of a blocking client, or async; None if only a call would tell."""
    while isinstance(fn, partial):
        fn = fn.func
    if isinstance(getattr(fn, "__self__", None), BlockingResource):
        return True
    return False if inspect.iscoroutinefunction(fn) else None


def _are_async(given: list[tuple[K, Callable[[], Any]]]) -> bool:
    """Return whether functions are async; where none of them says it, as a lambda does not, the first is called."""
    kinds = {_is_blocking(fn) for _, fn in given}
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
