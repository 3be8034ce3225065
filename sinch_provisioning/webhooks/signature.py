"""Proof that a call is genuine: pure functions of bytes, headers, secrets and a given time."""

import base64
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, cast

from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import SignatureError

__all__ = ["Headers", "WallClock", "check_age", "headers_of", "nonce_of", "sign", "verify"]

ALGORITHM = "HmacSHA256"
SIGNATURE_HEADER = "x-sinch-webhook-signature"
ALGORITHM_HEADER = "x-sinch-webhook-signature-algorithm"
NONCE_HEADER = "x-sinch-webhook-signature-nonce"
TIMESTAMP_HEADER = "x-sinch-webhook-signature-timestamp"

_LONGEST_NONCE = 128
# Ten digits last until the year 2286; a very long number would take long to parse.
_LONGEST_TIMESTAMP = 15


class WallClock(Protocol):
    """Where the time comes from; the module `time` is one."""

    def time(self) -> float:
        """Return seconds since 1970."""
        ...


class HeaderItems(Protocol):
    """Anything with `items()`: a dict, or what a framework has instead of one."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Return names and values, texts or bytes."""
        ...


Headers: TypeAlias = HeaderItems | Iterable[tuple[str | bytes, str | bytes]]
"""Headers as frameworks have them: a mapping, or pairs; names in any case."""


def headers_of(headers: Headers) -> dict[str, str]:
    """Return names, in lower case, and values as texts; what came twice is joined by a comma."""
    # A Protocol would be slow to ask on 3.11.
    items = getattr(headers, "items", None)
    found: dict[str, str] = {}
    for key, value in cast("Iterable[tuple[Any, Any]]", items() if callable(items) else headers):
        name, text = _text(key).lower(), _text(value)
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def nonce_of(headers: Mapping[str, str]) -> str:
    """Return the nonce of a call; SignatureError if a signature header is missing, repeated, or malformed."""
    for name in (SIGNATURE_HEADER, ALGORITHM_HEADER, NONCE_HEADER, TIMESTAMP_HEADER):
        if name not in headers:
            raise SignatureError(f"the header {name} is missing", reason="missing")
        if "," in headers[name]:
            raise SignatureError(f"the header {name} is repeated", reason="repeated")
    if headers[ALGORITHM_HEADER] != ALGORITHM:
        raise SignatureError(f"signed with an algorithm other than {ALGORITHM}", reason="algorithm")
    nonce, timestamp = headers[NONCE_HEADER], headers[TIMESTAMP_HEADER]
    # Dots separate body, nonce and timestamp in what is signed, so a nonce with a dot could be a piece of the body.
    if not nonce or "." in nonce or len(nonce) > _LONGEST_NONCE or not nonce.isascii():
        raise SignatureError("the nonce is empty, too long, not ASCII, or contains a dot", reason="nonce")
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > _LONGEST_TIMESTAMP:
        raise SignatureError("the timestamp does not consist of digits", reason="timestamp")
    return nonce


def check_age(headers: Mapping[str, str], *, now: float, tolerance: float) -> float:
    """Return how many seconds ago a call says that it was signed; SignatureError if that is beyond the tolerance."""
    age = now - int(headers[TIMESTAMP_HEADER])
    if age > tolerance:
        raise SignatureError(f"signed {age:.0f} seconds ago, at most {tolerance:g} are allowed", reason="old")
    if age < -tolerance:
        raise SignatureError(
            f"signed {-age:.0f} seconds in the future; is the clock of this machine right?", reason="future"
        )
    return age


def verify(body: bytes, headers: Mapping[str, str], *, secrets: Sequence[Secret]) -> None:
    """Check in constant time that one of the secrets signed these bytes; SignatureError if none did."""
    given = headers[SIGNATURE_HEADER].encode("utf-8", "surrogatepass")
    # All are tried, so that the time does not tell which one it was.
    matches = [hmac.compare_digest(given, _signature(body, secret, headers)) for secret in secrets]
    if not any(matches):
        raise SignatureError(
            "the signature does not match: another secret, or not the bytes that were signed", reason="signature"
        )


def sign(body: bytes, secret: str | Secret, *, nonce: str, timestamp: float) -> dict[str, str]:
    """Return the four headers that the service would send with a body, for your own tests.

    Args:
        body: The bytes to be sent.
        secret: The webhook's secret.
        nonce: At most 128 ASCII characters without a dot or a comma, different for each call.
        timestamp: Seconds since 1970, as `time.time()`.
    """
    headers = {ALGORITHM_HEADER: ALGORITHM, NONCE_HEADER: nonce, TIMESTAMP_HEADER: str(int(timestamp))}
    key = secret if isinstance(secret, Secret) else Secret(secret)
    return {SIGNATURE_HEADER: _signature(body, key, headers).decode(), **headers}


def _signature(body: bytes, secret: Secret, headers: Mapping[str, str]) -> bytes:
    message = b"%b.%b.%b" % (body, headers[NONCE_HEADER].encode(), headers[TIMESTAMP_HEADER].encode())
    return base64.b64encode(hmac.digest(secret.reveal().encode(), message, "sha256"))


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
