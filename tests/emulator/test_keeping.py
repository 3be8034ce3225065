"""What the file holds is what there is: after each call of each operation, and whatever goes wrong with the file."""

import asyncio
import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sinch_provisioning import AsyncClient, errors, sms
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.database import StateFileError, StateNotSaved
from sinch_provisioning.emulator.tables import Table
from sinch_provisioning.testing import SkippingClock
from tests.console.scene import build
from tests.contract.catalogue import CATALOGUE, Entry
from tests.emulator.hooks import hooked
from tests.emulator.killing import kill_once
from tests.emulator.saved import connection_of, saved

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


@pytest.fixture
async def kept(file: Path) -> AsyncIterator[Emulator]:
    """An emulator that keeps its state."""
    async with Emulator(state=file, project_id=["p1", "p2"], senders=3, frozen=True, check_replies=True) as emulator:
        yield emulator


def comparable(state: Any) -> Any:
    """Return a state with the order that means something."""
    tables = {
        (project_id, kind): json.dumps(rows)
        for project_id, project in state["projects"].items()
        for kind, rows in project["tables"].items()
    }
    senders = {project_id: project["senders"] for project_id, project in state["projects"].items()}
    return senders, tables, state["clock"]["due"]


def check(emulator: Emulator) -> None:
    """Compare what the file holds with what there is."""
    assert comparable(saved(emulator)) == comparable(emulator.snapshot())


@pytest.mark.parametrize("entry", CATALOGUE, ids=[entry.name for entry in CATALOGUE])
async def test_the_file_holds_what_each_operation_has_done(kept: Emulator, entry: Entry) -> None:
    async with AsyncClient(kept.config(), clock=SkippingClock(kept)) as sinch:
        ids = await entry.needs(sinch, kept)
        check(kept)
        with contextlib.suppress(errors.ApiError):
            result: Any = await entry.call(sinch, ids)
            if hasattr(result, "page"):
                await result.page()
        check(kept)
        kept.advance(86_400)
        check(kept)
        assert saved(kept)["clock"]["now"] == kept.clock.now()


async def test_the_file_holds_what_happened_to_everything_at_once(kept: Emulator) -> None:
    async with aiohttp.ClientSession() as session, hooked() as hook:
        await build(kept, session, hook.url)
        await kept.delivered()
        check(kept)
        for _ in range(40):
            kept.advance(1)
            await kept.delivered()
            check(kept)


async def test_a_write_costs_what_it_is_about_and_not_what_there_is(kept: Emulator) -> None:
    costs: list[int] = []
    async with AsyncClient(kept.config()) as sinch:
        await sinch.sms.apps.create(name="first", region=sms.Region.EU)
        for _ in range(100):
            before = connection_of(kept).total_changes
            await sinch.sms.apps.create(name="another", region=sms.Region.EU)
            costs.append(connection_of(kept).total_changes - before)
    assert len(set(costs)) == 1
    check(kept)


async def test_what_is_only_looked_at_is_not_written(kept: Emulator) -> None:
    async with AsyncClient(kept.config()) as sinch:
        await sinch.rcs.senders.list().collect()
        before = connection_of(kept).total_changes
        await sinch.rcs.senders.list().collect()
        await sinch.webhooks.list().collect()
        assert connection_of(kept).total_changes == before


@pytest.mark.parametrize("seed", range(20))
def test_records_keep_their_order_whatever_is_done_to_them(file: Path, seed: int) -> None:
    chance = random.Random(seed)
    emulator = Emulator(state=file, project_id="p1", frozen=True)
    store = emulator._store
    table = store.projects["p1"].table("webhooks")
    deeds: list[Callable[[Table, str], None]] = [
        lambda table, key: table.put(key, {"number": chance.random()}),
        lambda table, key: table.remove(key) if key in table else None,
        lambda table, key: table.edit(key).update(number=chance.random()) if key in table else None,
    ]
    for _ in range(30):
        for _ in range(chance.randrange(1, 5)):
            chance.choice(deeds)(table, chance.choice("abcd"))
        store.save()
        check(emulator)


async def test_a_full_disk_stops_writes_and_not_reads(kept: Emulator, file: Path) -> None:
    async with AsyncClient(kept.config()) as sinch:
        made = await sinch.sms.apps.create(name="first", region=sms.Region.EU)
        due = kept.snapshot()["clock"]["due"]
        ask = connection_of(kept).execute
        [pages] = ask("PRAGMA page_count").fetchone()
        ask(f"PRAGMA max_page_count={pages}")
        before = comparable(kept.snapshot())

        async def fill() -> None:
            nonlocal before
            for _ in range(1000):
                before = comparable(kept.snapshot())
                await sinch.sms.apps.create(name="x" * 255, region=sms.Region.EU)

        with pytest.raises(errors.ServerError, match=r"the disk is full\. Free some space") as failure:
            await fill()
        assert (failure.value.status, failure.value.error_code) == (500, "internal_error")
        assert comparable(kept.snapshot()) == before, "what was not saved has not happened"
        assert (await sinch.sms.apps.get(made.id)).name == "first"
        with pytest.raises(StateNotSaved, match="the disk is full"):
            kept.control.conversation.add_app("p1", channels=["viber"], app_id="A" * 1_000_000)
        assert len(await sinch.sms.apps.list().collect()) == len(before[1][("p1", "sms_apps")].split('"test"')) - 1
        ask("PRAGMA max_page_count=1000000")
        await sinch.sms.apps.create(name="last", region=sms.Region.EU)
        assert len(kept.snapshot()["clock"]["due"]) > len(due)
        check(kept)
        names = [app.name for app in await sinch.sms.apps.list().collect()]
    await kept.stop()
    async with Emulator(state=file) as again, AsyncClient(again.config("p1")) as sinch:
        assert [app.name for app in await sinch.sms.apps.list().collect()] == names


