"""Runs targets, and keeps count."""

import random
import time
import traceback
from collections.abc import Sequence

import attrs

from tests.fuzz.mutations import mutated
from tests.fuzz.target import Target

SLOW = 2.0
"""Seconds of computing after which one execution counts as a hang."""


LARGEST_POOL = 2000


@attrs.frozen
class Finding:
    """Data that a target could not stand."""

    target: str
    data: bytes
    trace: str


@attrs.define
class Tally:
    """What became of a target's executions."""

    executions: int = 0
    taken: int = 0
    """Data that was good in spite of all."""
    seconds: float = 0.0
    slowest: float = 0.0
    findings: list[Finding] = attrs.field(factory=list)

    def add(self, other: "Tally") -> None:
        """Count what another run of the same target has done."""
        self.executions += other.executions
        self.taken += other.taken
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.findings += other.findings


def fuzz(target: Target, executions: int, seed: int, *, most_findings: int = 5) -> Tally:
    """Run a target on the good data first, and then on what is made of it; the same seed makes the same data."""
    chance = random.Random(f"{target.name} {seed}")
    seeds: Sequence[bytes] = target.seeds()
    tally = Tally()
    pool = list(seeds)
    begin = time.perf_counter()
    while tally.executions < executions and len(tally.findings) < most_findings:
        number = tally.executions
        data = pool[number] if number < len(seeds) else mutated(chance.choice(pool), chance, seeds)
        tally.executions += 1
        started = time.process_time()
        try:
            taken = target.run(data)
        except Exception:  # noqa: BLE001 - this is what is looked for
            tally.findings.append(Finding(target.name, data, traceback.format_exc(limit=-4)))
            continue
        spent = time.process_time() - started
        tally.slowest = max(tally.slowest, spent)
        if spent > SLOW:
            tally.findings.append(Finding(target.name, data, f"took {spent:.1f} seconds"))
        tally.taken += taken
        # What was taken though it was bent is a good place to go on from.
        if taken and len(data) < 20_000 and chance.random() < 0.02:
            if len(pool) < LARGEST_POOL:
                pool.append(data)
            else:
                pool[chance.randrange(len(seeds), len(pool))] = data
    tally.seconds = time.perf_counter() - begin
    target.close()
    return tally
