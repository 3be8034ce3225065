"""An emulator in a process of its own, attacked, and what became of it."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
import attrs

from tests.attacks import bytes as raw
from tests.attacks import calls as control
from tests.attacks.load import load

MAX_CREEP = 8
"""Megabytes by which it may grow over the second half of plain requests, when the journal is full."""
MAX_GROWTH = 150
"""Megabytes: the journal may keep 64, and a state that is put back takes its room."""


@attrs.frozen
class Report:
    """How an emulator coped."""

    calls: control.Tally
    is_alive: bool
    status: int
    megabytes: list[int]
    """What it held at the start, after the first half of the calls, after all, and after the connections."""
    log: str
    steady: list[int]
    """What it held after each tenth of the plain requests."""

    @property
    def wrong(self) -> list[str]:
        """What must not happen."""
        wrong = [*self.calls.failures]
        if not self.is_alive or self.status:
            wrong.append(f"it did not survive and end well: status {self.status}")
        if self.megabytes[-1] - self.megabytes[0] > MAX_GROWTH:
            wrong.append(f"it grew: {self.megabytes} MB")
        if self.steady and max(self.steady[6:]) - max(self.steady[:6]) > MAX_CREEP:
            wrong.append(f"it grew under plain requests: {self.steady} MB")
        if "Traceback" in self.log and not self.calls.failures:
            wrong.append(f"it complained: {self.log[-2000:]}")
        return wrong


async def run(calls: int, connections: int, requests: int, seed: int) -> Report:
    """Attack an emulator of its own, after some plain requests."""
    command = (
        sys.executable,
        "-m",
        "sinch_provisioning.cli",
        "emulator",
        "--port",
        "0",
        "--project",
        "p1",
        "--senders",
        "20",
    )
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        log = asyncio.create_task(process.stderr.read())
        ready = json.loads(await process.stdout.readline())
        url = ready["url"]
        steady = await load(ready, requests, lambda: _megabytes(process.pid)) if requests else []
        held = [_megabytes(process.pid)]
        tally = await control.attack(url, calls // 2, seed)
        held.append(_megabytes(process.pid))
        second = await control.attack(url, calls - calls // 2, seed + 1)
        held.append(_megabytes(process.pid))
        await raw.attack(url, connections, seed)
        held.append(_megabytes(process.pid))
        for status, count in second.statuses.items():
            tally.statuses[status] = tally.statuses.get(status, 0) + count
        tally.failures += second.failures
        is_alive = await _is_alive(url)
        process.terminate()
        async with asyncio.timeout(30):
            status = await process.wait()
        return Report(tally, is_alive, status, held, (await log).decode("utf-8", "replace"), steady)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _is_alive(url: str) -> bool:
    async with aiohttp.ClientSession() as session, session.get(f"{url}/_emulator/health") as response:
        return response.status == 200


def _megabytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0  # only Linux has it
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
