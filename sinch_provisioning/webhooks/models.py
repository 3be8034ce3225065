"""Data of webhook registrations."""

from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.model import model
from sinch_provisioning.core.subscriptions import SigningSecret, Webhook, WebhookTarget, WebhookTriggers
from sinch_provisioning.core.unset import UNSET, Unset


@model(sent=True)
class WebhookUpdate:
    """Changes to a webhook."""

    target: WebhookTarget | Unset = UNSET
    secret: SigningSecret | Unset = UNSET
    triggers: WebhookTriggers | Unset = UNSET
    """Replaces the old list."""


def changes(before: Webhook, after: Webhook) -> WebhookUpdate:
    """Return the update that holds only what differs between two states of a webhook; its secret is not part of it.

    Args:
        before: The webhook as the service has it.
        after: The webhook as it should be, made with `evolve`.

    Raises:
        InvalidRequest: something differs that cannot be changed.
    """
    return difference(WebhookUpdate, before, after)
