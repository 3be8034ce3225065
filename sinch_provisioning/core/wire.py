"""What things look like on the wire: names, query values, times; and what of a type a reader has to know.

The only place where camelCase meets snake_case.
"""

# Types are values here.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false

import datetime as dt
import re
import types
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from sinch_provisioning.core.model import Unset, Variants


def camel(name: str) -> str:
    """Return the wire's name of a Python name: `next_page_token` is `nextPageToken`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def snake(name: str) -> str:
    """Return the Python name of a wire name; the inverse of `camel`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def query_value(value: object) -> str | list[str]:
    """Return what a query parameter looks like on the wire; a list repeats its key."""
    if isinstance(value, list | tuple | set | frozenset):
        return [cast("str", query_value(item)) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return write_datetime(value)
    return str(value)


def write_datetime(value: dt.datetime) -> str:
    """Return the wire's form of a time: UTC with milliseconds, or microseconds where there are any."""
    precision = "microseconds" if value.microsecond % 1000 else "milliseconds"
    try:
        return value.astimezone(dt.UTC).isoformat(timespec=precision)[:-6] + "Z"
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
