"""Secrets, left out of what is shown: by the names that the contract marks, in JSON, queries, headers and URLs."""

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import unquote_plus

from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.incoming import MAX_DEPTH
from sinch_provisioning.emulator.tables import JSON

MASK = "***"
TOO_DEEP = "(nested too deep to be shown)"

# Names that no document knows, and that hold secrets wherever people send them.
_USUAL = ("apiKey", "authorization", "clientSecret", "keySecret", "password", "refreshToken")
_IN_HEADERS = ("apikey", "authorization", "cookie", "password", "secret", "token")
_USER_INFO = re.compile(r"(?<=://)[^/?#\s@]*@")


def mask(value: JSON, *, codes: bool = False, depth: int = MAX_DEPTH) -> JSON:
    """Return a copy of JSON without its secrets, down to a depth; `codes` are those of requests, as one-time codes."""
    if isinstance(value, str):
        return _USER_INFO.sub(f"{MASK}@", value) if "@" in value else value
    if not isinstance(value, dict | list):
        return value
    if depth == 0:
        return TOO_DEEP
    if isinstance(value, list):
        return [mask(inner, codes=codes, depth=depth - 1) for inner in value]
    return {
        name: MASK if inner is not None and _is_secret(name, codes=codes) else mask(inner, codes=codes, depth=depth - 1)
        for name, inner in value.items()
    }


def mask_query(query: str) -> str:
    """Return a query without its secrets, otherwise as it came."""
    return "&".join(map(_mask_field, query.split("&")))


def mask_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers without their secrets."""
    return {
        name: MASK if any(part in _plain(name) for part in _IN_HEADERS) else str(mask(value))
        for name, value in headers.items()
    }


def _mask_field(field: str) -> str:
    name, equals, value = field.partition("=")
    if value and _is_secret(unquote_plus(name), codes=True):
        return f"{name}{equals}{MASK}"
    return str(mask(field))


def _is_secret(name: str, *, codes: bool) -> bool:
    always, in_requests = _names()
    plain = _plain(name)
    return plain in always or (codes and plain in in_requests)


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    secret, public = the_contract().secret_names
    marked = frozenset(map(_plain, secret))
    return (marked - frozenset(map(_plain, public))) | frozenset(map(_plain, _USUAL)), marked


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()
