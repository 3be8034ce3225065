"""What bulk calls yield: items and pages with the key of their listing, and failures as values."""

from collections.abc import Iterator
from typing import Generic, TypeVar

import attrs

from sinch_provisioning.core.pages import Page
from sinch_provisioning.errors import DecodeError, ProvisioningError

K = TypeVar("K")
T = TypeVar("T")


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


def items_of(found: PageResult[K, T]) -> Iterator[Result[K, T]]:
    """Return the items of a page, the unreadable ones last; or the error that is there in its place."""
    if found.error is not None:
        yield found
        return
    for item in found.page.items:
        yield Item(key=found.key, item=item)
    for one in found.page.unreadable:
        yield Unreadable(key=found.key, index=one.index, raw=one.raw, error=one.error)
