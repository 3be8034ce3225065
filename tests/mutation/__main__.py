"""Sample mutants and say which live: `python -m tests.mutation`."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.covering import ROOT, measure
from tests.mutation.mutants import PACKAGE, Mutant, files, mutants, tests_of

MOST_TESTS = 80
"""Tests that a mutant meets at first; one that lives meets all that run its line."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of names of modules, as core/failures; default: all")
    parser.add_argument("--count", type=int, default=60, help="mutants to sample; 0 for all")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    given = parser.parse_args()
    chosen = [mutant for file in files(given.only) for mutant in mutants(file)]
    everything = len(chosen)
    if given.count and given.count < everything:
        chosen = random.Random(given.seed).sample(chosen, given.count)
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        covered, seconds = measure(Path(folder), tests_of(sorted({mutant.file for mutant in chosen})))
        print(f"{len(seconds)} tests in {time.monotonic() - started:.0f} s; {len(chosen)} of {everything} mutants")
        copies: SimpleQueue[Path] = SimpleQueue()
        workers = os.cpu_count() or 1
        for number in range(workers):
            copies.put(copy(Path(folder) / f"copy{number}"))

        def judge(mutant: Mutant) -> tuple[Mutant, str]:
            lines = covered.get(str(mutant.file), {})
            # What runs when the module is imported is no test's own: any test of the module may notice.
            found = lines.get(mutant.line) or {test for tests in lines.values() for test in tests}
            if not found:
                return mutant, "no test runs it"
            tests = sorted(found, key=lambda test: seconds[test])
            where = copies.get()
            try:
                killed = notices(where, mutant, tests[:MOST_TESTS]) or notices(where, mutant, tests[MOST_TESTS:])
                return mutant, "" if killed else f"{len(tests)} tests do not notice it"
            finally:
                copies.put(where)

        lived = 0
        with ThreadPoolExecutor(workers) as pool:
            for mutant, verdict in pool.map(judge, chosen):
                if verdict:
                    lived += 1
                    print(f"{mutant}  ({verdict})", flush=True)
    print(f"{lived} of {len(chosen)} mutants live, after {time.monotonic() - started:.0f} s")
    return 0


def copy(folder: Path) -> Path:
    """Make a copy of the repository whose package can be changed."""
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.name != PACKAGE.name and not path.name.startswith("."):
            (folder / path.name).symlink_to(path)
    shutil.copytree(PACKAGE, folder / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def notices(folder: Path, mutant: Mutant, tests: list[str]) -> bool:
    """Return whether a test fails, or hangs, with a mutant in place."""
    if not tests:
        return False
    file = folder / mutant.file.relative_to(ROOT)
    file.write_bytes(mutant.source())
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=", *tests],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        shutil.copyfile(mutant.file, file)
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
