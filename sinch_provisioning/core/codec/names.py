"""Names and values as they are on the wire; the only place where camelCase meets snake_case."""

import datetime as dt
import re
from functools import cache
from typing import Any

import attrs
import msgspec

from sinch_provisioning.core.model import EMPTY_IS_ABSENT, EMPTY_IS_SENT
from sinch_provisioning.core.unset import UNSET

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
    """Return the wire's name of an attrs field."""
    name: str | None = field.metadata.get(WIRE_NAME)
    return camel(field.name) if name is None else name


@cache
def wire_fields(cls: Any) -> tuple[tuple["attrs.Attribute[Any]", str], ...]:
    """Return the fields of a model that are part of its JSON, each with the wire's name."""
    return tuple((field, name) for field in attrs.fields(cls) if field.init and (name := wire_name(field)))


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


def stands_for_absence(field: Any) -> bool:
    """Tell whether an attrs field that holds its default is left out of the JSON."""
    default: object = field.default
    if EMPTY_IS_SENT.items() <= field.metadata.items():
        return False
    if default in (None, UNSET, {}) or attrs.has(type(default)):
        return True
    return bool(EMPTY_IS_ABSENT.items() <= field.metadata.items())
