"""The emulator as a process: its first line, what it serves, how it ends."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import Process
from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import Any

import aiohttp
import pytest

from sinch_provisioning import AsyncClient, bulk, errors
from sinch_provisioning.webhooks import WebhookTrigger
from tests.cli.command import run, running

pytestmark = pytest.mark.anyio


async def start_line(process: Process) -> dict[str, Any]:
    assert process.stdout is not None
    line: dict[str, Any] = json.loads(await process.stdout.readline())
    return line


def client_of(start: dict[str, Any], project: int = 0) -> AsyncClient:
    return AsyncClient(
        project_id=start["project_ids"][project],
        key_id=start["key_id"],
        key_secret=start["key_secret"],
        base_url=start["url"],
        auth_url=start["auth_url"],
    )


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_is_serves_and_ends_well(name: signal.Signals) -> None:
    async with running("emulator", "--port", "0", "--senders", "7") as process:
        start = await start_line(process)
        assert start.keys() == {"url", "auth_url", "key_id", "key_secret", "project_ids"}
        assert start["url"].startswith("http://127.0.0.1:")
        async with client_of(start) as sinch:
            assert len(await sinch.rcs.senders.list().collect()) == 7
        process.send_signal(name)
        output, errors_ = await process.communicate()
        assert (process.returncode, output, errors_) == (0, b"", b"")


async def test_it_ends_although_a_client_is_still_connected() -> None:
    async with running("emulator", "--port", "0") as process, client_of(await start_line(process)) as sinch:
        await sinch.rcs.senders.list().collect()
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_it_serves_what_it_is_told_to(tmp_path: Path) -> None:
    arguments = (
        *("emulator", "--port", "0", "--key-id", "kid", "--key-secret", "very-secret", "--seed", "3"),
        *("--project", "p1", "--project", "p2", "--senders", "3", "--state", str(tmp_path / "state.json")),
    )
    async with running(*arguments) as process:
        start = await start_line(process)
        assert (start["key_id"], start["key_secret"], start["project_ids"]) == ("kid", "very-secret", ["p1", "p2"])
        async with client_of(start, 1) as sinch:
            before = await sinch.rcs.senders.list().collect()
            await sinch.rcs.account.comment("kept")
        process.terminate()
        await process.wait()
    async with running(*arguments) as process, client_of(await start_line(process), 1) as sinch:
        assert await sinch.rcs.senders.list().collect() == before
        assert [activity.comment async for activity in sinch.rcs.account.activities()] == ["kept"]


async def test_each_start_makes_up_its_own_credentials() -> None:
    starts: list[dict[str, Any]] = []
    for _ in range(2):
        async with running("emulator", "--port", "0") as process:
            starts.append(await start_line(process))
            if len(starts) == 2:
                wrong = {**starts[1], "key_secret": starts[0]["key_secret"]}
                async with client_of(wrong) as sinch:
                    with pytest.raises(errors.Unauthorized):
                        await sinch.rcs.senders.get("s1")
    assert starts[0]["key_secret"] != starts[1]["key_secret"]
    assert starts[0]["project_ids"] != starts[1]["project_ids"]


REAL = {
    "SINCH_PROJECT_ID": "real-project",
    "SINCH_KEY_ID": "real-key",
    "SINCH_KEY_SECRET": "real-secret",
    "SINCH_ACCESS_TOKEN": "real-token",
    "SINCH_BASE_URL": "https://real.example",
    "SINCH_AUTH_URL": "https://real.example",
}


async def test_the_credentials_of_the_real_service_are_neither_read_nor_printed() -> None:
    async with running("emulator", "--port", "0", **REAL) as process:
        start = await start_line(process)
        assert start["key_secret"]
        async with client_of(start) as sinch:
            assert await sinch.rcs.senders.list().collect() == []
        async with client_of({**start, "key_secret": REAL["SINCH_KEY_SECRET"]}) as sinch:
            with pytest.raises(errors.Unauthorized):
                await sinch.rcs.senders.get("s1")
        process.terminate()
        output, errors_ = await process.communicate()
    assert "real" not in f"{start}{output.decode()}{errors_.decode()}"
    _, output_of_help, errors_of_help = await run("emulator", "--help", **REAL)
    assert "real-" not in output_of_help + errors_of_help


async def test_a_secret_from_the_emulators_own_variable_is_used_and_not_printed() -> None:
    own = {"SINCH_EMULATOR_KEY_SECRET": "from-the-environment"}
    async with running("emulator", "--port", "0", "--key-id", "kid", **REAL, **own) as process:
        start = await start_line(process)
        assert start.keys() == {"url", "auth_url", "key_id", "key_secret", "project_ids"}
        assert (start["key_id"], start["key_secret"]) == ("kid", None)
        async with client_of({**start, "key_secret": "from-the-environment"}) as sinch:
            assert await sinch.rcs.senders.list().collect() == []
        process.terminate()
        output, errors_ = await process.communicate()
    assert b"from-the-environment" not in output + errors_

    async with running("emulator", "--port", "0", "--key-secret", "given", **own) as process:
        start = await start_line(process)
        assert start["key_secret"] == "given", "an option wins over the environment"
    async with running("emulator", "--port", "0", SINCH_EMULATOR_KEY_SECRET="") as process:
        start = await start_line(process)
        assert start["key_secret"], "an empty variable is as good as none"


async def test_a_port_that_is_taken_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, output, told = await run("emulator", "--port", str(taken.getsockname()[1]))
    assert (status, output) == (1, "")
    assert "address already in use" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--senders", "-1"), "between 0 and 10000000"),
        (("--senders", "1" + "0" * 30), "between 0 and 10000000"),
        (("--port", "99999"), "between 0 and 65535"),
        (("--project", ""), "1 to 100 printable"),
        (("--state", "FILE"), "holds no state"),
    ],
)
async def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, str], words: str) -> None:
    file = tmp_path / "state.json"
    file.write_text("nonsense")
    given = [str(file) if argument == "FILE" else argument for argument in arguments]
    port = () if "--port" in given else ("--port", "0")
    status, output, told = await run("emulator", *port, *given)
    assert (status, output) == (1, "")
    assert words in told
    assert "Traceback" not in told


async def test_without_its_extra_it_says_what_to_install(tmp_path: Path) -> None:
    code = """
        import importlib.util, sys
        from sinch_provisioning.emulator import bounds
        found = importlib.util.find_spec
        bounds.find_spec = lambda name: None if name == "jinja2" else found(name)
        sys.argv = ["sinch-provisioning", "emulator", "--port", "0"]
        from sinch_provisioning.cli import main
        main()
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", dedent(code), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    output, told = await process.communicate()
    assert (process.returncode, output) == (1, b"")
    [line] = told.decode().splitlines()
    assert line == "the emulator needs jinja2: pip install 'sinch-provisioning[emulator]'"


