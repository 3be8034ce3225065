"""Addresses of targets, looked up so that the end of the emulator does not wait for a name server."""

import socket
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from anyio.to_thread import run_sync

Lookup = Callable[..., list[tuple[Any, ...]]]


class Resolver(AbstractResolver):
    """Looks names up in threads that a closing event loop does not wait for: an unknown name can take many seconds."""

    def __init__(self, lookup: Lookup = socket.getaddrinfo) -> None:
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name."""
        ask = partial(self._lookup, host, port, family=family, type=socket.SOCK_STREAM)
        found = await run_sync(ask, abandon_on_cancel=True)
        return [
            ResolveResult(
                hostname=host, host=address[0], port=address[1], family=kind, proto=proto, flags=socket.AI_NUMERICHOST
            )
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Nothing is kept."""
