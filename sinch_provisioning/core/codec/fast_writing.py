"""The fast writer: a compiled function for each model makes plain data of it, which msgspec writes.

It writes what a reader or a careful caller has put into a model, and declines anything else. The plain writer decides
then: it writes the same for every value that both can write, and words the errors.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import datetime as dt
from collections.abc import Callable
from math import isfinite
from types import NoneType
from typing import Any

import msgspec

from sinch_provisioning.core.codec.names import write_datetime
from sinch_provisioning.core.codec.twins import compiled
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.model import Interned, is_model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import fields
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.core.unset import UNSET

Write = Callable[[Any], Any]

# What is kept of shared JSON: a real service has some ten forms of some kilobytes.
_MOST_KEPT = 64
_kept: dict[int, tuple[object, msgspec.Raw]] = {}

# msgspec writes values of these classes itself. Enums join when they are first met.
_as_it_is: set[type] = {str, bool, int, NoneType}


class _Writers(dict[type, Write]):
    """What makes plain data of a value, by its class; those of models are made when they are first needed."""

    def __missing__(self, cls: type) -> Write:
        if is_model(cls):
            return self.setdefault(cls, _model(cls))
        if issubclass(cls, OpenEnum):
            _as_it_is.add(cls)
            return str.__str__
        raise TypeError(f"{cls.__name__} is for the plain writer")


def write(value: object) -> bytes | None:
    """Write a model, or plain data with models in it, as JSON; return None if the plain writer has to decide."""
    try:
        return msgspec.json.encode(_plain(value))
    except Exception:  # noqa: BLE001 - whatever it is, the plain writer words it
        return None


def _plain(value: Any) -> Any:
    return value if value.__class__ in _as_it_is else _writers[value.__class__](value)


def _model(cls: Any) -> Write:
    known: dict[str, Any] = {"as_it_is": _as_it_is, "writers": _writers, "shared": _shared}
    lines = ["found = {}"]
    for field in fields(cls):
        default = f"default_{field.name}"
        known[default] = field.default
        plain = "value if value.__class__ in as_it_is else writers[value.__class__](value)"
        if field.shape.mark(Interned) is not None:
            plain = "shared(value)"
        lines.append(f"value = self.{field.name}")
        if not field.omitted:
            lines.append(f"found[{field.wire!r}] = {plain}")
        elif is_model(type(field.default)):
            known[default] = _plain(field.default)
            lines += [f"value = {plain}", f"if value != {default}: found[{field.wire!r}] = value"]
        else:
            differs = "is not" if field.default in (None, UNSET) else "!="
            lines.append(f"if value {differs} {default}: found[{field.wire!r}] = {plain}")
    made: Write = compiled("write", [*lines, "return found"], known)
    return made


def _shared(value: Any) -> Any:
    """Return JSON that many objects share, as it was written the last time."""
    if value.__class__ is not FrozenDict:
        return _plain(value)
    kept = _kept.get(id(value))
    if kept is None or kept[0] is not value:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        kept = _kept[id(value)] = value, msgspec.Raw(msgspec.json.encode(_mapping(value)))
    return kept[1]


def _array(items: Any) -> Any:
    for item in items:
        if item.__class__ not in _as_it_is:
            return [_plain(item) for item in items]
    return items


def _mapping(items: dict[Any, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, item in items.items():
        if key.__class__ is not str:
            raise TypeError("names are texts")
        found[key] = item if item.__class__ in _as_it_is else _writers[item.__class__](item)
    return found


def _number(value: float) -> float:
    if not isfinite(value):
        raise ValueError("JSON has no form for it")
    return value


_writers = _Writers(
    {
        float: _number,
        dt.datetime: write_datetime,
        Secret: Secret.reveal,
        Unknown: lambda value: msgspec.Raw(value.json),
        tuple: _array,
        list: _array,
        dict: _mapping,
        FrozenDict: _mapping,
    }
)
