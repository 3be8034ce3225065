"""The onboarding service in a real server, against the emulator: its API, its events, its page, and its demo."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.rcs import lifecycle
from tests.onboarding import scene
from tests.servers import HOST, Heard, asgi_server, listening, post

pytest.importorskip("dbos", reason="needs the extra dbos")

from examples.onboarding_service.app import Settings, create_app
from examples.onboarding_service.demo import MovedClock, demo

pytestmark = pytest.mark.anyio
NAME = "%3Cb%3EAcme"  # <b>Acme
USER = {"Authorization": f"Basic {base64.b64encode(b'ann:s3cret').decode()}", "Content-Type": "application/json"}


@asynccontextmanager
async def service(emulator: Emulator, folder: Path) -> AsyncIterator[int]:
    """Serve the service at a time that stands still, and yield its port."""
    sock = listening()
    settings = Settings(
        sinch=emulator.config(),
        webhook_secret="hook",
        password="s3cret",
        public_url=f"http://{HOST}:{sock.getsockname()[1]}",
        database=f"sqlite:///{folder}/runs.db",
        inbox=str(folder / "events.db"),
        clock=MovedClock(emulator),
    )
    async with asgi_server(create_app(settings), sock) as port:
        assert (await post(port, method="GET", path="/health")).status == 200
        yield port


async def ask(port: int, method: str, path: str, body: Any = None) -> Heard:
    content = b"" if body is None else json.dumps(body).encode()
    return await post(port, content, USER, method=method, path=path)


async def until(port: int, state: str) -> dict[str, Any]:
    """Return the onboarding once it is in a state."""
    with anyio.fail_after(30):
        while True:
            found: dict[str, Any] = json.loads((await ask(port, "GET", f"/onboardings/{NAME}")).body)
            if found["state"] == state:
                return found
            await anyio.sleep(0.01)


async def test_a_sender_is_brought_live_through_events_answers_and_a_restart(
    emulator: Emulator, tmp_path: Path
) -> None:
    async with service(emulator, tmp_path) as port:
        assert (await post(port, method="GET", path="/onboardings")).status == 401
        assert (await post(port, b"{}", {"Content-Type": "application/json"}, path="/webhooks/sinch")).status == 401
        assert (await ask(port, "PUT", f"/onboardings/{NAME}", scene.rcs(countries=("DE",)))).status == 202
        await until(port, "waiting")
        [sender] = emulator.snapshot()["projects"][emulator.project_id]["tables"]["rcs_senders"]
        decide = emulator.control.rcs.set_operator
        decide(emulator.project_id, sender, "DE", "O2", "REJECTED", "<i>Blurred.")
        found = await until(port, "asking")  # no time passes, so it is the event that tells
        assert found["question"]["fields"][-2:] == ["again", "keep"]
        shown = await ask(port, "GET", "/")
        assert b"color-scheme: light dark" in shown.body
        assert b"&lt;b&gt;Acme" in shown.body
        assert b"&lt;i&gt;Blurred." in shown.body
    async with service(emulator, tmp_path) as port:
        path = f"/onboardings/{NAME}/answer"
        rejected = await ask(port, "POST", path, {"logo": True})
        assert rejected.status == 422
        assert json.loads(rejected.body)["violations"][0]["field"] == "logo"
        assert (await ask(port, "POST", path, {"again": True})).status == 202
        await until(port, "waiting")
        emulator.advance(5 * lifecycle.OPERATOR)
        await until(port, "done")
        assert len(emulator.requests.of("createRcsSender")) == 1


async def test_an_onboarding_is_listed_and_cancelled(emulator: Emulator, tmp_path: Path) -> None:
    async with service(emulator, tmp_path) as port:
        for method, path in (("GET", ""), ("POST", "/answer"), ("DELETE", "")):
            assert (await ask(port, method, f"/onboardings/nobody{path}", {})).status == 404
        assert (await ask(port, "PUT", f"/onboardings/{NAME}", {"rcs": {}})).status == 422
        await ask(port, "PUT", f"/onboardings/{NAME}", scene.rcs())
        await until(port, "waiting")
        assert (await ask(port, "DELETE", f"/onboardings/{NAME}")).status == 202
        listed = json.loads((await ask(port, "GET", "/onboardings?state=failed")).body)
        assert [(one["name"], one["step"]) for one in listed] == [("<b>Acme", "it was cancelled")]


async def test_the_demo_brings_every_brand_live_in_its_weeks(capsys: pytest.CaptureFixture[str]) -> None:
    assert await demo(weeks=2) == 0
    told = capsys.readouterr().out
    for words in ("rejects Parcel News", "answers for Parcel News: again", "restarted", "3 of 3 brands are live"):
        assert words in told
