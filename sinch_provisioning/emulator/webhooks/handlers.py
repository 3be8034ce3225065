"""Registrations: create, replace, change."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, ok
from sinch_provisioning.emulator.webhooks.state import Webhooks


def create(request: Request) -> Reply:
    webhooks = request.project.part(Webhooks)
    webhooks.require_usable(request.body["target"])
    webhooks.require_room()
    return created(webhooks.view(webhooks.add(request.body)))


def change(request: Request) -> Reply:
    """Replace or change: triggers that are sent replace the old ones; an empty body changes nothing (both inferred)."""
    webhooks, webhook = Webhooks.at(request, edit=True)
    if "target" in request.body:
        webhooks.require_usable(request.body["target"], besides=webhook["id"])
    webhook.update(request.body)
    return ok(webhooks.view(webhook))


HANDLERS: Handlers = {
    **Webhooks.handlers("Webhook"),
    "createWebhook": create,
    "replaceWebhook": change,
    "updateWebhook": change,
}
