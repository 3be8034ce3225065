"""Credentials: Basic, a fixed token, tokens of the caller's, and OAuth2 with one token fetch for all calls at once."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from copy import copy
from typing import Protocol, cast, final

import msgspec

from sinch_provisioning.config import Config, TokenProvider
from sinch_provisioning.core.failures import api_error
from sinch_provisioning.core.model import Secret
from sinch_provisioning.core.operation import Clock, Safety
from sinch_provisioning.core.retrying import Outcome, Trouble, Wait, decide
from sinch_provisioning.core.tokens import Token, TokenState, lifetime
from sinch_provisioning.errors import (
    ApiError,
    ConfigurationError,
    DecodeError,
    ProvisioningError,
    TransportError,
    Unauthorized,
)
from sinch_provisioning.net.transport import Answer, Transport

# A background refresh that failed is left alone for a while; the token at hand still lives.
_REFRESH_PAUSE = 15.0


class Authorizer(Protocol):
    """Where the Authorization header comes from."""

    def ready(self) -> str | None:
        """Return the header if it is at hand, without waiting."""
        ...

    async def header(self) -> str:
        """Return the header, fetched if need be."""
        ...

    def refused(self, header: str, /) -> bool:
        """Take note that the service refused this header with 401; return whether another one can be had."""
        ...

    async def close(self) -> None:
        """End what runs in the background."""
        ...


@final
class Fixed:
    """Basic credentials or a given token: the same header for ever."""

    def __init__(self, header: str) -> None:
        self._header = header

    def ready(self) -> str | None:
        return self._header

    async def header(self) -> str:
        return self._header

    def refused(self, header: str, /) -> bool:  # noqa: ARG002 - nothing to renew
        return False

    async def close(self) -> None:
        pass


class Tokens:
    """Tokens that are fetched: one fetch serves all who wait, and the next begins before the old token ends."""

    def __init__(self, fetch: Callable[[], Awaitable[Token]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._token: Token | None = None
        self._header = ""
        self._flight: asyncio.Task[Token] | None = None
        self._not_before = 0.0

    def ready(self) -> str | None:
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

    async def header(self) -> str:
        header = self.ready()
        if header is not None:
            return header
        flight = self._flight or self._start()
        try:
            # The fetch is everybody's: one caller who gives up must not end it for the others.
            await asyncio.shield(flight)
        except ProvisioningError as error:
            if self._token is None or self._token.state(self._clock.monotonic()) is TokenState.EXPIRED:
                # Each waiter gets an error of its own to mark and to trace.
                raise copy(error) from error
        return self._header

    def refused(self, header: str, /) -> bool:
        # Only the token that was refused is dropped: another call may have replaced it already.
        if header == self._header:
            self._token = None
        return True

    async def close(self) -> None:
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
        self._header = f"Bearer {token.value.reveal()}"
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
        return Fixed(f"Bearer {given.reveal()}")
    if given is not None:
        return Tokens(_from_provider(given, clock), clock)
    basic = _basic(config)
    if config.basic_auth:
        return Fixed(basic)
    return Tokens(_Endpoint(config, transport, clock, random, basic).fetch, clock)


def _basic(config: Config) -> str:
    secret = config.key_secret.reveal() if config.key_secret is not None else ""
    return "Basic " + base64.b64encode(f"{config.key_id}:{secret}".encode()).decode()


def _from_provider(provider: TokenProvider, clock: Clock) -> Callable[[], Awaitable[Token]]:
    async def fetch() -> Token:
        value = await provider()
        if not isinstance(value, str) or not value or not (value.isascii() and value.isprintable()):
            raise ConfigurationError("the token provider did not return a usable text", field="access_token")
        now = clock.monotonic()
        return Token(Secret(value), now, now + lifetime(None, value, clock.time()))

    return fetch


@final
class _Endpoint:
    """The token endpoint: OAuth2 client credentials."""

    def __init__(
        self, config: Config, transport: Transport, clock: Clock, random: Callable[[], float], basic: str
    ) -> None:
        self._policy = config.retry
        self._timeout = config.timeout
        self._url = f"{config.auth_url}/oauth2/token"
        self._headers = {"Authorization": basic, "Content-Type": "application/x-www-form-urlencoded"}
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
                outcome = _outcome(error)
                step = decide(self._policy, attempt=attempt, safety=Safety.SAFE, outcome=outcome, random=self._random)
                if not isinstance(step, Wait):
                    raise
            await self._clock.sleep(step.seconds)
            attempt += 1

    async def _once(self, attempt: int) -> Token:
        started = self._clock.monotonic()
        answer = await self._transport.exchange(
            "POST", self._url, headers=self._headers, body=b"grant_type=client_credentials", timeout=self._timeout
        )
        if answer.status != 200:
            raise self._refusal(answer, attempt)
        content = _object(answer.body)
        value = content.get("access_token")
        if not isinstance(value, str) or not value or not (value.isascii() and value.isprintable()):
            raise DecodeError("no usable access_token", path="$.access_token", operation="the token endpoint")
        kind = content.get("token_type", "Bearer")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise DecodeError("not a bearer token", path="$.token_type", operation="the token endpoint")
        return Token(Secret(value), started, started + lifetime(content.get("expires_in"), value, self._clock.time()))

    def _refusal(self, answer: Answer, attempt: int) -> ApiError:
        error = api_error(
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            method="POST",
            route="/oauth2/token",
            operation=None,
            attempts=attempt,
            wall=self._clock.time(),
        )
        try:
            content = _object(answer.body)
        except DecodeError:
            return error
        code, words = content.get("error"), content.get("error_description")
        if not isinstance(code, str):
            return error
        return type(error)(
            status=error.status,
            error_code=code,
            message=words if isinstance(words, str) else "the token endpoint refuses",
            resolution="Check key_id and key_secret." if isinstance(error, Unauthorized) else "",
            request_id=error.request_id,
            retry_after=error.retry_after,
            method="POST",
            route="/oauth2/token",
            attempts=attempt,
            body=answer.body,
        )


def _object(body: bytes) -> dict[str, object]:
    try:
        content = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise DecodeError(f"not JSON: {error}", operation="the token endpoint", body=body) from None
    if not isinstance(content, dict):
        raise DecodeError("expected an object", operation="the token endpoint", body=body)
    return cast("dict[str, object]", content)


def _outcome(error: TransportError | ApiError | DecodeError) -> Outcome:
    if isinstance(error, ApiError):
        return Outcome(Trouble.STATUS, error.status, error.error_code, error.retry_after)
    if isinstance(error, TransportError):
        return Outcome(Trouble.LOST if error.sent else Trouble.NOT_SENT)
    return Outcome(Trouble.GARBLED)
