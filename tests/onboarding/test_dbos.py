"""Whole onboardings on DBOS, over SQLite and PostgreSQL, against the emulator."""

import asyncio
import importlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.errors import ConfigurationError, InvalidRequest, StorageError
from sinch_provisioning.onboarding import Store, plain
from sinch_provisioning.testing import SkippingClock
from sinch_provisioning.webhooks.receiver import read_event
from tests.onboarding import killing, scene
from tests.onboarding.scene import calls, only_sender, settle, status_of
from tests.onboarding.test_plain import holds

pytest.importorskip("dbos", reason="needs the extra dbos")

from dbos import DBOS

from sinch_provisioning.onboarding import dbos

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Run a PostgreSQL of its own, as another user where root is not allowed to."""
    missing = [name for name in ("initdb", "postgres", "pg_ctl") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs PostgreSQL: {', '.join(missing)} not found")
    user: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
    folder = tempfile.mkdtemp(prefix="pg")
    try:
        if user:
            shutil.chown(folder, "nobody", "nogroup")
        data = f"{folder}/data"

        def run(*command: str) -> None:
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60, **user)

        run("initdb", "-D", data, "-U", "sinch", "-A", "trust", "--no-sync", "--locale=C.UTF-8")
        options = f"-k {folder} -h '' -F -c max_connections=60"
        run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql://sinch@/{{}}?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/runs.db"
    import psycopg

    server, name = request.getfixturevalue("server"), f"d{os.urandom(4).hex()}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return str(server.format(name))


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Return the URL of an SQLite file."""
    return f"sqlite:///{tmp_path}/runs.db"


async def test_every_channel_comes_live_and_only_states_are_recorded(
    database: str, client: AsyncClient, clock: SkippingClock, emulator: Emulator, tmp_path: Path
) -> None:
    async with dbos.Runner(client, database, clock=clock) as runner:
        await runner.start("acme", scene.rcs(comment="Hello"))
        await runner.start("acme", scene.rcs(comment="Hello"))  # which changes nothing
        await runner.start("talk", scene.kakaotalk(comment="Hello"))
        with pytest.raises(InvalidRequest, match="wants something else"):
            await runner.start("talk", scene.kakaotalk("@other"))
        assert "code" in (await settle(runner, "talk")).question.fields  # type: ignore[union-attr]
        code = emulator.control.kakaotalk.senders.code(emulator.project_id, "@acme")
        await runner.answer("talk", {"code": code})
        with anyio.fail_after(60):
            await runner.run()
        assert [status.state for status in runner.status()] == ["done", "done"]
        recorded = [
            step["output"]
            for one in await DBOS.list_workflows_async()
            for step in await DBOS.list_workflow_steps_async(one.workflow_id)
        ]
        assert set(recorded) <= {"waiting", "asking", "done"}
    once = ("createRcsSender", "launchRcsSender", "createRcsSenderComment", "createKakaotalkSender")
    assert calls(emulator, *once, "registerKakaotalkSender", "verifyKakaotalkSender") == [1] * 6
    assert await asyncio.to_thread(lambda: "DBOS leaves a loop that has threads")
    if database.startswith("sqlite"):
        assert not holds(tmp_path, code)
        assert Store(tmp_path / "runs.db", write=False).load("acme") is not None


