"""What the functions of `bulk` take, checked before anything is sent."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar, cast

from sinch_provisioning.blocking import BlockingListing, BlockingResource
from sinch_provisioning.core.course import check_token
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.paging import Listing

K = TypeVar("K")
V = TypeVar("V")

Keyed = Mapping[K, V] | Iterable[tuple[K, V]]
"""A mapping, or pairs of key and value, which may be made on the way."""
Check = Callable[[object, object], str | None]
"""Says what is wrong with the value of a key."""

_BLOCKING = "is blocking; use the methods of an AsyncClient, or a plain `for` without `async`"
_ASYNC = "is async; use `async for`, or the methods of a blocking Client"


def check_after(after: object) -> None:
    """Reject what does not map keys to tokens."""
    if not isinstance(after, Mapping):
        raise _rejection("after", f"must be a mapping of keys to tokens, not {_kind(after)}", after)
    for key, token in cast("Mapping[object, object]", after).items():
        check_token(f"after[{key!r}]", token)


def check_map(fn: object, keys: object) -> None:
    """Reject a call's result in place of its function, and a string in place of a list of keys."""
    if not callable(fn):
        raise _rejection("fn", f"must be a function, as sinch.rcs.senders.get, not {_kind(fn)}", fn)
    if isinstance(keys, str | bytes) or not isinstance(keys, Iterable):
        raise _rejection("keys", f"must be a list or another iterable of keys, not {_kind(keys)}", keys)


def is_blocking(fn: object) -> bool | None:
    """Return whether a function is a method of a blocking client, or async; None if only a call would tell."""
    while isinstance(fn, partial):
        fn = fn.func
    if isinstance(getattr(fn, "__self__", None), BlockingResource):
        return True
    return False if inspect.iscoroutinefunction(fn) else None


def check_async(fn: object) -> None:
    """Reject a method of a blocking client before it is called, as it would block the event loop."""
    if is_blocking(fn):
        raise _rejection("fn", _BLOCKING)


def check_returned(returned: object, *, awaitable: bool) -> None:
    """Reject what a function returned that is of the other kind, or a listing."""
    if isinstance(returned, Listing | BlockingListing):
        raise _rejection("fn", "returns a listing; use bulk.listings({key: listing, ...})")
    if inspect.isawaitable(returned) != awaitable:
        raise _rejection("fn", f"returned {_kind(returned)}, so it {_BLOCKING if awaitable else _ASYNC}", returned)


def callable_(key: object, fn: object) -> str | None:
    """Check that a value can be called, which a coroutine cannot."""
    if callable(fn):
        return None
    hint = "; write the call without awaiting or starting it" if inspect.isawaitable(fn) else ""
    return (
        f"has to hold functions, as functools.partial(sinch.rcs.senders.get, id), holds {_kind(fn)} for {key!r}{hint}"
    )


def listing_of(wanted: type) -> Check:
    """Return what checks that a value is a listing of one kind of client."""

    def check(key: object, listing: object) -> str | None:
        if isinstance(listing, wanted):
            return None
        if isinstance(listing, Listing | BlockingListing):
            return f"of {key!r} {_BLOCKING if wanted is Listing else _ASYNC}"
        return f"has to hold listings, as sinch.rcs.senders.list(), holds {_kind(listing)} for {key!r}"

    return check


def pairs(name: str, source: Keyed[K, V], check: Check, *, hashable: bool = False) -> Iterable[tuple[K, V]]:
    """Return the pairs of a mapping or an iterable, each checked: at once if they are there, else on the way.

    Args:
        name: The argument's name.
        source: What the caller gave.
        check: Says what is wrong with a value.
        hashable: Whether the keys are to be looked up in a dict.

    Raises:
        InvalidRequest: it has another shape, or a pair is rejected. Coroutines in it are closed.
    """
    given: Any = source
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise _rejection(name, f"must be a mapping, or an iterable of pairs, not {_kind(given)}", given)
    found = cast("Iterable[Any]", given.items() if isinstance(given, Mapping) else given)
    checked = (_pair(name, item, check, hashable) for item in found)
    if not isinstance(given, Mapping | list | tuple):
        return checked
    try:
        return list(checked)
    except InvalidRequest:
        for item in found:
            _close(item[1] if _is_pair(item) else item)
        raise


def _pair(name: str, item: Any, check: Check, hashable: bool) -> tuple[Any, Any]:
    if not _is_pair(item):
        rule = f"must be a mapping, as {{key: value}}, or to hold pairs (key, value); holds {_kind(item)}"
        raise _rejection(name, rule, item)
    key, value = item
    if (wrong := check(key, value)) is not None:
        raise _rejection(name, wrong, value)
    if hashable:
        try:
            hash(key)
        except TypeError:
            raise _rejection(name, f"has to have keys that can be hashed, has {_kind(key)}") from None
    return key, value


def _is_pair(item: Any) -> bool:
    return isinstance(item, tuple | list) and len(cast("list[Any]", item)) == 2


def _rejection(name: str, rule: str, value: object = None) -> InvalidRequest:
    _close(value)
    return InvalidRequest([(name, rule)])


def _kind(value: object) -> str:
    """Name a value by its type, as the value may hold a secret."""
    if inspect.iscoroutine(value):
        return f"the coroutine {value.__qualname__}()"
    return f"a {type(value).__name__}"


def _close(value: object) -> None:
    """Close a coroutine that was never started, so that Python does not warn that it was never awaited."""
    if inspect.iscoroutine(value) and inspect.getcoroutinestate(value) == inspect.CORO_CREATED:
        value.close()
