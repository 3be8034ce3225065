"""The token endpoint: OAuth2 client credentials."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast, final

import msgspec

from sinch_provisioning.config import Config
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.failures import api_error
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.core.retrying import Failure, Outcome
from sinch_provisioning.core.sealed import Sealed
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.tokens import Token, lifetime
from sinch_provisioning.errors import (
    ApiError,
    ConnectionLost,
    DecodeError,
    IncompleteAnswer,
    TransportError,
)
from sinch_provisioning.net.retrying import FailedAttempt, Retries, transport_outcome
from sinch_provisioning.net.transport import Transport
from sinch_provisioning.net.watching import Watch

if TYPE_CHECKING:
    from sinch_provisioning.net.exchange import Response

_NAME = "the token endpoint"
_TOKENS = ("access_token", "refresh_token", "id_token")


@final
class TokenEndpoint:
    """The token endpoint: OAuth2 client credentials. Its errors never include the response, which may hold a token."""

    def __init__(
        self,
        config: Config,
        transport: Transport,
        clock: Clock,
        random: Callable[[], float],
        basic: Secret,
        watch: Watch,
    ) -> None:
        self._on_pause = partial(watch.retry, None)
        self._retries = Retries(config.retry, clock, random)
        self._timeout = config.timeout
        self._url = f"{config.auth_url}/oauth2/token"
        self._basic = basic
        self._transport = transport
        self._clock = clock

    async def fetch(self) -> Token:
        """Return a new token; a second request does no harm, so a failure is retried as for a SAFE call."""
        return await self._retries.run(self._attempt, safety=Safety.SAFE, on_pause=self._on_pause)

    async def _attempt(self, number: int, _maybe_done: bool) -> Token | FailedAttempt:
        started = self._clock.monotonic()
        try:
            response = await self._transport.exchange.send(
                "POST",
                self._url,
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                credentials=self._basic,
                body=Sealed(b"grant_type=client_credentials"),
                timeout=self._timeout,
            )
        except TransportError as error:
            _name(error)
            return FailedAttempt(error, transport_outcome(error))
        except DecodeError as error:  # larger than may be
            return FailedAttempt(error, Outcome(Failure.MALFORMED_RESPONSE))
        if not 200 <= response.status < 300:
            failure = self._api_error(response, number)
            return FailedAttempt(
                failure, Outcome(Failure.HTTP_STATUS, failure.status, failure.error_code, failure.retry_after)
            )
        token = _token(response.body, started, self._clock.time())
        if isinstance(token, DecodeError):
            return FailedAttempt(token, Outcome(Failure.MALFORMED_RESPONSE))
        return token

    def _api_error(self, response: "Response", attempt: int) -> ApiError:
        """Return the error of a response: in OAuth's words, as any other might be a token."""
        content = _object(response.body)
        if isinstance(content, DecodeError):
            content = {}
        cut = self._transport.cut(self._basic).also(*(content.get(name) for name in _TOKENS))
        code = content.get("error", content.get("errorCode"))  # a gateway may use the API's name
        words = content.get("error_description", content.get("message"))
        told = {"message": "a response that is not the token endpoint's own"}
        if isinstance(code, str):
            message = cut.text(words) if isinstance(words, str) else "the token endpoint rejected the request"
            told = {"errorCode": cut.text(code), "message": message}
        if response.status == 401:
            told["resolution"] = "Check key_id and key_secret."
        error = api_error(
            status=response.status,
            headers=response.headers,
            body=b"" if 300 <= response.status < 400 else msgspec.json.encode(told),  # a redirect is named as one
            method="POST",
            route="/oauth2/token",
            operation=None,
            attempts=attempt,
            wall=self._clock.time(),
            cut=cut,
        )
        error.body = b""
        return error


def _token(body: bytes, started: float, wall: float) -> Token | DecodeError:
    """Return the token in a response, or why there is none; it does not raise, as its frame holds the token."""
    content = _object(body)
    if isinstance(content, DecodeError):
        return content
    token = usable(content.get("access_token"))
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


def usable(value: object) -> Secret | None:
    """Return a token as a Secret, or None if no header could hold it."""
    if isinstance(value, str) and value and value.isascii() and value.isprintable():
        return Secret(value)
    return None
