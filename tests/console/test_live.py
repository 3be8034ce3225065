"""Server-sent events: that something has changed is told, and nothing else."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from tests.console.asking import Asker

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def following(emulator: Emulator) -> AsyncGenerator[aiohttp.StreamReader]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{emulator.url}/_emulator/changes", headers={"Sec-Fetch-Site": "same-origin"}) as response,
    ):
        assert response.content_type == "text/event-stream"
        assert await response.content.readuntil(b"\n\n") == b"retry: 1000\n\n"
        yield response.content


async def test_each_kind_of_change_is_told(asker: Asker, emulator: Emulator) -> None:
    async def request() -> None:
        async with AsyncClient(emulator.config()) as sinch:
            await sinch.webhooks.list().collect()

    async def decision() -> None:
        emulator.control.whatsapp.templates.hold(asker.project)

    async def time() -> None:
        emulator.advance(5)

    async def fault() -> None:
        await asker.post("faults", {"status": 500})

    async def fault_by_python() -> None:
        emulator.fail(status=500)

    async def no_faults_by_python() -> None:
        emulator.clear_faults()

    async def project() -> None:
        emulator.add_project()

    async def reset() -> None:
        await asyncio.to_thread(emulator.reset)

    for change in (request, decision, time, fault, fault_by_python, no_faults_by_python, project, reset):
        async with following(emulator) as told:
            await change()
            assert await told.readuntil(b"\n\n") == b"event: changed\ndata:\n\n", change


async def test_a_burst_is_told_in_a_few_words_and_its_end_too(asker: Asker, emulator: Emulator) -> None:
    async with following(emulator) as told:
        for _ in range(200):
            emulator.advance(1)
        await told.readuntil(b"\n\n")
        emulator.advance(1)
        await told.readuntil(b"\n\n")
        assert told.total_bytes < 400


async def test_looking_changes_nothing(asker: Asker, emulator: Emulator) -> None:
    async with following(emulator) as told:
        for path in ("", f"page/projects/{asker.project}", "page/codes", "page/requests"):
            await asker.view(path)
        for path in ("health", "state", "clock", "requests", "control"):
            await asker.get(path)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await told.readuntil(b"\n\n")


async def test_the_emulator_ends_although_somebody_follows() -> None:
    async with aiohttp.ClientSession() as session:
        async with Emulator() as emulator:
            response = await session.get(f"{emulator.url}/_emulator/changes")
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
