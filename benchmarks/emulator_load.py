"""How many pages of 100 senders the emulator serves in a second, contract checks and journal and all."""

import asyncio
import base64
import json
import os
import resource
import subprocess
import sys
from time import perf_counter
from urllib.parse import urlsplit

from benchmarks.measure import ROOT, Figure, Outcome, Sample, Spread, spread
from benchmarks.stage import Stage

_EMULATOR = """
import json
from sinch_provisioning.emulator import Emulator
emulator = Emulator(senders=1_000_000)
emulator.run(
    lambda: print(json.dumps([emulator.url, emulator.project_id, emulator.key_id, emulator.key_secret]), flush=True)
)
"""


def run(stage: Stage) -> Outcome:
    samples = [_measure(200 if stage.quick else 1000) for _ in range(stage.rounds)]
    return Outcome(
        title="The emulator",
        figures=[
            Figure(
                who="emulator, 8 connections",
                what="pages of 100 senders a second",
                unit="speed",
                value=spread(samples, "speed"),
                beside={"CPU a page, ms": Spread.of([sample["cpu"] for sample in samples]).median},
            )
        ],
    )


def _measure(pages: int) -> Sample:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        [sys.executable, "-c", _EMULATOR], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        url, project, key_id, key_secret = json.loads(process.stdout.readline())
        basic = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode()
        before = perf_counter()
        asyncio.run(_load(url, project, basic, pages))
        wall = perf_counter() - before
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    return {"speed": pages / wall, "cpu": cpu / pages * 1e3}


async def _load(url: str, project: str, basic: str, pages: int) -> None:
    """Ask for pages as fast as they come, and look at no more of them than their length."""
    where = urlsplit(url)
    request = (
        f"GET /v1/projects/{project}/rcs/senders?pageSize=100 HTTP/1.1\r\n"
        f"Host: {where.netloc}\r\nAuthorization: Basic {basic}\r\n\r\n"
    ).encode()
    todo = iter(range(pages))

    async def connection() -> None:
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=2**20)
        for _ in todo:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            await reader.readexactly(int(length.partition(b":")[2]))
        writer.close()
        await writer.wait_closed()

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(connection())
