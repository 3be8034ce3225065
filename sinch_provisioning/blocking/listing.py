"""Listings without await."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from sinch_provisioning.blocking.bridge import Bridge, iterate_blocking
from sinch_provisioning.core.pages import Page
from sinch_provisioning.paging import Listing, _NotFetched  # pyright: ignore[reportPrivateUsage] - its base

T = TypeVar("T")


class BlockingListing(_NotFetched, Generic[T]):
    """A list that is fetched while it is walked through: `for item in listing`; crosses to the loop once a page."""

    __slots__ = ("bridge", "target")

    def __init__(self, bridge: Bridge, listing: Listing[T]) -> None:
        self.bridge: Bridge = bridge
        self.target: Listing[T] = listing

    def __repr__(self) -> str:
        return repr(self.target)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items
            if page.unreadable:
                held = [page]
                del page  # what is recorded of this frame must not show the response
                self.target.report(held)

    def pages(self, after: str | None = None, *, prefetch: bool = True) -> Iterator[Page[T]]:
        """Walk page by page.

        Args:
            after: The `next_token` of a page, or the `resume_token` of an error, to go on from; None is the first page.
            prefetch: Fetch the next page while the caller works on this one.
        """
        return iterate_blocking(self.bridge, self.target.pages(after, prefetch=prefetch))

    def page(self, token: str | None = None) -> Page[T]:
        """Fetch one page: the first, or the one that `token` leads to."""
        return self.bridge.run(self.target.page, token)

    def collect(self, limit: int | None = None) -> list[T]:
        """Return all items in a list, or the first `limit` of them."""
        return self.bridge.run(self.target.collect, limit)

    def first(self) -> T | None:
        """Return the first item, or None if there is none."""
        return self.bridge.run(self.target.first)

    def count(self) -> int:
        """Return the number of all items, as the service counts them at this moment; costs one request."""
        return self.bridge.run(self.target.count)

    def raw(self) -> "BlockingListing[bytes]":
        """Return the same list with each item as its JSON, in the bytes that came; it may hold secrets."""
        return BlockingListing(self.bridge, self.target.raw())
