"""Many listings at once."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterator, Mapping
from contextlib import aclosing, closing
from typing import Any, TypeVar

from sinch_provisioning.blocking import BlockingListing
from sinch_provisioning.blocking.bridge import iterate_blocking
from sinch_provisioning.bulk.arguments import Keyed, check_after, listing_of, pairs
from sinch_provisioning.bulk.results import Failure, Item, ItemPage, PageResult, Result, Results, Unreadable
from sinch_provisioning.bulk.workers import Put, in_tasks
from sinch_provisioning.core.arguments import check_whole
from sinch_provisioning.core.course import Course
from sinch_provisioning.errors import InvalidRequest, ProvisioningError
from sinch_provisioning.paging import Listing

K = TypeVar("K")
T = TypeVar("T")


def pages(listings: Any, concurrency: int, after: Mapping[K, str | None]) -> Results[PageResult[K, Any]]:
    """Return the pages of listings, for the kind of loop that fits them."""
    check_after(after)
    check_whole("concurrency", concurrency, 1)
    return Results(lambda: _in_tasks(listings, concurrency, after), lambda: _blocking(listings, concurrency, after))


def items(found: Results[PageResult[K, T]]) -> Results[Result[K, T]]:
    """Return the items of pages."""

    async def in_loop() -> AsyncGenerator[Result[K, T], None]:
        async with aclosing(found):
            async for page in found:
                for item in _items_of(page):
                    yield item

    def blocking() -> Generator[Result[K, T], None, None]:
        with closing(found):
            for page in found:
                yield from _items_of(page)

    return Results(in_loop, blocking)


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

    return in_tasks(pairs("listings", listings, listing_of(Listing), hashable=bool(after)), walk, concurrency)


def _blocking(
    listings: Keyed[K, BlockingListing[T]], concurrency: int, after: Mapping[K, str | None]
) -> Generator[PageResult[K, T], None, None]:
    found = list(pairs("listings", listings, listing_of(BlockingListing)))
    if not found:
        return
    bridge = found[0][1].bridge
    if any(listing.bridge is not bridge for _, listing in found):
        raise InvalidRequest([("listings", "have to be of one client, as its one loop walks them all")])
    targets = [(key, listing.target) for key, listing in found]
    yield from iterate_blocking(bridge, _in_tasks(targets, concurrency, after))


def _items_of(found: PageResult[K, T]) -> Iterator[Result[K, T]]:
    """Return the items of a page, the unreadable ones last; or the error that is there in its place."""
    if found.error is not None:
        yield found
        return
    for item in found.page.items:
        yield Item(key=found.key, item=item)
    for one in found.page.unreadable:
        yield Unreadable(key=found.key, index=one.index, raw=one.raw, error=one.error)
