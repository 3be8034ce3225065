"""Many listings at once."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterator, Mapping
from contextlib import aclosing, closing
from functools import partial
from typing import Any, TypeVar, overload

from sinch_provisioning.blocking import BlockingListing
from sinch_provisioning.blocking.bridge import iterate_blocking
from sinch_provisioning.bulk.arguments import ASYNC, BLOCKING, Keyed, kind, pairs, rejection
from sinch_provisioning.bulk.results import Failure, Item, ItemPage, PageResult, Result, Results, Unreadable
from sinch_provisioning.bulk.workers import Put, in_tasks
from sinch_provisioning.core.arguments import check_whole
from sinch_provisioning.core.course import Course, check_token
from sinch_provisioning.errors import InvalidRequest, ProvisioningError
from sinch_provisioning.paging import Listing

K = TypeVar("K")
T = TypeVar("T")

# An empty mapping is one of listings of either kind, so the order of the overloads decides.


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
    last result with its `error` and `resume_token`; the others go on. At most one page of a listing is fetched ahead,
    so memory stays at some pages times `concurrency`, whatever there is to list.

    Args:
        listings: Key to listing, or pairs of them, which may be made on the way; blocking ones are of one client.
        concurrency: Listings under way at once. `Config.concurrency` bounds the requests of each client besides.
        after: Where to go on, by key: `resume_token` or `next_token` of an earlier run.

    Raises:
        InvalidRequest: an argument cannot be used, or the listings do not fit the kind of the loop.
    """

    async def in_tasks() -> AsyncGenerator[Result[K, T], None]:
        async with aclosing(found):
            async for page in found:
                for item in _items_of(page):
                    yield item

    def without_async() -> Generator[Result[K, T], None, None]:
        with closing(found):
            for page in found:
                yield from _items_of(page)

    found: Results[PageResult[K, T]] = _pages(listings, concurrency, after)
    return Results(in_tasks, without_async)


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
    return _pages(listings, concurrency, after)


def _pages(listings: Any, concurrency: int, after: Mapping[Any, str | None]) -> Results[PageResult[Any, Any]]:
    check_whole("concurrency", concurrency, 1)
    if not isinstance(after, Mapping):
        raise rejection("after", f"must be a mapping of keys to tokens, not {kind(after)}", after)
    for key, token in after.items():
        check_token(f"after[{key!r}]", token)
    return Results(lambda: _in_tasks(listings, concurrency, after), lambda: _blocking(listings, concurrency, after))


def _in_tasks(
    listings: Keyed[K, Listing[T]], concurrency: int, after: Mapping[K, str | None]
) -> AsyncGenerator[PageResult[K, T], None]:
    # Pages wait for the caller as bytes, all but one: objects that only lie about slow the garbage collector down.
    turn = asyncio.Lock()

    async def walk(key: K, listing: Listing[T], put: Put[PageResult[K, T]]) -> None:
        token = after.get(key) if after else None
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

    return in_tasks(pairs("listings", listings, partial(_check, Listing), hashable=bool(after)), walk, concurrency)


def _blocking(
    listings: Keyed[K, BlockingListing[T]], concurrency: int, after: Mapping[K, str | None]
) -> Generator[PageResult[K, T], None, None]:
    found = list(pairs("listings", listings, partial(_check, BlockingListing)))
    if not found:
        return
    bridge = found[0][1].bridge
    if any(listing.bridge is not bridge for _, listing in found):
        raise InvalidRequest([("listings", "have to be of one client, as its one loop walks them all")])
    targets = [(key, listing.target) for key, listing in found]
    yield from iterate_blocking(bridge, _in_tasks(targets, concurrency, after))


def _check(wanted: type, key: object, listing: object) -> str | None:
    if isinstance(listing, wanted):
        return None
    if isinstance(listing, Listing | BlockingListing):
        return f"of {key!r} {BLOCKING if wanted is Listing else ASYNC}"
    return f"has to hold listings, as sinch.rcs.senders.list(), holds {kind(listing)} for {key!r}"


def _items_of(found: PageResult[K, T]) -> Iterator[Result[K, T]]:
    """Return the items of a page, the unreadable ones last; or the error that is there in its place."""
    if found.error is not None:
        yield found
        return
    for item in found.page.items:
        yield Item(key=found.key, item=item)
    for one in found.page.unreadable:
        yield Unreadable(key=found.key, index=one.index, raw=one.raw, error=one.error)
