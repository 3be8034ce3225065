"""Receiver: from the bytes and headers of a call to an event that is proven genuine."""

import inspect
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, TypeAlias, cast, final

from sinch_provisioning.asking import ask as ask_async
from sinch_provisioning.core.codec import attempt, settled
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.errors import ConfigurationError, DecodeError, SignatureError
from sinch_provisioning.webhooks.call import Ask, Call, run
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.replays import MemoryReplays, Replays
from sinch_provisioning.webhooks.signature import Headers, WallClock, check_age, headers_of, nonce_of, verify

__all__ = ["Receiver", "read_event"]

Secrets: TypeAlias = str | Secret | Iterable[str | Secret] | None
"""What a function that looks up secrets returns: one, several, or None if there is none for the call."""
Lookup: TypeAlias = Callable[[Call], Secrets | Awaitable[Secrets]]

# A handler that takes longer, or dies, may see the call again: better twice than never.
_UNDER_WAY: Final = 60.0


@final
class Receiver:
    """Reads the calls that the service makes to a webhook, and rejects everything that is not genuine.

    Safe to use from any thread.

    Args:
        secret: The webhook's secret, exactly as it was registered; or a function that returns the secrets for a
            `Call`, which is not proven genuine yet. It is asked for each call, so that one endpoint can serve many
            projects, and secrets can change. An async one needs an async endpoint, or `receive_async`.
        more_secrets: Other secrets to accept, such as the old one while a new one is being registered.
        tolerance: Seconds by which a call's timestamp may differ from now, in either direction.
        max_body: Size of the largest accepted body in bytes.
        remember: How many calls to remember, so that none is accepted twice within the tolerance; or where, such as
            `FileReplays(path)` for all processes of a machine. Not needed if your handlers can see the same event
            twice, as they should.
        clock: Where the time comes from.

    Raises:
        ConfigurationError: a secret is missing or empty, or a number is negative; `.field` names it.
    """

    def __init__(
        self,
        secret: "str | Secret | Lookup",
        *more_secrets: str | Secret,
        tolerance: float = 300.0,
        max_body: int = 1024 * 1024,
        remember: int | Replays = 0,
        clock: WallClock = time,
    ) -> None:
        self._lookup = secret if callable(secret) else None
        if self._lookup is not None and more_secrets:
            raise ConfigurationError("a function returns all secrets itself, as a list", field="more_secrets")
        self._keys = [] if callable(secret) else _keys((secret, *more_secrets))
        numbers = {"tolerance": tolerance, "max_body": max_body, "remember": remember}
        for field, value in numbers.items():
            if isinstance(value, int | float) and not value >= 0:
                raise ConfigurationError(f"{field} cannot be negative: {value!r}", field=field)
        self._tolerance = tolerance
        self.max_body = max_body
        self._replays: Replays | None
        if isinstance(remember, int):
            self._replays = MemoryReplays(remember, clock=clock) if remember else None
        else:
            self._replays = remember
        self._clock = clock

    def __repr__(self) -> str:
        return f"Receiver('***', tolerance={self._tolerance:g})"

    def receive(self, body: bytes | bytearray | memoryview, headers: "Headers", *, path: str = "") -> "Event":
        """Return the event of a call that was made to the webhook.

        Args:
            body: The request's body exactly as received; never parsed and written again.
            headers: The request's headers as the framework has them, or pairs; names in any case.
            path: The request's path, for a function that looks up secrets.

        Raises:
            SignatureError: the call is not genuine, too old, repeated, or too large; `.reason` is one of `missing`,
                `repeated`, `algorithm`, `nonce`, `timestamp`, `signature`, `old`, `future`, `unknown` (there is no
                secret for it), `replayed`, `too_large`.
            DecodeError: the call is genuine, but this version cannot read it; `.path` says where, `.body` holds it.
            TypeError: the body is not bytes.
        """
        receiving = self._receive(body, headers, path, _ask_plain)
        del body  # a traceback of this frame must not show the event
        event: Event = settled(cast("Any", run(receiving)))
        return event

    async def receive_async(
        self, body: bytes | bytearray | memoryview, headers: "Headers", *, path: str = ""
    ) -> "Event":
        """Do as `receive`, with functions that are async, or plain and run in a thread."""
        receiving = self._receive(body, headers, path, ask_async)
        del body
        event: Event = settled(cast("Any", await receiving))
        return event

    def forget(self, headers: Headers) -> None:
        """Treat a call that was received but not handled as not received, so that the sender may retry it."""
        nonce = nonce_of(headers_of(headers))
        if self._replays is not None:
            run(_ask_plain(self._replays.keep, nonce, 0.0))

    async def _receive(
        self, body: bytes | bytearray | memoryview, headers: Headers, path: str, ask: Ask
    ) -> Event | DecodeError:
        if not isinstance(body, bytes | bytearray | memoryview):
            raise TypeError(
                f"body must be bytes, not {type(body).__name__}: the signature is over the bytes as received, and "
                "text or parsed JSON cannot be turned back into them; use `await request.body()` (Starlette, FastAPI), "
                "`await request.read()` (aiohttp), `request.get_data()` (Flask), `request.body` (Django)"
            )
        found = headers_of(headers)
        nonce, lag = self._check_head(found)
        call = Call(path=path, headers=found, nonce=nonce, body=bytes(body), lag=lag)
        event = await self._open(call, ask)
        if not isinstance(event, DecodeError):
            await self._settle(call, ask, handled=True)
        return event

    def _check_head(self, headers: dict[str, str]) -> tuple[str, float]:
        """Return the nonce and the age of a call whose body need not have been read."""
        return nonce_of(headers), check_age(headers, now=self._clock.time(), tolerance=self._tolerance)

    async def _open(self, call: Call, ask: Ask) -> Event | DecodeError:
        """Return the event of a call, or why it cannot be read; until it is settled, it is remembered only shortly."""
        if len(call.body) > self.max_body:
            raise SignatureError(f"the body has more than {self.max_body} bytes", reason="too_large")
        keys = self._keys
        if self._lookup is not None:
            keys = _keys(await ask(self._lookup, call))
            if not keys:
                raise SignatureError("there is no secret for this call", reason="unknown")
        verify(call.body, call.headers, secrets=keys)
        if self._replays is not None:
            seconds = min(self._seconds_left(call), _UNDER_WAY)
            if not await self._ask_replays(ask, self._replays.claim, call.nonce, seconds):
                raise SignatureError("this call was already accepted", reason="replayed")
        event = read_event(call.body)
        if isinstance(event, DecodeError):
            await self._settle(call, ask, handled=False)
        return event

    async def _settle(self, call: Call, ask: Ask, *, handled: bool) -> None:
        """Remember a call for as long as its timestamp would be accepted; forget one that was not handled."""
        if self._replays is not None:
            seconds = self._seconds_left(call) if handled else 0.0
            await self._ask_replays(ask, self._replays.keep, call.nonce, seconds)

    def _seconds_left(self, call: Call) -> float:
        # A year is long enough, and other memories than ours have no infinity.
        return min(self._tolerance - call.lag + 1, 365 * 86400.0)

    async def _ask_replays(self, ask: Ask, function: Callable[..., Any], nonce: str, seconds: float) -> Any:
        if isinstance(self._replays, MemoryReplays):  # which holds up nothing
            return function(nonce, seconds)
        return await ask(function, nonce, seconds)


def read_event(body: bytes) -> Event | DecodeError:
    """Return the event of a body, which it keeps, or the error, so that no frame of its traceback holds the body."""
    event: Event | DecodeError = attempt(cast("Any", Event), body)
    if not isinstance(event, DecodeError):
        object.__setattr__(event, "body", body)
    return event


async def _ask_plain(function: Callable[..., Any], *about: Any) -> Any:
    result = function(*about)
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise ConfigurationError("what looks up secrets, or remembers calls, is async: use `receive_async`")
    return result


def _keys(found: object) -> list[Secret]:
    """Return one secret, several or none as what no frame shows while an error passes through it."""
    if found is None:
        return []
    if not isinstance(found, Iterable) or isinstance(found, str | bytes):
        found = [found]
    keys = [secret(each) for each in cast("Iterable[Secret]", found)]
    del found
    # An unset environment variable must not become a key that anyone can guess.
    if not all(_can_sign(key) for key in keys):
        raise ConfigurationError("a webhook's secret must be a text that is not empty, in Unicode", field="secret")
    return keys


def _can_sign(key: object) -> bool:
    value: object = key.reveal() if isinstance(key, Secret) else None
    return isinstance(value, str) and re.fullmatch("[^\ud800-\udfff]+", value) is not None
