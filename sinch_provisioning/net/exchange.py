"""One attempt of one request by aiohttp: its response read within limits, its failures in our terms.

Credentials and bodies stay sealed down to the last function before the wire. aiohttp's own errors and frames hold what
it was given, and tools that record local variables would show it: so no error leaves here with those frames, and none
of our own frames that an error passes through holds a body.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, final

import aiohttp
import attrs
from yarl import URL

from sinch_provisioning.core.sealed import Cut, Sealed
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import DecodeError, IncompleteAnswer, ProvisioningError, TimedOut
from sinch_provisioning.net.failures import (
    Broken,
    is_bomb,
    system_error,
    tidy,
    transport_error,
    without_frames,
    words_of,
)
from sinch_provisioning.net.strays import Guard, StrayError, UnaskedError


@attrs.define(eq=False)
class Response:
    """What came back: any status, complete."""

    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Ignores case."""
    body: bytes = attrs.field(repr=False)


@final
class Exchange:
    """Sends requests through a session, each of them once.

    Args:
        session: aiohttp's.
        cut: Returns what takes the credentials of a request out of foreign texts.
        connect_timeout: Seconds for getting a connection.
        max_body: Largest response that is read, bytes.
        middlewares: Those of a borrowed session.
        options: Further arguments of each request.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        cut: Callable[[Secret], Cut],
        connect_timeout: float,
        max_body: int,
        middlewares: tuple[aiohttp.ClientMiddlewareType, ...],
        options: Mapping[str, Any],
    ) -> None:
        self._session = session
        self._cut = cut
        self._connect_timeout = connect_timeout
        self._max_body = max_body
        self._middlewares = middlewares
        self._options = options
        self._guard = Guard()
        self._limit: aiohttp.ClientTimeout | None = None
        self._reading: set[aiohttp.StreamReader] = set()

    @property
    def is_closed(self) -> bool:
        """Whether the session is closed."""
        return self._session.closed

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        credentials: Secret,
        body: Sealed | None,
        timeout: float,
    ) -> Response:
        """Send a request once and read the whole response.

        Args:
            method: HTTP method.
            url: Encoded.
            headers: Without credentials.
            credentials: Content of the Authorization header.
            body: What to send.
            timeout: Seconds for everything.

        Raises:
            ConnectFailed: nothing was sent.
            ConnectionLost: the connection broke.
            IncompleteAnswer: it broke, or the framing did, within the response's body.
            TimedOut: `timeout` seconds were not enough.
            DecodeError: the response is larger than it may be.
            ConfigurationError: no request could be made with the URL or the proxy.
        """
        limit = self._limit
        if limit is None or limit.total != timeout:  # nearly always as for the request before
            limit = self._limit = aiohttp.ClientTimeout(
                total=timeout,
                connect=min(timeout, self._connect_timeout),
                ceil_threshold=float("inf"),
            )
        sending = _Sending(credentials, self._guard)
        failure: ProvisioningError
        try:
            response = await self._session.request(
                method,
                URL(url, encoded=True),
                data=None if body is None else body.reveal(),
                headers=headers,
                timeout=limit,
                middlewares=(*self._middlewares, sending),
                **self._options,
            )
            try:
                outcome = await self._read(response, timeout)
                if isinstance(outcome, bytes):
                    return Response(response.status, response.headers, outcome)
                failure, cause = outcome
            finally:
                if response.connection is not None:  # not back in the pool: it broke, or is of no further use
                    response.close()
                del response
        except (aiohttp.ClientError, Broken, UnaskedError, OSError, ValueError) as error:
            failure, cause = transport_error(error, limit, begun=sending.begun)
        except asyncio.CancelledError as error:
            raise error.with_traceback(None)  # noqa: B904 - the same error, without aiohttp's frames
        # Raised out here, where aiohttp's error, which may hold credentials, does not become its context.
        tidy(failure, self._cut(credentials))
        raise failure from cause

    async def _read(
        self, response: aiohttp.ClientResponse, timeout: float
    ) -> bytes | tuple[ProvisioningError, BaseException | None]:
        """Return the body, or the error that it takes to say why there is none, and its cause."""
        most = self._max_body
        chunks: list[bytes] = []
        size = 0
        content = response.content
        self._reading.add(content)
        try:
            while chunk := await content.readany():
                size += len(chunk)
                if size > most:
                    return DecodeError(f"the response is larger than {most} bytes (Config.max_body)"), None
                chunks.append(chunk)
        except TimeoutError:
            return TimedOut(f"no complete response within {timeout:g} seconds", sent=True), None
        except (aiohttp.ClientError, OSError) as error:
            if is_bomb(error):
                return DecodeError("the response unpacks to more than may be"), None
            words = f"the response broke off after {size} bytes: {words_of(error)}"
            return IncompleteAnswer(words, body=b"".join(chunks)), without_frames(system_error(error))
        finally:
            self._reading.discard(content)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def end_reading(self) -> None:
        """End the calls that read a body: aiohttp tells only those that wait for the head of a response."""
        for content in self._reading:
            content.set_exception(aiohttp.ClientConnectionError("this client was closed"))


@final
class _Sending:
    """The last step before aiohttp connects and sends: it adds the credentials, and lets no request go twice.

    aiohttp sends a GET, PUT or DELETE again by itself when a kept connection turns out to be dead. Some of them must
    not be sent twice; and attempts that are not counted could not be reported. Errors of making a connection are left
    alone: nothing was sent, and aiohttp does not retry those.
    """

    __slots__ = ("_credentials", "_guard", "_request")

    def __init__(self, credentials: Secret, guard: Guard) -> None:
        self._credentials = credentials
        self._guard = guard
        self._request: aiohttp.ClientRequest | None = None

    @property
    def begun(self) -> bool:
        """Whether anything of the request may have left: aiohttp makes the response when it begins to write."""
        return self._request is not None and getattr(self._request, "response", self) is not None

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        self._request = request
        request.headers["Authorization"] = self._credentials.reveal()
        try:
            while True:
                self._guard.watch(request)
                try:
                    return await handler(request)
                except StrayError:
                    continue  # that connection is closed, and the request goes to another one
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            raise Broken from error
