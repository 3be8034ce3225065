"""Receiver: from the bytes and headers of a call to an event that is proven genuine."""

import inspect
import logging
import re
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any, Final, TypeAlias, TypeVar, cast, final

import attrs

from sinch_provisioning.asking import ask
from sinch_provisioning.core.codec import attempt, settled
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.errors import ConfigurationError, DecodeError, SignatureError
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.replays import MemoryReplays, Replays
from sinch_provisioning.webhooks.signature import (
    NONCE_HEADER,
    Headers,
    WallClock,
    check_age,
    headers_of,
    nonce_of,
    verify,
)

__all__ = ["Ask", "Call", "Receiver", "read_event", "run"]


@final
@attrs.frozen(kw_only=True)
class Call:
    """A call of a webhook; its repr shows neither headers nor body, which may hold secrets."""

    path: str
    """Path of the request, decoded; empty if `receive` was not told."""
    headers: Mapping[str, str] = attrs.field(repr=False, eq=False)
    """Names in lower case; what came twice is joined by a comma."""
    nonce: str
    """The same for each copy of a call. Whether the service's own retries have a new one is not documented."""
    body: bytes = attrs.field(repr=lambda body: f"<{len(body)} bytes>")
    """The body as received."""
    lag: float
    """Seconds from its signature to its arrival, by two clocks, so it may be negative."""


T = TypeVar("T")
Body: TypeAlias = bytes | bytearray | memoryview
Secrets: TypeAlias = str | Secret | Iterable[str | Secret] | None
"""What a function that looks up secrets returns: one, several, or None if there is none for the call."""
Lookup: TypeAlias = Callable[[Call], Secrets | Awaitable[Secrets]]
Ask: TypeAlias = Callable[..., Awaitable[Any]]
"""Runs a function of the caller, plain or async, with arguments."""
Handle: TypeAlias = Callable[[Event | DecodeError, Call], Awaitable[None]]
"""Handles an event while its call is remembered only shortly; an exception makes it forgotten."""

# A handler that takes longer, or dies, may see the call again: better twice than never.
_UNDER_WAY: Final = 60.0
_log = logging.getLogger("sinch_provisioning.webhooks")


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
        for field, value in {"tolerance": tolerance, "max_body": max_body, "remember": remember}.items():
            if isinstance(value, int | float) and not value >= 0:
                raise ConfigurationError(f"{field} cannot be negative: {value!r}", field=field)
        memory = MemoryReplays(remember, clock=clock) if isinstance(remember, int) else remember
        self._replays: Replays | None = None if remember == 0 else memory
        self._tolerance, self._clock = tolerance, clock
        self.max_body: int = max_body

    def __repr__(self) -> str:
        return f"Receiver('***', tolerance={self._tolerance:g})"

    def receive(self, body: Body, headers: "Headers", *, path: str = "") -> "Event":
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
        found = headers_of(headers)
        receiving = self._receive(path, found, self._check_head(found), body, _ask_plain)
        del body  # a traceback of this frame must not show the event
        event: Event = settled(cast("Any", run(receiving)))
        return event

    async def receive_async(self, body: Body, headers: "Headers", *, path: str = "") -> "Event":
        """Do as `receive`, with functions that are async, or plain and run in a thread."""
        found = headers_of(headers)
        receiving = self._receive(path, found, self._check_head(found), body, ask)
        del body
        event: Event = settled(cast("Any", await receiving))
        return event

    def forget(self, headers: Headers) -> None:
        """Treat a call that was received but not handled as not received, so that the sender may retry it."""
        nonce = nonce_of(headers_of(headers))
        if self._replays is not None:
            run(_ask_plain(self._replays.keep, nonce, 0.0))

    def _check_head(self, headers: Mapping[str, str]) -> float:
        """Return how many seconds ago a call was signed that may be genuine, as far as its headers tell."""
        nonce_of(headers)
        return check_age(headers, now=self._clock.time(), tolerance=self._tolerance)

    async def _receive(
        self, path: str, headers: Mapping[str, str], lag: float, body: Body, ask: Ask, handle: Handle | None = None
    ) -> Event | DecodeError:
        """Return the event of a call whose headers were checked, or why it cannot be read."""
        if not isinstance(body, bytes | bytearray | memoryview):
            raise TypeError(
                f"body must be bytes, not {type(body).__name__}: the signature is over the bytes as received, and "
                "text or parsed JSON cannot be turned back into them; use `await request.body()` (Starlette, FastAPI), "
                "`await request.read()` (aiohttp), `request.get_data()` (Flask), `request.body` (Django)"
            )
        call = Call(path=path, headers=headers, nonce=headers[NONCE_HEADER], body=bytes(body), lag=lag)
        del body
        if len(call.body) > self.max_body:
            raise SignatureError(f"the body has more than {self.max_body} bytes", reason="too_large")
        keys = self._keys if self._lookup is None else _keys(await ask(self._lookup, call))
        if not keys:
            raise SignatureError("there is no secret for this call", reason="unknown")
        verify(call.body, headers, secrets=keys)
        # Its timestamp is accepted for so long. A year is long enough, and other memories than ours have no infinity.
        left = min(self._tolerance - lag + 1, 365 * 86400.0)
        if not await self._remember("claim", ask, call.nonce, min(left, _UNDER_WAY)):
            raise SignatureError("this call was already accepted", reason="replayed")
        event, handled = read_event(call.body), False
        try:
            if handle is not None:
                await handle(event, call)
            handled = not isinstance(event, DecodeError)
        finally:
            try:
                await self._remember("keep", ask, call.nonce, left if handled else 0.0)
            except Exception:  # noqa: BLE001 - the event was handled or not, whatever is remembered of it
                _log.exception("the memory of calls failed")
        return event

    async def _remember(self, how: str, ask: Ask, nonce: str, seconds: float) -> Any:
        if self._replays is None:
            return True
        if isinstance(self._replays, MemoryReplays):  # which holds up nothing
            ask = _ask_plain
        return await ask(getattr(self._replays, how), nonce, seconds)


def read_event(body: bytes) -> Event | DecodeError:
    """Return the event of a body, which it keeps, or the error, so that no frame of its traceback holds the body."""
    event: Event | DecodeError = attempt(cast("Any", Event), body)
    if not isinstance(event, DecodeError):
        object.__setattr__(event, "body", body)
    return event


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return the result of a coroutine that never waits, so that it needs no loop."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return cast("T", end.value)
    raise AssertionError("it waits for something else")  # pragma: no cover


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
