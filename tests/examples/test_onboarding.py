"""The examples bring an RCS sender live: in real servers, against the emulator, from the order to the last operator."""

import asyncio
import importlib
import json
import sys
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.rcs.lifecycle import SETUP
from tests.servers import HOST, asgi_server, listening, post, waitress_server

pytestmark = pytest.mark.anyio

HOOK = "/webhooks/sinch"


@pytest.fixture(params=["fastapi", "flask"])
async def port(
    request: pytest.FixtureRequest, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[int, None]:
    """Serve an example that knows of the emulator by its environment alone."""
    sock = listening()
    settings = {
        "SINCH_PROJECT_ID": emulator.project_id,
        "SINCH_KEY_ID": emulator.key_id,
        "SINCH_KEY_SECRET": emulator.key_secret,
        "SINCH_BASE_URL": emulator.url,
        "SINCH_AUTH_URL": emulator.auth_url,
        "SINCH_WEBHOOK_SECRET": "s3cret",
        "PUBLIC_URL": f"http://{HOST}:{sock.getsockname()[1]}",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    module = f"examples.{request.param}_onboarding"
    monkeypatch.delitem(sys.modules, module, raising=False)
    if request.param == "fastapi":
        async with asgi_server(importlib.import_module(module).app, sock) as port:
            yield port
    else:
        app = await asyncio.to_thread(importlib.import_module(module).create_app)
        with waitress_server(app, sock) as port:
            yield port
        await asyncio.to_thread(app.extensions["sinch"].close)


async def report(port: int, sender_id: str) -> Any:
    heard = await post(port, method="GET", path=f"/senders/{sender_id}")
    assert heard.status == 200
    return json.loads(heard.body)


async def test_a_sender_is_ordered_launched_and_reported(port: int, emulator: Emulator) -> None:
    assert (await post(port, method="GET", path="/senders/unknown")).status == 404
    ordered = await post(port, path="/senders/Parcels")
    assert ordered.status == 202
    sender_id = json.loads(ordered.body)["id"]
    assert (await report(port, sender_id))["state"] == "IN_PROGRESS"

    emulator.advance(SETUP)
    await emulator.delivered()
    said = await report(port, sender_id)
    assert said["state"] == "LAUNCHING"
    assert {operator["status"] for operator in said["operators"]} == {"PENDING"}

    decide = emulator.control.rcs.set_operator
    decide(emulator.project_id, sender_id, "DE", "O2", "REJECTED", "The logo is blurred.")
    decide(emulator.project_id, sender_id, "DE", "Vodafone", "LAUNCHED")
    decide(emulator.project_id, sender_id, "DE", "Deutsche Telekom", "LAUNCHED")
    await emulator.delivered()
    assert await report(port, sender_id) == {
        "state": "LAUNCHED",
        "operators": [
            {"name": "Deutsche Telekom", "country": "DE", "status": "LAUNCHED", "remark": None},
            {"name": "O2", "country": "DE", "status": "REJECTED", "remark": "The logo is blurred."},
            {"name": "Vodafone", "country": "DE", "status": "LAUNCHED", "remark": None},
        ],
    }
    assert {delivery.state for delivery in emulator.deliveries} == {"DELIVERED"}
    assert len(emulator.deliveries) == len(emulator.events)
    assert len(emulator.requests.of("launchRcsSender")) == 1


async def test_events_that_come_late_or_twice_change_nothing(port: int, emulator: Emulator) -> None:
    sender_id = json.loads((await post(port, path="/senders/Parcels")).body)["id"]
    project = emulator._store.projects[emulator.project_id]
    emulator.advance(SETUP)
    await emulator.delivered()
    stale = next(event for event in emulator.events if event.extra.get("currentState") == "IN_TEST")
    emulator.advance(60)
    await emulator.delivered()
    assert (await report(port, sender_id))["state"] == "LAUNCHED"
    for _ in range(2):
        project.emit(stale.type, stale.payload, **stale.extra)
    await emulator.delivered()
    assert (await report(port, sender_id))["state"] == "LAUNCHED"
    assert len(emulator.requests.of("launchRcsSender")) == 1


async def test_a_call_that_is_not_genuine_is_refused(port: int) -> None:
    heard = await post(port, b"{}", {"Content-Type": "application/json"}, path=HOOK)
    assert (heard.status, heard.body) == (401, b"missing")


async def test_the_service_registers_itself(port: int, emulator: Emulator) -> None:
    await post(port, method="GET", path="/senders/unknown")  # answered once it has started
    (registered,) = emulator.snapshot()["projects"][emulator.project_id]["tables"]["webhooks"].values()
    assert registered["target"].endswith(f":{port}{HOOK}")
    assert registered["triggers"] == ["RCS_SENDER_STATUS_UPDATED", "RCS_SENDER_OPERATOR_STATUS_UPDATED"]
