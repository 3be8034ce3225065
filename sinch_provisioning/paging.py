"""Lists of the API: items by default, page by page on request, resumable, the next page fetched ahead."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any, Generic, NoReturn, TypeVar, cast

import attrs

from sinch_provisioning.core.arguments import check_whole
from sinch_provisioning.core.codec import settled
from sinch_provisioning.core.course import Course, check_token
from sinch_provisioning.core.dispatch import Dispatch
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.operation import ListOperation
from sinch_provisioning.core.pages import Page, Unreadable, page_of
from sinch_provisioning.errors import DecodeError, InvalidRequest, ProvisioningError

T = TypeVar("T")

OnUnreadable = Callable[[Unreadable], object]
"""What is called with each item that this version cannot read."""

__all__ = ["Listing"]


class _NotFetched:
    """Says what to write in place of what is tried first with other lists."""

    __slots__ = ()
    _await = ""
    _for = "for"

    def __len__(self) -> NoReturn:
        raise TypeError(f"a listing is not fetched yet and has no len(): write `{self._await}listing.count()`")

    def __bool__(self) -> NoReturn:
        test = f"{self._await}listing.first() is not None"
        raise TypeError(f"a listing is not fetched yet and is neither true nor false: write `{test}`")

    def __getitem__(self, index: object) -> NoReturn:
        raise TypeError(
            f"a listing is walked through with `{self._for} item in listing`, not by index or another loop; for some "
            f"items write `{self._await}listing.first()` or `{self._await}listing.collect(limit=10)`"
        )

    def __next__(self) -> NoReturn:
        raise TypeError(
            f"a listing is not an iterator: write `{self._await}listing.first()`, or `{self._for} item in listing`"
        )


class Listing(_NotFetched, Generic[T]):
    """A list that is fetched while it is walked through: `async for item in listing`.

    Each walk starts at the first page, so a listing can be walked several times. While the caller works on one page the
    next one is already being fetched. An error names the page that failed in its `resume_token`.

    An item that this version cannot read does not hide the others of its page: they come first, then a DecodeError with
    the raw items in `.unreadable` and the next page in `resume_token`; or, with `on_unreadable=`, a call of that
    function for each, and the walk goes on.

    Raises:
        InvalidRequest: an id is empty, `page_size` is out of range, or `on_unreadable` cannot be called.
    """

    __slots__ = ("_dispatch", "_on_unreadable", "_operation", "_page_size", "_path", "_query")
    _await = "await "
    _for = "async for"

    def __init__(
        self,
        dispatch: Dispatch,
        operation: ListOperation[T],
        page_size: int | None,
        on_unreadable: OnUnreadable | None = None,
        query: Mapping[str, object] = {},
        **path: str,
    ) -> None:
        if on_unreadable is not None and not callable(on_unreadable):
            raise InvalidRequest([("on_unreadable", f"must be a function, not {type(on_unreadable).__name__}")])
        if page_size is not None:
            check_whole("page_size", page_size, 1, operation.max_page_size)
        operation.target("-", path)  # a bad id is told here, where the caller wrote it, not at the first page
        self._dispatch = dispatch
        self._operation = operation
        self._page_size = page_size
        self._on_unreadable = on_unreadable
        self._query = query
        self._path = path

    def __repr__(self) -> str:
        return f"<Listing of {self._operation.id}>"

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items()

    async def _items(self) -> AsyncGenerator[T, None]:
        async with aclosing(self._walk(None, prefetch=True)) as pages:
            async for page in pages:
                held = [page]
                del page
                for item in self.drain(held):
                    yield item

    def drain(self, held: list[Page[T]]) -> Iterator[T]:
        """Take a page out of its list, return its items, and report those that are unreadable.

        So no frame that an error passes through shows the response.

        Raises:
            DecodeError: some are unreadable, and the listing has no `on_unreadable`.
        """
        page = held.pop()
        yield from page.items
        unreadable, following = page.unreadable, page.next_token
        del page
        if self._on_unreadable is not None:
            for one in unreadable:
                self._on_unreadable(one)
        elif unreadable:
            found = [_unreadable_items(unreadable, following, self._operation.id)]
            del unreadable
            settled(found.pop())

    def pages(self, after: str | None = None, *, prefetch: bool = True) -> AsyncGenerator[Page[T], None]:
        """Walk page by page.

        Args:
            after: The `next_token` of a page, or the `resume_token` of an error, to go on from; None is the first page.
            prefetch: Fetch the next page while the caller works on this one.

        Raises:
            InvalidRequest: `after` is not a token.
            ProvisioningError: the service's pages go round in a circle, or 100 in a row are empty.
        """
        check_token("after", after)
        return self._walk(after, prefetch=prefetch)

    async def page(self, token: str | None = None) -> Page[T]:
        """Fetch one page: the first, or the one that `token` leads to."""
        check_token("token", token)
        return (await self.fetch(token))()

    @property
    def operation_id(self) -> str:
        """The contract's operationId."""
        return self._operation.id

    @property
    def filters(self) -> Mapping[str, object]:
        """What narrows, sorts or trims the list, by parameter (`filter_states`); empty for a list of everything."""
        return {name: value for name, value in self._query.items() if value is not None}

    def raw(self) -> "Listing[bytes]":
        """Return the same list with each item as its JSON, in the bytes that came; it may hold secrets.

        No model is made, so that no item is unreadable: `from_json(rcs.Sender, raw)` reads one. Only half a surrogate
        pair, which is not JSON, comes as U+FFFD.
        """
        returns: Any = self._operation.returns
        operation = attrs.evolve(cast("Any", self._operation), returns=page_of(returns.items_key, bytes))
        return Listing(self._dispatch, operation, self._page_size, None, self._query, **self._path)

    async def fetch(self, token: str | None) -> Callable[[], Page[T]]:
        """Fetch one page, and return a function that reads it, which costs nothing until then."""
        try:
            query = {**self._query, "page_size": self._page_size, "page_token": token}
            read = await self._dispatch.send_deferred(self._operation, path=self._path, query=query)
        except ProvisioningError as error:
            error.resume_token = token
            raise
        return partial(self._read, token, read)

    def _read(self, token: str | None, read: Callable[[], Page[T]]) -> Page[T]:
        try:
            page = read()
        except ProvisioningError as error:
            error.resume_token = token
            raise
        return evolve(page, token=token, next_token=page.next_token or None, previous_token=page.previous_token or None)

    async def collect(self, limit: int | None = None) -> list[T]:
        """Return all items in a list, or the first `limit` of them, from pages no larger than that.

        Raises:
            InvalidRequest: `limit` is negative or not a whole number.
        """
        if limit is not None:
            check_whole("limit", limit, 0)
        found: list[T] = []
        if limit == 0:
            return found
        source = self
        if limit is not None and self._page_size is None:
            source = self._in_pages_of(min(limit, self._operation.max_page_size))
        async with aclosing(source._walk(None, prefetch=limit is None)) as pages:  # noqa: SLF001 - a listing's
            async for page in pages:
                held = [page]
                del page
                found.extend(self.drain(held))
                if limit is not None and len(found) >= limit:
                    return found[:limit]
        return found

    async def first(self) -> T | None:
        """Return the first item, or None if there is none."""
        found = await self.collect(limit=1)
        return found[0] if found else None

    async def count(self) -> int:
        """Return the number of all items, as the service counts them at this moment; costs one request."""
        return (await self._in_pages_of(1).page()).total_size

    def __await__(self) -> NoReturn:
        raise TypeError(
            "a listing is not awaited: write `async for item in listing`, or `await listing.collect()` for a list"
        )

    def __anext__(self) -> NoReturn:
        self.__next__()

    def _in_pages_of(self, items: int) -> "Listing[T]":
        return Listing(self._dispatch, self._operation, items, self._on_unreadable, self._query, **self._path)

    async def _walk(self, token: str | None, *, prefetch: bool) -> AsyncGenerator[Page[T], None]:
        import asyncio  # which the signatures of lists do without

        ahead: asyncio.Task[Callable[[], Page[T]]] | None = None
        course = Course(self._operation.id, token)
        try:
            page = (await self.fetch(token))()
            while (following := course.after(page)) is not None:
                if prefetch:
                    ahead = asyncio.create_task(self.fetch(following))
                yield page
                del page  # what is recorded of this frame must not show the response
                page = (await (ahead if ahead is not None else self.fetch(following)))()
                ahead = None
            yield page
        finally:
            if ahead is not None:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)


def _unreadable_items(unreadable: Sequence[Unreadable], following: str | None, operation: str) -> DecodeError:
    first = unreadable[0].error
    count = len(unreadable)
    reason = first.reason if count == 1 else f"{first.reason}; {count} items are unreadable"
    error = DecodeError(reason, path=first.path, operation=operation, body=first.body, unreadable=unreadable)
    error.resume_token = following
    return error
