"""The blocking twins of groups and their methods."""

# The functions below are methods of BlockingResource.
# pyright: reportPrivateUsage=false

from collections.abc import Callable, Coroutine
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast, get_args, overload

from sinch_provisioning.blocking.bridge import Bridge
from sinch_provisioning.blocking.listing import BlockingListing
from sinch_provisioning.paging import Listing

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

    def __init__(self, bridge: Bridge, target: Target) -> None:
        self._bridge = bridge
        self._target = target

    def _group(self, name: str, cls: Callable[[Bridge, Any], R], /) -> R:
        return cls(self._bridge, getattr(self._target, name))


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

    def call(self: BlockingResource[Any], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._bridge.run(fn, self._target, *args, **kwargs)

    update_wrapper(call, fn)
    return cast("Method[P, R]", call)


def blocking_listing(fn: Callable[Concatenate[Any, P], Listing[T]]) -> Method[P, BlockingListing[T]]:
    """Make the blocking twin of a method that returns a listing."""

    def call(self: BlockingResource[Any], /, *args: P.args, **kwargs: P.kwargs) -> BlockingListing[T]:
        return BlockingListing(self._bridge, fn(self._target, *args, **kwargs))

    update_wrapper(call, fn)
    return cast("Method[P, BlockingListing[T]]", call)
