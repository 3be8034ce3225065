"""How soon the command line is there: whole processes, from their start to their end."""

import subprocess
import sys
from time import perf_counter

from benchmarks.aims import aim
from benchmarks.measure import Outcome, Ratio, Sample, Spread, compare, figures, interleave
from benchmarks.stage import Stage

COMMAND = ("-c", "from sinch_provisioning.cli import main; main()")
NAMES = {
    "top": "sinch-provisioning --help",
    "one": "sinch-provisioning rcs senders list --help",
    "many": "sinch-provisioning whatsapp templates create --help",
    "aiohttp": "python -c 'import aiohttp'",
}
WORDS = {name: (*COMMAND, *NAMES[name].split()[1:]) for name in ("top", "one", "many")} | {
    "aiohttp": ("-c", "import aiohttp")
}


def measure(name: str) -> Sample:
    """Run a process and return its milliseconds."""
    began = perf_counter()
    subprocess.run([sys.executable, *WORDS[name]], stdout=subprocess.DEVNULL, check=True)
    return {"ms": (perf_counter() - began) * 1e3}


def run(stage: Stage) -> Outcome:
    interleave(measure, list(NAMES), 1)  # so that all have their bytecode
    found = interleave(measure, list(NAMES), 2 * stage.rounds)
    ratios = [
        Ratio(what=f"{NAMES['top']}, vs {NAMES['aiohttp']}", value=_vs(found, "top"), **aim("help")),
        Ratio(what=f"{NAMES['one']}, vs the same", value=_vs(found, "one"), **aim("help of one command")),
        Ratio(what=f"{NAMES['many']}, vs the same", value=_vs(found, "many"), **aim("help of one command")),
    ]
    return Outcome(title="Command line", figures=figures(found, NAMES, "wall time", "ms"), ratios=ratios)


def _vs(found: dict[str, list[Sample]], name: str) -> Spread:
    return compare(found[name], found["aiohttp"], "ms")
