"""Page tokens: opaque, and good only for the list that they came from."""

import base64
import hashlib
import hmac
import re

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")


class Pager:
    """Writes and reads tokens. They outlive a restart when the key does."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def write(self, start: int, listing: str) -> str:
        """Return the token of the page that starts at an item."""
        return base64.urlsafe_b64encode(f"{start}.".encode() + self._sign(start, listing)).decode().rstrip("=")

    def read(self, token: str, listing: str) -> int | None:
        """Return the item that a token leads to, None if it is not a token of this list."""
        if _TOKEN.fullmatch(token) is None:
            return None
        try:
            start = int(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).partition(b".")[0])
        except ValueError:
            return None
        # The whole token is compared, as several texts decode to the same bytes.
        return start if hmac.compare_digest(token, self.write(start, listing)) else None

    def _sign(self, start: int, listing: str) -> bytes:
        return hmac.digest(self._key, f"{start} {listing}".encode(), hashlib.sha256)[:9]
