"""A sweep over the processes of a Dask cluster finds every sender once, though one of them is killed on the way."""

import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import Client
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.sweeping import Progress, Store
from sinch_provisioning.sweeping import dask as dask_sweeping

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'sinch-provisioning[dask]'")
PROJECTS = [f"project-{number:02}" for number in range(40)]


def test_a_sweep_over_two_processes_of_which_one_is_killed(tmp_path: Path) -> None:
    store = Store(tmp_path / "estate.db")
    with Emulator(project_id=PROJECTS, senders=230) as emulator:
        with Client(emulator.config()) as sinch:
            wanted = Counter(
                (id, sender.id) for id in PROJECTS for sender in sinch.project(id).rcs.senders.list(page_size=100)
            )
        emulator.requests.clear()
        emulator.fail("listRcsSenders", chance=0.05, reset="after")
        emulator.fail(
            "listRcsSenders", chance=0.05, status=429, retry_after=3600
        )  # ends a listing: nobody waits so long
        with (
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
            distributed.Client(local) as cluster,
        ):
            processes: list[int] = list(cluster.run(os.getpid).values())
            before = len(emulator.requests.of("token"))

            def kill(progress: Progress) -> None:
                if progress.pages == 30:
                    os.kill(processes[0], signal.SIGKILL)

            arguments: tuple[Any, ...] = (store, cluster, emulator.config(), "rcs senders", PROJECTS)
            done = dask_sweeping.sweep(*arguments, observer=kill)
            for _ in range(5):
                if not done.failures:
                    break
                done = dask_sweeping.sweep(*arguments, retry_failed=True)
            assert processes[0] not in cluster.run(os.getpid).values()
        tokens = len(emulator.requests.of("token")) - before
    assert (done.done, done.failures) == (len(PROJECTS), ())
    assert Counter(store.sql("SELECT project, id FROM senders")) == wanted
    assert list(store.sql("SELECT count(*), count(ended) FROM versions")) == [(wanted.total(), 0)]
    assert 2 <= tokens <= 3  # one for each process, and one for that which took the place of the killed one
