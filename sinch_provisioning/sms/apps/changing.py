"""From what an SMS app is and what it should be to the update between them."""

from sinch_provisioning.core.changes import difference
from sinch_provisioning.sms.apps.models import App, AppUpdate


def changes(before: App, after: App) -> AppUpdate:
    """Return the update that holds only what differs between an SMS app and the same as it should be, made by `evolve`.

    Raises:
        InvalidRequest: something differs that cannot be changed.
    """
    return difference(AppUpdate, before, after)
