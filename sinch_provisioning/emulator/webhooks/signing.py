"""How a call is signed. This shares nothing with the receiver that checks it, so that they cannot share a mistake."""

import base64
import hashlib
import hmac
import secrets
import time

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def sign(secret: str, body: bytes) -> dict[str, str]:
    """Return the headers of one call.

    Its time is real time, whatever the emulator's clock says: the receiver compares it with a clock of its own.
    """
    now = time.time()
    nonce, timestamp = _ulid(now), str(int(now))
    signed = b".".join([body, nonce.encode(), timestamp.encode()])
    signature = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
    return {
        "x-sinch-webhook-signature": signature,
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
        "x-sinch-webhook-signature-nonce": nonce,
        "x-sinch-webhook-signature-timestamp": timestamp,
    }


def _ulid(now: float) -> str:
    """Return 48 bits of milliseconds and 80 of chance, in 26 letters and digits."""
    number = (int(now * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))
