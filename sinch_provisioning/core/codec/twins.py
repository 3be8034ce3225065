"""The twin of a model: a private subclass that msgspec decodes into, under the wire's names.

msgspec takes the JSON keys of an attrs class from the names of its fields, and sets attributes by those names. A twin
bears the wire's names beside Python's for the same slots. When msgspec has set all fields of an object, the twin turns
it into the model itself. So no public class is ever touched, and twins can be made by several threads at once.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Callable, Iterable, Mapping
from inspect import getattr_static
from typing import Any

import attrs

from sinch_provisioning.core.shapes import Field

Finish = Callable[[Any], Any]
"""Makes what a model holds of what msgspec has read."""

# With both of object's methods Python sets attributes without a look at either.
_MUTABLE = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}

# Models with fewer optional fields than these mostly come with all of them.
_OFTEN_ABSENT = 3


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


def compiled(name: str, lines: Iterable[str], known: Mapping[str, Any], *, argument: str = "self") -> Any:
    """Return a function of these lines and the objects known to them; it takes a fraction of a loop over fields."""
    names = dict(known)
    exec("\n    ".join([f"def {name}({argument}):", *lines]), names)  # noqa: S102 - made of the names of our own fields
    return names[name]


def new_twin(model: type) -> type:
    """Return the twin of a model, to be completed; a model that holds itself needs it before."""
    return TwinType(model.__name__, (model,), {**_MUTABLE, "__module__": model.__module__})


def complete(twin: Any, model: Any, wires: Iterable[tuple[Field, Any, Finish | None]]) -> None:
    """Tell a twin what msgspec reads for each field, and what is left to do afterwards."""
    defaults = {field.name: field.default for field in attrs.fields(model) if field.default is not attrs.NOTHING}
    known: dict[str, Any] = {"model": model} | {f"default_{name}": default for name, default in defaults.items()}
    attributes = attrs.fields_dict(model)
    lines: list[str] = []
    shown: list[Any] = []
    for field, wire, finish in wires:
        name = field.name
        if finish is not None:
            known[f"finish_{name}"] = finish
            unless = "" if field.required else f"if value is not default_{name}: "
            lines += [f"value = self.{name}", f"{unless}self.{name} = finish_{name}(value)"]
        if field.wire != name:
            setattr(twin, field.wire, getattr_static(model, name))
        shown.append(attributes.pop(name).evolve(name=field.wire, type=wire))
    twin.__attrs_attrs__ = tuple(shown)
    twin.__annotations__ = {attribute.name: attribute.type for attribute in shown}
    twin.__become__ = [*lines, "self.__class__ = model"], known
    twin.__attrs_post_init__ = compiled("become", *twin.__become__)
    # For each field that is absent afterwards msgspec raises an AttributeError and drops it, which costs several times
    # as much as to set the field before. Fields that are not part of the JSON are absent always.
    preset = defaults if len(defaults) >= _OFTEN_ABSENT else attributes
    if preset:
        twin.__attrs_pre_init__ = compiled("preset", [f"self.{name} = default_{name}" for name in preset], known)


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
