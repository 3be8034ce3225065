"""The command: `python -m tests.sweeping.killing --kills 30` sweeps a failing estate, and kills the sweep on the way.

What the store holds in the end has to be what the emulator has. It prints a table, and ends with 1 if it is not so.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from sinch_provisioning import AsyncClient, bulk
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.sweeping import Store

PAGE = 100
CONCURRENCY = 16
OPERATION = "listRcsSenders"
MOST_RUNS = 5
"""Runs after the last kill that may be needed, as faults may end the same listing twice."""


@attrs.define
class Outcome:
    """What came of it."""

    kills: int = 0
    runs: int = 0
    seconds: float = 0.0
    requests: int = 0
    allowed: int = 0
    faults: int = 0
    pages: int = 0
    wanted_pages: int = 0
    items: int = 0
    unreadable: int = 0
    lost: list[str] = attrs.field(factory=list[str])
    doubled: list[str] = attrs.field(factory=list[str])
    wrong: list[str] = attrs.field(factory=list[str])

    @property
    def bad(self) -> bool:
        return bool(self.lost or self.doubled or self.wrong)

    def lines(self) -> Iterator[str]:
        facts = {
            "kills": f"{self.kills}, and {self.runs - self.kills} runs to the end, in {self.seconds:.1f} s",
            "requests": f"{self.requests}, of which {self.faults} met a fault; at most {self.allowed} are allowed",
            "pages": f"{self.pages} stored, {self.wanted_pages} in the estate",
            "items": f"{self.items} stored, {self.unreadable} of them unreadable",
            "lost": f"{len(self.lost)} {self.lost[:5] or ''}",
            "doubled": f"{len(self.doubled)} {self.doubled[:5] or ''}",
            "wrong": f"{len(self.wrong)} {self.wrong[:5] or ''}",
        }
        return (f"{name:10} {text.rstrip()}" for name, text in facts.items())


async def killing(folder: Path, *, kills: int, projects: int, senders: int, seed: int = 0) -> Outcome:
    """Sweep, kill, go on, and compare."""
    chance = random.Random(seed)
    ids = [f"project-{number:03}" for number in range(projects)]
    closed, odd = ids[-1], ids[0]
    outcome, started = Outcome(), time.monotonic()
    async with Emulator(project_id=ids, senders=senders, seed=seed) as emulator:
        await make_unreadable(emulator, odd)
        truth = await contents(emulator, ids[:-1])
        emulator.requests.clear()
        emulator.fail(OPERATION, project=closed, status=401)
        emulator.fail(OPERATION, chance=0.05, status=503)
        emulator.fail(OPERATION, chance=0.05, status=429)
        listed = folder / "projects.txt"
        listed.write_text("\n".join(ids), "utf-8")
        store = folder / "estate.db"
        arguments = ["sweep", "rcs", "senders", "--projects", f"@{listed}", "--store", str(store)]
        arguments += ["--concurrency", str(CONCURRENCY), "-o", "json"]
        pages = -(-senders // PAGE)
        for left in range(kills, 0, -1):
            share = 2 * max(1, pages * (projects - 1) - stored_pages(store)) // (left + 1)
            process = await started_sweep(emulator, folder, arguments)
            # The moment: some requests after the start, and some of a page's time later.
            if not await reached(emulator, process, chance.randrange(share + 1), chance.uniform(0, 0.03)):
                outcome.wrong.append(f"a run ended before it was killed, with {process.returncode}: {said(folder)}")
                break
            outcome.kills += 1
            outcome.runs += 1
        for number in range(MOST_RUNS):
            process = await started_sweep(emulator, folder, [*arguments, *(["--retry-failed"] if number else [])])
            outcome.runs += 1
            if await process.wait() != 9:
                outcome.wrong.append(f"exit code {process.returncode}, for a project has failed: {said(folder)}")
            if not store.exists():
                return outcome
            failures = [tuple(row) for row in Store(store).sql("SELECT project, error, status FROM failures")]
            if failures == [(closed, "Unauthorized", 401)]:
                break
        else:
            outcome.wrong.append(f"failures are {failures}")
        asked = emulator.requests.of(OPERATION)
        outcome.requests, outcome.faults = len(asked), sum(entry.fault is not None for entry in asked)
        outcome.wanted_pages = pages * (projects - 1)
    outcome.seconds = time.monotonic() - started
    compare(Store(store), truth, closed, odd, outcome)
    outcome.allowed = outcome.pages + outcome.faults + outcome.kills * CONCURRENCY * 2
    if outcome.requests > outcome.allowed:
        outcome.wrong.append(f"{outcome.requests} requests, {outcome.allowed} allowed")
    return outcome


async def started_sweep(emulator: Emulator, folder: Path, arguments: list[str]) -> Process:
    settings = {
        "SINCH_PROJECT_ID": emulator.project_id,
        "SINCH_KEY_ID": emulator.key_id,
        "SINCH_KEY_SECRET": emulator.key_secret,
        "SINCH_BASE_URL": emulator.url,
        "SINCH_AUTH_URL": emulator.auth_url,
    }
    command = [sys.executable, "-m", "sinch_provisioning.cli", *arguments]
    with Path(folder, "errors.txt").open("wb") as errors:  # noqa: ASYNC230 - a local file
        return await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=errors, env=os.environ | settings)


def said(folder: Path) -> str:
    """Return what the latest run has written to standard error."""
    return Path(folder, "errors.txt").read_text("utf-8", "replace")[-300:]


async def reached(emulator: Emulator, process: Process, requests: int, later: float) -> bool:
    """Kill a sweep when it has made so many requests; return whether it was still there."""
    wanted = len(emulator.requests.of(OPERATION)) + requests
    while process.returncode is None and len(emulator.requests.of(OPERATION)) < wanted:  # noqa: ASYNC110 - of a process
        await asyncio.sleep(0.005)
    await asyncio.sleep(later)
    if process.returncode is not None:
        return False
    process.send_signal(signal.SIGKILL)
    await process.wait()
    return True


def stored_pages(store: Path) -> int:
    if not store.exists():
        return 0
    ((count,),) = Store(store).sql("SELECT count(*) FROM pages")
    return int(count)


async def make_unreadable(emulator: Emulator, project: str) -> None:
    """Give one sender a time that is none."""
    async with AsyncClient(emulator.config(project_id=project)) as sinch:
        sender = await sinch.rcs.senders.list().first()
        assert sender is not None
        await sinch.rcs.senders.comment(sender.id, "Look at the time")  # from now on its record is kept
    state: Any = emulator.snapshot()
    record = found(state, sender.id)
    record["created"] = "not a time"
    emulator.restore(state)


def found(state: Any, id: str) -> Any:
    """Find the record of a sender in the emulator's state."""
    inner = list(state.values()) if isinstance(state, dict) else state if isinstance(state, list) else []
    if isinstance(state, dict) and state.get("id") == id and "brand" in state:
        return state
    return next((record for one in inner if (record := found(one, id)) is not None), None)


