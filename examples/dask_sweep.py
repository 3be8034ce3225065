"""Sweep the RCS senders of many projects on a Dask cluster, and go on where something broke off.

Set SINCH_KEY_ID, SINCH_KEY_SECRET and SINCH_PROJECT_ID (any one of the projects):

    python -m examples.dask_sweep project-a project-b project-c

Configuration, listings' results and errors travel between the processes; clients do not, so each share makes its own.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import cast

import attrs
from dask.distributed import Client as Cluster
from dask.distributed import LocalCluster

from sinch_provisioning import Client, Config, ProvisioningError, bulk, rcs

ROUNDS = 5


@attrs.frozen
class Share:
    """What one worker has found."""

    senders: list[tuple[str, rcs.Sender]]
    """Each with its project."""
    broken: dict[str, tuple[str | None, ProvisioningError]]
    """Projects whose list broke off: where to go on, and why."""


def sweep(config: Config, after: Mapping[str, str | None]) -> Share:
    """Walk the lists of some projects, each from its token on; runs in a worker."""
    share = Share([], {})
    with Client(config) as sinch:
        listings = {project: sinch.project(project).rcs.senders.list(page_size=100) for project in after}
        for result in bulk.listings(listings, concurrency=8, after=after):
            if result.error is None:
                share.senders.append((result.key, result.item))
            else:
                share.broken[result.key] = result.resume_token, result.error
    return share


def sweep_all(cluster: Cluster, config: Config, projects: Sequence[str], shares: int) -> Share:
    """Spread the projects over the cluster; what breaks off is taken up again where it was, some times over."""
    found = Share([], {})
    after: dict[str, str | None] = dict.fromkeys(projects)
    for _ in range(ROUNDS):
        parts = [dict(list(after.items())[start::shares]) for start in range(min(shares, len(after)))]
        futures = cluster.map(sweep, [config] * len(parts), parts, pure=False)  # pyright: ignore[reportUnknownMemberType]
        done = cast("list[Share]", cluster.gather(futures))  # type: ignore[no-untyped-call]
        found.broken.clear()
        for share in done:
            found.senders.extend(share.senders)
            found.broken.update(share.broken)
        after = {project: token for project, (token, _) in found.broken.items()}
        if not after:
            break
    return found


def main() -> None:
    """Print one line of JSON for each sender, and one for each project that could not be finished."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with (
        LocalCluster(n_workers=options.workers, threads_per_worker=1, dashboard_address=None) as local,  # type: ignore[no-untyped-call]
        Cluster(local) as cluster,  # type: ignore[no-untyped-call]
    ):
        found = sweep_all(cluster, Config.from_env(), options.projects, shares=options.workers * 2)
    for project, sender in found.senders:
        sys.stdout.write(json.dumps({"project": project, "id": sender.id, "state": sender.state}) + "\n")
    for project, (token, error) in found.broken.items():
        sys.stdout.write(json.dumps({"project": project, "error": str(error), "go on after": token}) + "\n")


if __name__ == "__main__":
    main()