async def test_where_others_reach_it_it_says_so_and_serves_the_names_that_are_allowed() -> None:
    async with running("emulator", "--host", "0.0.0.0", "--port", "0", "--allow-host", "emulator.internal") as process:
        start = await start_line(process)
        assert start["url"].startswith("http://127.0.0.1:")
        async with client_of(start) as sinch, aiohttp.ClientSession() as session:
            assert await sinch.rcs.senders.list().collect() == []
            for host, status in (("emulator.internal", 200), ("evil.example", 403)):
                async with session.get(f"{start['url']}/_emulator/health", headers={"Host": host}) as response:
                    assert response.status == status
        process.terminate()
        told = (await process.communicate())[1].decode()
    first, second = told.splitlines()
    assert "listens on 0.0.0.0" in first
    assert "'evil.example'" in second
    assert "--allow-host" in second


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_while_thousands_of_deliveries_fail(name: signal.Signals) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        target = f"http://127.0.0.1:{closed.getsockname()[1]}"
        async with running("emulator", "--port", "0") as process:
            start = await start_line(process)
            async with client_of(start) as sinch, aiohttp.ClientSession() as session:
                for number in range(15):
                    await sinch.webhooks.create(target=f"{target}/{number}", secret="s", triggers=[WebhookTrigger.ALL])
                await bulk.gather({number: partial(sinch.rcs.account.comment, "x") for number in range(400)})
                async with session.post(f"{start['url']}/_emulator/clock", json={"seconds": 100_000}) as response:
                    assert response.status == 200
            process.send_signal(name)
            async with asyncio.timeout(10):
                assert await process.wait() == 0


async def test_signals_work_where_the_loop_has_no_handlers_for_them() -> None:
    code = """
        import asyncio, sys
        def missing(*_):
            raise NotImplementedError
        asyncio.SelectorEventLoop.add_signal_handler = missing
        from sinch_provisioning.emulator import Emulator
        Emulator().run(on_ready=lambda: print("ready", flush=True))
        print("ended")
    """
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", dedent(code), stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGTERM)
    assert await process.stdout.read() == b"ended\n"
    assert await process.wait() == 0
