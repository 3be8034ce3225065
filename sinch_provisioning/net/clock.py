"""The one clock."""

import asyncio
import time
from typing import final


@final
class SystemClock:
    """Real time."""

    monotonic = staticmethod(time.monotonic)
    time = staticmethod(time.time)

    async def sleep(self, seconds: float, /) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
