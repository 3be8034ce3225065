"""How many requests of a client are under way at once, and how many begin in a second."""

import asyncio
from collections import deque
from typing import final

from sinch_provisioning.core.dispatch import Clock


@final
class Limiter:
    """A fair gate: projects take turns, and the calls of one project pass in the order in which they came."""

    __slots__ = ("_free", "_waiting")

    def __init__(self, concurrency: int) -> None:
        self._free = concurrency
        # By project, those first whose turn comes next.
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    def try_acquire(self) -> bool:
        """Pass the gate if there is room; return whether there was."""
        if not self._free:
            return False
        self._free -= 1
        return True

    async def acquire(self, project_id: str) -> None:
        """Wait for a place, and pass the gate."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(project_id, deque()).append(turn)
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self.release()  # the turn came just as it was no longer wanted
            raise

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

    __slots__ = ("_clock", "_interval", "_next", "_turn", "_waiting")

    def __init__(self, per_second: float, clock: Clock) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._next = clock.monotonic()
        self._turn = asyncio.Lock()
        self._waiting = 0

    def try_acquire(self) -> bool:
        """Take the time of the next request if it has come; return whether it has."""
        now = self._clock.monotonic()
        if self._waiting or self._next > now:
            return False
        self._next = now + self._interval
        return True

    async def acquire(self) -> None:
        """Wait for the time of the next request."""
        self._waiting += 1
        try:
            async with self._turn:
                now = self._clock.monotonic()
                # Counted from when the request should have begun, so that a sleep that is too long is made up for.
                begin = max(self._next, now)
                if begin > now:
                    await self._clock.sleep(begin - now)
                # A call that is cancelled in its sleep leaves the time to the next one.
                self._next = begin + self._interval
        finally:
            self._waiting -= 1
