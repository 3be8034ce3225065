"""The change from one sender to another."""

from sinch_provisioning.core.changes import difference
from sinch_provisioning.rcs.senders.models import Sender, SenderUpdate


def changes(before: Sender, after: Sender) -> SenderUpdate:
    """Return the update that turns one sender into the other, made by `evolve`; without `details` if nothing differs.

    Raises:
        InvalidRequest: something differs that cannot be changed, or is gone and cannot be removed.
    """
    return difference(SenderUpdate, before, after)
