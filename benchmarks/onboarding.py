"""Many onboardings at once in one process: what memory and time they need, and how fast they ask."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.aims import aim
from benchmarks.measure import ROOT, Figure, Outcome, Ratio, Sample, Spread, peak
from benchmarks.measure import run as run_one
from benchmarks.stage import Stage

RATE = 200.0
"""Requests a second that the client is allowed."""
_EMULATOR = """
import json
from sinch_provisioning.emulator import Emulator
emulator = Emulator(project_id="p", key_id="k", key_secret="s")
emulator.run(lambda: print(json.dumps(emulator.url), flush=True))
"""


def run(stage: Stage) -> Outcome:
    sizes = [20, 50] if stage.quick else [100, 500]
    few, many = (run_one(__name__, "plain", count=size) for size in sizes)
    return Outcome(
        title=f"{sizes[1]} onboardings at once",
        figures=[
            Figure(
                who=f"{size} RCS senders, plain engine",
                what="peak memory above the idle runner",
                unit="MB",
                value=Spread.of([sample["above"]]),
                beside={
                    "requests each": sample["requests"] / size,
                    "most requests a second": sample["fastest"],
                    "CPU each, ms": sample["cpu"] / size * 1e3,
                    "seconds": sample["wall"],
                },
            )
            for size, sample in zip(sizes, (few, many), strict=True)
        ],
        ratios=[
            Ratio(
                what=f"memory of {sizes[1]} onboardings less that of {sizes[0]}",
                value=Spread.of([many["above"] - few["above"]]),
                unit=" MB",
                **aim("onboardings, memory"),
            ),
            Ratio(
                what="requests in the fastest second vs Config(rate=...)",
                value=Spread.of([many["fastest"] / RATE]),
                **aim("onboardings, rate"),
            ),
        ],
    )


def _plain(count: int) -> Sample:
    with (
        subprocess.Popen(
            [sys.executable, "-c", _EMULATOR], cwd=ROOT, env=os.environ, stdout=subprocess.PIPE
        ) as process,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert process.stdout is not None
        try:
            return asyncio.run(_onboard(json.loads(process.stdout.readline()), Path(folder), count))
        finally:
            process.terminate()


async def _onboard(url: str, folder: Path, count: int) -> Sample:
    from sinch_provisioning import AsyncClient, Attempt, Config
    from sinch_provisioning.onboarding import plain

    seconds = Counter[int]()

    class Seen:
        def before(self, attempt: Attempt) -> None:  # noqa: ARG002
            seconds[int(time.monotonic())] += 1

        def after(self, attempt: Attempt) -> None: ...

    config = Config(project_id="p", key_id="k", key_secret="s", base_url=url, auth_url=url, rate=RATE)
    clock = _Clock(url)
    async with (
        AsyncClient(config, hooks=[Seen()]) as sinch,
        plain.Runner(sinch, folder / "runs.db", clock=clock) as runner,
    ):
        await runner.start("first", _wanted(-1))
        await runner.run()
        idle, cpu, wall = peak(), process_time(), time.perf_counter()
        seconds.clear()
        for number in range(count):
            await runner.start(f"run {number}", _wanted(number))
        await runner.run()
        spent = time.perf_counter() - wall
        assert {status.state for status in runner.status()} == {"done"}
    return {
        "above": peak() - idle,
        "cpu": process_time() - cpu,
        "wall": spent,
        "requests": seconds.total(),
        "fastest": max(seconds.values()),
    }


class _Clock:
    """The emulator's time, which moves on where somebody sleeps."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/_emulator/clock"
        self._ahead = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    def time(self) -> float:
        return time.time() + self._ahead

    async def sleep(self, seconds: float, /) -> None:
        body = json.dumps({"seconds": seconds}).encode()
        await asyncio.to_thread(lambda: urllib.request.urlopen(self._url, body).close())
        self._ahead += seconds


def _wanted(number: int) -> dict[str, Any]:
    site = "https://acme.example"
    verification = {"name": "Ann", "email": "ann@acme.example", "website": site}
    return {
        "rcs": {
            "region": "EU",
            "billingCategory": "CONVERSATIONAL",
            "useCase": "TRANSACTIONAL",
            "details": {
                "countries": ["DE", "SE"],
                "brand": {
                    "name": f"Brand {number}",
                    "emails": [{"label": "Help", "address": "help@acme.example"}],
                    "bannerUrl": f"{site}/banner.png",
                    "logoUrl": f"{site}/logo.png",
                    "privacyPolicyUrl": f"{site}/privacy",
                    "termsOfServiceUrl": f"{site}/terms",
                },
                "questionnaire": {
                    "general": {"answers": {"videoUris": [f"{site}/video.mp4"]}},
                    "verification": {"answers": verification},
                },
            },
        }
    }


CONTENDERS = {"plain": _plain}
