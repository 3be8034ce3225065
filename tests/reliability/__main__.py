"""`python -m tests.reliability`: 12,000 once-only calls under 13 faults, and fleets of 2,000 in an outage."""

import argparse
import asyncio
import sys

from tests.reliability.ledger import FAULTS, OUTAGES, fleet, once_only


def main() -> int:
    """Run, tell, and return 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    parser.add_argument("--calls", type=int, default=12_000, help="once-only calls")
    parser.add_argument("--fleet", type=int, default=2_000, help="calls of a fleet")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    account = asyncio.run(once_only(given.calls, given.seed))
    sys.stdout.write(
        f"{account.calls} once-only calls under {len(FAULTS)} faults: {account.arrivals} arrivals, {account}" + "\n"
    )
    fine = account.holds
    for name, fault in OUTAGES.items():
        seen = asyncio.run(fleet(given.fleet, fault))
        within = seen <= given.fleet * 1.1
        fine = fine and within
        sys.stdout.write(
            f"{given.fleet} calls in an outage ({name}): {seen} requests{'' if within else ', too many'}" + "\n"
        )
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
