"""The command line as a process of its own."""

import asyncio
import os
import sysconfig
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

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
