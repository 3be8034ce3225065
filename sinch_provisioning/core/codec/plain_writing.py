"""The plain writer: cattrs makes plain data of anything, and what JSON cannot hold is named by its place."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownLambdaType=false

import datetime as dt
from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from math import isfinite
from typing import Any, Final

import cattrs
import msgspec

from sinch_provisioning.core.codec.names import write_datetime
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import is_model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import fields
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.core.unset import Unset
from sinch_provisioning.errors import InvalidRequest


def write(value: object) -> bytes:
    """Write a model, or plain data with models in it, as JSON.

    Raises:
        InvalidRequest: JSON cannot hold it; each culprit is named by its path below `body`.
    """
    try:
        content = _converter.unstructure(value)
        found = list(_breaches(content, "body"))
        if not found:
            return msgspec.json.encode(content, enc_hook=_base)
    except RecursionError:
        found = [("body", "is nested too deeply")]
    except (TypeError, ValueError, OverflowError) as error:
        found = [("body", f"cannot be written as JSON: {error}")]
    raise InvalidRequest(found)


def _breaches(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Walk what JSON cannot hold: where it is, and why."""
    if isinstance(value, dict):
        for key, item in value.items():
            broken = _breach(key)
            if not isinstance(key, str):  # a number, a time or a UUID is written as a text
                broken = "must be a text" if broken or _breach({key: None}) else None
            if broken:
                yield path, f"the name {key!r} {broken}"
            else:
                yield from _breaches(item, f"{path}.{key}")
    elif isinstance(value, list | tuple | set | frozenset | deque):
        for index, item in enumerate(value):
            yield from _breaches(item, f"{path}[{index}]")
    elif broken := _breach(value):
        yield path, broken


def _breach(value: object) -> str | None:
    if isinstance(value, Unset):
        return "is UNSET; leave it out"
    if isinstance(value, bytes | bytearray | memoryview):
        return f"must be a text, not {type(value).__name__}"
    if isinstance(value, float | Decimal) and not (
        value.is_finite() if isinstance(value, Decimal) else isfinite(value)
    ):
        return "must be a finite number"
    try:
        msgspec.json.encode(value, enc_hook=_base)
    except UnicodeEncodeError:
        return "is not valid text: it holds half of a surrogate pair"
    except TypeError:
        return f"must be of a JSON type, not {type(value).__name__}"
    return None


def _base(value: object) -> object:
    """Return a text or number of a subclass, such as NumPy's, as what it is a subclass of."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int | float):
        return int(value) if isinstance(value, int) else float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _write_model(value: Any) -> dict[str, Any]:
    held = ((field, getattr(value, field.name)) for field in fields(type(value)))
    return {
        field.wire: _converter.unstructure(one) for field, one in held if not (field.omitted and field.is_default(one))
    }


_converter: Final = cattrs.Converter()
_converter.register_unstructure_hook_func(is_model, _write_model)
_converter.register_unstructure_hook(Unknown, lambda value: msgspec.Raw(value.json))
_converter.register_unstructure_hook(Unset, lambda value: value)
_converter.register_unstructure_hook(OpenEnum, str)
_converter.register_unstructure_hook(dt.datetime, write_datetime)
_converter.register_unstructure_hook(Secret, Secret.reveal)
