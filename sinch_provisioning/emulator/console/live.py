"""Server-sent events that say that there is something new to see, and nothing else."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from sinch_provisioning.emulator.changes import Changes

PAUSE = 0.15
"""Seconds of real time in which changes are gathered into one word."""
SIGN_OF_LIFE = 15.0
"""Seconds of real time without a word after which the connection shows that it lives."""


async def follow(request: web.BaseRequest, changes: Changes, headers: Mapping[str, str]) -> web.StreamResponse:
    """Tell of changes until the other side leaves."""
    response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream"})
    with changes.watch() as watch:
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        while True:
            try:
                async with asyncio.timeout(SIGN_OF_LIFE):
                    await watch.changed()
            except TimeoutError:
                await response.write(b": still here\n\n")
            else:
                await response.write(b"event: changed\ndata:\n\n")
                await asyncio.sleep(PAUSE)
