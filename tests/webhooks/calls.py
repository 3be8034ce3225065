"""Calls as the service makes them, and receivers with a clock that stands still."""

from typing import Any

from sinch_provisioning.testing import ManualClock
from sinch_provisioning.webhooks import Receiver, sign

SECRET = "s3cret"
NOW = 1_700_000_000
BODY = b'{"type":"RCS_ACCOUNT_COMMENT_ADDED","comment":"hello"}'


def receiver(secret: Any = SECRET, **options: Any) -> Receiver:
    return Receiver(secret, **{"clock": ManualClock(NOW), **options})


def signed(body: bytes = BODY, nonce: str = "n1", *, secret: str = SECRET, at: float = NOW) -> dict[str, str]:
    return {**sign(body, secret, nonce=nonce, timestamp=at), "Content-Type": "application/json"}
