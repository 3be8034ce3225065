"""From what a webhook is and what it should be to the update between them."""

from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.subscriptions import Webhook
from sinch_provisioning.webhooks.models import WebhookUpdate


def changes(before: Webhook, after: Webhook) -> WebhookUpdate:
    """Return the update that holds only what differs between two states of a webhook; its secret is not part of it.

    Args:
        before: The webhook as the service has it.
        after: The webhook as it should be, made with `evolve`.

    Raises:
        InvalidRequest: something differs that cannot be changed.
    """
    return difference(WebhookUpdate, before, after)
