"""State kept in a file: what is there after a restart, and what goes on."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from tests.emulator.saved import saved
from tests.emulator.test_rcs import BRAND, COMPLETE, DAY, NUMBER, SETUP, US, Rcs

pytestmark = pytest.mark.anyio

NOW = 1_800_000_000.0


@asynccontextmanager
async def life(file: Path, **options: Any) -> AsyncGenerator[Rcs]:
    """Let an emulator live that keeps its state in a file."""
    given: dict[str, Any] = {"frozen": True, "check_replies": True, "now": NOW} | options
    async with Emulator(state=file, **given) as emulator, aiohttp.ClientSession() as session:
        yield Rcs(emulator, session)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


def kept(emulator: Emulator) -> str:
    """Return all that the file holds, as text."""
    return json.dumps(saved(emulator))


async def test_all_of_rcs_is_there_after_a_restart(file: Path) -> None:
    async with life(file, project_id=["p1", "p2"], senders=30) as rcs:
        questionnaire = {**COMPLETE["questionnaire"], "us": {"answers": US}}
        details = {**COMPLETE, "testNumbers": [NUMBER], "questionnaire": questionnaire}
        made = await rcs.ready(details)
        seeded = (await rcs.ask("GET", "/senders"))["senders"][3]
        await rcs.patch(seeded["id"], {"countries": ["SE"]})
        await rcs.ask("POST", "/comments", {"comment": "Hello"})
        rcs.control.link_app(rcs.project, made["id"], "APP")
        rcs.control.register_brand(rcs.project, made["id"], "COMPLETED")
        rcs.control.fail_file(rcs.project, BRAND["logoUrl"], "file_not_found")
        await rcs.launch(made["id"])
        before = [
            await rcs.get(made["id"]),
            await rcs.ask("GET", "/senders", pageSize=100),
            await rcs.ask("GET", f"/senders/{made['id']}/activities"),
            await rcs.ask("GET", "/activities"),
        ]
    async with life(file) as rcs:
        assert rcs.emulator.project_ids == ["p1", "p2"]
        assert before == [
            await rcs.get(made["id"]),
            await rcs.ask("GET", "/senders", pageSize=100),
            await rcs.ask("GET", f"/senders/{made['id']}/activities"),
            await rcs.ask("GET", "/activities"),
        ]
        assert (await rcs.create(COMPLETE, expect=409))["errorCode"] == "file_not_found"
        rcs.project = "p2"
        assert (await rcs.ask("GET", "/senders"))["totalSize"] == 30


async def test_what_was_to_come_still_comes(file: Path) -> None:
    async with life(file, project_id="p1") as rcs:
        sender = await rcs.ready({**COMPLETE, "testNumbers": [NUMBER]})
        await rcs.launch(sender["id"])
        rcs.emulator.advance(SETUP)
        half = await rcs.get(sender["id"])
        assert half["state"] == "LAUNCHING"
    async with life(file) as rcs:
        assert await rcs.get(sender["id"]) == half
        rcs.emulator.advance(DAY)
        whole = await rcs.get(sender["id"])
        assert whole["state"] == "LAUNCHED"
        assert whole["testNumberStates"][0]["state"] == "VERIFIED"
        operators = whole["countryStatus"][0]["operators"]
        assert [row["modified"] for row in operators] == sorted({row["modified"] for row in operators}), "one by one"


async def test_time_does_not_go_back_and_what_fell_due_meanwhile_has_happened(file: Path) -> None:
    async with life(file, project_id="p1") as rcs:
        rcs.emulator.advance(10 * DAY)
        sender = await rcs.create()
        await rcs.patch(sender["id"], COMPLETE)
    async with life(file) as rcs:
        assert (await rcs.get(sender["id"]))["state"] == "IN_PROGRESS"
        assert (await rcs.create())["created"] == sender["created"]
    async with life(file, now=NOW + 11 * DAY) as rcs:
        assert (await rcs.get(sender["id"]))["state"] == "IN_TEST"
        assert (await rcs.create())["created"] > sender["created"]


async def test_page_tokens_outlive_a_restart(file: Path) -> None:
    async with life(file, project_id="p1", senders=30) as rcs:
        first = await rcs.ask("GET", "/senders", pageSize=10)
        second = await rcs.ask("GET", "/senders", pageSize=10, pageToken=first["nextPageToken"])
    async with life(file) as rcs:
        assert second == await rcs.ask("GET", "/senders", pageSize=10, pageToken=first["nextPageToken"])
        assert first == await rcs.ask("GET", "/senders", pageSize=10, pageToken=second["previousPageToken"])


async def test_no_id_is_given_twice(file: Path) -> None:
    ids: set[str] = set()
    for _ in range(3):
        async with life(file, project_id="p1") as rcs:
            ids |= {(await rcs.create())["id"] for _ in range(4)}
    async with life(file) as rcs:
        assert (await rcs.ask("GET", "/senders"))["totalSize"] == len(ids) == 12


async def test_a_project_that_joins_stays(file: Path) -> None:
    async with life(file, project_id="p1") as rcs:
        rcs.emulator.add_project("p2", senders=5)
    async with life(file, project_id="p3", senders=7) as rcs:
        assert rcs.emulator.project_ids == ["p1", "p2", "p3"]
        sizes: list[int] = []
        for project in rcs.emulator.project_ids:
            rcs.project = project
            sizes.append((await rcs.ask("GET", "/senders"))["totalSize"])
        assert sizes == [0, 5, 7]


async def test_each_change_is_in_the_file_at_once(file: Path) -> None:
    async with life(file, project_id="p1") as rcs:
        sender = await rcs.create()
        assert sender["id"] in kept(rcs.emulator)
        rcs.control.link_app(rcs.project, sender["id"], "APP-1")
        assert "APP-1" in kept(rcs.emulator)
        await rcs.patch(sender["id"], {"brand": {"name": "Renamed"}})
        assert "Renamed" in kept(rcs.emulator)
        at = saved(rcs.emulator)["clock"]["now"]
        rcs.emulator.advance(7)
        assert saved(rcs.emulator)["clock"]["now"] == at + 7
        rcs.emulator.reset()
        assert sender["id"] not in kept(rcs.emulator)
    assert [path.name for path in file.parent.iterdir()] == ["state.db"], "nothing else is left behind"


async def test_only_the_owner_can_read_the_file_and_the_key_is_not_in_it(file: Path) -> None:
    async with life(file, project_id="p1") as rcs:
        await rcs.create()
        assert rcs.emulator.key_secret not in kept(rcs.emulator)
        assert {path.stat().st_mode & 0o777 for path in file.parent.iterdir()} == {0o600}


async def test_an_emulator_can_be_started_again_with_what_has_happened_since(file: Path) -> None:
    emulator = Emulator(state=file, project_id="p1", frozen=True, now=NOW)
    async with emulator:
        pass
    app = emulator.control.conversation.add_app("p1")
    async with emulator:
        assert app in kept(emulator)


async def test_without_a_file_nothing_is_kept() -> None:
    async with Emulator(project_id="p1", frozen=True) as emulator, aiohttp.ClientSession() as session:
        rcs = Rcs(emulator, session)
        await rcs.create()
        emulator.reset()
        assert (await rcs.ask("GET", "/senders"))["totalSize"] == 0
        assert emulator.events == []
