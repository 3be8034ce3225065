"""A long run in parts, for several processes."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import attrs

from tests.fuzz.running import Tally, fuzz
from tests.fuzz.targets import TARGETS

SIZE = 10_000
"""Executions of one part. Each has a seed of its own, so the number of processes changes nothing but the time."""


@attrs.frozen
class Part:
    """A part of the executions of one target."""

    target: str
    executions: int
    seed: int

    def run(self) -> Tally:
        """Run it."""
        target = next(target for target in TARGETS if target.name == self.target)
        return fuzz(target(), self.executions, self.seed)


def parts_of(target: str, executions: int, seed: int) -> list[Part]:
    """Return the parts that make so many executions of a target."""
    return [Part(target, min(SIZE, executions - begin), seed + begin) for begin in range(0, executions, SIZE)]


def run(parts: Sequence[Part], jobs: int) -> Iterator[tuple[str, Tally]]:
    """Run parts in so many processes, and yield what became of each as soon as it is done."""
    if jobs == 1:
        for part in parts:
            yield part.target, part.run()
        return
    # A fresh interpreter each: some targets run servers and threads, which do not survive a fork.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(Part.run, part): part.target for part in parts}
        for done in as_completed(running):
            yield running[done], done.result()
