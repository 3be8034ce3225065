"""The token endpoint, and the check of credentials."""

import base64
import hmac
import json
import secrets
from collections.abc import Mapping

from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.tables import JSON

# The documented token bucket of the real endpoint.
BURST = 30
PER_SECOND = 10.0
_MAX_TOKENS = 100_000
"""Tokens that are known at once; about 50 MB."""


class Gate:
    """Checks credentials and hands out tokens."""

    def __init__(self, key_id: str, key_secret: str, clock: Clock, *, lifetime: float, limited: bool) -> None:
        self._basic = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode()
        self._clock = clock
        self._lifetime = lifetime
        self._limited = limited
        self._tokens: dict[str, float] = {}
        self._spent: set[str] = set()
        self._room = float(BURST)
        self._filled = clock.now()
        self.issued: int = 0

    def admits(self, header: str | None) -> str | None:
        """Return None if the Authorization header is good, else why not, for `WWW-Authenticate`."""
        scheme, _, value = (header or "").partition(" ")
        match scheme.lower():
            case "basic":
                return None if self._is_key(value) else 'Basic realm="provisioning"'
            case "bearer":
                expires = self._tokens.get(value.strip())
                if expires is None:
                    return 'Bearer error="invalid_token", error_description="unknown"'
                if expires <= self._clock.now() or value.strip() in self._spent:
                    return 'Bearer error="invalid_token", error_description="expired"'
                return None
            case _:
                return "Bearer"

    def expire(self, header: str | None) -> None:
        """Let the token of a request expire."""
        value = (header or "").partition(" ")[2].strip()
        if value in self._tokens:
            self._spent.add(value)

    def give(self, headers: Mapping[str, str], form: Mapping[str, str]) -> tuple[int, JSON, dict[str, str]]:
        """Return the response to a token request: status, body, headers."""
        if self._limited and not self._has_room():
            return 429, {"error": "too_many_requests", "error_description": "too many token requests"}, {}
        scheme, _, value = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic" or not self._is_key(value):
            rejection = {"error": "invalid_client", "error_description": "key id or key secret is wrong"}
            return 401, rejection, {"WWW-Authenticate": 'Basic realm="token"'}
        if form.get("grant_type") != "client_credentials":
            return 400, {"error": "unsupported_grant_type", "error_description": "use client_credentials"}, {}
        token = self._make()
        self.issued += 1
        body = {"access_token": token, "token_type": "Bearer", "expires_in": int(self._lifetime), "scope": ""}
        return 200, body, {"Cache-Control": "no-store"}

    def _is_key(self, value: str) -> bool:
        # Bytes that are not UTF-8 come as halves of surrogate pairs.
        return hmac.compare_digest(value.strip().encode("utf-8", "surrogatepass"), self._basic.encode())

    def _has_room(self) -> bool:
        now = self._clock.now()
        self._room = min(float(BURST), self._room + (now - self._filled) * PER_SECOND)
        self._filled = now
        if self._room < 1:
            return False
        self._room -= 1
        return True

    def _forget(self, now: float) -> None:
        """Forget tokens that expired a lifetime ago, oldest first; until then they are rejected as expired."""
        while self._tokens:
            oldest = next(iter(self._tokens))
            if self._tokens[oldest] + self._lifetime > now and len(self._tokens) < _MAX_TOKENS:
                return
            del self._tokens[oldest]
            self._spent.discard(oldest)

    def _make(self) -> str:
        now = self._clock.now()
        claims = {"iat": int(now), "exp": int(now + self._lifetime), "jti": secrets.token_hex(8)}
        parts = ({"alg": "none", "typ": "JWT"}, claims)
        texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
        token = ".".join([*texts, secrets.token_urlsafe(24)])
        self._forget(now)
        self._tokens[token] = now + self._lifetime
        return token
