"""aiohttp: one attempt of one request, its answer read within limits, its failures in our terms.

Credentials stay sealed down to the last function before the wire: aiohttp's own errors and frames hold the headers
that it was given, and tools that record local variables would show them.
"""

import asyncio
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, final

import attrs

from sinch_provisioning.config import Config
from sinch_provisioning.core.model import Secret
from sinch_provisioning.errors import (
    ClientClosed,
    ConnectFailed,
    ConnectionLost,
    DecodeError,
    IncompleteAnswer,
    TimedOut,
    TransportError,
    WrongEventLoop,
)

if TYPE_CHECKING:
    import aiohttp

    from sinch_provisioning.net.strays import Guard

# Longer chains of causes than this go in circles.
_DEPTH = 20


@attrs.define(eq=False)
class Answer:
    """What came back: any status, complete."""

    status: int
    headers: Mapping[str, str]
    """Ignores case."""
    body: bytes


@final
class Transport:
    """Holds the one session of a client, made on first use in the loop that is then running."""

    def __init__(self, config: Config, session: "aiohttp.ClientSession | None") -> None:
        self._config = config
        self._session = session
        self._borrowed = session is not None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._pid = 0
        self._options: dict[str, Any] = {}
        self._limit: aiohttp.ClientTimeout | None = None
        self._middlewares: tuple[aiohttp.ClientMiddlewareType, ...] = ()
        self._reading: set[aiohttp.StreamReader] = set()
        self._guard: Guard | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a session of our own that somebody has to close; a fork's copy is the parent's business."""
        session = self._session
        return session is not None and not self._borrowed and not session.closed and self._pid == os.getpid()

    def bind(self) -> None:
        """Belong to the running loop from now on.

        Raises:
            WrongEventLoop: it belongs to another one.
            ClientClosed: it is closed.
        """
        if self._session is None or self._loop is None:
            self._open()
        if asyncio.get_running_loop() is not self._loop:
            raise WrongEventLoop(
                "this client belongs to another event loop, the one of its first call; make one client per loop"
            )

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        credentials: Secret,
        body: bytes | None,
        timeout: float,
    ) -> Answer:
        """Send a request once and read the whole answer.

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
            IncompleteAnswer: it broke, or the framing did, within the answer's body.
            TimedOut: `timeout` seconds were not enough.
            DecodeError: the answer is larger than it may be.
        """
        import aiohttp
        from yarl import URL

        from sinch_provisioning.net.strays import Guard, UnaskedError

        session = self._session
        if session is None or session.closed:
            raise ClientClosed("this client, or the session that it was given, is closed; make a new one")
        limit = self._limit
        if limit is None or limit.total != timeout:  # nearly always as for the request before
            limit = self._limit = aiohttp.ClientTimeout(
                total=timeout,
                connect=min(timeout, self._config.connect_timeout),
                ceil_threshold=float("inf"),
            )
        guard = self._guard
        if guard is None:
            guard = self._guard = Guard()
        sending = _Sending(credentials, guard)
        try:
            response = await session.request(
                method,
                URL(url, encoded=True),
                data=body,
                headers=headers,
                timeout=limit,
                middlewares=(*self._middlewares, sending),
                **self._options,
            )
        except (aiohttp.ClientError, _Broken, UnaskedError, OSError) as error:
            failure, cause = _failure(error, limit, begun=sending.begun)
        else:
            try:
                return Answer(response.status, response.headers, await self._read(response, timeout))
            finally:
                if response.connection is not None:  # not back in the pool: it broke, or is of no further use
                    response.close()
        # Raised out here, where aiohttp's error, which may hold credentials, does not become its context.
        raise failure from cause

    async def _read(self, response: "aiohttp.ClientResponse", timeout: float) -> bytes:
        import aiohttp

        most = self._config.max_body
        chunks: list[bytes] = []
        size = 0
        content = response.content
        self._reading.add(content)
        try:
            while chunk := await content.readany():
                size += len(chunk)
                if size > most:
                    raise DecodeError(f"the answer is larger than {most} bytes (Config.max_body)")
                chunks.append(chunk)
        except TimeoutError as error:
            raise TimedOut(f"no complete answer within {timeout:g} seconds", sent=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise IncompleteAnswer(
                f"the answer broke off after {size} bytes: {_words(error)}", body=b"".join(chunks)
            ) from error
        finally:
            self._reading.discard(content)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _open(self) -> None:
        if self._closed:
            raise ClientClosed("this client is closed; make a new one")
        import aiohttp

        self._loop = asyncio.get_running_loop()
        self._pid = os.getpid()
        config = self._config
        self._options = {"allow_redirects": False, "raise_for_status": False, "auto_decompress": True}
        if config.proxy is not None:
            self._options["proxy"] = config.proxy
        if self._session is None:
            self._session = aiohttp.ClientSession(
                # The limiter bounds the connections; a second limit in the pool would only hide where time goes.
                connector=aiohttp.TCPConnector(limit=0, ssl=config.ssl),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=config.trust_env,
                headers={"User-Agent": config.user_agent, "Accept": "application/json"},
            )
        else:
            self._loop = getattr(self._session, "_loop", self._loop)
            self._middlewares = tuple(getattr(self._session, "_middlewares", ()))
            if config.ssl is not True:
                self._options["ssl"] = config.ssl

    async def close(self) -> None:
        """Close the session, unless it was borrowed."""
        self._closed = True
        session, self._session = self._session, None
        if session is None or self._borrowed or session.closed:
            return
        import aiohttp

        # aiohttp closes the connections and tells all who wait for the head of an answer, but none who reads a body.
        for content in self._reading:
            content.set_exception(aiohttp.ClientConnectionError("this client was closed"))
        await session.close()


class _Broken(Exception):
    """A connection that broke, under a name that aiohttp does not know."""


@final
class _Sending:
    """The last step before aiohttp connects and sends: it adds the credentials, and lets no request go twice.

    aiohttp sends a GET, PUT or DELETE again by itself when a kept connection turns out to be dead. Some of them must
    not be doubled here; and an attempt that nobody counts cannot be told to the caller. Errors of making a connection
    are left alone: nothing was sent, and aiohttp does not repeat those.
    """

    __slots__ = ("_credentials", "_guard", "_request")

    def __init__(self, credentials: Secret, guard: "Guard") -> None:
        self._credentials = credentials
        self._guard = guard
        self._request: aiohttp.ClientRequest | None = None

    @property
    def begun(self) -> bool:
        """Whether anything of the request may have left: aiohttp makes the response when it begins to write."""
        return self._request is not None and getattr(self._request, "response", self) is not None

    async def __call__(
        self, request: "aiohttp.ClientRequest", handler: "aiohttp.ClientHandlerType"
    ) -> "aiohttp.ClientResponse":
        import aiohttp

        from sinch_provisioning.net.strays import StrayError

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
            raise _Broken from error


def _failure(
    error: Exception, limit: "aiohttp.ClientTimeout", *, begun: bool
) -> tuple[TransportError, BaseException | None]:
    """Return our error for one of aiohttp's, and its cause: the system's own, as aiohttp's may hold credentials."""
    import aiohttp

    from sinch_provisioning.net.strays import UnaskedError

    cause: BaseException | None
    match error:
        case aiohttp.ConnectionTimeoutError():
            return TimedOut(f"no connection within {limit.connect:g} seconds", sent=False), None
        case TimeoutError():
            what = "answer" if begun else "connection"
            return TimedOut(f"no {what} within {limit.total:g} seconds", sent=begun), None
        case aiohttp.ClientConnectorCertificateError():
            return ConnectFailed(f"no connection: {error}"), _bare(error.certificate_error)
        case aiohttp.ClientConnectorError():
            return ConnectFailed(f"no connection: {error}"), _bare(error.os_error)
        case UnaskedError():
            return ConnectFailed("no connection: the server sent a response before there was a request"), None
        case aiohttp.ClientHttpProxyError():
            return ConnectFailed(f"the proxy refuses to connect: {error.status} {error.message}"), None
        case aiohttp.ClientResponseError():
            cause, words = None, f"the answer is no HTTP: {error.message}"
        case _:
            cause = _bare(error.__cause__ if isinstance(error, _Broken) else error)
            words = f"the connection broke: {_words(cause)}"
    return (ConnectionLost(words, sent=True) if begun else ConnectFailed(f"no connection: {words}")), cause


def _bare(error: BaseException | None) -> BaseException | None:
    """Return an error without its frames and those of its causes: aiohttp's frames hold the headers that it writes."""
    one, depth = error, 0
    while one is not None and depth < _DEPTH:
        one.__traceback__ = None
        one, depth = one.__cause__ or one.__context__, depth + 1
    return error


def _words(error: BaseException | None) -> str:
    return str(error) or type(error).__name__