async def test_ten_onboardings_wait_while_a_new_version_is_deployed_and_all_of_them_end(
    database: str, client: AsyncClient, clock: SkippingClock, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with dbos.Runner(client, database, clock=clock) as runner:
        for n in range(10):
            await runner.start(f"acme {n}", scene.rcs(f"Brand {n}"))
        await runner.run_until_idle()
        assert {status.state for status in runner.status()} == {"waiting"}

    @DBOS.workflow(name="another")
    async def another() -> None:
        """Be part of the new version, whose digest of workflows is another one."""

    monkeypatch.setenv("DBOS__APPVERSION", "next")
    monkeypatch.setenv("DBOS__VMID", "another machine")
    async with dbos.Runner(client, database, clock=clock) as runner:
        with anyio.fail_after(60):
            await runner.run()
        assert {status.state for status in runner.status()} == {"done"}
    assert calls(emulator, "createRcsSender", "launchRcsSender") == [10, 10]


async def test_an_answer_and_an_event_wake_an_onboarding_after_a_restart(
    database: str, client: AsyncClient, clock: SkippingClock, emulator: Emulator
) -> None:
    async with dbos.Runner(client, database, clock=clock) as runner:
        await runner.start("acme", scene.rcs(countries=("DE",)))
        await runner.run_until_idle()
    decide, sender = emulator.control.rcs.set_operator, only_sender(emulator)
    decide(emulator.project_id, sender, "DE", "O2", "REJECTED", "The logo cannot be read.")
    async with dbos.Runner(client, database, clock=clock) as runner:
        found = await client.request("GET", f"/rcs/senders/{sender}", returns=dict[str, Any])
        event = {"type": "RCS_SENDER_OPERATOR_STATUS_UPDATED", "projectId": emulator.project_id}
        await runner.receive(read_event(json.dumps({**event, "payload": found}).encode()))  # type: ignore[arg-type]
        await runner.run_until_idle()
        assert status_of(runner).question is not None
        await runner.answer("acme", {"again": True})
        await runner.run_until_idle()
        assert calls(emulator, "launchRcsSender") == [2]


async def test_a_change_by_hand_while_no_process_runs_is_not_undone_but_asked_about(
    database: str, client: AsyncClient, clock: SkippingClock, emulator: Emulator
) -> None:
    wanted = scene.rcs(details={"testNumbers": ["+46123123222"]}, verified_numbers=1)
    async with dbos.Runner(client, database, clock=clock) as runner:
        await runner.start("acme", wanted)
        await runner.run_until_idle()
    by_hand = {"details": {"brand": {"logoUrl": "https://other.example/logo.png"}}}
    await client.request("PATCH", f"/rcs/senders/{only_sender(emulator)}", returns=dict, body=by_hand)
    async with dbos.Runner(client, database, clock=clock) as runner:
        question = (await settle(runner)).question
        assert question is not None
        assert (question.where, question.fields) == (("rcs", "brand.logo_url"), ("keep", "overwrite"))
        assert calls(emulator, "launchRcsSender", "updateRcsSender") == [0, 1]
        await runner.answer("acme", {"keep": True})
        with anyio.fail_after(60):
            await runner.run()
        assert status_of(runner).state == "done"
    assert calls(emulator, "createRcsSender", "launchRcsSender", "updateRcsSender") == [1, 1, 1]


async def test_one_process_has_a_database_and_one_runner_a_process(
    database: str, client: AsyncClient, clock: SkippingClock
) -> None:
    runner = dbos.Runner(client, database, clock=clock)
    with pytest.raises(ConfigurationError, match="one DBOS runner at a time"):
        dbos.Runner(client, database)
    with pytest.raises(StorageError, match="in use by another process"):
        dbos._open(database)
    await runner.close()
    await runner.close()
    store, _ = dbos._open(database)
    store.close()


async def test_a_process_whose_session_is_lost_stops_and_the_next_one_goes_on(
    server: str, client: AsyncClient, clock: SkippingClock, emulator: Emulator
) -> None:
    import psycopg

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE lost")
        async with dbos.Runner(client, server.format("lost"), clock=clock) as runner:
            await runner.start("acme", scene.rcs())
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            with pytest.raises(StorageError, match="PostgreSQL cannot be used"):
                await runner.run()
    async with dbos.Runner(client, server.format("lost"), clock=clock) as runner:
        with anyio.fail_after(60):
            await runner.run()
        assert status_of(runner).state == "done"
    assert calls(emulator, "createRcsSender") == [1]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for name in ("dbos", "postgres"):
        monkeypatch.delitem(sys.modules, f"sinch_provisioning.onboarding.{name}")
    with pytest.raises(ModuleNotFoundError, match=r"psycopg is missing: pip install 'sinch-provisioning\[dbos\]'"):
        importlib.import_module("sinch_provisioning.onboarding.dbos")


async def test_a_cancelled_onboarding_ends_its_workflow_and_the_other_way_round(
    file: str, client: AsyncClient, clock: SkippingClock
) -> None:
    async with dbos.Runner(client, file, clock=clock) as runner:
        await runner.start("here", scene.rcs("Here"))
        await runner.start("there", scene.rcs("There"))
        await runner.run_until_idle()
        await runner.cancel("here")
        handle: Any = await DBOS.retrieve_workflow_async("sinch-onboarding:here")
        assert await handle.get_result() == "failed"
        await DBOS.cancel_workflow_async("sinch-onboarding:there")
        with anyio.fail_after(60):
            await runner.run()
        assert [status.state for status in runner.status()] in (["failed", "failed"], ["failed", "done"])
        await runner.start("later", scene.rcs("Later"))
        await runner.run_until_idle()
        await DBOS.cancel_workflow_async("sinch-onboarding:later")
    async with dbos.Runner(client, file, clock=clock) as runner:
        assert await runner.run_until_idle() is None
        assert status_of(runner, "later").state == "failed"


async def test_an_onboarding_without_a_workflow_gets_one(
    file: str, client: AsyncClient, clock: SkippingClock, emulator: Emulator, tmp_path: Path
) -> None:
    async with plain.Runner(client, tmp_path / "runs.db", clock=clock) as before:
        await before.start("acme", scene.rcs())  # a death between the two databases looks the same
    async with dbos.Runner(client, file, clock=clock) as runner:
        await runner.run_until_idle()
    with sqlite3.connect(tmp_path / "runs.db.dbos") as connection:
        connection.execute("UPDATE workflow_status SET status = 'ERROR'")
    connection.close()
    async with dbos.Runner(client, file, clock=clock) as runner:
        with anyio.fail_after(60):
            await runner.run()
        assert status_of(runner).state == "done"
    assert calls(emulator, "createRcsSender") == [1]


async def test_an_error_of_ours_holds_up_one_onboarding_for_an_hour_and_ends_none(
    file: str, client: AsyncClient, clock: SkippingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = True

    def watch(moment: str, name: str, _step: object) -> None:
        if broken and name == "acme" and moment == "intended":
            raise ZeroDivisionError("broken")

    async with dbos.Runner(client, file, clock=clock, watch=watch) as runner:
        await runner.start("acme", scene.rcs())
        await runner.run_until_idle()
        assert status_of(runner).step == "ZeroDivisionError: broken"
        broken = False
        with anyio.fail_after(60):
            await runner.run()
        assert status_of(runner).state == "done"


@pytest.mark.parametrize("url", ["runs.db", "sqlite://", "sqlite:///:memory:", "mysql://host/name"])
async def test_another_database_is_rejected(url: str, client: AsyncClient) -> None:
    with pytest.raises(ConfigurationError, match=r"sqlite:///runs\.db") as caught:
        dbos.Runner(client, url)
    assert caught.value.field == "database"


def test_processes_that_are_killed_between_response_and_record_make_nothing_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(killing, "MOMENTS", ("responded",))
    assert killing.kill("dbos", count=1, kills=2, seed=7) == 0, capsys.readouterr().out


async def test_a_process_that_uses_dbos_already_is_told_so(file: str, client: AsyncClient, tmp_path: Path) -> None:
    DBOS(config={"name": "mine", "system_database_url": f"sqlite:///{tmp_path}/mine.db", "log_level": "ERROR"})
    try:
        with pytest.raises(ConfigurationError, match="uses DBOS already"):
            async with dbos.Runner(client, file):
                pass
    finally:
        DBOS.destroy()
    async with dbos.Runner(client, file) as runner:
        assert runner.status() == []
