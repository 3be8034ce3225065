"""How a session of ours connects: names are looked up in threads that nothing waits for, and forks are survived."""

import asyncio
import os
import socket
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar, final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

T = TypeVar("T")

_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


@final
class Connector(aiohttp.TCPConnector):
    """Leaves the connections of the parent process alone.

    After a fork both processes have the same epoll object. A connection that is closed in the child is taken out of it
    in both, and the parent would never see what arrives there; so in the child the connector ends without closing any.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType] - a tuple of any shape, in aiohttp
        self._process = os.getpid()

    def __del__(self, _warnings: Any = warnings) -> None:
        if self._process == os.getpid():
            super().__del__(_warnings)


@final
class Resolver(AbstractResolver):
    """A resolver whose lookups hold up neither `close()` nor the end of the event loop nor that of the process.

    aiohttp asks for one name at a time only once, so that a name server that hangs costs one thread a name.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name.

        Raises:
            OSError: there are none, or no thread can be started any more.
        """
        found = await _in_thread(
            partial(socket.getaddrinfo, host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        )
        return [
            ResolveResult(
                hostname=host,
                host=_numeric(kind, address),
                port=int(address[1]),
                family=kind,
                proto=proto,
                flags=_NUMERIC,
            )
            for kind, _, proto, _, address in found
            if kind == socket.AF_INET or len(address) > 3  # or else this Python has no IPv6
        ]

    async def close(self) -> None:
        """Nothing is kept."""


def _numeric(family: int, address: tuple[Any, ...]) -> str:
    """Return the text of an address, with its zone if it is valid on one network only."""
    if family == socket.AF_INET6 and address[3]:
        return socket.getnameinfo(address, socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)[0]  # no lookup
    return str(address[0])


async def _in_thread(work: Callable[[], T]) -> T:
    """Return what a function returns in a thread of its own, or stop waiting for it."""
    outcome: Future[T] = Future()
    outcome.set_running_or_notify_cancel()  # who stops waiting does not cancel it, so that the thread can settle it

    def run() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001 - passed on
            outcome.set_exception(error)

    try:
        threading.Thread(target=run, name="sinch_provisioning lookup", daemon=True).start()
    except RuntimeError as error:  # the interpreter is ending, or out of threads
        raise OSError("no thread can be started for the lookup") from error
    return await asyncio.wrap_future(outcome)
