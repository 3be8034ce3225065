"""The example sweeps projects on a Dask cluster of two processes, through faults, and loses and doubles nothing."""

import json
import os
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from sinch_provisioning import Client
from sinch_provisioning.emulator import Emulator

ROOT = Path(__file__).parents[2]
PROJECTS = [f"project-{number}" for number in range(12)]


@pytest.mark.skipif(find_spec("distributed") is None, reason="needs Dask: pip install 'sinch-provisioning[dask]'")
def test_a_sweep_over_two_processes_finds_every_sender_once() -> None:
    with Emulator(project_id=PROJECTS, senders=230) as emulator:
        with Client(emulator.config()) as sinch:
            wanted = Counter(
                sender.id for id in PROJECTS for sender in sinch.project(id).rcs.senders.list(page_size=100)
            )
        emulator.fail("listRcsSenders", chance=0.1, reset="after")
        emulator.fail("listRcsSenders", chance=0.1, status=429, retry_after=3600)  # ends a list: nobody waits so long
        settings = {
            "SINCH_PROJECT_ID": PROJECTS[0],
            "SINCH_KEY_ID": emulator.key_id,
            "SINCH_KEY_SECRET": emulator.key_secret,
            "SINCH_BASE_URL": emulator.url,
            "SINCH_AUTH_URL": emulator.auth_url,
        }
        done = subprocess.run(
            [sys.executable, "-m", "examples.dask_sweep", *PROJECTS],
            timeout=120, check=False, capture_output=True, text=True, cwd=ROOT, env=os.environ | settings,
        )  # fmt: skip
        broken_off = sum(entry.fault == "status 429" for entry in emulator.requests)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert not any("error" in line for line in lines)
    assert Counter(line["id"] for line in lines) == wanted
    assert len(lines) == len(PROJECTS) * 230
    assert broken_off > 0
    assert emulator.key_secret not in done.stdout + done.stderr
