"""Credentials: Basic, a fixed token, tokens of the caller's, and OAuth2 with one token fetch for all calls at once."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from copy import copy
from typing import Protocol, cast, final

import attrs
import msgspec

from sinch_provisioning.config import Config, TokenProvider
from sinch_provisioning.core.failures import api_error
from sinch_provisioning.core.model import Secret
from sinch_provisioning.core.operation import Clock, Safety
from sinch_provisioning.core.retrying import Outcome, Trouble, Wait, decide
from sinch_provisioning.core.sealed import Sealed
from sinch_provisioning.core.tokens import Token, TokenState, lifetime
from sinch_provisioning.errors import (
    ApiError,
    ClientClosed,
    ConfigurationError,
    ConnectionLost,
    DecodeError,
    IncompleteAnswer,
    ProvisioningError,
    TransportError,
    Unauthorized,
)
from sinch_provisioning.net.transport import Response, Transport, transport_outcome

_NAME = "the token endpoint"
_TOKENS = ("access_token", "refresh_token", "id_token")

# A refresh that failed is left alone for a while, as long as the token at hand lives.
_REFRESH_PAUSE = 15.0


# After a new token was rejected like the one before it, tokens are not to blame: for so long none is dropped.
_RENEWAL_PAUSE = 60.0


@attrs.define
class Rejection:
    """What a call has done about being rejected with 401."""

    doubted: bool = False
    """It went again with a token that others use with success."""
    renewed: bool = False
    """It went again with a new token."""


class Authorizer(Protocol):
    """Where the Authorization header comes from."""

    def ready(self) -> Secret | None:
        """Return the header if it is at hand, without waiting."""
        ...

    async def header(self) -> Secret:
        """Return the header, fetched if need be."""
        ...

    @property
    def uses(self) -> int:
        """How often the header at hand has been accepted: if it grows during an attempt, the header is good."""
        ...

    def worked(self, header: Secret, rejection: "Rejection", /) -> None:
        """Take note that the service accepted this header."""
        ...

    def rejected(self, header: Secret, mark: int, rejection: "Rejection", /) -> bool:
        """Take note that the service rejected this header with 401; return whether another attempt may go better.

        Args:
            header: What was rejected.
            mark: `uses` before the attempt.
            rejection: What the call has been through.
        """
        ...

    async def close(self) -> None:
        """End what runs in the background."""
        ...


@final
class Fixed:
    """Basic credentials or a given token: the same header for ever."""

    def __init__(self, header: Secret) -> None:
        self._header = header

    def ready(self) -> Secret | None:
        return self._header

    async def header(self) -> Secret:
        return self._header

    uses = 0

    def worked(self, header: Secret, rejection: Rejection, /) -> None:
        pass

    def rejected(self, header: Secret, mark: int, rejection: Rejection, /) -> bool:  # noqa: ARG002 - nothing to renew
        return False

    async def close(self) -> None:
        pass


class Tokens:
    """Tokens that are fetched: one fetch serves all who wait, and the next begins before the old token ends."""

    def __init__(self, fetch: Callable[[], Awaitable[Token]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._token: Token | None = None
        self._header = Secret("")
        self._flight: asyncio.Task[Token] | None = None
        self._not_before = 0.0
        self._useless_until = 0.0
        self.uses = 0
        self._closed = False

    def ready(self) -> Secret | None:
        token = self._token
        if token is None:
            return None
        now = self._clock.monotonic()
        state = token.state(now)
        if state is TokenState.FRESH:
            return self._header
        if state is TokenState.REFRESH_SOON:
            if self._flight is None and now >= self._not_before:
                self._start()
            return self._header
        return None

    async def header(self) -> Secret:
        header = self.ready()
        if header is not None:
            return header
        left = self._left()
        if left > 0 and self._clock.monotonic() < self._not_before:
            return self._header  # the endpoint failed just now; the token at hand still lives
        flight = self._flight or self._start()
        # The fetch is everybody's, so one caller who gives up does not end it for the others. Nor does a slow endpoint
        # hold up a call for which the token at hand would do.
        await asyncio.wait([flight], timeout=left / 2 if left > 0 else None)
        if not flight.done():
            return self._header
        if flight.cancelled():
            if self._closed:
                raise ClientClosed("this client was closed while the call waited for its token")
            raise ConfigurationError("the token provider was cancelled", field="access_token")
        error = flight.exception()
        if error is None or self._left() > 0:
            return self._header
        if not isinstance(error, ProvisioningError):
            raise error
        # Each waiter gets an error of its own to mark and to trace.
        raise copy(error) from error.__cause__

    def _left(self) -> float:
        """Return the seconds that the token at hand lives."""
        return 0.0 if self._token is None else self._token.expires - self._clock.monotonic()

    def worked(self, header: Secret, rejection: Rejection, /) -> None:
        if header is self._header:
            self.uses += 1
            if rejection.renewed:
                self._useless_until = 0.0

    def rejected(self, header: Secret, mark: int, rejection: Rejection, /) -> bool:
        now = self._clock.monotonic()
        if rejection.renewed:
            # The new token fared no better, so it is this project, or the key, that is rejected, not the token.
            self._useless_until = now + _RENEWAL_PAUSE
            return False
        if header is not self._header or self._token is None:
            rejection.renewed = True  # another call has replaced it, or is about to
            return True
        if self.uses != mark and not rejection.doubted:
            rejection.doubted = True  # others use it with success: it stays, and the call may try it once more
            return True
        if self.uses != mark or now < self._useless_until:
            return False
        self._token = None
        rejection.renewed = True
        return True

    async def close(self) -> None:
        self._closed = True
        flight, self._flight = self._flight, None
        if flight is not None:
            flight.cancel()
            await asyncio.wait([flight])

    def _start(self) -> asyncio.Task[Token]:
        self._flight = asyncio.create_task(self._run(), name="sinch_provisioning token")
        self._flight.add_done_callback(self._landed)
        return self._flight

    async def _run(self) -> Token:
        token = await self._fetch()
        self._token = token
        self._header = Secret(f"Bearer {token.value.reveal()}")
        return token

    def _landed(self, flight: asyncio.Task[Token]) -> None:
        if self._flight is flight:
            self._flight = None
        if not flight.cancelled() and flight.exception() is not None:
            self._not_before = self._clock.monotonic() + _REFRESH_PAUSE


def authorizer(config: Config, transport: Transport, clock: Clock, random: Callable[[], float]) -> Authorizer:
    """Make what the configuration asks for."""
    given = config.access_token
    if isinstance(given, Secret):
        return Fixed(Secret(f"Bearer {given.reveal()}"))
    if given is not None:
        return Tokens(_from_provider(given, clock), clock)
    basic = _basic(config)
    if config.basic_auth:
        return Fixed(basic)
    return Tokens(_Endpoint(config, transport, clock, random, basic).fetch, clock)


def _basic(config: Config) -> Secret:
    secret = config.key_secret.reveal() if config.key_secret is not None else ""
    return Secret("Basic " + base64.b64encode(f"{config.key_id}:{secret}".encode()).decode())


def _from_provider(provider: TokenProvider, clock: Clock) -> Callable[[], Awaitable[Token]]:
    async def fetch() -> Token:
        token = _usable(await provider())
        if token is None:
            raise ConfigurationError("the token provider did not return a usable text", field="access_token")
        now = clock.monotonic()
        return Token(token, now, now + lifetime(None, token.reveal(), clock.time()))

    return fetch


def _usable(value: object) -> Secret | None:
    """Return a token as a Secret, or None if no header could hold it."""
    if isinstance(value, str) and value and value.isascii() and value.isprintable():
        return Secret(value)
    return None


@final
class _Endpoint:
    """The token endpoint: OAuth2 client credentials. No error of it holds what it answered: that may be a token."""

    def __init__(
        self, config: Config, transport: Transport, clock: Clock, random: Callable[[], float], basic: Secret
    ) -> None:
        self._policy = config.retry
        self._timeout = config.timeout
        self._url = f"{config.auth_url}/oauth2/token"
        self._basic = basic
        self._transport = transport
        self._clock = clock
        self._random = random

    async def fetch(self) -> Token:
        """Return a new token; asking twice does no harm, so a failure is repeated as for a SAFE call."""
        attempt = 1
        while True:
            try:
                return await self._once(attempt)
            except (TransportError, ApiError, DecodeError) as error:
                if isinstance(error, TransportError):
                    error.attempts = attempt
                    _name(error)
                outcome = _outcome(error)
                step = decide(self._policy, attempt=attempt, safety=Safety.SAFE, outcome=outcome, random=self._random)
                if not isinstance(step, Wait):
                    raise
            await self._clock.sleep(step.seconds)
            attempt += 1

    async def _once(self, attempt: int) -> Token:
        started = self._clock.monotonic()
        response = await self._transport.exchange(
            "POST",
            self._url,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            credentials=self._basic,
            body=Sealed(b"grant_type=client_credentials"),
            timeout=self._timeout,
        )
        if not 200 <= response.status < 300:
            raise self._refusal(response, attempt)
        token = _token(response.body, started, self._clock.time())
        if isinstance(token, DecodeError):
            raise token
        return token

    def _refusal(self, response: Response, attempt: int) -> ApiError:
        content = _object(response.body)
        if isinstance(content, DecodeError):
            content = {}
        cut = self._transport.cut(self._basic).also(*(content.get(name) for name in _TOKENS))
        # OAuth's own words for it; a gateway may use the API's.
        code = content.get("error", content.get("errorCode"))
        words = content.get("error_description", content.get("message"))
        error = api_error(
            status=response.status,
            headers=response.headers,
            body=b"",
            method="POST",
            route="/oauth2/token",
            operation=None,
            attempts=attempt,
            wall=self._clock.time(),
            cut=cut,
        )
        if 300 <= error.status < 400:
            return error  # a redirect is told as one
        # Of what is not OAuth's nothing is quoted, its content type included: any of it may be a token.
        message = "a response that is not the token endpoint's own"
        if isinstance(code, str):
            message = cut.text(words) if isinstance(words, str) else "the token endpoint rejected the request"
        return type(error)(
            status=error.status,
            error_code=cut.text(code) if isinstance(code, str) else None,
            message=message,
            resolution="Check key_id and key_secret." if isinstance(error, Unauthorized) else "",
            request_id=error.request_id,
            retry_after=error.retry_after,
            method="POST",
            route="/oauth2/token",
            attempts=attempt,
        )


def _token(body: bytes, started: float, wall: float) -> Token | DecodeError:
    """Return the token in a response, or why there is none; it does not raise, as its frame holds the token."""
    content = _object(body)
    if isinstance(content, DecodeError):
        return content
    token = _usable(content.get("access_token"))
    if token is None:
        return DecodeError("no usable access_token", path="$.access_token", operation=_NAME)
    kind = content.get("token_type", "Bearer")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        return DecodeError("not a bearer token", path="$.token_type", operation=_NAME)
    return Token(token, started, started + lifetime(content.get("expires_in"), token.reveal(), wall))


def _object(body: bytes) -> dict[str, object] | DecodeError:
    try:
        content = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return DecodeError("not JSON", operation=_NAME)
    if not isinstance(content, dict):
        return DecodeError("expected an object", operation=_NAME)
    return cast("dict[str, object]", content)


def _name(error: TransportError) -> None:
    """Say whose error it is. What came may be a token, so nothing of it is quoted: of the system's words only."""
    words = str(error)
    if isinstance(error, ConnectionLost) and error.__cause__ is None:
        words = "its response broke off, or is not valid HTTP"
    error.args = (f"{_NAME}: {words}",)
    if isinstance(error, IncompleteAnswer):
        error.reason = words
        error.body = b""


def _outcome(error: TransportError | ApiError | DecodeError) -> Outcome:
    if isinstance(error, ApiError):
        return Outcome(Trouble.STATUS, error.status, error.error_code, error.retry_after)
    if isinstance(error, TransportError):
        return transport_outcome(error)
    return Outcome(Trouble.GARBLED)
