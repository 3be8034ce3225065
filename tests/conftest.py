"""What all tests share: one backend, no leaks."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator

import pytest


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Let the garbage collector speak up within the test that left something open."""
    yield
    gc.collect()


@pytest.fixture
async def no_stray_tasks() -> AsyncIterator[None]:
    """Fail a test that leaves a task behind."""
    yield
    for _ in range(3):
        await asyncio.sleep(0)
    left = [task for task in asyncio.all_tasks() if "anyio" not in str(getattr(task.get_coro(), "cr_code", ""))]
    assert not left, left
