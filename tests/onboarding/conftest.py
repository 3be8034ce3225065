"""An onboarding, an emulator whose time stands still, and a clock that moves both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding.plain import Runner
from sinch_provisioning.testing import SkippingClock


@pytest.fixture
def clock(emulator: Emulator) -> SkippingClock:
    return SkippingClock(emulator)


@pytest.fixture
async def client(emulator: Emulator, clock: SkippingClock) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(emulator.config(), clock=clock) as client:
        yield client


@pytest.fixture
async def runner(client: AsyncClient, clock: SkippingClock, tmp_path: Path) -> AsyncIterator[Runner]:
    async with Runner(client, tmp_path / "runs.db", clock=clock) as runner:
        yield runner
