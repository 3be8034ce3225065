"""Receiver: from the bytes and headers of a call to an event that is proven genuine."""

import threading
import time
from collections import OrderedDict
from typing import Protocol, final

from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import ConfigurationError, DecodeError, SignatureError
from sinch_provisioning.webhooks.events import Event, read_event
from sinch_provisioning.webhooks.signature import Headers, Proof, read_proof, verify

__all__ = ["Receiver", "WallClock"]


class WallClock(Protocol):
    """Where the time comes from; the module `time` is one."""

    def time(self) -> float:
        """Return seconds since 1970."""
        ...


@final
class Receiver:
    """Reads the calls that the service makes to a webhook, and rejects everything that is not genuine.

    Safe to use from any thread.

    Args:
        secret: The webhook's secret, exactly as it was registered.
        more_secrets: Other secrets to accept, such as the old one while a new one is being registered.
        tolerance: Seconds by which a call's timestamp may differ from now, in either direction.
        max_body: Size of the largest accepted body in bytes.
        remember: How many calls to remember, so that none is accepted twice within the tolerance; 0 for none. Each
            process remembers separately. Not needed if your handlers can see the same event twice, as they should.
        clock: Where the time comes from.

    Raises:
        ConfigurationError: a secret is missing or empty, or a number is negative; `.field` names it.
    """

    def __init__(
        self,
        secret: str | Secret,
        *more_secrets: str | Secret,
        tolerance: float = 300.0,
        max_body: int = 1024 * 1024,
        remember: int = 0,
        clock: WallClock = time,
    ) -> None:
        self._secrets = [_key(each) for each in (secret, *more_secrets)]
        for field, value in (("tolerance", tolerance), ("max_body", max_body), ("remember", remember)):
            if not value >= 0:
                raise ConfigurationError(f"{field} cannot be negative, is {value!r}", field=field)
        self._tolerance = tolerance
        self.max_body = max_body
        self._seen = _Seen(remember) if remember else None
        self._clock = clock

    def __repr__(self) -> str:
        return f"Receiver('***', tolerance={self._tolerance:g})"

    def receive(self, body: bytes | bytearray | memoryview, headers: Headers) -> Event:
        """Return the event of a call that was made to the webhook.

        Args:
            body: The request's body exactly as received; never parsed and written again.
            headers: The request's headers as the framework has them, or pairs; names in any case.

        Raises:
            SignatureError: the call is not genuine, too old, repeated, or too large; `.reason` is one of `missing`,
                `repeated`, `algorithm`, `nonce`, `timestamp`, `signature`, `old`, `future`, `replayed`, `too_large`.
            DecodeError: the call is genuine, but this version cannot read it; `.path` says where, `.body` holds it.
            TypeError: the body is not bytes.
        """
        if not isinstance(body, bytes | bytearray | memoryview):
            raise TypeError(
                f"body has to be bytes, is {type(body).__name__}: the signature is over the bytes as received, and "
                "text or parsed JSON cannot be turned back into them; use `await request.body()` (Starlette, FastAPI), "
                "`await request.read()` (aiohttp), `request.get_data()` (Flask), `request.body` (Django)"
            )
        content = bytes(body)
        if len(content) > self.max_body:
            raise SignatureError(f"the body has more than {self.max_body} bytes", reason="too_large")
        proof = read_proof(headers)
        now = self._clock.time()
        verify(content, proof, secrets=self._secrets, now=now, tolerance=self._tolerance)
        if self._seen is not None and not self._seen.claim(proof, now, self._tolerance):
            raise SignatureError("this call was already accepted", reason="replayed")
        try:
            event = read_event(content)
        except BaseException:
            self.forget(headers)
            raise
        if isinstance(event, DecodeError):
            self.forget(headers)
            del body, content  # a traceback of this frame must not show the event
            try:
                raise event
            finally:
                del event  # or error and frame would keep each other alive
        return event

    def forget(self, headers: Headers) -> None:
        """Treat a call that was received but not handled as not received, so that the sender may retry it."""
        if self._seen is not None:
            self._seen.forget(read_proof(headers))


class _Seen:
    """Nonces of accepted calls, for as long as their timestamps would be accepted again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def claim(self, proof: Proof, now: float, tolerance: float) -> bool:
        """Store a nonce and return True, or return False if it is already there."""
        with self._lock:
            if self._until.get(proof.nonce, now - 1) >= now:
                return False
            self._until.pop(proof.nonce, None)
            self._until[proof.nonce] = int(proof.timestamp) + tolerance
            while len(self._until) > self._limit:
                self._until.popitem(last=False)
            return True

    def forget(self, proof: Proof) -> None:
        with self._lock:
            self._until.pop(proof.nonce, None)


def _key(secret: object) -> bytes:
    text = secret.reveal() if isinstance(secret, Secret) else secret
    if not isinstance(text, str) or not text:
        # An unset environment variable must not become a key that anyone can guess.
        raise ConfigurationError("a webhook's secret has to be a text that is not empty", field="secret")
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ConfigurationError("the webhook's secret cannot be written as UTF-8", field="secret") from None
