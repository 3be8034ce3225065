"""aiohttp: one attempt of one request, its answer read within limits, its failures in our terms."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, final

import attrs

from sinch_provisioning.config import Config
from sinch_provisioning.errors import (
    ClientClosed,
    ConnectFailed,
    ConnectionLost,
    DecodeError,
    IncompleteAnswer,
    TimedOut,
    WrongEventLoop,
)

if TYPE_CHECKING:
    import aiohttp


@attrs.frozen
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
        self._options: dict[str, Any] = {}

    @property
    def is_open(self) -> bool:
        """Whether there is a session of our own that somebody has to close."""
        return self._session is not None and not self._borrowed and not self._session.closed

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        timeout: float,
    ) -> Answer:
        """Send a request once and read the whole answer.

        Raises:
            ConnectFailed: nothing was sent.
            ConnectionLost: the connection broke.
            IncompleteAnswer: it broke, or the framing did, within the answer's body.
            TimedOut: `timeout` seconds were not enough.
            DecodeError: the answer is larger than it may be.
        """
        session = self._session if self._loop is not None else self._open()
        if asyncio.get_running_loop() is not self._loop:
            raise WrongEventLoop(
                "this client belongs to another event loop, the one of its first call; make one client per loop"
            )
        if session is None or session.closed:
            raise ClientClosed("this client is closed; make a new one")
        return await self._attempt(session, method, url, headers=headers, body=body, timeout=timeout)

    async def _attempt(
        self,
        session: "aiohttp.ClientSession",
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None,
        timeout: float,
    ) -> Answer:
        import aiohttp
        from yarl import URL

        limit = aiohttp.ClientTimeout(
            total=timeout, connect=min(timeout, self._config.connect_timeout), ceil_threshold=float("inf")
        )
        try:
            response = await session.request(
                method, URL(url, encoded=True), data=body, headers=headers, timeout=limit, **self._options
            )
        except aiohttp.ConnectionTimeoutError as error:
            raise TimedOut(f"no connection within {limit.connect:g} seconds", sent=False) from error
        except (aiohttp.ClientConnectorError, aiohttp.ClientProxyConnectionError) as error:
            raise ConnectFailed(f"no connection: {error}") from error
        except aiohttp.ClientHttpProxyError as error:
            raise ConnectFailed(f"the proxy refuses to connect: {error.status} {error.message}") from error
        except TimeoutError as error:
            raise TimedOut(f"no answer within {timeout:g} seconds", sent=True) from error
        except _Broken as error:
            raise ConnectionLost(f"the connection broke: {_words(error.__cause__)}", sent=True) from error.__cause__
        except aiohttp.ClientResponseError as error:
            raise ConnectionLost(f"the answer is no HTTP: {error.message}", sent=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise ConnectionLost(f"the connection broke: {_words(error)}", sent=True) from error
        try:
            return Answer(response.status, response.headers, await self._read(response, timeout))
        except BaseException:
            response.close()
            raise

    async def _read(self, response: "aiohttp.ClientResponse", timeout: float) -> bytes:
        import aiohttp

        most = self._config.max_body
        chunks: list[bytes] = []
        size = 0
        content = response.content
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
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    def _open(self) -> "aiohttp.ClientSession":
        if self._closed:
            raise ClientClosed("this client is closed; make a new one")
        import aiohttp

        self._loop = asyncio.get_running_loop()
        config = self._config
        self._options = {"allow_redirects": False, "middlewares": (_once,)}
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
            if config.ssl is not True:
                self._options["ssl"] = config.ssl
        return self._session

    async def close(self) -> None:
        """Close the session, unless it was borrowed."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None and not self._borrowed and not session.closed:
            await session.close()


class _Broken(Exception):
    """A connection that broke, under a name that aiohttp does not know."""


async def _once(request: "aiohttp.ClientRequest", handler: "aiohttp.ClientHandlerType") -> "aiohttp.ClientResponse":
    """Keep aiohttp from sending a request again by itself when a kept connection turns out to be dead.

    It does that for GET, PUT and DELETE, some of which must not be doubled here; and an attempt that nobody counts
    cannot be told to the caller. Errors of making a connection are left alone: nothing was sent, and it does not retry.
    """
    import aiohttp

    try:
        return await handler(request)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Broken from error


def _words(error: BaseException | None) -> str:
    return str(error) or type(error).__name__
