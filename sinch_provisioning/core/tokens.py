"""The life of an access token: fresh, refresh soon, must refresh, expired. Clock and randomness are arguments."""

import base64
import enum
from typing import final

import msgspec

from sinch_provisioning.core.model import value
from sinch_provisioning.core.secrets import Secret

# The vendor's own SDK renews a minute ahead. Ours begins in the background before that, so that no call waits for it.
REFRESH_SOON = 300.0
MUST_REFRESH = 30.0
DEFAULT_LIFETIME = 3600.0
# Longer than this no token lives; an absurd number is no number.
_DIGITS = 12
_TOO_LONG = 10.0**_DIGITS


@final
class TokenState(enum.Enum):
    """What to do with a token now."""

    FRESH = "fresh"
    """Use it."""
    REFRESH_SOON = "refresh soon"
    """Use it, and fetch the next one in the background."""
    MUST_REFRESH = "must refresh"
    """Fetch the next one first; use this one if that fails, while it lives."""
    EXPIRED = "expired"
    """Of no use any more."""


@value
class Token:
    """An access token and its time, in seconds of the client's monotonic clock."""

    value: Secret
    obtained: float
    expires: float

    def state(self, now: float) -> TokenState:
        """Return what to do with it."""
        left = self.expires - now
        # A token of a short life keeps the proportions of the usual hour.
        scale = min(1.0, (self.expires - self.obtained) / DEFAULT_LIFETIME)
        if left <= 0:
            return TokenState.EXPIRED
        if left <= MUST_REFRESH * scale:
            return TokenState.MUST_REFRESH
        if left <= REFRESH_SOON * scale:
            return TokenState.REFRESH_SOON
        return TokenState.FRESH


def lifetime(expires_in: object, token: str, wall: float) -> float:
    """Return the seconds that a token lives: what the endpoint said, or the token's own `exp`, or the usual hour."""
    if isinstance(expires_in, str) and expires_in.isdecimal() and len(expires_in) <= _DIGITS:
        expires_in = int(expires_in)
    if isinstance(expires_in, int | float) and not isinstance(expires_in, bool) and 0 < expires_in < _TOO_LONG:
        return float(expires_in)
    try:
        payload = token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        left = float(claims["exp"]) - wall
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
        return DEFAULT_LIFETIME
    return left if 0 < left < _TOO_LONG else DEFAULT_LIFETIME
