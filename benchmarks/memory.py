"""A million senders listed one by one, with the process's memory looked at along the way."""

import asyncio
import os
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks import service
from benchmarks.aims import aim
from benchmarks.measure import Figure, Outcome, Ratio, Sample, Spread, peak
from benchmarks.measure import run as run_one
from benchmarks.stage import Stage

NAMES = {"async": "sinch-provisioning, async", "blocking": "sinch-provisioning, blocking"}
MILLION = 1_000_000


def run(stage: Stage) -> Outcome:
    senders = 50_000 if stage.quick else MILLION
    found = {name: run_one(__name__, name, url=stage.url, senders=senders) for name in NAMES}
    return Outcome(
        title=f"List {senders:,} senders",
        figures=[
            Figure(
                who=NAMES[name],
                what="peak memory above the idle client",
                unit="MB",
                value=Spread.of([sample["above"]]),
                beside={"idle": sample["idle"], "seconds": sample["seconds"], "us a sender, CPU": sample["each"]},
            )
            for name, sample in found.items()
        ],
        ratios=[
            Ratio(
                what=f"peak memory, {senders:,} senders, {name}",
                value=Spread.of([sample["above"]]),
                unit=" MB",
                **aim("peak memory"),
            )
            for name, sample in found.items()
        ]
        + [
            Ratio(
                what=f"memory in the last tenth less that in the first, {name}",
                value=Spread.of([sample["growth"]]),
                unit=" MB",
                **aim("memory growth"),
            )
            for name, sample in found.items()
        ],
        series={NAMES[name]: sample["samples"] for name, sample in found.items()},
    )


def _async(url: str, senders: int) -> Sample:
    from sinch_provisioning import AsyncClient

    async def main() -> Sample:
        async with AsyncClient(project_id=f"memory-{senders}", access_token=service.TOKEN, base_url=url) as sinch:
            await sinch.rcs.senders.get(service.ids(url, f"memory-{senders}")[0])
            watch = _Watch(senders)
            async for sender in sinch.rcs.senders.list(page_size=100):
                watch.see(sender)
            return watch.sample()

    return asyncio.run(main())


def _blocking(url: str, senders: int) -> Sample:
    from sinch_provisioning import Client

    with Client(project_id=f"memory-{senders}", access_token=service.TOKEN, base_url=url) as sinch:
        sinch.rcs.senders.get(service.ids(url, f"memory-{senders}")[0])
        watch = _Watch(senders)
        for sender in sinch.rcs.senders.list(page_size=100):
            watch.see(sender)
        return watch.sample()


class _Watch:
    """Looks at the memory a hundred times in a walk."""

    def __init__(self, senders: int) -> None:
        self._senders = senders
        self._step = max(senders // 100, 1)
        self._seen = 0
        self._last = ""
        self._idle = resident()
        self._samples: list[tuple[float, float]] = []
        self._wall, self._cpu = perf_counter(), process_time()

    def see(self, sender: Any) -> None:
        self._seen += 1
        if self._seen % self._step == 0:
            assert sender.id != self._last
            self._last = sender.id
            self._samples.append((self._seen, resident()))

    def sample(self) -> Sample:
        assert self._seen == self._senders, self._seen
        tenth = len(self._samples) // 10
        levels = [level for _, level in self._samples]
        return {
            "idle": self._idle,
            "above": peak() - self._idle,
            "growth": max(levels[-tenth:]) - max(levels[:tenth]),
            "seconds": perf_counter() - self._wall,
            "each": (process_time() - self._cpu) / self._seen * 1e6,
            "samples": self._samples,
        }


def resident() -> float:
    """Return this process's memory at this moment in MB; where the system does not tell, the most it has had."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return peak()
    return pages * os.sysconf("SC_PAGE_SIZE") / (1024 * 1024)


CONTENDERS = {"async": _async, "blocking": _blocking}
