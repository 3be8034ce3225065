"""What tests of users need: a clock that does not sleep, and pytest fixtures for the emulator.

Put `pytest_plugins = ["sinch_provisioning.testing"]` into a conftest.py to get the fixtures: an emulator and clients
for each test (`sinch_emulator`, `sinch_client`, `sinch_async_client`), or one for all tests that each finds as it
began (`sinch_shared_emulator`, `sinch_shared_client`, `sinch_shared_async_client`).
"""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sinch_provisioning.blocking_client import Client
    from sinch_provisioning.client import AsyncClient
    from sinch_provisioning.emulator import Emulator

__all__ = [
    "ManualClock",
    "SkippingClock",
    "sinch_async_client",
    "sinch_client",
    "sinch_emulator",
    "sinch_session_emulator",
    "sinch_shared_async_client",
    "sinch_shared_client",
    "sinch_shared_emulator",
]


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
        with _blocking(sinch_emulator) as client:
            yield client

    @pytest.fixture
    def sinch_async_client(sinch_emulator: "Emulator") -> "AsyncClient":
        """Make an async client of `sinch_emulator` that never sleeps; the test enters it: `async with`."""
        return _async(sinch_emulator)

    @pytest.fixture(scope="session")
    def sinch_session_emulator() -> "Iterator[Emulator]":
        """Run one emulator for all tests."""
        from sinch_provisioning.emulator import Emulator

        with Emulator() as emulator:
            yield emulator

    @pytest.fixture(scope="session")
    def _sinch_beginning(sinch_session_emulator: "Emulator") -> dict[str, Any]:
        return sinch_session_emulator.snapshot()

    @pytest.fixture
    def sinch_shared_emulator(sinch_session_emulator: "Emulator", _sinch_beginning: dict[str, Any]) -> "Emulator":
        """Put the emulator of all tests back to how it began."""
        sinch_session_emulator.reset()
        sinch_session_emulator.restore(_sinch_beginning)
        return sinch_session_emulator

    @pytest.fixture
    def sinch_shared_client(sinch_shared_emulator: "Emulator") -> "Iterator[Client]":
        """Open a blocking client of `sinch_shared_emulator` that never sleeps."""
        with _blocking(sinch_shared_emulator) as client:
            yield client

    @pytest.fixture
    def sinch_shared_async_client(sinch_shared_emulator: "Emulator") -> "AsyncClient":
        """Make an async client of `sinch_shared_emulator` that never sleeps; the test enters it: `async with`."""
        return _async(sinch_shared_emulator)

    def _blocking(emulator: "Emulator") -> "Client":
        from sinch_provisioning.blocking_client import Client

        return Client(emulator.config(), clock=SkippingClock(emulator))

    def _async(emulator: "Emulator") -> "AsyncClient":
        from sinch_provisioning.client import AsyncClient

        return AsyncClient(emulator.config(), clock=SkippingClock(emulator))
