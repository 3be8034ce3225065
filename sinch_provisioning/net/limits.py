"""How many requests of a client are under way at once."""

import asyncio
from collections import deque
from typing import final

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
                if turn.done():
                    continue  # given up
                if queue:
                    self._waiting[project_id] = queue  # at the end: the others' turns come first
                turn.set_result(None)
                return
        self._free += 1
