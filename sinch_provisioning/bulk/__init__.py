"""Many listings or calls at once: bounded, with flat memory, and with failures as values."""

import asyncio
import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable, Iterator, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any, TypeVar, cast, overload

from sinch_provisioning.blocking import BlockingListing
from sinch_provisioning.blocking.bridge import iterate_blocking
from sinch_provisioning.bulk.arguments import (
    check_after,
    check_async,
    check_blocking,
    check_blocking_listing,
    check_concurrency,
    check_function,
    check_hashable,
    check_listing,
    check_map,
    not_async,
    pairs,
)
from sinch_provisioning.bulk.loops import Results
from sinch_provisioning.bulk.results import Failure, Item, ItemPage, PageResult, Result, Unreadable, items_of
from sinch_provisioning.bulk.tasks import in_tasks
from sinch_provisioning.bulk.threads import in_threads
from sinch_provisioning.core.course import Course
from sinch_provisioning.errors import BulkFailed, InvalidRequest, ProvisioningError
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
    "blocking_listings",
    "blocking_pages",
    "calls",
    "gather",
    "listings",
    "map",
    "pages",
]


async def listings(
    listings: Mapping[K, Listing[T]] | Iterable[tuple[K, Listing[T]]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> AsyncGenerator[Result[K, T], None]:
    """Walk many listings at once and yield their items as they come, each with the key of its listing.

    An item that this version cannot read is an `Unreadable`, and its listing goes on. A listing that fails yields one
    last result with its `error` and `resume_token`; the others go on. At most one page
    of a listing is fetched ahead, so memory stays at some pages times `concurrency`, whatever there is to list.

    Args:
        listings: Key to listing, or pairs of them, which may be made on the way.
        concurrency: Listings under way at once. `Config.concurrency` bounds the requests of each client besides.
        after: Where to go on, by key: `resume_token` or `next_token` of an earlier run.

    Raises:
        InvalidRequest: `concurrency` is less than 1.
    """
    async with aclosing(pages(listings, concurrency=concurrency, after=after)) as found:
        async for result in found:
            if result.error is not None:
                yield result
                continue
            for item in items_of(result):
                yield item


async def pages(
    listings: Mapping[K, Listing[T]] | Iterable[tuple[K, Listing[T]]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> AsyncGenerator[PageResult[K, T], None]:
    """Walk many listings at once and yield their pages as they come; else as `listings`."""
    check_after(after)
    check_concurrency(concurrency)
    # Pages wait for the caller as bytes, all but one: objects that only lie about slow the garbage collector down.
    turn = asyncio.Lock()

    async def walk(key: K, listing: Listing[T], put: Callable[[PageResult[K, T]], Awaitable[None]]) -> None:
        token = None
        if after:
            check_hashable("listings", key)
            token = after.get(key)
        course = Course(listing.operation_id, token)
        try:
            while True:
                read = await listing.fetch(token)
                async with turn:
                    page = read()
                    token = course.after(page)  # before the page is handed on: an error leads back to it
                    await put(ItemPage(key=key, page=page))
                if token is None:
                    return
                del read, page
        except ProvisioningError as error:
            await put(Failure(key=key, error=error, resume_token=error.resume_token))

    async with aclosing(in_tasks(pairs("listings", listings, check_listing), walk, concurrency)) as found:
        async for result in found:
            yield result


# An async function is a function too, so the order of the two decides. `map` does what the built-in one does.
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
) -> Any:
    """Call a function once per key, many at once, and yield the values, or errors, as they come.

    `async for result in bulk.map(sinch.rcs.senders.get, ids)` for an async function, and the same with a plain `for`
    for a blocking one, which runs in up to `concurrency` threads. Leaving the loop cancels the calls under way.

    Args:
        fn: Takes one key, as a method of a client does; `functools.partial(sinch.rcs.senders.update, details=...)`, or
            a function of your own that makes several calls.
        keys: What to call it with, each once; may be generated on the way.
        concurrency: Calls under way at once. `Config.concurrency` bounds the requests of each client besides.

    Raises:
        InvalidRequest: an argument cannot be used, or the function does not fit the kind of the loop.
    """
    check_concurrency(concurrency)
    check_map(fn, keys)

    def call(key: K) -> Result[K, T]:
        try:
            item = fn(key)
        except ProvisioningError as error:
            return Failure(key=key, error=error)
        check_blocking(item)
        return Item(key=key, item=item)

    return Results(
        lambda: calls(((key, partial(fn, key)) for key in keys), concurrency=concurrency),
        lambda: in_threads(keys, call, concurrency),
    )


async def calls(
    calls: Mapping[K, Callable[[], Awaitable[T]]] | Iterable[tuple[K, Callable[[], Awaitable[T]]]],
    *,
    concurrency: int = 16,
) -> AsyncGenerator[Result[K, T], None]:
    """Make many different calls at once and yield their values, or errors, as they come.

    Where one function is called with many keys, `map` says it in less.

    Args:
        calls: Key to a function without arguments, as `functools.partial(sinch.rcs.senders.get, id)`.
        concurrency: Calls under way at once.

    Raises:
        InvalidRequest: `concurrency` is less than 1, or `calls` holds something else than functions.
    """

    async def call(key: K, fn: Callable[[], Awaitable[T]], put: Callable[[Result[K, T]], Awaitable[None]]) -> None:
        check_async(fn)
        misuse: InvalidRequest | None = None
        try:
            made: Any = fn()
            if inspect.isawaitable(made) and not isinstance(made, Listing):
                await put(Item(key=key, item=cast("T", await made)))
            else:
                misuse = not_async(cast("object", made))
        except ProvisioningError as error:
            await put(Failure(key=key, error=error))
        if misuse is not None:
            raise misuse

    check_concurrency(concurrency)
    async with aclosing(in_tasks(pairs("calls", calls, check_function), call, concurrency)) as found:
        async for result in found:
            yield result


async def gather(
    calls_: Mapping[K, Callable[[], Awaitable[T]]] | Iterable[tuple[K, Callable[[], Awaitable[T]]]],
    *,
    concurrency: int = 16,
) -> dict[K, T]:
    """Make many calls at once and return their values by key, in the order in which they came.

    Args:
        calls_: Key to a function without arguments, as `functools.partial(sinch.rcs.senders.get, id)`.
        concurrency: Calls under way at once.

    Raises:
        BulkFailed: some failed; `.errors` and `.results` hold what became of each.
        InvalidRequest: as for `calls`.
    """

    def check(name: str, key: object, fn: object) -> None:
        check_function(name, key, fn)
        check_hashable(name, key)

    results: dict[K, T] = {}
    errors: dict[K, ProvisioningError] = {}
    async with aclosing(calls(pairs("calls", calls_, check), concurrency=concurrency)) as found:
        async for result in found:
            if result.error is not None:
                errors[result.key] = result.error
            else:
                results[result.key] = result.item
    if errors:
        raise BulkFailed(errors, results)
    return results


def blocking_listings(
    listings_: Mapping[K, BlockingListing[T]] | Iterable[tuple[K, BlockingListing[T]]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> Iterator[Result[K, T]]:
    """Walk many listings of one blocking client at once; else as `listings`. Crosses to the loop once a page.

    Raises:
        InvalidRequest: `concurrency` is less than 1, or the listings are of several clients.
    """
    for result in blocking_pages(listings_, concurrency=concurrency, after=after):
        if result.error is not None:
            yield result
            continue
        yield from items_of(result)


def blocking_pages(
    listings_: Mapping[K, BlockingListing[T]] | Iterable[tuple[K, BlockingListing[T]]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> Iterator[PageResult[K, T]]:
    """Walk many listings of one blocking client at once and yield their pages as they come; else as `pages`.

    Raises:
        InvalidRequest: `concurrency` is less than 1, or the listings are of several clients.
    """
    found = list(pairs("listings", listings_, check_blocking_listing))
    check_after(after)
    check_concurrency(concurrency)
    if not found:
        return
    bridge = found[0][1].bridge
    if any(listing.bridge is not bridge for _, listing in found):
        raise InvalidRequest([("listings", "have to be of one client, as its one loop walks them all")])
    targets = [(key, listing.target) for key, listing in found]
    yield from iterate_blocking(bridge, pages(targets, concurrency=concurrency, after=after))
