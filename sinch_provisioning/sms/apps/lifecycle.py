"""How far an SMS app is, read off its status."""

from collections.abc import Collection
from typing import Final

from sinch_provisioning.core.sms import ProvisioningState
from sinch_provisioning.sms.apps.models import App
from sinch_provisioning.waiting import Lifecycle


def why_unreachable(app: App, _wanted: Collection[ProvisioningState]) -> str | None:
    """Return why no other state can follow without help: something has failed. None while one can."""
    failed = app.status is not None and "FAILED" in app.status
    return "it has failed and does not continue by itself" if failed else None


LIFECYCLE: Final = Lifecycle("SMS app", ProvisioningState, lambda app: app.status, why_unreachable)
