"""Answers with seeded senders, as large and as varied as real ones, without a server."""

from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.rcs.seeding import Seeds
from sinch_provisioning.emulator.store import Store


def page(count: int) -> bytes:
    """Return the body of a page of RCS senders."""
    seeds = Seeds(Store(Clock(1_700_000_000.0, running=False), actions={}, seed=0, file=None).add("p", count))
    rows = b",".join(seeds.render(index) for index in range(count))
    return b'{"totalSize":%d,"pageSize":%d,"senders":[%b]}' % (count, count, rows)
