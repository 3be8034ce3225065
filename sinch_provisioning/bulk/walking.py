"""Many listings at once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import aclosing, closing
from typing import TypeVar

from sinch_provisioning.blocking import BlockingListing
from sinch_provisioning.blocking.bridge import iterate_blocking
from sinch_provisioning.bulk.arguments import (
    Keyed,
    check_blocking_listing,
    check_hashable,
    check_listing,
)
from sinch_provisioning.bulk.arguments import (
    pairs as checked,
)
from sinch_provisioning.bulk.results import Failure, ItemPage, PageResult, Result, items_of
from sinch_provisioning.bulk.tasks import in_tasks
from sinch_provisioning.core.course import Course
from sinch_provisioning.errors import InvalidRequest, ProvisioningError
from sinch_provisioning.paging import Listing

K = TypeVar("K")
T = TypeVar("T")


async def pages(
    listings: Keyed[K, Listing[T]], concurrency: int, after: Mapping[K, str | None]
) -> AsyncGenerator[PageResult[K, T], None]:
    """Yield the pages of listings of async clients."""
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

    async with aclosing(in_tasks(checked("listings", listings, check_listing), walk, concurrency)) as found:
        async for result in found:
            yield result


def blocking_pages(
    listings: Keyed[K, BlockingListing[T]], concurrency: int, after: Mapping[K, str | None]
) -> Generator[PageResult[K, T], None, None]:
    """Yield the pages of listings of one blocking client, whose loop walks them all."""
    found = list(checked("listings", listings, check_blocking_listing))
    if not found:
        return
    bridge = found[0][1].bridge
    if any(listing.bridge is not bridge for _, listing in found):
        raise InvalidRequest([("listings", "have to be of one client, as its one loop walks them all")])
    targets = [(key, listing.target) for key, listing in found]
    yield from iterate_blocking(bridge, pages(targets, concurrency, after))


async def items(found: AsyncGenerator[PageResult[K, T], None]) -> AsyncGenerator[Result[K, T], None]:
    """Yield the items of pages."""
    async with aclosing(found):
        async for page in found:
            for item in items_of(page):
                yield item


def blocking_items(found: Generator[PageResult[K, T], None, None]) -> Generator[Result[K, T], None, None]:
    """Yield the items of pages."""
    with closing(found):
        for page in found:
            yield from items_of(page)
