"""What all tests share: one backend, no leaks."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import SkippingClock
from tests.both import client_of
from tests.contract import produced
from tests.contract.document import DOCUMENTED
from tests.contract.on_request import ON_REQUEST

ROOMS = ("bundles", "contract", "conversation", "emulator", "kakaotalk", "rcs", "sms", "webhooks", "whatsapp*")
"""The folders whose tests request from an emulator whatever the contract documents."""

# An example takes as long as the machine is busy; what may hang has a limit of its own.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported: it is called after each test, and is to look at that test."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """Have whole runs judged by what their emulators responded."""
    here = Path(__file__).parent
    files = [file for room in ROOMS for file in here.glob(f"{room}/**/test_*.py")]
    produced.install(config, DOCUMENTED, ON_REQUEST, files)


@pytest.fixture(autouse=True)
def _what_was_produced(request: pytest.FixtureRequest) -> Iterator[None]:
    """Note what the emulators of a test responded."""
    yield
    produced.of(request.config).note(request.node.funcargs.values())


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Let the garbage collector speak up within the test that left something open, and never look at the rest again."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
async def no_stray_tasks() -> AsyncIterator[None]:
    """Fail a test that leaves a task behind."""
    yield
    for _ in range(3):
        await asyncio.sleep(0)
    left = [task for task in asyncio.all_tasks() if "anyio" not in str(getattr(task.get_coro(), "cr_code", ""))]
    assert not left, left


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """An emulator whose time moves only when told, and whose every reply is checked against the contract."""
    async with Emulator(frozen=True, check_replies=True) as running:
        yield running


@pytest.fixture(params=["async", "blocking"])
async def sinch(request: pytest.FixtureRequest, emulator: Emulator) -> AsyncIterator[AsyncClient]:
    """A client of `emulator`, async and then blocking (awaited all the same). It does not sleep: it moves the time."""
    async with client_of(request.param, emulator.config(), SkippingClock(emulator)) as client:
        yield client
