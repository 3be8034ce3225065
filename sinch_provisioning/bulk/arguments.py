"""What the functions of `bulk` take, checked before anything is sent."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
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
Check = Callable[[str, object, object], None]
"""Rejects the value of a key; the text is the argument's name."""

_EXAMPLE = "functools.partial(sinch.rcs.senders.get, id)"
_BLOCKING = "is blocking; use the methods of an AsyncClient, or a plain `for` without `async`"
_ASYNC = "is async; use `async for`, or the methods of a blocking Client"


def check_concurrency(concurrency: object) -> None:
    """Reject what is not a whole number of at least 1."""
    if isinstance(concurrency, bool) or not isinstance(concurrency, int) or concurrency < 1:
        raise InvalidRequest([("concurrency", f"must be a whole number of at least 1, not {concurrency!r}")])


def check_after(after: object) -> None:
    """Reject what does not map keys to tokens."""
    if not isinstance(after, Mapping):
        raise InvalidRequest([("after", f"must be a mapping of keys to tokens, not {_kind(after)}")])
    for key, token in cast("Mapping[object, object]", after).items():
        check_token(f"after[{key!r}]", token)


def check_map(fn: object, keys: object) -> None:
    """Reject a call's result in place of its function, and a string in place of a list of keys."""
    if not callable(fn):
        _close(fn)
        raise InvalidRequest([("fn", f"must be a function, as sinch.rcs.senders.get, not {_kind(fn)}")])
    if isinstance(keys, str | bytes) or not isinstance(keys, Iterable):
        raise InvalidRequest([("keys", f"must be a list or another iterable of keys, not {_kind(keys)}")])


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
        raise InvalidRequest([("fn", _BLOCKING)])


def check_returned(returned: object, *, awaitable: bool) -> None:
    """Reject what a function returned that is of the other kind, or a listing."""
    if isinstance(returned, Listing | BlockingListing):
        raise InvalidRequest([("fn", "returns a listing; use bulk.listings({key: listing, ...})")])
    if inspect.isawaitable(returned) != awaitable:
        _close(returned)
        raise InvalidRequest([("fn", f"returned {_kind(returned)}, so it {_BLOCKING if awaitable else _ASYNC}")])


def check_function(name: str, key: object, fn: object) -> None:
    """Reject what cannot be called, as a coroutine."""
    if not callable(fn):
        _close(fn)
        hint = "; write the call without awaiting or starting it" if inspect.isawaitable(fn) else ""
        rule = f"has to hold functions, as {_EXAMPLE}, holds {_kind(fn)} for {key!r}{hint}"
        raise InvalidRequest([(name, rule)])


def check_listing(name: str, key: object, listing: object) -> None:
    """Reject what is not a listing of an async client."""
    _check_is_listing(name, key, listing, Listing, f"{_BLOCKING}")


def check_blocking_listing(name: str, key: object, listing: object) -> None:
    """Reject what is not a listing of a blocking client."""
    _check_is_listing(name, key, listing, BlockingListing, f"{_ASYNC}")


def check_hashable(name: str, key: object) -> None:
    """Reject a key that no dict can hold."""
    try:
        hash(key)
    except TypeError:
        raise InvalidRequest([(name, f"has to have keys that can be hashed, has {_kind(key)}")]) from None


def pairs(name: str, source: Keyed[K, V], check: Check) -> Iterable[tuple[K, V]]:
    """Return the pairs of a mapping or an iterable, each checked: at once if they are there, else on the way.

    Raises:
        InvalidRequest: it has another shape, or `check` rejects a pair. Coroutines in it are closed.
    """
    given: Any = source
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        _close(given)
        raise InvalidRequest([(name, f"must be a mapping, or an iterable of pairs, not {_kind(given)}")])
    found = cast("Iterable[Any]", given.items() if isinstance(given, Mapping) else given)
    checked: Iterator[tuple[K, V]] = (_pair(name, item, check) for item in found)
    if not isinstance(given, Mapping | list | tuple):
        return checked
    try:
        return list(checked)
    except InvalidRequest:
        for item in found:
            _close(item[1] if _is_pair(item) else item)
        raise


def _pair(name: str, item: Any, check: Check) -> tuple[Any, Any]:
    if not _is_pair(item):
        _close(item)
        rule = f"must be a mapping, as {{key: value}}, or to hold pairs (key, value); holds {_kind(item)}"
        raise InvalidRequest([(name, rule)])
    key, value = item
    check(name, key, value)
    return key, value


def _is_pair(item: Any) -> bool:
    return isinstance(item, tuple | list) and len(cast("list[Any]", item)) == 2


def _check_is_listing(name: str, key: object, listing: object, wanted: type, otherwise: str) -> None:
    if isinstance(listing, wanted):
        return
    if isinstance(listing, Listing | BlockingListing):
        raise InvalidRequest([(name, f"of {key!r} {otherwise}")])
    _close(listing)
    rule = f"has to hold listings, as sinch.rcs.senders.list(), holds {_kind(listing)} for {key!r}"
    raise InvalidRequest([(name, rule)])


def _kind(value: object) -> str:
    """Name a value by its type, as the value may hold a secret."""
    if inspect.iscoroutine(value):
        return f"the coroutine {value.__qualname__}()"
    return f"a {type(value).__name__}"


def _close(value: object) -> None:
    """Close a coroutine that was never started, so that Python does not warn that it was never awaited."""
    if inspect.iscoroutine(value) and inspect.getcoroutinestate(value) == inspect.CORO_CREATED:
        value.close()
