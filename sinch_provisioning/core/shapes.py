"""The shape of a type, however it is spelled: what reading, writing and the check before sending go by."""

# Types are values here.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false

import datetime as dt
import enum
import types
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    TypeVar,
    Union,
    final,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from sinch_provisioning.core.codec.names import wire_name
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.model import EMPTY_IS_SENT, is_model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest

M = TypeVar("M")
T = TypeVar("T")

NUMBER: Final = int | float
"""Class of a scalar that stays whole or not, as it came."""

_SCALARS: frozenset[Any] = frozenset({str, bool, int, float, dt.datetime, Secret})
_ARRAYS: dict[Any, type] = {Sequence: tuple, list: list}
_MAPPINGS: dict[Any, type] = {Mapping: FrozenDict, dict: dict}


def remembered(function: Callable[[Any], T]) -> Callable[[Any], T]:
    """Remember what a function returns for each type; types are hashable, though type checkers do not know it."""
    return cache(function)


class Unsupported(TypeError):
    """A type that JSON cannot be read into without guesswork, or not in this way."""


@final
class Kind(enum.Enum):
    """What a type is on the wire."""

    if not TYPE_CHECKING:
        __hash__ = object.__hash__  # a table is asked for each value; that of enums takes longer

    ANYTHING = "anything"
    SCALAR = "scalar"
    ENUM = "enum"
    MODEL = "model"
    ARRAY = "array"
    MAPPING = "mapping"
    UNKNOWN = "unknown"
    """Any object, whose JSON is kept."""
    VARIANTS = "variants"
    """Objects that are told apart by what is in them."""
    UNION = "union"
    """JSON is read into the first member, or is a flag, or a text beside a model; other members come from Python."""


@attrs.frozen(eq=False, kw_only=True)
class Shape:
    """What a type means."""

    tp: Any
    """The type as it is spelled."""
    kind: Kind
    cls: Any = None
    """Class of what is read, as tuple or list for an array; a union has none."""
    parts: tuple["Shape", ...] = ()
    """Members of a union, or the one shape of what is in an array or a mapping."""
    choices: tuple[Any, ...] = ()
    """Values of a Literal, which are all of the class."""
    marks: tuple[Any, ...] = ()
    """What stands beside the type in `Annotated`: rules and what says how to read it."""
    nullable: bool = False
    omissible: bool = False
    """Whether it may be UNSET."""

    def mark(self, kind: type[M]) -> M | None:
        """Return the mark of a kind, if there is one."""
        return next((mark for mark in self.marks if isinstance(mark, kind)), None)

    @cached_property
    def rules(self) -> tuple[Any, ...]:
        """Marks that judge a value: `breach(value)` returns the rule in words if the value breaks it."""
        return tuple(mark for mark in self.marks if hasattr(mark, "breach"))

    @cached_property
    def options(self) -> "tuple[Shape, ...]":
        """Members of a union, also of one within it; of anything else the shape itself."""
        if self.kind not in {Kind.UNION, Kind.VARIANTS}:
            return (self,)
        return tuple(option for part in self.parts for option in part.options)

    @cached_property
    def all_marks(self) -> tuple[Any, ...]:
        """Marks of the type, and of the members of the union that it is, such as REQUIRED."""
        return tuple(mark for part in (self, *self.options) for mark in part.marks)

    @cached_property
    def is_update(self) -> bool:
        """Whether it is a model that holds only what changes."""
        return self.kind is Kind.MODEL and str(self.cls.__name__).endswith("Update")

    @cached_property
    def is_sent(self) -> bool:
        """Whether it is a model that can be sent, or a union or list of such: a caller's JSON is read strictly."""
        if self.parts:
            return all(part.is_sent for part in self.parts)
        return bool(getattr(self.cls, "__sent__", False))

    @cached_property
    def update(self) -> type | None:
        """The update among the members of a union."""
        return next((option.cls for option in self.options if option.is_update), None)


@attrs.frozen(eq=False)
class Field:
    """A field of a model's JSON."""

    name: str
    argument: str
    """Its name for the model's `__init__`."""
    wire: str
    tp: Any
    default: Any
    omitted: bool
    """Whether the default says that the field is absent, and is not written."""

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.default is attrs.NOTHING

    @cached_property
    def shape(self) -> Shape:
        """Shape of its type; raises Unsupported."""
        return shape(self.tp)

    def is_default(self, value: object) -> bool:
        """Tell whether a value is the default; it may be one that cannot be compared, such as an array of NumPy."""
        return value is self.default or (isinstance(value, type(self.default)) and value == self.default)


@remembered
def fields(cls: Any) -> tuple[Field, ...]:
    """Return the fields of a model that are part of its JSON."""
    types = get_type_hints(cls, include_extras=True)
    return tuple(
        Field(field.name, field.alias or field.name, wire, types[field.name], field.default, _is_omitted(cls, field))
        for field in attrs.fields(cls)
        if field.init and (wire := wire_name(field))
    )


