"""The change from one sender to another."""

from sinch_provisioning.core.changes import difference
from sinch_provisioning.rcs.senders.models import Sender, SenderUpdate


def changes(before: Sender, after: Sender) -> SenderUpdate:
    """Return the update that turns one sender into the other; without `details` if nothing differs.

    Args:
        before: As the service has returned it.
        after: As it is to be: `evolve(before, details=...)`.

    Raises:
        InvalidRequest: something differs that cannot be changed, or is gone and cannot be removed.
    """
    return difference(SenderUpdate, before, after)
