"""The blocking twins of groups, their methods, and listings."""

# The functions below are methods of BlockingResource.
# pyright: reportPrivateUsage=false

from collections.abc import Callable, Coroutine, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast, get_args, overload

from sinch_provisioning.core.pages import Page
from sinch_provisioning.paging import Listing, _NotFetched

if TYPE_CHECKING:
    from sinch_provisioning.blocking.bridge import Bridge  # brings asyncio, which signatures do without

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Target = TypeVar("Target", covariant=True)


class BlockingResource(Generic[Target]):
    """Base of the blocking twin of a group of methods; it says of itself what the group does."""

    __slots__ = ("_bridge", "_target")

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.__doc__ = cls.__doc__ or get_args(cast("Any", cls).__orig_bases__[0])[0].__doc__

    def __init__(self, bridge: "Bridge", target: Target) -> None:
        self._bridge = bridge
        self._target = target

    def _group(self, name: str, cls: Callable[["Bridge", Any], R], /) -> R:
        return cls(self._bridge, getattr(self._target, name))


class BlockingListing(_NotFetched, Generic[T]):
    """A list that is fetched while it is walked through: `for item in listing`; crosses to the loop once a page."""

    __slots__ = ("bridge", "target")

    def __init__(self, bridge: "Bridge", listing: Listing[T]) -> None:
        self.bridge: Bridge = bridge
        self.target: Listing[T] = listing

    def __repr__(self) -> str:
        return repr(self.target)

    def __iter__(self) -> Iterator[T]:
        for held in ([page] for page in self.pages()):
            yield from self.target.drain(held)

    def pages(self, after: str | None = None, *, prefetch: bool = True) -> Iterator[Page[T]]:
        """Walk page by page; see `Listing.pages`."""
        from sinch_provisioning.blocking.bridge import iterate_blocking

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


class Method(Generic[P, R]):
    """What a type checker sees of a blocking twin; at run time it is a plain function."""

    @overload
    def __get__(self, obj: None, owner: object = None, /) -> Self: ...
    @overload
    def __get__(self, obj: BlockingResource[Any], owner: object = None, /) -> Callable[P, R]: ...
    def __get__(self, obj: object, owner: object = None, /) -> object:
        raise NotImplementedError


def blocking(fn: Callable[Concatenate[Any, P], Coroutine[Any, Any, R]]) -> Method[P, R]:
    """Make the blocking twin of an async method."""

    @wraps(fn)
    def call(self: BlockingResource[Any], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._bridge.run(fn, self._target, *args, **kwargs)

    return cast("Method[P, R]", call)


def blocking_listing(fn: Callable[Concatenate[Any, P], Listing[T]]) -> Method[P, BlockingListing[T]]:
    """Make the blocking twin of a method that returns a listing."""

    @wraps(fn)
    def call(self: BlockingResource[Any], /, *args: P.args, **kwargs: P.kwargs) -> BlockingListing[T]:
        return BlockingListing(self._bridge, fn(self._target, *args, **kwargs))

    return cast("Method[P, BlockingListing[T]]", call)
