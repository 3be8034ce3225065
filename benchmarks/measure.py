"""Contenders in processes of their own, in interleaved rounds: what time and memory they need, how they compare."""

import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Self, TypeVar

import attrs

ROOT = Path(__file__).parent.parent

T = TypeVar("T")

Sample = dict[str, Any]
"""What a contender tells of one round."""


@attrs.frozen
class Spread:
    """Median, and the lowest and highest of all rounds."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        return cls(statistics.median(values), min(values), max(values))


@attrs.frozen(kw_only=True)
class Figure:
    """One number of one contender."""

    who: str
    what: str
    unit: str
    value: Spread
    beside: Mapping[str, float] = {}
    """Other medians of the same rounds, as CPU beside wall, or peak memory."""


@attrs.frozen(kw_only=True)
class Ratio:
    """Ours against another, round by round, with what we aim at."""

    what: str
    value: Spread
    target: float | None = None
    stretch: float | None = None
    more_is_better: bool = False
    unit: str = ""

    def reaches(self, aim: float | None) -> bool | None:
        if aim is None:
            return None
        return self.value.median >= aim if self.more_is_better else self.value.median <= aim


@attrs.frozen(kw_only=True)
class Outcome:
    """What one benchmark found."""

    title: str
    figures: list[Figure] = attrs.field(factory=list)
    ratios: list[Ratio] = attrs.field(factory=list)
    series: dict[str, list[tuple[float, float]]] = attrs.field(factory=dict)
    notes: list[str] = attrs.field(factory=list)


class Meter:
    """Wall time and CPU time of this process, between `with` and its end."""

    wall = 0.0
    cpu = 0.0

    def __enter__(self) -> Self:
        self._wall, self._cpu = perf_counter(), process_time()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.wall, self.cpu = perf_counter() - self._wall, process_time() - self._cpu

    def per(self, count: int) -> Sample:
        """Return microseconds for each of `count`."""
        return {"wall": self.wall / count * 1e6, "cpu": self.cpu / count * 1e6}


def rounds(
    module: str, contenders: Sequence[str], count: int, *, paths: Sequence[str] = (), **arguments: object
) -> dict[str, list[Sample]]:
    """Run each contender once a round, in changing order, each time in a fresh process.

    Raises:
        AssertionError: they did not find the same, so they did not do the same work.
    """
    found = interleave(lambda name: run(module, name, paths=paths, **arguments), contenders, count)
    checks = {name: {sample.get("check") for sample in samples} for name, samples in found.items()}
    assert len(set().union(*checks.values())) == 1, f"{module}: not the same work: {checks}"
    return found


def interleave(measure: Callable[[str], Sample], contenders: Sequence[str], count: int) -> dict[str, list[Sample]]:
    """Measure each contender once a round, in changing order, so that what disturbs the machine disturbs them alike."""
    found: dict[str, list[Sample]] = {name: [] for name in contenders}
    for number in range(count):
        turn = number % len(contenders)
        for name in [*contenders[turn:], *contenders[:turn]]:
            found[name].append(measure(name))
    return found


def run(module: str, contender: str, *, paths: Sequence[str] = (), **arguments: object) -> Sample:
    """Run one contender in a fresh process and return what it tells, with its peak of memory by the system's count."""
    return _child(["-m", "benchmarks.measure", module, contender, json.dumps(arguments)], paths)


def fresh(statements: str, *, paths: Sequence[str] = ()) -> Sample:
    """Run statements in a process that has loaded nothing before, and return their milliseconds: wall and CPU."""
    return _child(["-c", _FRESH.format(statements)], paths)


_FRESH = """
from time import perf_counter, process_time
wall, cpu = perf_counter(), process_time()
{}
wall, cpu = perf_counter() - wall, process_time() - cpu
import json, sys
print(json.dumps({{"ms": wall * 1e3, "CPU ms": cpu * 1e3, "loads aiohttp": "aiohttp" in sys.modules}}))
"""


def _child(arguments: Sequence[str], paths: Sequence[str]) -> Sample:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *paths])},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    sample: Sample = json.loads(done.stdout.splitlines()[-1])
    return sample


def side_by_side(works: Mapping[str, Callable[[T], object]], inputs: Iterable[T]) -> Sample:
    """Return the microseconds of CPU that each work takes with an input, one after the other, in changing order.

    They run in one process: what disturbs the machine, and the garbage that one leaves to the next, come to all alike.
    """
    spent = dict.fromkeys(works, 0.0)
    names = list(works)
    number = 0
    for number, given in enumerate(inputs, 1):
        turn = number % len(names)
        for name in [*names[turn:], *names[:turn]]:
            with Meter() as meter:
                works[name](given)
            spent[name] += meter.cpu
    return {name: seconds / number * 1e6 for name, seconds in spent.items()}


def each(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    """Return what was measured side by side, by contender."""
    return {name: [{"us": sample["us"][name]} for sample in samples] for name in samples[0]["us"]}


def spread(samples: Sequence[Sample], key: str) -> Spread:
    return Spread.of([sample[key] for sample in samples])


def figures(
    found: Mapping[str, Sequence[Sample]], names: Mapping[str, str], what: str, key: str, *beside: str
) -> list[Figure]:
    """Return each contender's microseconds (or whatever `key` holds), the others' medians beside."""
    return [
        Figure(
            who=names.get(name, name),
            what=what,
            unit=key,
            value=spread(samples, key),
            beside={other: spread(samples, other).median for other in beside},
        )
        for name, samples in found.items()
    ]


def compare(ours: Sequence[Sample], other: Sequence[Sample], key: str, *, inverse: bool = False) -> Spread:
    """Return ours divided by the other's, or the other way round, of each round."""
    pairs = [(mine[key], its[key]) for mine, its in zip(ours, other, strict=True)]
    return Spread.of([b / a if inverse else a / b for a, b in pairs])


def peak() -> float:
    """Return the most memory that this process has had, in MB, as the system counts it."""
    try:
        # On Linux `getrusage` begins with what the parent had when it started this process.
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _main() -> None:
    from importlib import import_module

    module, contender, arguments = sys.argv[1:]
    contenders: Mapping[str, Callable[..., Sample]] = import_module(module).CONTENDERS
    sample = contenders[contender](**json.loads(arguments))
    print(json.dumps({"peak": peak(), **sample}))


if __name__ == "__main__":
    _main()
