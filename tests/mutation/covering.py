"""Which tests run which lines: one run under coverage, a context for each test.

As a plugin of pytest (`-p tests.mutation.covering`) it tells coverage which test is running.
"""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the lines that run from here on as this test's."""
    from coverage import Coverage

    current = Coverage.current()
    if current is not None:
        current.switch_context(item.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long a test took."""
    if report.when == "call" and report.passed and "MUTATION_TIMES" in os.environ:
        with Path(os.environ["MUTATION_TIMES"]).open("a") as file:
            file.write(json.dumps([report.nodeid, report.duration]) + "\n")


def measure(folder: Path, tests: list[str]) -> tuple[dict[str, dict[int, list[str]]], dict[str, float]]:
    """Return the tests of each line of each file, and the seconds of each test."""
    from coverage import CoverageData

    data, times = folder / "coverage", folder / "times"
    settings = folder / "coveragerc"
    settings.write_text("[run]\nsource_pkgs = sinch_provisioning\n")
    coverage = ("-m", "coverage", "run", f"--rcfile={settings}", f"--data-file={data}")
    pytest = ("-m", "pytest", "-q", "-p", "tests.mutation.covering", "-p", "no:cacheprovider", "-o", "addopts=")
    done = subprocess.run(
        [sys.executable, *coverage, *pytest, *tests],
        cwd=ROOT,
        env={**os.environ, "MUTATION_TIMES": str(times)},
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:  # a test that fails without a mutant tells nothing, and is left out
        print(*re.findall(r"^FAILED .*", done.stdout, re.MULTILINE), sep="\n")
    found = CoverageData(basename=str(data))
    found.read()
    seconds = dict(json.loads(line) for line in times.read_text().splitlines())
    covered: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for file in found.measured_files():
        for line, contexts in found.contexts_by_lineno(file).items():
            covered[file][line] = [context for context in contexts if context in seconds]
    return covered, seconds
