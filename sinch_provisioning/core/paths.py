"""Ids as path segments."""

import re
from urllib.parse import quote

from sinch_provisioning.errors import InvalidRequest

# An encoded slash stays within its segment, but an encoded dot is a dot to servers and proxies, and leads elsewhere.
_DOTS = frozenset({".", ".."})
# Fast path: these characters need no percent-encoding.
_is_plain = re.compile(r"[0-9A-Za-z_~-]+").fullmatch


def segment(name: str, value: str) -> str:
    """Return an id as one path segment.

    Raises:
        InvalidRequest: the id is not a string, is empty, or is `.` or `..`, which would address another resource.
    """
    if not isinstance(value, str):
        raise InvalidRequest([(name, f"must be a text, not {type(value).__name__}")])
    if _is_plain(value):
        return value
    if not value:
        raise InvalidRequest([(name, "is empty")])
    if "\x00" in value or "\r" in value or "\n" in value:
        raise InvalidRequest([(name, "contains a control character")])
    if value in _DOTS:
        raise InvalidRequest([(name, f"is {value}, which would lead to another resource")])
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise InvalidRequest([(name, "is not valid text")]) from None
