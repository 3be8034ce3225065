"""Sweeps on a Dask cluster (extra `dask`): the projects are shared out, and all that is found lands in one store."""

# What Dask returns has no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import atexit
import threading
from collections.abc import Iterable, Mapping
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

from sinch_provisioning import AsyncClient, Client, Config, bulk
from sinch_provisioning.sweeping.ledger import Key
from sinch_provisioning.sweeping.listings import listing_of, listings
from sinch_provisioning.sweeping.store import Store
from sinch_provisioning.sweeping.sweep import Observer, Progress, Run, key_of

if TYPE_CHECKING:
    from dask.distributed import Client as Cluster

__all__ = ["sweep"]

_LISTINGS = 8
"""Listings of a task."""
_PAGES = 64
"""Pages of a task at most, so that none becomes large; what is left of its listings is another task."""

Share = dict[Key, tuple[tuple[str, ...], str | None]]
"""Listings of a task: what each is of, and where it starts."""


def sweep(
    store: Store,
    cluster: "Cluster",
    config: Config,
    name: str,
    projects: Iterable[str],
    *,
    concurrency: int = 8,
    observer: Observer | None = None,
    fresh: bool = False,
    retry_failed: bool = False,
) -> Progress:
    """Sweep with the processes of a cluster, and store what they find from here.

    Each process has one client, and so fetches one token. What a worker that dies had in hand is done again by another
    one; it was not stored yet. Else as `sinch_provisioning.sweeping.sweep`.

    Args:
        store: Where to; a file of this process.
        cluster: Client of the cluster, whose workers have this package installed.
        config: Settings of the clients in the workers; they travel with the tasks, secrets included.
        name: What to list, as for `sinch_provisioning.sweeping.listings`.
        projects: Ids of the projects.
        concurrency: Listings that a task has under way at once.
        observer: As for `sweep`, like those that follow.
        fresh: Begin from the start.
        retry_failed: Go on with what failed.
    """
    from dask.distributed import as_completed

    here = AsyncClient(config)  # it says what there is to list, and sends nothing
    found = listings(here, name, projects, store=store)
    run = Run(store, found, observer, fresh, retry_failed)
    ids = {key_of(key): key for key in found}
    with run.exits:
        run.open()
        while todo := list(run.todo()):
            after = run.after(dict.fromkeys(todo))
            parts = (todo[at : at + _LISTINGS] for at in range(0, len(todo), _LISTINGS))
            shares = [{key: (ids[key], after[key]) for key in part} for part in parts]
            futures = cluster.map(_walk, shares, config=config, name=name, concurrency=concurrency, pure=False)
            for _, results in as_completed(futures, with_results=True):  # type: ignore[no-untyped-call]
                for result in results:
                    run.take(result)
                    run.tell()
        return run.finish()


def _walk(share: Share, *, config: Config, name: str, concurrency: int) -> list[Any]:
    """Return the next pages of some listings, or the errors that ended them; runs in a worker."""
    sinch = _client(config)
    found = {key: listing_of(sinch, name, ids).raw() for key, (ids, _) in share.items()}
    after: Mapping[Key, str | None] = {key: token for key, (_, token) in share.items()}
    pages: Any = bulk.pages(found, concurrency=concurrency, after=after)
    with closing(pages):
        return list(islice(pages, _PAGES))


_clients: dict[Config, Client] = {}
_making = threading.Lock()


def _client(config: Config) -> Client:
    """Return the one client of this process for a configuration, with its one token."""
    with _making:
        if config not in _clients:
            _clients[config] = Client(config)
            atexit.register(_clients[config].close)
        return _clients[config]
