"""One page of a list: the shape of every list response."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Generic, TypeVar, cast

import attrs

from sinch_provisioning.core.codec.names import WIRE_NAME
from sinch_provisioning.core.model import model
from sinch_provisioning.errors import DecodeError

T = TypeVar("T")


@model
class Unreadable:
    """An item of a page that this version cannot read; the other items of the page are not affected."""

    index: int
    """Position in the page, from 0."""
    raw: bytes = attrs.field(repr=False)
    """The item's JSON as it came; it may hold secrets."""
    error: DecodeError
    """What does not fit, and where."""


@model
class Page(Generic[T]):
    """One page of a list."""

    items: Sequence[T] = ()
    total_size: int
    """Items on all pages together, as the service counts them at this moment."""
    page_size: int
    """Items that a page holds at most."""
    token: str | None = attrs.field(default=None, metadata={WIRE_NAME: ""})
    """Where this page starts; None for the first."""
    next_token: str | None = attrs.field(default=None, metadata={WIRE_NAME: "nextPageToken"})
    """Where the next page starts: `.pages(after=...)` goes on there, in any process. None on the last page."""
    previous_token: str | None = attrs.field(default=None, metadata={WIRE_NAME: "previousPageToken"})
    unreadable: Sequence[Unreadable] = attrs.field(default=(), metadata={WIRE_NAME: ""})
    """Items of this page that could not be read, at most 100; `items` holds all others."""

    def __reduce__(self) -> Any:
        # The class of a page is made by `page_of`, so it is found again by what it was made of.
        values = tuple(getattr(self, field.name) for field in attrs.fields(cast("Any", type(self))))
        return _restore, (getattr(type(self), "items_key", None), getattr(type(self), "item_type", None), values)


@cache
def page_of(key: str, item: type[T]) -> type[Page[T]]:
    """Return the class of a list response, whose items stand under `key` on the wire."""
    content: dict[str, Any] = {
        "__doc__": f"One page of {key}.",
        "__module__": item.__module__,
        "__annotations__": {"items": Sequence[item]},  # type: ignore[valid-type]
        "items": attrs.field(default=(), metadata={WIRE_NAME: key}),
    }
    made: Any = model(type(f"{item.__name__}Page", (Page,), content))
    made.items_key, made.item_type = key, item
    return cast("type[Page[T]]", made)


def _restore(key: str | None, item: type | None, values: tuple[Any, ...]) -> Page[Any]:
    cls: Any = Page if key is None or item is None else page_of(key, item)
    return cast("Page[Any]", cls(**{field.name: value for field, value in zip(attrs.fields(cls), values, strict=True)}))
