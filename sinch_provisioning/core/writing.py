"""What goes out as JSON, and what cannot: numbers that are not finite, halves of characters, foreign objects."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import datetime as dt
import enum
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from math import isfinite
from typing import Any, Final, final
from uuid import UUID

import msgspec

from sinch_provisioning.errors import InvalidRequest

Rule = Callable[[object], str | None]

FINITE: Final = "must be a finite number"

_WRITABLE = (str, int, float, Decimal, type(None), dt.datetime, dt.date, dt.time, dt.timedelta, UUID, enum.Enum)


@final
class Unsendable:
    """Stands for a value that must not go out. msgspec cannot write it, so good data need not be searched for it."""

    __slots__ = ("rule",)

    def __init__(self, rule: str) -> None:
        self.rule: str = rule


def number(value: float) -> float | Unsendable:
    """Return a float, also of a subclass such as NumPy's, if JSON has a form for it."""
    return float(value) if isfinite(value) else Unsendable(FINITE)


def decimal(value: Decimal) -> Decimal | Unsendable:
    """Return a Decimal if JSON has a form for it."""
    return value if value.is_finite() else Unsendable(FINITE)


def write(content: Any) -> bytes:
    """Write plain data as JSON.

    Raises:
        InvalidRequest: JSON cannot hold it; each culprit is named by its path below `body`.
    """
    try:
        return msgspec.json.encode(content, enc_hook=_base)
    except UnicodeEncodeError:
        found = _breaches(content, _text_rule)
    except RecursionError:
        found = [("", "is nested too deeply")]
    except (TypeError, ValueError, OverflowError) as error:
        found = _breaches(content, _type_rule) or [("", f"cannot be written as JSON: {error}")]
    raise InvalidRequest([(f"body{path}", rule) for path, rule in found])


def _base(value: object) -> object:
    """Return a text or number of a subclass as what it is a subclass of."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _breaches(value: Any, rule: Rule) -> list[tuple[str, str]]:
    """Return what breaks a rule anywhere in the data, by path."""
    found: list[tuple[str, str]] = []
    if isinstance(value, dict):
        for key, item in value.items():
            broken = rule(key) if isinstance(key, str | int) else "must be a text"
            if broken:
                found.append(("", f"the name {key!r} {broken}"))
            else:
                found += [(f".{key}{path}", broken) for path, broken in _breaches(item, rule)]
    elif isinstance(value, list | tuple | set | frozenset | deque):
        for index, item in enumerate(value):
            found += [(f"[{index}]{path}", broken) for path, broken in _breaches(item, rule)]
    elif broken := rule(value):
        found.append(("", broken))
    return found


def _type_rule(value: object) -> str | None:
    if isinstance(value, Unsendable):
        return value.rule
    return None if isinstance(value, _WRITABLE) else f"must be of a JSON type, not {type(value).__name__}"


def _text_rule(value: object) -> str | None:
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return "is not valid text: it holds half of a surrogate pair"
    return None
