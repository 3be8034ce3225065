"""How many requests of a client are under way at once."""

import asyncio
from typing import final

from sinch_provisioning.errors import DeadlineExceeded


@final
class Limiter:
    """A fair gate: calls pass in the order in which they came."""

    __slots__ = ("_gate",)

    def __init__(self, concurrency: int) -> None:
        self._gate = asyncio.Semaphore(concurrency)

    async def acquire(self, seconds: float) -> None:
        """Pass the gate.

        Raises:
            DeadlineExceeded: `seconds` were over before there was room.
        """
        if not self._gate.locked():
            await self._gate.acquire()
            return
        timer = asyncio.timeout(seconds)
        try:
            async with timer:
                await self._gate.acquire()
        except TimeoutError:
            raise DeadlineExceeded(
                "the deadline passed while the call waited for others (Config.concurrency)", sent=False
            ) from None

    def release(self) -> None:
        """Leave."""
        self._gate.release()