async def contents(emulator: Emulator, ids: list[str]) -> Counter[tuple[str, str]]:
    """Return what the emulator has, without secrets."""
    held: Counter[tuple[str, str]] = Counter()
    async with AsyncClient(emulator.config()) as sinch:
        listings = {id: sinch.project(id).rcs.senders.list(page_size=PAGE).raw() for id in ids}
        async for result in bulk.listings(listings):
            assert result.error is None
            held[result.key, cut(result.item)] += 1
    return held


def cut(raw: bytes | str) -> str:
    item = json.loads(raw)
    return json.dumps(item | ({"authToken": "***"} if "authToken" in item else {}))


def compare(store: Store, truth: Counter[tuple[str, str]], closed: str, odd: str, outcome: Outcome) -> None:
    held: Counter[tuple[str, str]] = Counter()
    for project, raw in store.sql("SELECT project, raw FROM items"):
        held[project, cut(raw)] += 1
    outcome.lost = [f"{project} {json.loads(raw)['id']}" for project, raw in (truth - held).elements()]
    outcome.doubled = [f"{project} {json.loads(raw)['id']}" for project, raw in (held - truth).elements()]
    ((outcome.pages, distinct),) = store.sql(
        "SELECT count(*), count(DISTINCT project || coalesce(pages.token, '')) FROM pages JOIN walks USING (walk)"
    )
    ((sweeps,),) = store.sql("SELECT count(*) FROM sweeps")
    unreadable = [row[0] for row in store.sql("SELECT project FROM items WHERE problem IS NOT NULL")]
    ((versions, ended),) = store.sql("SELECT count(*), count(ended) FROM versions")
    outcome.items, outcome.unreadable = held.total(), len(unreadable)
    checks = {
        f"{outcome.pages} pages stored, {distinct} different": distinct == outcome.pages == outcome.wanted_pages,
        f"{sweeps} sweeps": sweeps == 1,
        f"unreadable in {unreadable}": unreadable == [odd],
        f"{versions} versions, {ended} ended": (versions, ended) == (truth.total(), 0),
    }
    outcome.wrong += [words for words, right in checks.items() if not right]


def main() -> int:
    """Print what came of it; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.sweeping.killing", description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--senders", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(killing(Path(folder), **vars(options)))
    sys.stdout.write("\n".join(outcome.lines()) + "\n")
    return int(outcome.bad)


if __name__ == "__main__":
    sys.exit(main())
