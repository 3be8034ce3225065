"""What type checkers make of sweeps and tables."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from collections.abc import Iterator
from typing import Any, assert_type

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, sweeping
from sinch_provisioning.tables import Rows


async def sweeps(store: sweeping.Store, sinch: AsyncClient, blocking: Client) -> None:
    assert_type(await sweeping.sweep(store, {"p": sinch.rcs.senders.list()}, concurrency=2), sweeping.Progress)
    assert_type(sweeping.sweep(store, {("p", "s"): blocking.rcs.senders.list()}), sweeping.Progress)
    assert_type(sweeping.listings(sinch, "rcs senders", ["p"]), dict[tuple[str, ...], Listing[Any]])
    assert_type(sweeping.listings(blocking, "rcs senders", ["p"]), dict[tuple[str, ...], BlockingListing[Any]])
    assert_type(await sweeping.sweep(store, sweeping.listings(sinch, "webhooks", ["p"])), sweeping.Progress)


def found(store: sweeping.Store) -> None:
    assert_type(store.table("senders", history=True), Rows)
    assert_type(store.sql("SELECT 1"), Rows)
    assert_type(store.changes("24h"), Iterator[sweeping.Change])
    for row in store.table("senders"):
        assert_type(row, tuple[Any, ...])
