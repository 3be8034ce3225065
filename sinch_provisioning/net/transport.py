"""aiohttp: one attempt of one request, its response read within limits, its failures in our terms.

Credentials and bodies stay sealed down to the last function before the wire. aiohttp's own errors and frames hold what
it was given, and tools that record local variables would show it: so no error leaves here with those frames, and none
of our own frames that an error passes through holds a body.
"""

import asyncio
import base64
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, final
from urllib.parse import unquote

import attrs

from sinch_provisioning.config import Config, ssl_context
from sinch_provisioning.core.sealed import Cut, Sealed
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import (
    ClientClosed,
    DecodeError,
    IncompleteAnswer,
    ProvisioningError,
    TimedOut,
    WrongEventLoop,
)
from sinch_provisioning.net.failures import (
    Broken,
    is_bomb,
    system_error,
    tidy,
    transport_error,
    without_frames,
    words_of,
)

if TYPE_CHECKING:
    import aiohttp

    from sinch_provisioning.net.strays import Guard


@attrs.define(eq=False)
class Response:
    """What came back: any status, complete."""

    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Ignores case."""
    body: bytes = attrs.field(repr=False)


@final
class Transport:
    """Holds the one session of a client, made on first use in the loop that is then running."""

    def __init__(self, config: Config, session: "aiohttp.ClientSession | None") -> None:
        self._config = config
        self._session = session
        self._borrowed = session is not None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._options: dict[str, Any] = {}
        self._limit: aiohttp.ClientTimeout | None = None
        self._middlewares: tuple[aiohttp.ClientMiddlewareType, ...] = ()
        self._reading: set[aiohttp.StreamReader] = set()
        self._guard: Guard | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a session of our own to close."""
        session = self._session
        return session is not None and not self._borrowed and not session.closed

    def bind(self) -> bool:
        """Belong to the running loop from now on; return whether that means to leave another one, which is closed.

        Raises:
            WrongEventLoop: it belongs to another loop that is not closed, or a borrowed session does.
            ClientClosed: it is closed.
        """
        try:
            running = asyncio.get_running_loop()
        except RuntimeError:
            raise WrongEventLoop(
                "no asyncio event loop is running here: AsyncClient works with asyncio only, not with trio or others; "
                "there, use the blocking Client in a worker thread"
            ) from None
        if running is self._loop and self._session is not None:
            return False
        old, owned = self._loop, not self._borrowed
        leaves = owned and old is not None and old.is_closed() and not self._closed
        if leaves:
            self._leave()
        if self._session is None or self._loop is None:
            self._open(running)
        if running is not self._loop:
            raise WrongEventLoop(
                "this client belongs to another event loop, the one of its first call, which is not closed; make one "
                "client per loop"
                if owned
                else "the session that this client was given belongs to another event loop; make both in one loop"
            )
        return leaves

    def _leave(self) -> None:
        """Drop the session of a loop that is closed: nothing can be awaited there, so its sockets close as they go."""
        session, self._session, self._loop = self._session, None, None
        self._reading.clear()
        if session is not None and not session.closed:
            with suppress(StopIteration, RuntimeError):  # it does not wait, as the loop is closed
                session.close().send(None)
            session.detach()

    def start_over(self) -> None:
        """Leave the parent process's session alone; see `OneProcess`."""
        if self._borrowed:
            return
        session, self._session, self._loop, self._guard = self._session, None, None, None
        self._reading.clear()
        if session is not None:
            session.detach()  # or aiohttp would complain that nobody has closed it

    async def exchange(
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
        failure: ProvisioningError
        try:
            response = await session.request(
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
        tidy(failure, self.cut(credentials))
        raise failure from cause

    def cut(self, credentials: Secret) -> Cut:
        """Return what takes the credentials of a request, and those of the proxy, out of foreign texts."""
        return Cut.of(credentials, _proxy_credentials(self._config.proxy))

    async def _read(
        self, response: "aiohttp.ClientResponse", timeout: float
    ) -> bytes | tuple[ProvisioningError, BaseException | None]:
        """Return the body, or the error that it takes to say why there is none, and its cause."""
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

    def _open(self, running: asyncio.AbstractEventLoop) -> None:
        if self._closed:
            raise ClientClosed("this client is closed; make a new one")
        import aiohttp

        self._loop = running
        config = self._config
        trusted = ssl_context(config.ssl) if isinstance(config.ssl, str) else config.ssl
        self._options = {"allow_redirects": False, "raise_for_status": False, "auto_decompress": True}
        if config.proxy is not None:
            self._options["proxy"] = config.proxy
        if self._session is None:
            from sinch_provisioning.net.connecting import Connector
            from sinch_provisioning.net.resolving import Resolver

            self._session = aiohttp.ClientSession(
                # The limiter bounds the connections; a second limit in the pool would only hide where time goes.
                connector=Connector(limit=0, ssl=trusted, resolver=Resolver()),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=config.trust_env,
                headers={"User-Agent": config.user_agent, "Accept": "application/json"},
            )
        else:
            self._loop = getattr(self._session, "_loop", self._loop)
            self._middlewares = tuple(getattr(self._session, "_middlewares", ()))
            if trusted is not True:
                self._options["ssl"] = trusted

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


def _proxy_credentials(proxy: str | None) -> Secret | None:
    """Return the content of the Proxy-Authorization header, if there is one."""
    if proxy is None or "@" not in proxy:
        return None
    user_info = unquote(proxy.partition("://")[2].rpartition("@")[0])
    return Secret("Basic " + base64.b64encode(user_info.encode("latin-1", "replace")).decode())


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
            raise Broken from error
