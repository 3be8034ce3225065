"""The report of what no test produced can fail a run, in one process and in several."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.document import DOCUMENTED
from tests.contract.on_request import ON_REQUEST

ROOT = Path(__file__).parents[2]
CONFTEST = """
import pytest
from pathlib import Path
from sinch_provisioning.emulator import Emulator
from tests.contract import produced

def pytest_configure(config):
    produced.install(config, {documented}, {on_request}, [*Path(__file__).parent.glob("test_*.py")])

@pytest.fixture
def emulator():
    with Emulator(key_id="k", key_secret="s") as running:
        yield running

@pytest.fixture(autouse=True)
def _noted(request):
    yield
    produced.of(request.config).note(request.node.funcargs.values())
"""
TEST = """
import base64, urllib.error, urllib.request

def test_one(emulator):
    url = f"{{emulator.url}}/v1/projects/{{emulator.project_id}}/{path}"
    proof = base64.b64encode(b"k:s").decode()
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers={{"Authorization": f"Basic {{proof}}"}}))
    except urllib.error.HTTPError as error:
        error.close()
"""
SENDERS, WEBHOOKS = ("listRcsSenders", 200, None), ("listWebhooks", 200, None)
LAUNCHED = ("launchRcsSender", 200, None)
HEADING = "responses of the contract that no test produced"


def run(folder: Path, documented: set[object], on_request: set[object], *arguments: str) -> tuple[int, str]:
    """Run two test files, each of which lists something, and return the exit code and the output."""
    (folder / "conftest.py").write_text(CONFTEST.format(documented=documented, on_request=on_request))
    (folder / "test_senders.py").write_text(TEST.format(path="rcs/senders"))
    (folder / "test_webhooks.py").write_text(TEST.format(path="webhooks"))
    (folder / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two workers"])
def test_a_run_fails_for_what_no_test_produced(tmp_path: Path, workers: tuple[str, ...]) -> None:
    status, output = run(tmp_path, {SENDERS, WEBHOOKS, LAUNCHED}, {WEBHOOKS}, *workers)
    assert status == pytest.ExitCode.TESTS_FAILED, output
    assert HEADING in output
    assert f"no test makes an emulator produce it: {LAUNCHED}" in output
    assert f"produced it by itself: {WEBHOOKS}" in output
    assert str(SENDERS) not in output


@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two workers"])
def test_a_run_that_produced_all_passes(tmp_path: Path, workers: tuple[str, ...]) -> None:
    status, output = run(tmp_path, {SENDERS, WEBHOOKS, LAUNCHED}, {LAUNCHED}, *workers)
    assert status == 0, output
    assert HEADING not in output


@pytest.mark.parametrize(
    "part", [("test_webhooks.py",), ("-k", "senders"), ("--deselect", "test_webhooks.py::test_one")]
)
def test_a_part_of_the_suite_is_not_judged(tmp_path: Path, part: tuple[str, ...]) -> None:
    status, output = run(tmp_path, {LAUNCHED}, set(), *part)
    assert status == 0, output


def test_what_comes_on_request_is_documented() -> None:
    assert ON_REQUEST <= DOCUMENTED
