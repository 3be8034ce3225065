"""What things look like on the wire: names, query values, times; and what of a type a reader has to know.

The only place where camelCase meets snake_case.
"""

# Types are values here.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false

import datetime as dt
import enum
import re
import types
from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from sinch_provisioning.core.model import Unset, Variants
from sinch_provisioning.errors import InvalidRequest


def camel(name: str) -> str:
    """Return the wire's name of a Python name: `next_page_token` is `nextPageToken`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def snake(name: str) -> str:
    """Return the Python name of a wire name; the inverse of `camel`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def query_value(name: str, value: object) -> str | list[str]:
    """Return what a query parameter looks like on the wire; a list repeats its key.

    Raises:
        InvalidRequest: it has no form in a query: a number that is not finite, an object, a list within a list.
    """
    if isinstance(value, list | tuple | set | frozenset):
        return [_query_text(f"{name}[{index}]", item) for index, item in enumerate(value)]
    return _query_text(name, value)


def _query_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, enum.Enum) and not isinstance(value, Unset):
        return _query_text(name, value.value)
    if isinstance(value, dt.datetime):
        return write_datetime(value)
    if isinstance(value, float | Decimal) and not (
        value.is_finite() if isinstance(value, Decimal) else isfinite(value)
    ):
        raise InvalidRequest([(name, "has to be a finite number")])
    if isinstance(value, int | float | Decimal | dt.date | UUID):
        return str(value)
    kinds = "a text, a number, True or False, a date, or a list"
    raise InvalidRequest([(name, f"has to be {kinds}, is {type(value).__name__}")])


def in_utc(value: dt.datetime) -> dt.datetime:
    """Return a time with its zone; one that does not name any is in UTC, in both directions."""
    return value.replace(tzinfo=dt.UTC) if value.utcoffset() is None else value


def write_datetime(value: dt.datetime) -> str:
    """Return the wire's form of a time: UTC with milliseconds, or microseconds where there are any."""
    precision = "microseconds" if value.microsecond % 1000 else "milliseconds"
    try:
        return in_utc(value).astimezone(dt.UTC).isoformat(timespec=precision)[:-6] + "Z"
    except OverflowError:  # the first or the last day of the calendar, which begins or ends elsewhere
        return value.isoformat(timespec=precision)


def bare(tp: Any) -> Any:
    """Return what a reader has to know of a type: no Unset, no rules, but how variants are told apart."""
    origin = get_origin(tp)
    if origin is Annotated:
        base, *extras = get_args(tp)
        variants = [extra for extra in extras if isinstance(extra, Variants)]
        return Annotated[base, variants[0]] if variants else bare(base)
    if origin in {Union, types.UnionType}:
        return Union[tuple(bare(arg) for arg in get_args(tp) if arg is not Unset)]
    if origin is Literal:
        return type(get_args(tp)[0])
    return tp
