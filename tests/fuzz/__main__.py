"""The command: `python -m tests.fuzz --executions 1000000`."""

import argparse
import os
import sys

from tests.fuzz.parts import parts_of, run
from tests.fuzz.running import Tally
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Fuzz, print a line for each target, and then what was found; return whether anything was."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=sys.modules["tests.fuzz"].__doc__)
    parser.add_argument("--executions", type=int, default=100_000, help="of all targets together")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same data")
    parser.add_argument("--target", action="append", choices=[target.name for target in TARGETS], help="only this one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; all processors if left out")
    options = parser.parse_args()
    chosen = [target.name for target in TARGETS if not options.target or target.name in options.target]
    each = -(-options.executions // len(chosen))
    parts = [part for name in chosen for part in parts_of(name, each, options.seed)]
    left = {name: sum(part.target == name for part in parts) for name in chosen}
    tallies = {name: Tally() for name in chosen}
    sys.stdout.write(f"{'target':16} {'executions':>10} {'a second':>9} {'taken':>7} {'slowest':>9} {'found':>6}\n")
    for name, part in run(parts, options.jobs):
        tally = tallies[name]
        tally.add(part)
        left[name] -= 1
        if not left[name]:
            sys.stdout.write(
                f"{name:16} {tally.executions:10} {tally.executions / tally.seconds:9.0f} "
                f"{tally.taken / tally.executions:7.1%} {tally.slowest * 1000:6.1f} ms {len(tally.findings):6}\n"
            )
            sys.stdout.flush()
    findings = [finding for tally in tallies.values() for finding in tally.findings]
    for finding in findings:
        sys.stdout.write(f"\n{finding.target}: {finding.data[:2000]!r}\n{finding.trace}\n")
    total = sum(tally.executions for tally in tallies.values())
    sys.stdout.write(f"\n{total} executions, seed {options.seed}: {len(findings)} found\n")
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
