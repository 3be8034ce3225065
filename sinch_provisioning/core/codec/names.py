"""Names and times as they are on the wire; the only place where camelCase meets snake_case."""

import datetime as dt
import re
from functools import cache
from typing import Any

import msgspec

WIRE_NAME = "wire_name"
"""Key of a field's metadata for a wire name that does not follow from the Python name."""


def camel(name: str) -> str:
    """Return the wire's name of a Python name: `next_page_token` is `nextPageToken`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


@cache
def snake(name: str) -> str:
    """Return the Python name of a wire name; the inverse of `camel`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def wire_name(field: Any) -> str:
    """Return the wire's name of an attrs field, empty if it is not part of the JSON."""
    name: str | None = field.metadata.get(WIRE_NAME)
    return camel(field.name) if name is None else name


def in_utc(value: dt.datetime) -> dt.datetime:
    """Return a time with its zone; one that does not name any is in UTC, in both directions."""
    return value.replace(tzinfo=dt.UTC) if value.utcoffset() is None else value


def write_datetime(value: dt.datetime) -> str:
    """Return the wire's form of a time: UTC with milliseconds, or microseconds where there are any.

    A time without an offset is taken as UTC, in writing as in reading.
    """
    if value.tzinfo is dt.UTC:
        text = msgspec.json.encode(value).decode()  # takes a tenth of the time of isoformat
        fraction = value.microsecond
        return text[1:-1] if fraction % 1000 else f"{text[1:24]}Z" if fraction else f"{text[1:20]}.000Z"
    precision = "microseconds" if value.microsecond % 1000 else "milliseconds"
    try:
        return in_utc(value).astimezone(dt.UTC).isoformat(timespec=precision)[:-6] + "Z"
    except OverflowError:  # the first or the last day of the calendar, which begins or ends elsewhere
        return value.isoformat(timespec=precision)
