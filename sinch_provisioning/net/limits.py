"""How many requests of a client are under way at once."""

import asyncio
from collections import deque
from typing import final

from sinch_provisioning.errors import DeadlineExceeded


@final
class Limiter:
    """A fair gate: calls pass in the order in which they came."""

    __slots__ = ("_free", "_waiting")

    def __init__(self, concurrency: int) -> None:
        self._free = concurrency
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def acquire(self, seconds: float) -> None:
        """Pass the gate.

        Raises:
            DeadlineExceeded: `seconds` were over before there was room.
        """
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        timer = asyncio.timeout(seconds)
        try:
            async with timer:
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.release()  # the turn came just as nobody wanted it any more
            if isinstance(error, TimeoutError):
                raise DeadlineExceeded(
                    "the deadline passed while the call waited for others (Config.concurrency)", sent=False
                ) from None
            raise

    def release(self) -> None:
        """Leave, and hand the place to whoever waits longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
