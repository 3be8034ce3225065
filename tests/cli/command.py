"""The command line as a process of its own, and in this one."""

import asyncio
import io
import json
import os
import sys
import sysconfig
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import attrs

from sinch_provisioning.emulator import Emulator

COMMAND = Path(sysconfig.get_path("scripts")) / "sinch-provisioning"


async def run(*arguments: str, **environ: str) -> tuple[int, str, str]:
    """Run the command to its end, with further environment variables; return its status, output and errors."""
    process = await asyncio.create_subprocess_exec(
        COMMAND, *arguments, stdout=PIPE, stderr=PIPE, env={**os.environ, **environ}
    )
    try:
        output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode, output.decode(), errors.decode()


@asynccontextmanager
async def running(*arguments: str, **environ: str) -> AsyncGenerator[Process]:
    """Start the command with further environment variables; it does not outlive the test."""
    process = await asyncio.create_subprocess_exec(
        COMMAND, *arguments, stdout=PIPE, stderr=PIPE, env={**os.environ, **environ}
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@attrs.frozen
class Done:
    """What a command in this process ended with."""

    code: int
    output: str
    errors: str

    @property
    def data(self) -> Any:
        """The output as JSON."""
        return json.loads(self.output)


def invoke(*arguments: str, given: str = "") -> Done:
    """Run the command in this process, which is faster, with a text on its standard input."""
    from sinch_provisioning.cli.failing import run as run_here

    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    kept = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8")
    try:
        with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
            code = run_here(arguments)
    finally:
        sys.stdin = kept
    output, errors = (stream.buffer.getvalue().decode() for stream in streams)
    return Done(code, output, errors)


async def until(done: Callable[[], bool]) -> None:
    """Wait until something is so that happens elsewhere."""
    async with asyncio.timeout(20):
        while True:
            if done():
                return
            await asyncio.sleep(0.02)


def environment(emulator: Emulator, **more: str) -> dict[str, str]:
    """Return the variables that lead a command to an emulator."""
    return {
        "SINCH_PROJECT_ID": emulator.project_id,
        "SINCH_KEY_ID": emulator.key_id,
        "SINCH_KEY_SECRET": emulator.key_secret,
        "SINCH_BASE_URL": emulator.url,
        "SINCH_AUTH_URL": emulator.auth_url,
        **more,
    }
