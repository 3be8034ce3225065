"""Data of webhook registrations."""

from sinch_provisioning.core.model import model
from sinch_provisioning.core.subscriptions import SigningSecret, WebhookTarget, WebhookTriggers
from sinch_provisioning.core.unset import UNSET, Unset


@model(sent=True)
class WebhookUpdate:
    """Changes to a webhook."""

    target: WebhookTarget | Unset = UNSET
    secret: SigningSecret | Unset = UNSET
    triggers: WebhookTriggers | Unset = UNSET
    """Replaces the old list."""
