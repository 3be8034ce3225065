"""The command line as a process of its own."""

import asyncio
import sysconfig
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

COMMAND = Path(sysconfig.get_path("scripts")) / "sinch-provisioning"


async def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command to its end; return its status, output and errors."""
    process = await asyncio.create_subprocess_exec(COMMAND, *arguments, stdout=PIPE, stderr=PIPE)
    try:
        output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode, output.decode(), errors.decode()


@asynccontextmanager
async def running(*arguments: str) -> AsyncGenerator[Process]:
    """Start the command; it does not outlive the test."""
    process = await asyncio.create_subprocess_exec(COMMAND, *arguments, stdout=PIPE, stderr=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
