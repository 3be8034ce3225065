"""Many listings or calls at once: bounded, with flat memory, and with failures as values."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import aclosing
from typing import Generic, TypeVar, cast

import attrs

from sinch_provisioning.blocking import BlockingListing, across
from sinch_provisioning.errors import BulkFailed, InvalidRequest, ProvisioningError
from sinch_provisioning.paging import Listing, Page, _look_at

K = TypeVar("K")
T = TypeVar("T")

__all__ = [
    "Failed",
    "Found",
    "FoundPage",
    "PageResult",
    "Result",
    "blocking_listings",
    "calls",
    "gather",
    "listings",
    "pages",
]


@attrs.frozen(kw_only=True)
class Found(Generic[K, T]):
    """One item of one of many listings, or the value of one of many calls."""

    key: K
    item: T
    error: None = attrs.field(default=None, init=False, repr=False)
    resume_token: None = attrs.field(default=None, init=False, repr=False)


@attrs.frozen(kw_only=True)
class FoundPage(Generic[K, T]):
    """One page of one of many listings."""

    key: K
    page: Page[T]
    error: None = attrs.field(default=None, init=False, repr=False)
    resume_token: None = attrs.field(default=None, init=False, repr=False)


@attrs.frozen(kw_only=True)
class Failed(Generic[K]):
    """The error that ended one of many listings, or calls."""

    key: K
    error: ProvisioningError
    resume_token: str | None = None
    """Where a listing can go on, for `after=`; None means from its start."""
    item: None = attrs.field(default=None, init=False, repr=False)
    page: None = attrs.field(default=None, init=False, repr=False)


Result = Found[K, T] | Failed[K]
"""What became of something; `result.error is None` tells type checkers that `result.item` is there."""
PageResult = FoundPage[K, T] | Failed[K]


async def listings(
    listings: Mapping[K, Listing[T]] | Iterable[tuple[K, Listing[T]]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> AsyncGenerator[Result[K, T], None]:
    """Walk many listings at once and yield their items as they come, each with the key of its listing.

    A listing that fails yields one last result with its `error` and `resume_token`; the others go on. At most one page
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
            for item in result.page.items:
                yield Found(key=result.key, item=item)


async def pages(
    listings: Mapping[K, Listing[T]] | Iterable[tuple[K, Listing[T]]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> AsyncGenerator[PageResult[K, T], None]:
    """Walk many listings at once and yield their pages as they come; else as `listings`."""
    # Pages wait for the caller as bytes, all but one: objects that only lie about slow the garbage collector down.
    turn = asyncio.Lock()

    async def walk(key: K, listing: Listing[T], put: Callable[[PageResult[K, T]], Awaitable[None]]) -> None:
        token = after.get(key)
        try:
            while True:
                unread = await listing._fetch(token)
                async with turn:
                    page = listing._read(token, unread)
                    await put(FoundPage(key=key, page=page))
                token = listing._after(page)
                if token is None:
                    return
                del unread, page
        except ProvisioningError as error:
            await put(Failed(key=key, error=error, resume_token=error.resume_token))

    async with aclosing(_spread(_pairs(listings), walk, concurrency)) as found:
        async for result in found:
            yield result


async def calls(
    calls: Mapping[K, Callable[[], Awaitable[T]]] | Iterable[tuple[K, Callable[[], Awaitable[T]]]],
    *,
    concurrency: int = 16,
) -> AsyncGenerator[Result[K, T], None]:
    """Make many calls at once and yield their values, or errors, as they come.

    Args:
        calls: Key to a function without arguments, as `lambda: sinch.rcs.senders.get(id)`.
        concurrency: Calls under way at once.

    Raises:
        InvalidRequest: `concurrency` is less than 1.
    """

    async def call(key: K, fn: Callable[[], Awaitable[T]], put: Callable[[Result[K, T]], Awaitable[None]]) -> None:
        try:
            result: Result[K, T] = Found(key=key, item=await fn())
        except ProvisioningError as error:
            result = Failed(key=key, error=error)
        await put(result)

    async with aclosing(_spread(_pairs(calls), call, concurrency)) as found:
        async for result in found:
            yield result


async def gather(
    calls_: Mapping[K, Callable[[], Awaitable[T]]] | Iterable[tuple[K, Callable[[], Awaitable[T]]]],
    *,
    concurrency: int = 16,
) -> dict[K, T]:
    """Make many calls at once and return their values by key, in the order in which they came.

    Raises:
        BulkFailed: some failed; `.errors` and `.results` hold what became of each.
    """
    results: dict[K, T] = {}
    errors: dict[K, ProvisioningError] = {}
    async with aclosing(calls(calls_, concurrency=concurrency)) as found:
        async for result in found:
            if result.error is not None:
                errors[result.key] = result.error
            else:
                results[result.key] = result.item
    if errors:
        raise BulkFailed(errors, results)
    return results


def blocking_listings(
    listings_: Mapping[K, BlockingListing[T]],
    *,
    concurrency: int = 16,
    after: Mapping[K, str | None] = {},
) -> Iterator[Result[K, T]]:
    """Walk many listings of one blocking client at once; else as `listings`. Crosses to the loop once a page.

    Raises:
        InvalidRequest: `concurrency` is less than 1, or the listings are of several clients.
    """
    if not listings_:
        return
    bridge = next(iter(listings_.values()))._bridge
    if any(listing._bridge is not bridge for listing in listings_.values()):
        raise InvalidRequest([("listings", "have to be of one client, as its one loop walks them all")])
    targets = {key: listing._listing for key, listing in listings_.items()}
    for result in across(bridge, pages(targets, concurrency=concurrency, after=after)):
        if result.error is not None:
            yield result
            continue
        for item in result.page.items:
            yield Found(key=result.key, item=item)


R = TypeVar("R")
V = TypeVar("V")


def _pairs(source: Mapping[K, V] | Iterable[tuple[K, V]]) -> Iterable[tuple[K, V]]:
    return cast("Mapping[K, V]", source).items() if isinstance(source, Mapping) else source


async def _spread(
    pairs: Iterable[tuple[K, V]],
    work: Callable[[K, V, Callable[[R], Awaitable[None]]], Awaitable[None]],
    concurrency: int,
) -> AsyncGenerator[R, None]:
    """Let workers take pairs one by one, and yield what they put."""
    if isinstance(concurrency, bool) or not isinstance(concurrency, int) or concurrency < 1:
        raise InvalidRequest([("concurrency", f"has to be a whole number of at least 1, is {concurrency!r}")])
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
    supervisor.add_done_callback(_look_at)
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
