"""How many requests of a client are under way at once, and how many begin in a second."""

import asyncio
from collections import deque
from typing import final

from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.errors import DeadlineExceeded


@final
class Limiter:
    """A fair gate: projects take turns, and the calls of one project pass in the order in which they came."""

    __slots__ = ("_free", "_waiting")

    def __init__(self, concurrency: int) -> None:
        self._free = concurrency
        # By project, those first whose turn comes next.
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    async def acquire(self, project_id: str, seconds: float) -> bool:
        """Pass the gate; return whether the call had to wait.

        Raises:
            DeadlineExceeded: `seconds` were over before there was room.
        """
        if self._free:
            self._free -= 1
            return False
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(project_id, deque()).append(turn)
        timer = asyncio.timeout(seconds)
        try:
            async with timer:
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.release()  # the turn came just as it was no longer wanted
            if isinstance(error, TimeoutError):
                raise DeadlineExceeded(
                    "the deadline passed while the call waited for others (Config.concurrency)", sent=False
                ) from None
            raise
        return True

    def release(self) -> None:
        """Leave, and hand the place to the call that waits longest in the project whose turn it is."""
        while self._waiting:
            project_id = next(iter(self._waiting))
            queue = self._waiting.pop(project_id)
            while queue:
                turn = queue.popleft()
                if turn.done() or turn.get_loop().is_closed():
                    continue  # given up, or left behind in a loop that was closed
                if queue:
                    self._waiting[project_id] = queue  # at the end: the others' turns come first
                turn.set_result(None)
                return
        self._free += 1


@final
class Rate:
    """Spaces requests evenly, in the order in which they come."""

    __slots__ = ("_clock", "_interval", "_next", "_turn")

    def __init__(self, per_second: float, clock: Clock) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._next = clock.monotonic()
        self._turn = asyncio.Lock()

    async def acquire(self) -> bool:
        """Wait for the time of the next request; return whether it took any."""
        waited = self._turn.locked()
        async with self._turn:
            now = self._clock.monotonic()
            # Counted from when the request should have begun, so that a sleep that is too long is made up for.
            begin = max(self._next, now)
            if begin > now:
                waited = True
                await self._clock.sleep(begin - now)
            # A call that is cancelled in its sleep leaves the time to the next one.
            self._next = begin + self._interval
        return waited
