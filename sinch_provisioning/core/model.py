"""`@model`: what every object of the API is made by."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Callable, Iterator, Mapping, Sized
from operator import attrgetter
from typing import Any, Final, TypeVar, cast, dataclass_transform, final, overload

import attrs

from sinch_provisioning.core.frozen import container
from sinch_provisioning.core.unset import UNSET

C = TypeVar("C", bound=type)
T = TypeVar("T")

EMPTY_IS_SENT: Final[Mapping[str, bool]] = {"empty_is_sent": True}
"""Metadata of a group that the object around it has to have, so that it is written even if it is empty."""


@overload
def model(cls: C, /) -> C: ...
@overload
def model(*, sent: bool) -> Callable[[C], C]: ...
@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def model(cls: C | None = None, /, *, sent: bool = False) -> C | Callable[[C], C]:
    """Make a data class of the API: slotted, keyword-only, immutable, comparable, hashable, picklable.

    A field typed `Sequence[X]` holds a tuple and one typed `Mapping[str, X]` a `FrozenDict`, whatever was given.

    Args:
        cls: The class.
        sent: It can be part of a request body, so a caller's JSON or dict for it is read strictly, and an array that
            holds its default `()` is left out.
    """

    def make(cls: C) -> C:
        made = _frozen(cls, kw_only=True, field_transformer=_with_containers)
        made._repr_html_, made._repr_pretty_, made.__rich_repr__ = _repr_html, _repr_pretty, _brief
        # attrs leaves converted fields out of these, and tools that read signatures need them.
        given = {"return": None} | {field.alias: field.type for field in attrs.fields(made) if field.init}
        made.__init__.__annotations__ = given
        made.__wire_model__ = True
        made.__sent__ = sent
        made.__test__ = False  # pytest would collect `rcs.TestNumber` where a test imports it
        return cast("C", made)

    return make if cls is None else make(cls)


def is_model(cls: object) -> bool:
    """Tell whether something is a data class of the API, and not one that someone else made with attrs."""
    return isinstance(cls, type) and hasattr(cls, "__wire_model__")


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def value(cls: C, /) -> C:
    """Make a small class of values: slotted, immutable, comparable, hashable."""
    return cast("C", _frozen(cls))


def _frozen(cls: Any, **options: Any) -> Any:
    # attrs would compile these three for each class, which is half of what the import of a family costs.
    made: Any = attrs.frozen(repr=False, eq=False, **options)(cls)
    names = [field.name for field in attrs.fields(made) if field.eq]
    values: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: None

    def equals(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashes(self: Any) -> int:
        return hash((made, values(self)))

    made.__eq__, made.__hash__, made.__repr__ = equals, hashes, _repr
    return made


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in attrs.fields(type(self)) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


_LONGEST_SHOWN = 60


def _brief(self: Any) -> "Iterator[tuple[str, _Brief]]":
    """Yield what rich and notebooks show of a model: its fields that hold something, each in some words."""
    for field in attrs.fields(type(self)):
        value = getattr(self, field.name)
        if not field.repr or value is None or value is UNSET or (isinstance(value, Sized) and not len(value)):
            continue
        if is_model(type(value)):
            yield field.name, _Brief(f"{type(value).__qualname__}(...)")
        elif isinstance(value, Mapping | tuple):
            yield field.name, _Brief(f"<{len(cast('Sized', value))} items>")
        else:
            shown = repr(value)
            yield field.name, _Brief(shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 3]}...")


class _Brief(str):
    """A text that is its own repr."""

    __slots__ = ()
    __repr__ = str.__str__


def _repr_pretty(self: Any, printer: Any, _cycle: bool) -> None:
    """Write what IPython shows in a terminal."""
    lines = "".join(f"\n    {name}={shown}," for name, shown in _brief(self))
    printer.text(f"{type(self).__qualname__}({lines}\n)" if lines else f"{type(self).__qualname__}()")


def _repr_html(self: Any) -> str:
    """Return what notebooks show."""
    from html import escape

    rows = "".join(f"<tr><th>{name}</th><td>{escape(repr(shown))}</td></tr>" for name, shown in _brief(self))
    return f"<table><caption>{type(self).__qualname__}</caption>{rows}</table>"


def _with_containers(_cls: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    return [
        field
        if field.converter is not None or (convert := container(cast("Any", field.type))) is None
        else field.evolve(converter=convert)
        for field in fields
    ]


def evolve(value: T, /, **changes: object) -> T:
    """Return a copy of a model with some fields changed: `evolve(sender, state=None)`.

    Raises:
        TypeError: there is no such field, or the value is not a model.
    """
    # attrs' own does the same, but type checkers that know attrs do not take our models for its classes.
    return cast("T", attrs.evolve(cast("Any", value), **changes))


@final
class Interned:
    """Marks a type whose JSON many responses repeat to the letter: `Annotated[Mapping[str, X], INTERNED]`."""

    __slots__ = ()


INTERNED: Final = Interned()
"""Identical JSON decodes to one shared object, which is safe as nothing in it can be changed."""