async def test_what_falls_due_on_a_full_disk_happens_once_there_is_room(kept: Emulator) -> None:
    async with AsyncClient(kept.config()) as sinch:
        made = await sinch.sms.apps.create(name="first", region=sms.Region.EU)
        ask = connection_of(kept).execute
        ask("PRAGMA query_only=ON")  # every write fails
        now = kept.clock.now()
        with pytest.raises(StateNotSaved, match="cannot be written"):
            kept.advance(60)
        assert kept.clock.now() == now
        assert (await sinch.sms.apps.get(made.id)).status == "PENDING_ADD"
        ask("PRAGMA query_only=OFF")
        kept.advance(60)
        assert (await sinch.sms.apps.get(made.id)).status == "ACTIVE"
        check(kept)


async def test_what_cannot_be_saved_is_not_tried_all_the_time(file: Path) -> None:
    async with Emulator(state=file, project_id="p1") as emulator, AsyncClient(emulator.config()) as sinch:
        made = await sinch.sms.apps.create(name="first", region=sms.Region.EU)
        ask = connection_of(emulator).execute
        tries: list[str] = []
        connection_of(emulator).set_trace_callback(
            lambda text: tries.append(text) if text.startswith("BEGIN") else None
        )
        ask("PRAGMA query_only=ON")
        emulator.clock.moved += 1  # time has come for the next step, and nobody asks
        emulator.clock.sooner()
        await asyncio.sleep(0.3)
        assert 1 <= sum(text.startswith("BEGIN") for text in tries) <= 2
        connection_of(emulator).set_trace_callback(None)
        ask("PRAGMA query_only=OFF")
        assert (await sinch.sms.apps.get(made.id)).status == "IN_PROGRESS_ADD"


async def test_a_second_emulator_on_the_same_file_is_told(kept: Emulator, file: Path) -> None:
    with pytest.raises(StateFileError, match=r"state\.db is in use by another emulator"):
        Emulator(state=file)
    code = "import sys; from sinch_provisioning.emulator import Emulator; Emulator(state=sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)  # noqa: ASYNC221
    assert done.returncode == 1
    assert "is in use by another emulator. Stop that one, or name another file" in done.stderr
    check(kept)


def damaged(file: Path) -> None:
    emulator = Emulator(state=file, project_id="p1")
    for _ in range(200):
        emulator.control.conversation.add_app("p1")
    emulator._store.close()
    content = bytearray(file.read_bytes())
    content[3 * 4096 :] = b"\x55" * (len(content) - 3 * 4096)
    file.write_bytes(content)


def foreign(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")


def newer(file: Path) -> None:
    Emulator(state=file, project_id="p1")._store.close()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version=9")


def no_json(file: Path) -> None:
    Emulator(state=file, project_id="p1")._store.close()
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE meta SET value = '{'")


def of_something_else(file: Path) -> None:
    Emulator(state=file, project_id="p1")._store.close()
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE meta SET value = '\"text\"' WHERE name = 'seed'")


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (damaged, "(?s)is damaged.*Restore a copy of it, save what is readable"),
        (foreign, "holds no state of this emulator. Name another file, or move it away"),
        (newer, "has format 9, and this version reads 1"),
        (no_json, "is damaged"),
        (of_something_else, "holds no state of this emulator"),
        (lambda file: file.write_bytes(b'{"version":1,"seed":0}\n' * 50), "holds no state of this emulator"),
        (Path.mkdir, "is not a file"),
        (lambda file: file.symlink_to("/dev/null"), "is not a file"),
        (lambda file: file.symlink_to("/proc/state.db"), "cannot be written"),
        (lambda file: file.symlink_to(file), "cannot be written"),
        (lambda file: file.symlink_to(file.parent / "nowhere" / "state.db"), "there is no folder .*nowhere. Create it"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_left_alone(
    file: Path, prepare: Callable[[Path], Any], told: str
) -> None:
    prepare(file)
    is_file = os.path.isfile(file)  # noqa: PTH113 - a link in a circle is no error to it
    before = file.read_bytes() if is_file else b""
    with pytest.raises(StateFileError, match=told):
        Emulator(state=file)
    assert not is_file or file.read_bytes() == before


async def test_a_link_leads_to_the_file(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(file)
    async with Emulator(state=link, project_id="p1"):
        pass
    assert link.is_symlink()
    assert Emulator(state=file).project_ids == ["p1"]


def test_an_empty_file_is_a_state_that_begins(file: Path) -> None:
    file.touch()
    with Emulator(state=file, project_id="p1"):
        pass
    assert Emulator(state=file).project_ids == ["p1"]


async def test_an_emulator_that_is_killed_has_kept_all_that_it_answered(file: Path) -> None:
    chance = random.Random(7)
    for _ in range(4):
        answered, wrong = await kill_once(file, 150, chance)
        assert answered > 0
        assert wrong == []


async def test_the_same_seed_and_the_same_calls_make_the_same_state() -> None:
    states: list[Any] = []
    for seed in (5, 5, 6):
        emulator = Emulator(project_id="p1", senders=5, seed=seed, frozen=True, now=1_800_000_000.0)
        async with emulator, aiohttp.ClientSession() as session:
            await build(emulator, session)
            emulator.advance(86_400)
            state = emulator.snapshot()
        del state["meta"]["pager"]
        for part in ("whatsapp_senders", "kakaotalk_senders"):
            for record in state["projects"]["p1"]["tables"][part].values():
                for secret in ("bearerToken", "code"):  # they are never drawn from a seed
                    record.pop(secret, None)
        states.append(state)
    assert states[0] == states[1]
    assert states[0]["projects"] != states[2]["projects"]