@remembered
def shapes_of(cls: Any) -> Mapping[str, Shape]:
    """Return the shapes of a model's fields by their Python names."""
    return {field.name: field.shape for field in fields(cls)}


@remembered
def known_texts(cls: Any) -> Mapping[str, None]:
    """Return the texts of an enum that this version knows, sorted."""
    return dict.fromkeys(sorted(member.value for member in cls))


def _is_omitted(cls: Any, field: Any) -> bool:
    if field.default == ():
        return bool(cls.__sent__)  # a response is written as it was read
    empty = field.default in (None, UNSET, {}) or is_model(type(field.default))
    return empty and not EMPTY_IS_SENT.items() <= field.metadata.items()


@remembered
def shape(tp: Any) -> Shape:
    """Return the shape of a type.

    Raises:
        Unsupported: JSON cannot be read into it without guesswork.
    """
    origin, args = get_origin(tp), get_args(tp)
    kind = origin or tp
    if origin is Annotated:
        base, *marks = args
        if any(isinstance(mark, Variants) for mark in marks):
            return _union(tp, get_args(base) or (base,), tuple(marks))
        inner = shape(base)
        return attrs.evolve(inner, tp=tp, marks=(*inner.marks, *marks))
    if origin in {Union, types.UnionType}:
        return _union(tp, args)
    if origin is Literal:
        return attrs.evolve(shape(type(args[0])), tp=tp, choices=args)
    if tp in {Any, object}:
        return Shape(tp=tp, kind=Kind.ANYTHING, nullable=True)
    if kind in _ARRAYS:
        return Shape(tp=tp, kind=Kind.ARRAY, cls=_ARRAYS[kind], parts=(shape(args[0] if args else Any),))
    if kind in _MAPPINGS and (not args or args[0] is str):
        return Shape(tp=tp, kind=Kind.MAPPING, cls=_MAPPINGS[kind], parts=(shape(args[1] if args else Any),))
    if is_model(tp):
        return Shape(tp=tp, kind=Kind.MODEL, cls=tp)
    if isinstance(tp, type) and issubclass(tp, OpenEnum | Unknown):
        return Shape(tp=tp, kind=Kind.UNKNOWN if issubclass(tp, Unknown) else Kind.ENUM, cls=tp)
    if tp in _SCALARS:
        return Shape(tp=tp, kind=Kind.SCALAR, cls=tp)
    raise Unsupported(f"JSON cannot be read into {tp}")


def _union(tp: Any, members: tuple[Any, ...], marks: tuple[Any, ...] = ()) -> Shape:
    parts = tuple(shape(member) for member in members if member not in {types.NoneType, Unset})
    nullable = types.NoneType in members or any(part.nullable for part in parts)
    omissible = Unset in members or any(part.omissible for part in parts)
    if not marks and len(parts) == 1:
        return attrs.evolve(parts[0], tp=tp, nullable=nullable, omissible=omissible)
    found = Shape(tp=tp, kind=Kind.VARIANTS, parts=parts, marks=marks, nullable=nullable, omissible=omissible)
    if marks:
        return found
    if {part.cls for part in parts} == {int, float}:
        return attrs.evolve(found, kind=Kind.SCALAR, cls=NUMBER, parts=())
    first = _first(parts)
    if first is None:
        raise Unsupported(f"JSON does not tell the members of {tp} apart")
    return attrs.evolve(found, kind=Kind.UNION, parts=(first, *(part for part in parts if part is not first)))


def _first(parts: tuple[Shape, ...]) -> Shape | None:
    """Return the member that JSON is read into: what is not a flag, nor a text beside a model; of models the update."""
    others = [part for part in parts if part.cls is not bool]
    if len(others) == 2 and {others[0].kind, others[1].kind} == {Kind.MODEL, Kind.SCALAR}:
        others = [part for part in others if part.cls is not str]
    if len(others) == 1:
        return others[0]
    updates = [part for part in others if part.is_update]
    return updates[0] if len(updates) == 1 and all(part.kind is Kind.MODEL for part in others) else None


def check_readable(name: str, tp: Any) -> Shape:
    """Return the shape of a type that JSON can be read into.

    Args:
        name: The caller's name for the type.
        tp: The type.

    Raises:
        InvalidRequest: JSON cannot be read into it without guesswork.
    """
    try:
        return shape(tp)
    except TypeError:  # Unsupported, or not hashable and so not a type
        shown = getattr(tp, "__name__", None) if isinstance(tp, type) and not get_args(tp) else None
    kinds = "a model of this package, dict, list, str, int, float, bool, or list[...], dict[str, ...] of these"
    raise InvalidRequest([(name, f"must be {kinds}, not {shown or repr(tp)}; read a dict and make it from that")])
