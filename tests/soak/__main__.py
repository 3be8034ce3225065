"""The command: `python -m tests.soak --minutes 30`, or `--requests 100000`."""

import argparse
import sys

from tests.soak.running import Run, soak


def summary(run: Run, seed: int) -> str:
    """Return the accounts as text."""
    totals = run.totals
    first, last, closed = run.usages[min(1, len(run.usages) - 2)], run.usages[-2], run.usages[-1]
    faults = totals.faults.total()
    lines = [
        ("time", f"{run.seconds / 60:.1f} minutes, seed {seed}"),
        ("operations", f"{totals.operations.total()}: {_counted(totals.operations)}; {totals.items} items swept"),
        ("requests", f"{totals.requests} seen by the server, {totals.attempts} attempts of the clients"),
        ("faults", f"{faults} ({faults / totals.requests:.1%}): {_counted(totals.faults)}"),
        ("retries", f"{totals.retries}, and {totals.tokens} tokens"),
        ("errors told", f"{totals.failures.total()}: {_counted(totals.failures)}"),
        ("uncounted", f"{totals.uncounted}"),
        ("lost", f"{len(totals.lost)} {totals.lost[:5] or ''}"),
        ("doubled", f"{len(totals.doubled)} {totals.doubled[:5] or ''}"),
        ("wrong", f"{len(totals.wrong)} {totals.wrong[:5] or ''}"),
        ("memory", f"{first.kilobytes / 1024:.1f} MB at first, {last.kilobytes / 1024:.1f} MB at last"),
        ("descriptors", f"{first.descriptors} at first, {last.descriptors} at last, {closed.descriptors} when closed"),
        ("tasks", f"{last.tasks} between epochs, {closed.tasks} when closed"),
    ]
    return "\n".join(f"{name:12} {text.rstrip()}" for name, text in lines)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))


def main() -> int:
    """Soak, print a line after each epoch and the accounts at the end; return whether anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=sys.modules["tests.soak"].__doc__)
    parser.add_argument("--minutes", type=float, help="how long")
    parser.add_argument("--requests", type=int, help="until the server has seen so many")
    parser.add_argument("--rate", type=float, default=0.3, help="share of requests that suffer a fault")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.minutes is None and options.requests is None:
        options.minutes = 30.0

    def tell(run: Run) -> None:
        totals, usage = run.totals, run.usages[-1]
        bad = len(totals.lost) + len(totals.doubled) + len(totals.wrong) + totals.uncounted
        sys.stdout.write(
            f"{run.seconds:7.0f} s  {totals.operations.total():9} operations  {totals.requests:9} requests  "
            f"{totals.faults.total():8} faults  {bad} bad  {usage.kilobytes / 1024:7.1f} MB  {usage.descriptors} open\n"
        )
        sys.stdout.flush()

    run = soak(minutes=options.minutes, requests=options.requests, rate=options.rate, seed=options.seed, tell=tell)
    sys.stdout.write(f"\n{summary(run, options.seed)}\n")
    totals = run.totals
    return bool(totals.lost or totals.doubled or totals.wrong or totals.uncounted)


if __name__ == "__main__":
    sys.exit(main())
