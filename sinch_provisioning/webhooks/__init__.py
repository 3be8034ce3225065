"""Webhooks: registrations, and the receiving side."""

from sinch_provisioning.core.shared import WebhookTrigger
from sinch_provisioning.webhooks.models import Webhook, WebhookInput, WebhookList, WebhookUpdate

__all__ = ["Webhook", "WebhookInput", "WebhookList", "WebhookTrigger", "WebhookUpdate"]
