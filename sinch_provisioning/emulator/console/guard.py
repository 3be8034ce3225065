"""Who is let in: whoever runs on this machine, and no web page of somebody else."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit


def stranger(headers: Mapping[str, str], listening_on: str) -> str | None:
    """Return why a request must not be answered, None if it may be.

    A browser says where a request comes from, and lets no page lie about it. What says nothing is no browser. That
    somebody follows a link from elsewhere to a view is fine: the page with the link gets nothing of what is shown.
    """
    host = headers.get("Host", "")
    if _is_loopback(listening_on) and not _is_loopback(_name(host)):
        # A name of somebody else's that leads here (DNS rebinding) would make their page one of this host.
        return f"the emulator is reached as localhost, not as {host}"
    origin = headers.get("Origin")
    if origin is not None and _place(origin) != host:
        return f"a page of {origin} must not steer the emulator"
    follows_link = (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
    if headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and not (follows_link and origin is None):
        return "a page of another site must not steer the emulator"
    return None


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
