"""The session of a client: made on first use, for one event loop, and closed with it."""

import asyncio
import base64
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, final
from urllib.parse import unquote

from sinch_provisioning.config import Config, ssl_context
from sinch_provisioning.core.sealed import Cut
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import ClientClosed, WrongEventLoop

if TYPE_CHECKING:
    import aiohttp

    from sinch_provisioning.net.exchange import Exchange


@final
class Transport:
    """Holds the one session of a client, made on first use in the loop that is then running."""

    def __init__(self, config: Config, session: "aiohttp.ClientSession | None") -> None:
        self._config = config
        self._session = session
        self._borrowed = session is not None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._exchange: Exchange | None = None
        self._ending: AsyncGenerator[None] | None = None

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

    def abandon(self) -> None:
        """Drop the session of a loop that is closed, as it cannot be closed any more, without aiohttp's complaints."""
        if self._loop is not None and self._loop.is_closed() and not self._borrowed:
            self._leave()

    def _leave(self) -> None:
        """Drop the session of a loop that is closed: nothing can be awaited there, so its sockets close as they go."""
        session, self._session, self._loop = self._session, None, None
        if session is not None and not session.closed:
            with suppress(StopIteration, RuntimeError):  # it does not wait, as the loop is closed
                session.close().send(None)
            session.detach()

    def start_over(self) -> None:
        """Leave the parent process's session alone; see `OneProcess`."""
        if self._borrowed:
            return
        session, self._session, self._loop = self._session, None, None
        if session is not None:
            session.detach()  # or aiohttp would complain that it was not closed

    @property
    def exchange(self) -> "Exchange":
        """What sends requests.

        Raises:
            ClientClosed: there is nothing any more.
        """
        exchange = self._exchange
        if exchange is None or self._session is None or exchange.is_closed:
            raise ClientClosed("this client, or the session that it was given, is closed; make a new one")
        return exchange

    def cut(self, credentials: Secret) -> Cut:
        """Return what takes the credentials of a request, and those of the proxy, out of foreign texts."""
        return Cut.of(credentials, _proxy_credentials(self._config.proxy))

    def _open(self, running: asyncio.AbstractEventLoop) -> None:
        if self._closed:
            raise ClientClosed("this client is closed; make a new one")
        import aiohttp

        from sinch_provisioning.net.exchange import Exchange

        self._loop = running
        config = self._config
        trusted = ssl_context(config.ssl) if isinstance(config.ssl, str) else config.ssl
        options: dict[str, Any] = {"allow_redirects": False, "raise_for_status": False, "auto_decompress": True}
        middlewares: tuple[aiohttp.ClientMiddlewareType, ...] = ()
        if config.proxy is not None:
            options["proxy"] = config.proxy
        if self._session is None:
            from sinch_provisioning.net.connecting import Connector, Resolver

            self._session = aiohttp.ClientSession(
                # The limiter bounds the connections; a second limit in the pool would only hide where time goes.
                connector=Connector(limit=0, ssl=trusted, resolver=Resolver()),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=config.trust_env,
                headers={"User-Agent": config.user_agent, "Accept": "application/json"},
            )
            self._ending = _closing(self._session)
            with suppress(StopIteration):  # up to its `yield`, so that the loop knows it
                self._ending.asend(None).send(None)
        else:
            self._loop = getattr(self._session, "_loop", self._loop)
            middlewares = tuple(getattr(self._session, "_middlewares", ()))
            if trusted is not True:
                options["ssl"] = trusted
        self._exchange = Exchange(
            self._session,
            cut=self.cut,
            connect_timeout=config.connect_timeout,
            max_body=config.max_body,
            middlewares=middlewares,
            options=options,
        )

    async def close(self) -> None:
        """Close the session, unless it was borrowed."""
        self._closed = True
        session, self._session = self._session, None
        if session is None or self._borrowed or session.closed:
            return
        if self._exchange is not None:
            self._exchange.end_reading()
        await session.close()
        if self._ending is not None:
            await self._ending.aclose()


async def _closing(session: "aiohttp.ClientSession") -> AsyncGenerator[None]:
    """Close a session when its loop ends: `asyncio.run` and its like then close the generators that are still open."""
    try:
        yield
    finally:
        await session.close()


def _proxy_credentials(proxy: str | None) -> Secret | None:
    """Return the content of the Proxy-Authorization header, if there is one."""
    if proxy is None or "@" not in proxy:
        return None
    user_info = unquote(proxy.partition("://")[2].rpartition("@")[0])
    return Secret("Basic " + base64.b64encode(user_info.encode("latin-1", "replace")).decode())
