"""Who may send requests: programs on this machine and the emulator's own page, never a page of another site."""

import ipaddress
import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from sinch_provisioning.emulator.incoming import printable

_log = logging.getLogger("sinch_provisioning.emulator")

_MAX_REPORTED = 20
"""Rejected host names that are logged, each once."""


class Guard:
    """Rejects requests that a web page of another site has a browser send.

    A browser says where a request comes from and lets no page lie about it; a request that says nothing comes from a
    program. A name of an attacker that resolves to this machine (DNS rebinding) would make their page one of this
    host, so only addresses, `localhost` and names that are allowed are served.

    Args:
        listening_on: Host that the emulator listens on.
        allowed_hosts: Further names that it is reached by.
    """

    def __init__(self, listening_on: str, allowed_hosts: Iterable[str] = ()) -> None:
        self.is_local: bool = _is_loopback(listening_on)
        self._names = {_bare(name) for name in (listening_on, *allowed_hosts)} - {""}
        self._reported: set[str] = set()

    def rejection_reason(
        self, method: str, headers: Mapping[str, str], *, authority: str | None = None, is_view: bool = True
    ) -> str | None:
        """Return why a request must not be served, None if it may be.

        `authority`, of an absolute target, wins over the Host header. A view may be opened by a link on another site,
        which gets nothing of what is shown.
        """
        host = printable(headers.get("Host", "")) if authority is None else authority
        name = _name(host)
        if not self._is_own(name):
            self._report(name)
            return f"{host or 'no host'} is not a name of the emulator; --allow-host, or allowed_hosts=, allows it"
        origin = headers.get("Origin")
        if origin is not None and _place(printable(origin)) != host:
            return f"a page of {printable(origin)} must not use the emulator"
        follows_link = (
            is_view
            and origin is None
            and method in {"GET", "HEAD"}
            and (headers.get("Sec-Fetch-Mode", "").lower(), headers.get("Sec-Fetch-Dest", "").lower())
            == ("navigate", "document")
        )
        if headers.get("Sec-Fetch-Site", "").lower() in {"cross-site", "same-site"} and not follows_link:
            return "a page of another site must not use the emulator"
        return None

    def _is_own(self, name: str) -> bool:
        if _is_loopback(name) or _bare(name) in self._names:
            return True
        return not self.is_local and _is_address(name)

    def _report(self, name: str) -> None:
        if not self.is_local and name not in self._reported and len(self._reported) < _MAX_REPORTED:
            self._reported.add(name)
            _log.warning("rejected a request for the host %r; if it is yours, allow it: --allow-host", name)


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _bare(name: str) -> str:
    return name.lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _is_loopback(name: str) -> bool:
    name = _bare(name)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    return _is_address(name) and ipaddress.ip_address(name).is_loopback
