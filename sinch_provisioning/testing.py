"""What tests of users need: a clock that does not sleep, and pytest fixtures for the emulator.

Put `pytest_plugins = ["sinch_provisioning.testing"]` into a conftest.py to get the fixtures `sinch_emulator` and
`sinch_client`.
"""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sinch_provisioning.blocking_client import Client
    from sinch_provisioning.emulator import Emulator

__all__ = ["ManualClock", "SkippingClock", "sinch_client", "sinch_emulator"]


class ManualClock:
    """A clock that stands still until somebody sleeps on it, which takes no time, or `advance()` is called.

    Give it to a client as `clock=`: retries and waits happen at once, and `slept` tells how long they would have taken.
    """

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self._now = now
        self.slept: list[float] = []
        """Seconds of each sleep."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return self._now

    def time(self) -> float:
        """Return seconds since 1970."""
        return self._now

    async def sleep(self, seconds: float, /) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Move time forward."""
        self._now += seconds


class _Movable(Protocol):
    def advance(self, seconds: float) -> None: ...


class SkippingClock:
    """Real time, but whoever sleeps moves the emulator's clock instead of waiting: a review of days takes no time.

    Give it to a client of that emulator: `AsyncClient(emulator.config(), clock=SkippingClock(emulator))`.
    """

    def __init__(self, emulator: _Movable) -> None:
        self._emulator = emulator
        self._skipped = 0.0

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic() + self._skipped

    def time(self) -> float:
        """Return seconds since 1970."""
        return time.time() + self._skipped

    async def sleep(self, seconds: float, /) -> None:
        """Move the emulator's clock forward."""
        self._skipped += seconds
        self._emulator.advance(seconds)


try:
    import pytest
except ModuleNotFoundError:  # the clocks are of use without it
    pass
else:

    @pytest.fixture
    def sinch_emulator() -> "Iterator[Emulator]":
        """Run an emulator of its own for a test."""
        from sinch_provisioning.emulator import Emulator

        with Emulator() as emulator:
            yield emulator

    @pytest.fixture
    def sinch_client(sinch_emulator: "Emulator") -> "Iterator[Client]":
        """Open a blocking client of `sinch_emulator` that never sleeps."""
        from sinch_provisioning.blocking_client import Client

        with Client(sinch_emulator.config(), clock=SkippingClock(sinch_emulator)) as client:
            yield client
