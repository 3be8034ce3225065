"""The emulator as a process: its first line, what it serves, how it ends."""

import json
import signal
import socket
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, errors
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
    ("arguments", "words"), [(("--senders", "-1"), "negative"), (("--state", "FILE"), "holds no state")]
)
async def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, str], words: str) -> None:
    file = tmp_path / "state.json"
    file.write_text("nonsense")
    given = [str(file) if argument == "FILE" else argument for argument in arguments]
    status, output, told = await run("emulator", "--port", "0", *given)
    assert (status, output) == (1, "")
    assert words in told
    assert "Traceback" not in told
