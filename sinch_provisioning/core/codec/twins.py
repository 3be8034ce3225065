"""The twin of a model: a private subclass that msgspec decodes into, under the wire's names.

msgspec takes the JSON keys of an attrs class from the names of its fields, and sets attributes by those names. A twin
bears the wire's names beside Python's for the same slots. When msgspec has set all fields of an object, the twin turns
it into the model itself. So no public class is ever touched, and twins can be made by several threads at once.

A union, and what responses repeat to the letter, is kept as raw bytes by msgspec, and read when the object around it
is there.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from inspect import getattr_static
from typing import Annotated, Any, Union, get_args, get_origin

import attrs
import msgspec

from sinch_provisioning.core.codec.compiling import compiled
from sinch_provisioning.core.codec.hints import bare, hints, is_model, is_union, mark
from sinch_provisioning.core.codec.names import wire_fields
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.frozen import FrozenDict, freeze
from sinch_provisioning.core.model import Interned
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Variants

Finish = Callable[[Any], Any]
"""Makes what a model holds of what msgspec has read."""
Wire = tuple[Any, Finish | None]
"""What msgspec reads for a type, and what is left to do afterwards."""
ReadRaw = Callable[[Any], Callable[[msgspec.Raw], Any]]
"""Returns what reads the raw bytes of a type."""

# A time without an offset is for the plain decoder, which takes it as UTC.
_AWARE = Annotated[dt.datetime, msgspec.Meta(tz=True)]

# With both of object's methods Python sets attributes without a look at either.
_MUTABLE = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}

# Models with fewer optional fields than these mostly come with all of them.
_OFTEN_ABSENT = 3


class Unsupported(TypeError):
    """A type that only the plain decoder reads."""


class TwinType(type):
    """Keeps what msgspec remembers of a twin apart from what it may remember of the model, for a caller of its own."""

    @property
    def __msgspec_cache__(cls) -> object:
        try:
            return cls.__dict__["_msgspec_info"]
        except KeyError:
            raise AttributeError("__msgspec_cache__") from None

    @__msgspec_cache__.setter
    def __msgspec_cache__(cls, info: object) -> None:
        type.__setattr__(cls, "_msgspec_info", info)


class Twins:
    """Makes the twins that one decoder needs; those of earlier decoders are used again.

    Args:
        finished: Twins by model.
        union: Returns what reads a union.
        interned: Returns what reads an interned type.
    """

    def __init__(self, finished: Mapping[type, type], union: ReadRaw, interned: ReadRaw) -> None:
        self.made: dict[type, type] = {}
        self._finished = finished
        self._union = union
        self._interned = interned

    def wire(self, tp: Any, *, frozen: bool = False) -> Wire:
        """Return what msgspec reads for a type; JSON of any kind is made immutable if it is part of a model.

        Raises:
            Unsupported: msgspec cannot read it.
        """
        tp = bare(tp)
        if mark(tp, Variants) is not None:
            return msgspec.Raw, self._union(tp)
        if mark(tp, Interned) is not None:
            return msgspec.Raw, self._interned(tp)
        if is_model(tp):
            return self.twin(tp), None
        if tp is dt.datetime:
            return _AWARE, None
        if tp is object or tp is Any:
            return Any, freeze if frozen else None
        if is_union(tp):
            return self._option(get_args(tp), frozen)
        origin, args = get_origin(tp), get_args(tp)
        if origin is Sequence or origin is tuple or origin is list:
            wire, finish = self.wire(args[0], frozen=frozen and origin is Sequence)
            made: Any = list if origin is list else tuple
            array: Any = list.__class_getitem__(wire) if origin is list else tuple.__class_getitem__((wire, ...))
            return array, None if finish is None else partial(_finish_array, made, finish)
        if origin is Mapping or origin is dict:
            wire, finish = self.wire(args[1], frozen=frozen and origin is Mapping)
            return dict.__class_getitem__((str, wire)), partial(
                _finish_mapping, FrozenDict if origin is Mapping else dict, finish
            )
        if isinstance(tp, type) and issubclass(tp, OpenEnum | str | bool | int | float | Secret | dict | list):
            return tp, None
        raise Unsupported(f"msgspec cannot read {tp}")

    def _option(self, args: tuple[Any, ...], frozen: bool) -> Wire:
        real = [arg for arg in args if arg is not type(None)]
        flag = bool in real and len(real) == 2
        others = [arg for arg in real if arg is not bool] if flag else real
        if set(others) <= {int, float}:
            return Union[args], None
        if len(others) != 1:
            raise Unsupported(f"msgspec cannot tell apart {Union[args]}")
        wire, finish = self.wire(others[0], frozen=frozen)
        if wire is msgspec.Raw and finish is not None and not flag:
            # msgspec has no "raw or null", but a null can be told by its bytes.
            return msgspec.Raw, partial(_unless_null, finish)
        if flag and finish is not None:
            raise Unsupported(f"msgspec cannot tell apart {Union[args]}")
        return Union[(wire, *(arg for arg in args if arg in {bool, type(None)}))], finish

    def twin(self, model: Any) -> type:
        """Return the twin of a model."""
        found: type | None = self._finished.get(model) or self.made.get(model)
        if found is not None:
            return found
        made: Any = TwinType(model.__name__, (model,), {**_MUTABLE, "__module__": model.__module__})
        # A model that holds itself, in whatever way, finds this.
        self.made[model] = made
        types = hints(model)
        shown: list[Any] = []
        fixed = {field.name: field.default for field in attrs.fields(model)}
        finishing: list[tuple[str, Finish, Any]] = []
        for field, name in wire_fields(model):
            del fixed[field.name]
            wire, finish = self.wire(types[field.name], frozen=True)
            if finish is not None:
                finishing.append((field.name, finish, field.default))
            if name != field.name:
                setattr(made, name, getattr_static(model, field.name))
            shown.append(field.evolve(name=name, type=wire))
        made.__attrs_attrs__ = tuple(shown)
        made.__annotations__ = {field.name: field.type for field in shown}
        made.__become__ = lines, known = _become(model, fixed, finishing)
        made.__attrs_post_init__ = compiled("become", lines, known)
        if preset := _preset(model):
            made.__attrs_pre_init__ = preset
        done: type = made
        return done


def in_bulk(twin: Any, field: str) -> tuple[type, Callable[[dict[str, Any]], list[str]]]:
    """Return a twin whose objects are not made the model one by one, and what does it for all values of a dict.

    That returns the keys of those that have nothing in a field.
    """
    unfinished: Any = TwinType(twin.__name__, (twin,), {**_MUTABLE, "__attrs_post_init__": None})
    unfinished.__annotations__ = twin.__annotations__
    become, known = twin.__become__
    lines = [f"if self.{field} is None:", "    without.append(key)", *become]
    loop = ["without = []", "for key, self in found.items():", *(f"    {line}" for line in lines), "return without"]
    return unfinished, compiled("become_all", loop, known, argument="found")


def _become(
    model: type, fixed: Mapping[str, Any], finishing: list[tuple[str, Finish, Any]]
) -> tuple[list[str], dict[str, Any]]:
    """Return the lines that turn a twin's object into the model, and what they use."""
    known: dict[str, Any] = {"model": model}
    lines: list[str] = []
    for name, finish, default in finishing:
        known |= {f"finish_{name}": finish, f"default_{name}": default}
        lines += [
            f"value = self.{name}",
            f"if value is not default_{name} and value is not None:",
            f"    self.{name} = finish_{name}(value)",
        ]
    for name, value in fixed.items():
        known[f"fixed_{name}"] = value
        lines.append(f"self.{name} = fixed_{name}")
    return [*lines, "self.__class__ = model"], known


def _preset(model: Any) -> Callable[[Any], None] | None:
    """Return what puts in the defaults before msgspec sets what the JSON has.

    For each field that is absent afterwards msgspec raises an AttributeError and drops it, which costs several times as
    much as to set the field.
    """
    fields = [field for field in attrs.fields(model) if field.init and field.default is not attrs.NOTHING]
    if len(fields) < _OFTEN_ABSENT:
        return None
    known = {f"default_{field.name}": field.default for field in fields}
    preset: Callable[[Any], None] = compiled(
        "preset", [f"self.{field.name} = default_{field.name}" for field in fields], known
    )
    return preset


def _finish_array(made: Callable[[Any], Any], finish: Finish, items: Sequence[Any]) -> Any:
    return made(map(finish, items))


def _finish_mapping(made: Callable[[Any], Any], finish: Finish | None, items: dict[str, Any]) -> Any:
    return made(items) if finish is None else made((key, finish(item)) for key, item in items.items())


def _unless_null(read: Callable[[msgspec.Raw], Any], raw: msgspec.Raw) -> Any:
    return None if bytes(raw) == b"null" else read(raw)
