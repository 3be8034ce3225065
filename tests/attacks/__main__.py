"""The command: `python -m tests.attacks --calls 100000 --connections 30000`."""

import argparse
import asyncio
import sys

from tests.attacks.running import run


def main() -> int:
    """Attack an emulator, say how it coped, and return whether anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=sys.modules["tests.attacks"].__doc__)
    parser.add_argument("--calls", type=int, default=100_000, help="of the control interface")
    parser.add_argument("--connections", type=int, default=30_000, help="that send raw bytes")
    parser.add_argument("--requests", type=int, default=0, help="plain ones of the API, first")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same calls")
    options = parser.parse_args()
    report = asyncio.run(run(options.calls, options.connections, options.requests, options.seed))
    sys.stdout.write(f"responses by status: {dict(sorted(report.calls.statuses.items()))}\n")
    if report.steady:
        sys.stdout.write(f"memory after each tenth of the plain requests: {report.steady} MB\n")
    sys.stdout.write(f"memory: {report.megabytes} MB; alive: {report.is_alive}; exit status: {report.status}\n")
    for each in report.wrong:
        sys.stdout.write(f"WRONG: {each}\n")
    return bool(report.wrong)


if __name__ == "__main__":
    sys.exit(main())
