"""What models hold in place of lists and dicts: tuples, and `FrozenDict` for JSON objects with free keys."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from operator import is_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self, TypeVar, Union, cast, final, get_args, get_origin

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Convert = Callable[[Any], Any]


@final
class FrozenDict(dict[K, V]):
    """A dict that cannot be changed and therefore hashes; `dict(value)` makes a copy that can.

    A subclass of dict, so that every JSON library encodes it.
    """

    __slots__ = ()

    def _reject(self: Any, *_args: object, **_kwargs: object) -> NoReturn:
        """Raise TypeError: it cannot be changed."""
        raise TypeError("a FrozenDict cannot be changed; make a new dict, as {**old, key: value}")

    if not TYPE_CHECKING:  # for type checkers they keep the types of dict's own
        __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _reject

    def copy(self) -> Self:
        """Return the same object, which cannot change."""
        return self

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"FrozenDict({dict.__repr__(self)})"

    def __reduce__(self) -> tuple[type[Self], tuple[dict[K, V]]]:
        return type(self), (dict(self),)


def freeze(value: Any) -> Any:
    """Return JSON with its arrays as tuples and its objects as `FrozenDict`, at any depth."""
    if isinstance(value, Mapping):
        return FrozenDict((key, freeze(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in cast("Sequence[Any]", value))
    return value


@cache
def container(tp: Any) -> Convert | None:
    """Return what makes a field's arrays and mappings immutable, None if its type has none.

    A value of another kind is left as it is, for the check before sending to name.
    """
    if tp is Any:
        return freeze
    if isinstance(tp, type):
        return None
    origin = get_origin(tp)
    if origin is Annotated:
        return container(get_args(tp)[0])
    if origin is Union or origin is UnionType:
        return next((found for option in get_args(tp) if (found := container(option)) is not None), None)
    if origin is Sequence:
        return _array(container(get_args(tp)[0]))
    if origin is Mapping:
        return _mapping(container(get_args(tp)[1]))
    return None


def _array(item: Convert | None) -> Convert:
    def convert(value: Any) -> Any:
        if type(value) is tuple and item is None:
            return value
        if isinstance(value, str | bytes | bytearray | Mapping) or not isinstance(value, Iterable):
            return value
        return tuple(value) if item is None else tuple(map(item, value))

    return convert


def _mapping(item: Convert | None) -> Convert:
    def convert(value: Any) -> Any:
        if not isinstance(value, Mapping) or (type(value) is FrozenDict and item is None):
            return value
        if item is None:
            return FrozenDict(value)
        made = FrozenDict((key, item(one)) for key, one in value.items())
        # One in which nothing had to be made immutable stays the same object, which others may share.
        same = type(value) is FrozenDict and all(map(is_, made.values(), value.values()))
        return value if same else made

    return convert
