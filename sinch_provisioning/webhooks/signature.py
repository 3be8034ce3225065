"""Proof that a call is genuine: pure functions of bytes, headers, secrets and a given time."""

import base64
import hmac
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeAlias, cast

import attrs

from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import SignatureError

__all__ = ["ALGORITHM", "Headers", "Proof", "check_age", "pairs_of", "read_proof", "sign", "verify"]

ALGORITHM = "HmacSHA256"
SIGNATURE_HEADER = "x-sinch-webhook-signature"
ALGORITHM_HEADER = "x-sinch-webhook-signature-algorithm"
NONCE_HEADER = "x-sinch-webhook-signature-nonce"
TIMESTAMP_HEADER = "x-sinch-webhook-signature-timestamp"


class HeaderItems(Protocol):
    """Anything with `items()`: a dict, or what a framework has instead of one."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Return names and values, texts or bytes."""
        ...


Headers: TypeAlias = HeaderItems | Iterable[tuple[str | bytes, str | bytes]]
"""Headers as frameworks have them: a mapping, or pairs; names in any case."""

_LONGEST_NONCE = 128
# Ten digits last until the year 2286; a very long number would take long to parse.
_LONGEST_TIMESTAMP = 15


@attrs.frozen
class Proof:
    """The signature headers of a call."""

    signature: str
    nonce: str
    timestamp: str


def pairs_of(headers: Headers) -> list[tuple[str, str]]:
    """Return names, in lower case, and values as texts."""
    # A Protocol would be slow to ask on 3.11.
    items = getattr(headers, "items", None)
    pairs = items() if callable(items) else headers
    return [(_text(name).lower(), _text(value)) for name, value in cast("Iterable[tuple[Any, Any]]", pairs)]


def read_proof(pairs: Iterable[tuple[str, str]]) -> Proof:
    """Return the contents of the four signature headers; names have to be in lower case.

    Raises:
        SignatureError: one is missing, repeated, or malformed.
    """
    found: dict[str, str] = {}
    for name, value in pairs:
        if not name.startswith(SIGNATURE_HEADER):
            continue
        if name in found:
            raise SignatureError(f"the header {name} is repeated", reason="repeated")
        found[name] = value
    for name in (SIGNATURE_HEADER, ALGORITHM_HEADER, NONCE_HEADER, TIMESTAMP_HEADER):
        if name not in found:
            raise SignatureError(f"the header {name} is missing", reason="missing")
    if found[ALGORITHM_HEADER] != ALGORITHM:
        raise SignatureError(f"signed with an algorithm other than {ALGORITHM}", reason="algorithm")
    nonce, timestamp = found[NONCE_HEADER], found[TIMESTAMP_HEADER]
    # Dots separate body, nonce and timestamp in what is signed, so a nonce with a dot could be a piece of the body.
    if not nonce or "." in nonce or len(nonce) > _LONGEST_NONCE or not nonce.isascii():
        raise SignatureError("the nonce is empty, too long, not ASCII, or contains a dot", reason="nonce")
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > _LONGEST_TIMESTAMP:
        raise SignatureError("the timestamp does not consist of digits", reason="timestamp")
    return Proof(found[SIGNATURE_HEADER], nonce, timestamp)


def check_age(proof: Proof, *, now: float, tolerance: float) -> float:
    """Return how many seconds ago a call says that it was signed.

    Raises:
        SignatureError: that is more than `tolerance` seconds away from `now`.
    """
    age = now - int(proof.timestamp)
    if age > tolerance:
        raise SignatureError(f"signed {age:.0f} seconds ago, at most {tolerance:g} are allowed", reason="old")
    if age < -tolerance:
        raise SignatureError(
            f"signed {-age:.0f} seconds in the future; is the clock of this machine right?", reason="future"
        )
    return age


def verify(body: bytes, proof: Proof, *, secrets: Sequence[Secret]) -> None:
    """Check in constant time that one of the secrets signed these bytes.

    Raises:
        SignatureError: none did.
    """
    given = proof.signature.encode("utf-8", "surrogatepass")
    genuine = False
    for secret in secrets:
        genuine |= hmac.compare_digest(given, _signature(body, secret, proof.nonce, proof.timestamp))
    if not genuine:
        raise SignatureError(
            "the signature does not match: another secret, or not the bytes that were signed", reason="signature"
        )


def sign(body: bytes, secret: str | Secret, *, nonce: str, timestamp: float) -> dict[str, str]:
    """Return the four headers that the service would send with a body, for your own tests.

    Args:
        body: The bytes to be sent.
        secret: The webhook's secret.
        nonce: Any text without a dot, different for each call.
        timestamp: Seconds since 1970, as `time.time()`.
    """
    moment = str(int(timestamp))
    key = secret if isinstance(secret, Secret) else Secret(secret)
    return {
        SIGNATURE_HEADER: _signature(body, key, nonce, moment).decode(),
        ALGORITHM_HEADER: ALGORITHM,
        NONCE_HEADER: nonce,
        TIMESTAMP_HEADER: moment,
    }


def _signature(body: bytes, secret: Secret, nonce: str, timestamp: str) -> bytes:
    message = b"%b.%b.%b" % (body, nonce.encode(), timestamp.encode())
    return base64.b64encode(hmac.digest(secret.reveal().encode(), message, "sha256"))


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
