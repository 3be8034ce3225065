"""What bulk calls yield: items and pages with the key of their listing, and failures as values."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from functools import cached_property
from typing import Any, Generic, TypeVar, final

import attrs

from sinch_provisioning.core.pages import Page
from sinch_provisioning.errors import DecodeError, ProvisioningError

K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")


@attrs.frozen(kw_only=True)
class Item(Generic[K, T]):
    """One item of one of many listings, or the value of one of many calls."""

    key: K
    item: T
    error: None = attrs.field(default=None, init=False, repr=False)
    resume_token: None = attrs.field(default=None, init=False, repr=False)


@attrs.frozen(kw_only=True)
class ItemPage(Generic[K, T]):
    """One page of one of many listings."""

    key: K
    page: Page[T]
    error: None = attrs.field(default=None, init=False, repr=False)
    resume_token: None = attrs.field(default=None, init=False, repr=False)


@attrs.frozen(kw_only=True)
class Unreadable(Generic[K]):
    """An item of one of many listings that this version cannot read; the listing goes on."""

    key: K
    index: int
    """Position in its page, from 0."""
    raw: bytes = attrs.field(repr=False)
    """The item's JSON as it came; it may hold secrets."""
    error: DecodeError
    """What does not fit, and where."""
    resume_token: None = attrs.field(default=None, init=False, repr=False)
    item: None = attrs.field(default=None, init=False, repr=False)


@attrs.frozen(kw_only=True)
class Failure(Generic[K]):
    """The error that ended one of many listings, or calls."""

    key: K
    error: ProvisioningError
    resume_token: str | None = None
    """Where a listing can go on, for `after=`; None means from its start."""
    item: None = attrs.field(default=None, init=False, repr=False)
    page: None = attrs.field(default=None, init=False, repr=False)


Result = Item[K, T] | Unreadable[K] | Failure[K]
"""An item, or what is there instead; `result.error is None` tells type checkers that `result.item` is there."""
PageResult = ItemPage[K, T] | Failure[K]
"""A page, or the error that ended its listing."""


@final
class Results(AsyncGenerator[R, None], Generator[R, None, None]):
    """Results that are made by tasks for an `async for`, and without async for a `for`."""

    def __init__(
        self, in_tasks: Callable[[], AsyncGenerator[R, None]], without_async: Callable[[], Generator[R, None, None]]
    ) -> None:
        self._in_tasks = in_tasks
        self._without_async = without_async

    @cached_property
    def _async(self) -> AsyncGenerator[R, None]:
        return self._in_tasks()

    @cached_property
    def _blocking(self) -> Generator[R, None, None]:
        return self._without_async()

    # Loops walk the generators themselves; `next()`, `close()` and the like come through the methods below.

    def __aiter__(self) -> AsyncIterator[R]:
        return self._async

    async def asend(self, value: None, /) -> R:
        return await self._async.asend(value)

    async def athrow(self, *error: Any) -> R:
        return await self._async.athrow(*error)

    async def aclose(self) -> None:
        await self._async.aclose()

    def __iter__(self) -> Generator[R, None, None]:  # noqa: PYI058 - more than an iterator
        return self._blocking

    def send(self, value: None, /) -> R:
        return self._blocking.send(value)

    def throw(self, *error: Any) -> R:
        return self._blocking.throw(*error)
