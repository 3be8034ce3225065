"""What tests of users need: a clock that does not sleep, and pytest fixtures for the emulator.

Put `pytest_plugins = ["sinch_provisioning.testing"]` into a conftest.py to get the fixtures: an emulator and clients
for each test (`sinch_emulator`, `sinch_client`, `sinch_async_client`), or one for all tests that each finds as it
began (`sinch_shared_emulator`, `sinch_shared_client`, `sinch_shared_async_client`). Single ones can be imported, too.

PYTEST_DONT_REWRITE: nothing is asserted here, so pytest need not warn where the module was imported before.
"""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

import sinch_provisioning

if TYPE_CHECKING:
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
    """A clock that stands still until code sleeps on it, which takes no time, or `advance()` is called.

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
    C = TypeVar("C", "sinch_provisioning.AsyncClient", "sinch_provisioning.Client")

    @pytest.fixture
    def sinch_emulator() -> "Iterator[Emulator]":
        """Run an emulator of its own for a test."""
        yield from _running()

    @pytest.fixture
    def sinch_client(request: pytest.FixtureRequest) -> "Iterator[sinch_provisioning.Client]":
        """Open a blocking client of `sinch_emulator` that never sleeps."""
        with _made(sinch_provisioning.Client, request, "sinch_emulator") as client:
            yield client

    @pytest.fixture
    def sinch_async_client(request: pytest.FixtureRequest) -> "sinch_provisioning.AsyncClient":
        """Make an async client of `sinch_emulator` that never sleeps; the test enters it: `async with`."""
        return _made(sinch_provisioning.AsyncClient, request, "sinch_emulator")

    @pytest.fixture(scope="session")
    def sinch_session_emulator() -> "Iterator[Emulator]":
        """Run one emulator for all tests."""
        yield from _running()

    @pytest.fixture
    def sinch_shared_emulator(request: pytest.FixtureRequest) -> "Emulator":
        """Put the emulator of all tests back to how it began."""
        emulator = _emulator(request, "sinch_session_emulator")
        beginning = _beginnings.setdefault(emulator, emulator.snapshot())
        emulator.reset()
        emulator.restore(beginning)
        return emulator

    @pytest.fixture
    def sinch_shared_client(request: pytest.FixtureRequest) -> "Iterator[sinch_provisioning.Client]":
        """Open a blocking client of `sinch_shared_emulator` that never sleeps."""
        with _made(sinch_provisioning.Client, request, "sinch_shared_emulator") as client:
            yield client

    @pytest.fixture
    def sinch_shared_async_client(request: pytest.FixtureRequest) -> "sinch_provisioning.AsyncClient":
        """Make an async client of `sinch_shared_emulator` that never sleeps; the test enters it: `async with`."""
        return _made(sinch_provisioning.AsyncClient, request, "sinch_shared_emulator")

    _beginnings: "WeakKeyDictionary[Emulator, dict[str, Any]]" = WeakKeyDictionary()

    def _running() -> "Iterator[Emulator]":
        from sinch_provisioning.emulator import Emulator

        with Emulator() as emulator:
            yield emulator

    def _emulator(request: pytest.FixtureRequest, name: str) -> "Emulator":
        """Return another fixture's emulator, also where a conftest has imported only the one that asks."""
        try:
            emulator: Emulator = request.getfixturevalue(name)
        except pytest.FixtureLookupError:
            request.config.pluginmanager.import_plugin(__name__)
            emulator = request.getfixturevalue(name)
        return emulator

    def _made(kind: type[C], request: pytest.FixtureRequest, name: str) -> C:
        emulator = _emulator(request, name)
        return kind(emulator.config(), clock=SkippingClock(emulator))
