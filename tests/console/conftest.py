"""What tests of the console share."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from tests.console.asking import Asker
from tests.console.scene import Scene, build
from tests.emulator.hooks import Hook, hooked


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def asker(emulator: Emulator, session: aiohttp.ClientSession) -> Asker:
    return Asker(emulator, session)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A target of webhooks."""
    async with hooked() as running:
        yield running


@pytest.fixture
async def scene(emulator: Emulator, session: aiohttp.ClientSession, hook: Hook) -> Scene:
    """Something of everything, of which `hook` is told."""
    made = await build(emulator, session, hook.url)
    await emulator.delivered()
    return made
