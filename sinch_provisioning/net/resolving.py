"""Looks host names up in threads that nothing waits for: a name server that does not respond can take many seconds."""

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar, final

from aiohttp.abc import AbstractResolver, ResolveResult

T = TypeVar("T")

_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


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
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return  # given up
        if error is None:
            outcome.set_result(result)  # type: ignore[arg-type]
        else:
            outcome.set_exception(error)

    def run() -> None:
        result: T | None = None
        failure: BaseException | None = None
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - passed on
            failure = error
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, failure)

    try:
        threading.Thread(target=run, name="sinch_provisioning lookup", daemon=True).start()
    except RuntimeError as error:  # the interpreter is ending, or out of threads
        raise OSError("no thread can be started for the lookup") from error
    return await outcome
