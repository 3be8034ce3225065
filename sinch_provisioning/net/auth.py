"""Credentials: Basic, a fixed token, tokens of the caller's, and OAuth2 with one token fetch for all calls at once."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from copy import copy
from typing import final

import attrs

from sinch_provisioning.config import Config, TokenProvider
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.tokens import Token, TokenState, lifetime
from sinch_provisioning.errors import ClientClosed, ConfigurationError, ProvisioningError
from sinch_provisioning.net.token_endpoint import TokenEndpoint, usable
from sinch_provisioning.net.transport import Transport
from sinch_provisioning.net.watching import Watch

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


class Authorizer:
    """Where the Authorization header comes from. This one is always the same: Basic credentials or a given token."""

    uses: int = 0
    """How often the header at hand has been accepted: if it grows during an attempt, the header is good."""

    def __init__(self, header: Secret) -> None:
        self._header = header

    def ready(self) -> Secret | None:
        """Return the header if it is at hand, without waiting."""
        return self._header

    async def header(self) -> Secret:
        """Return the header, fetched if need be."""
        return self._header

    def worked(self, header: Secret, rejection: Rejection, /) -> None:
        """Take note that the service accepted this header."""

    def rejected(self, header: Secret, mark: int, rejection: Rejection, /) -> bool:  # noqa: ARG002 - nothing to renew
        """Take note that the service rejected this header with 401; return whether another attempt may go better.

        Args:
            header: What was rejected.
            mark: `uses` before the attempt.
            rejection: What the call has been through.
        """
        return False

    def leave_loop(self) -> None:
        """Forget what runs in the background, as its event loop is closed, or another process's."""

    async def close(self) -> None:
        """End what runs in the background."""


@final
class Tokens(Authorizer):
    """Tokens that are fetched: one fetch serves all who wait, and the next begins before the old token ends."""

    uses: int

    def __init__(self, fetch: Callable[[], Awaitable[Token]], clock: Clock, watch: Watch) -> None:
        super().__init__(Secret(""))
        self._fetch = fetch
        self._clock = clock
        self._watch = watch
        self._token: Token | None = None
        self._flight: asyncio.Task[Token] | None = None
        self._not_before = 0.0
        self._useless_until = 0.0
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
        # All callers share the fetch, so one that gives up does not end it for the others. Nor does a slow endpoint
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

    def leave_loop(self) -> None:
        self._flight = None

    async def close(self) -> None:
        self._closed = True
        flight, self._flight = self._flight, None
        if flight is not None and not flight.get_loop().is_closed():
            flight.cancel()
            await asyncio.wait([flight])

    def _start(self) -> asyncio.Task[Token]:
        self._flight = asyncio.create_task(self._run(), name="sinch_provisioning token")
        self._flight.add_done_callback(self._landed)
        return self._flight

    async def _run(self) -> Token:
        since = self._clock.monotonic()
        self._watch.token_started()
        try:
            token = await self._fetch()
        except BaseException as error:
            self._watch.token(since, error=error)
            raise
        self._token = token
        self._header = Secret(f"Bearer {token.value.reveal()}")
        self._watch.token(since, expires=token.expires)
        return token

    def _landed(self, flight: asyncio.Task[Token]) -> None:
        if self._flight is flight:
            self._flight = None
        if not flight.cancelled() and flight.exception() is not None:
            self._not_before = self._clock.monotonic() + _REFRESH_PAUSE


def authorizer(
    config: Config, transport: Transport, clock: Clock, random: Callable[[], float], watch: Watch
) -> Authorizer:
    """Make what the configuration asks for."""
    given = config.access_token
    if isinstance(given, Secret):
        return Authorizer(Secret(f"Bearer {given.reveal()}"))
    if given is not None:
        return Tokens(_from_provider(given, clock), clock, watch)
    basic = _basic(config)
    if config.basic_auth:
        return Authorizer(basic)
    return Tokens(TokenEndpoint(config, transport, clock, random, basic, watch).fetch, clock, watch)


def _basic(config: Config) -> Secret:
    secret = config.key_secret.reveal() if config.key_secret is not None else ""
    return Secret("Basic " + base64.b64encode(f"{config.key_id}:{secret}".encode()).decode())


def _from_provider(provider: TokenProvider, clock: Clock) -> Callable[[], Awaitable[Token]]:
    async def fetch() -> Token:
        token = usable(await provider())
        if token is None:
            raise ConfigurationError("the token provider did not return a usable text", field="access_token")
        now = clock.monotonic()
        return Token(token, now, now + lifetime(None, token.reveal(), clock.time()))

    return fetch
