"""Server-sent events: there is something new to see, and nothing else."""

import asyncio
import contextlib
from collections.abc import Mapping

from aiohttp import web

from sinch_provisioning.emulator.changes import ChangeNotifier, Subscription

PAUSE = 0.15
"""Seconds of real time in which changes are gathered into one notice."""
SIGN_OF_LIFE = 15.0
"""Seconds of real time without a notice after which the connection shows that it is alive."""


async def follow(request: web.BaseRequest, changes: ChangeNotifier, headers: Mapping[str, str]) -> web.StreamResponse:
    """Report changes until the other side leaves."""
    response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream"})
    with changes.watch() as watch:
        await response.prepare(request)
        # aiohttp does not report that a client left: the next write to it fails.
        with contextlib.suppress(ConnectionError):
            await response.write(b"retry: 1000\n\n")
            while True:
                await response.write(await _next_notice(watch))
                await asyncio.sleep(PAUSE)
    return response


async def _next_notice(watch: Subscription) -> bytes:
    try:
        async with asyncio.timeout(SIGN_OF_LIFE):
            await watch.changed()
    except TimeoutError:
        return b": still here\n\n"
    return b"event: changed\ndata:\n\n"
