"""Many listings or calls at once: bounded, with flat memory, and with failures as values.

Each function serves both clients. What an `async for` walks, or `await` waits for, is made by tasks; a plain `for`
walks the listings of a blocking client in its loop, and calls blocking functions in threads.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar, overload

from sinch_provisioning.blocking import BlockingListing
from sinch_provisioning.bulk import calling, walking
from sinch_provisioning.bulk.arguments import Keyed, check_map
from sinch_provisioning.bulk.results import Failure, Item, ItemPage, PageResult, Result, Unreadable
from sinch_provisioning.paging import Listing

K = TypeVar("K")
T = TypeVar("T")

__all__ = [
    "Failure",
    "Item",
    "ItemPage",
    "PageResult",
    "Result",
    "Unreadable",
    "calls",
    "gather",
    "listings",
    "map",
    "pages",
]

# An async function is a function too, and an empty mapping one of either kind, so the order of the overloads decides.
# `map` does what the built-in one does.


@overload
def listings(  # type: ignore[overload-overlap]
    listings: Keyed[K, Listing[T]], *, concurrency: int = 16, after: Mapping[K, str | None] = {}
) -> AsyncGenerator[Result[K, T], None]: ...
@overload
def listings(
    listings: Keyed[K, BlockingListing[T]], *, concurrency: int = 16, after: Mapping[K, str | None] = {}
) -> Generator[Result[K, T], None, None]: ...
def listings(
    listings: Keyed[K, Listing[T]] | Keyed[K, BlockingListing[T]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> AsyncGenerator[Result[K, T], None] | Generator[Result[K, T], None, None]:
    """Walk many listings at once and yield their items as they come, each with the key of its listing.

    An item that this version cannot read is an `Unreadable`, and its listing goes on. A listing that fails yields one
    last result with its `error` and `resume_token`; the others go on. At most one page
    of a listing is fetched ahead, so memory stays at some pages times `concurrency`, whatever there is to list.

    Args:
        listings: Key to listing, or pairs of them, which may be made on the way; blocking ones are of one client.
        concurrency: Listings under way at once. `Config.concurrency` bounds the requests of each client besides.
        after: Where to go on, by key: `resume_token` or `next_token` of an earlier run.

    Raises:
        InvalidRequest: an argument cannot be used, or the listings do not fit the kind of the loop.
    """
    return walking.items(walking.pages(listings, concurrency, after))


@overload
def pages(  # type: ignore[overload-overlap]
    listings: Keyed[K, Listing[T]], *, concurrency: int = 16, after: Mapping[K, str | None] = {}
) -> AsyncGenerator[PageResult[K, T], None]: ...
@overload
def pages(
    listings: Keyed[K, BlockingListing[T]], *, concurrency: int = 16, after: Mapping[K, str | None] = {}
) -> Generator[PageResult[K, T], None, None]: ...
def pages(
    listings: Keyed[K, Listing[T]] | Keyed[K, BlockingListing[T]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> AsyncGenerator[PageResult[K, T], None] | Generator[PageResult[K, T], None, None]:
    """Walk many listings at once and yield their pages as they come; else as `listings`.

    A page with its `next_token` is a checkpoint: a listing whose `next_token` is None is done.
    """
    return walking.pages(listings, concurrency, after)


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
    check_map(fn, keys)
    return calling.results(((key, partial(fn, key)) for key in keys), concurrency)


@overload
def calls(  # type: ignore[overload-overlap]
    calls: Keyed[K, Callable[[], Awaitable[T]]], *, concurrency: int = 16
) -> AsyncGenerator[Result[K, T], None]: ...
@overload
def calls(calls: Keyed[K, Callable[[], T]], *, concurrency: int = 16) -> Generator[Result[K, T], None, None]: ...
def calls(
    calls: Keyed[K, Callable[[], Any]], *, concurrency: int = 16
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
    return calling.results(calls, concurrency)


@overload
def gather(  # type: ignore[overload-overlap]
    calls_: Keyed[K, Callable[[], Awaitable[T]]], *, concurrency: int = 16
) -> Coroutine[Any, Any, dict[K, T]]: ...
@overload
def gather(calls_: Keyed[K, Callable[[], T]], *, concurrency: int = 16) -> dict[K, T]: ...
def gather(
    calls_: Keyed[K, Callable[[], Any]], *, concurrency: int = 16
) -> Coroutine[Any, Any, dict[K, Any]] | dict[K, Any]:
    """Make many calls at once and return their values by key, in the order in which they came.

    Args:
        calls_: Key to a function without arguments, as `functools.partial(sinch.rcs.senders.get, id)`: all async, to be
            awaited together, or all blocking.
        concurrency: Calls under way at once.

    Raises:
        BulkFailed: some failed; `.errors` and `.results` hold what became of each.
        InvalidRequest: as for `calls`.
    """
    return calling.gather(calls_, concurrency)
