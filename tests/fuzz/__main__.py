"""The command: `python -m tests.fuzz --executions 1000000`."""

import argparse
import sys

from tests.fuzz.running import fuzz
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Fuzz, print a line for each target, and then what was found; return whether anything was."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=sys.modules["tests.fuzz"].__doc__)
    parser.add_argument("--executions", type=int, default=100_000, help="of all targets together")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same data")
    parser.add_argument("--target", action="append", choices=[target.name for target in TARGETS], help="only this one")
    options = parser.parse_args()
    chosen = [target for target in TARGETS if not options.target or target.name in options.target]
    findings = []
    total = 0
    sys.stdout.write(f"{'target':16} {'executions':>10} {'a second':>9} {'taken':>7} {'slowest':>9} {'found':>6}\n")
    for target in chosen:
        tally = fuzz(target(), -(-options.executions // len(chosen)), options.seed)
        total += tally.executions
        findings += tally.findings
        sys.stdout.write(
            f"{target.name:16} {tally.executions:10} {tally.executions / tally.seconds:9.0f} "
            f"{tally.taken / tally.executions:7.1%} {tally.slowest * 1000:6.1f} ms {len(tally.findings):6}\n"
        )
        sys.stdout.flush()
    for finding in findings:
        sys.stdout.write(f"\n{finding.target}: {finding.data[:2000]!r}\n{finding.trace}\n")
    sys.stdout.write(f"\n{total} executions, seed {options.seed}: {len(findings)} found\n")
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
