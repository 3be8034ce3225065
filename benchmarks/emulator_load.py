"""How many pages of 100 senders, and single ones, the emulator serves in a second, with and without a state file."""

import asyncio
import base64
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from benchmarks.measure import ROOT, Figure, Outcome, Sample, Spread, spread
from benchmarks.stage import Stage

_EMULATOR = """
import json, sys
from sinch_provisioning.emulator import Emulator
emulator = Emulator(project_id="p1", senders=1_000_000, state=sys.argv[1] or None)  # the id decides how large they are
emulator.run(
    lambda: print(json.dumps([emulator.url, emulator.project_id, emulator.key_id, emulator.key_secret]), flush=True)
)
"""


_ASKED = {"pages of 100 senders a second": "?pageSize=100", "gets of one sender a second": "/{id}"}


def run(stage: Stage) -> Outcome:
    figures: list[Figure] = []
    for what, path in _ASKED.items():
        for state in ("", "state.db"):
            samples = [_measure(path, state, 200 if stage.quick else 1000) for _ in range(stage.rounds)]
            figures.append(
                Figure(
                    who="emulator with a state file, 8 connections" if state else "emulator, 8 connections",
                    what=what,
                    unit="speed",
                    value=spread(samples, "speed"),
                    beside={"CPU each, ms": Spread.of([sample["cpu"] for sample in samples]).median},
                )
            )
    return Outcome(title="The emulator", figures=figures)


def _measure(path: str, state: str, times: int) -> Sample:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-c", _EMULATOR, state and str(Path(folder) / state)],
            cwd=ROOT,
            env=os.environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        try:
            url, project, key_id, key_secret = json.loads(process.stdout.readline())
            basic = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode()
            senders = f"/v1/projects/{project}/rcs/senders"
            first = json.loads(asyncio.run(_load(url, f"{senders}?pageSize=1", basic, 1)))["senders"][0]["id"]
            before = perf_counter()
            asyncio.run(_load(url, senders + path.format(id=first), basic, times))
            wall = perf_counter() - before
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    return {"speed": times / wall, "cpu": cpu / times * 1e3}


async def _load(url: str, path: str, basic: str, times: int) -> bytes:
    """Ask as fast as responses come, look at no more of them than their length, and return the last one."""
    where = urlsplit(url)
    request = (f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Basic {basic}\r\n\r\n").encode()
    todo = iter(range(times))
    last = b""

    async def connection() -> None:
        nonlocal last
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=2**20)
        for _ in todo:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
            last = await reader.readexactly(int(length.partition(b":")[2]))
        writer.close()
        await writer.wait_closed()

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(connection())
    return last
