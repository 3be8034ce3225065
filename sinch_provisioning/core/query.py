"""The query of a request."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from urllib.parse import quote
from uuid import UUID

from sinch_provisioning.core.codec.names import camel, write_datetime
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest


def write_query(query: Mapping[str, object]) -> str:
    """Return the query string with its question mark; what is None or UNSET is left out, a list repeats its key.

    Raises:
        InvalidRequest: a value has no form in a query: a number that is not finite, an object, a list within a list.
    """
    pairs: list[str] = []
    for name, value in query.items():
        if value is None or value is UNSET:
            continue
        items = list(value) if isinstance(value, list | tuple | set | frozenset) else None
        texts = [_text(name, value)] if items is None else [_text(f"{name}[{at}]", one) for at, one in enumerate(items)]
        try:
            pairs.extend(f"{camel(name)}={quote(text, safe='')}" for text in texts)
        except UnicodeEncodeError:
            raise InvalidRequest([(name, "is not valid text")]) from None
    return "?" + "&".join(pairs) if pairs else ""


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, enum.Enum) and not isinstance(value, Unset):
        return _text(name, value.value)
    if isinstance(value, dt.datetime):
        return write_datetime(value)
    if isinstance(value, float | Decimal) and not (
        value.is_finite() if isinstance(value, Decimal) else isfinite(value)
    ):
        raise InvalidRequest([(name, "must be a finite number")])
    if isinstance(value, int | float | Decimal | dt.date | UUID):
        return str(value)
    kinds = "a text, a number, True or False, a date, or a list"
    raise InvalidRequest([(name, f"must be {kinds}, not {type(value).__name__}")])
