"""Mappings and pairs that the functions of `bulk` take, checked before anything is sent."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from sinch_provisioning.errors import InvalidRequest

K = TypeVar("K")
V = TypeVar("V")

Keyed = Mapping[K, V] | Iterable[tuple[K, V]]
"""A mapping, or pairs of key and value, which may be made on the way."""
BLOCKING = "is blocking; use the methods of an AsyncClient, or a plain `for` without `async`"
ASYNC = "is async; use `async for`, or the methods of a blocking Client"


def pairs(
    name: str, source: Keyed[K, V], check: Callable[[K, V], str | None], *, hashable: bool = False
) -> Iterable[tuple[K, V]]:
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
        raise rejection(name, f"must be a mapping, or an iterable of pairs, not {kind(given)}", given)
    items = cast("Iterable[Any]", given.items() if isinstance(given, Mapping) else given)
    checked = (_pair(name, item, check, hashable) for item in items)
    if not isinstance(given, Mapping | list | tuple):
        return checked
    try:
        return list(checked)
    except InvalidRequest:
        for item in items:
            _close(item)
        raise


def _pair(name: str, item: Any, check: Callable[[Any, Any], str | None], hashable: bool) -> tuple[Any, Any]:
    parts = _parts(item)
    if len(parts) != 2:
        rule = f"must be a mapping, as {{key: value}}, or to hold pairs (key, value); holds {kind(item)}"
        raise rejection(name, rule, item)
    key, value = parts
    if (wrong := check(key, value)) is not None:
        raise rejection(name, wrong, value)
    if hashable:
        try:
            hash(key)
        except TypeError:
            raise rejection(name, f"has to have keys that can be hashed, has {kind(key)}") from None
    return key, value


def _parts(item: Any) -> tuple[Any, ...]:
    return tuple(cast("list[Any]", item)) if isinstance(item, tuple | list) else (item,)


def rejection(name: str, rule: str, value: object = None) -> InvalidRequest:
    """Return the error of a value; coroutines in it are closed."""
    _close(value)
    return InvalidRequest([(name, rule)])


def kind(value: object) -> str:
    """Name a value by its type, as the value may hold a secret."""
    return f"the coroutine {value.__qualname__}()" if inspect.iscoroutine(value) else f"a {type(value).__name__}"


def _close(value: Any) -> None:
    """Close coroutines that were never started, so that Python does not warn that they were never awaited."""
    for each in _parts(value):
        if inspect.iscoroutine(each) and inspect.getcoroutinestate(each) == inspect.CORO_CREATED:
            each.close()
