"""`python -m benchmarks [--quick] [--only NAME ...]`: measure everything, side by side, on this machine."""

import argparse
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

from benchmarks import peers

NAMES = [
    "decode",
    "writing",
    "wrong_body",
    "one_get",
    "sweep",
    "importing",
    "command_line",
    "first_call",
    "memory",
    "growth",
    "emulator_load",
    "onboarding",
    "exporting",
]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a short run, for a first impression; saves nothing")
    parser.add_argument(
        "--only", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}; saves nothing"
    )
    chosen = parser.parse_args()
    if Path(sys.prefix).resolve() != (peers.FOLDER / "run").resolve():
        # Everything is measured in an environment of its own, so this one needs to have nothing installed.
        peers.prepare()
        # Without bytecode each start would compile our source, and an installed peer's has been compiled.
        environment = {
            name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
        }
        return subprocess.call(
            [str(peers.python()), "-m", "benchmarks", *sys.argv[1:]], cwd=peers.ROOT, env=environment
        )
    measure(chosen.only or NAMES, quick=chosen.quick, whole=not chosen.quick and not chosen.only)
    return 0


def measure(names: list[str], *, quick: bool, whole: bool) -> None:
    from benchmarks import chart, report, service
    from benchmarks.measure import Outcome
    from benchmarks.stage import Stage

    began = perf_counter()
    versions = peers.versions()
    print(report.machine())
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    outcomes: dict[str, Outcome] = {}
    with service.serving() as url:
        stage = Stage(url=url, quick=quick, rounds=2 if quick else 5, missing=peers.missing())
        for name in names:
            outcomes[name] = import_module(f"benchmarks.{name}").run(stage)
            print(report.show(outcomes[name]), flush=True)
    print("\n" + report.table(list(outcomes.values())))
    spent = perf_counter() - began
    print(f"\n{spent:.0f} seconds")
    if whole:
        print("written:", report.save(outcomes, versions, quick=quick, seconds=spent).relative_to(peers.ROOT))
        chart.draw(outcomes, report.RESULTS / "chart.svg")


if __name__ == "__main__":
    sys.exit(main())
