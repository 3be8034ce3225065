"""The one clock."""

import asyncio
import time as system
from typing import final


@final
class SystemClock:
    """Real time."""

    # The functions themselves, as each call reads the clock several times.
    monotonic: "staticmethod[[], float]" = staticmethod(system.monotonic)
    time: "staticmethod[[], float]" = staticmethod(system.time)

    async def sleep(self, seconds: float, /) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
