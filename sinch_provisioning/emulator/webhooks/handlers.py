"""Registrations: list, create, read, replace, change, delete."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.webhooks.state import Webhooks, view


def list_webhooks(request: Request) -> Reply:
    # "Alphabetical" by target (inferred); without a page size all come on one page.
    found = sorted(request.project.part(Webhooks).records.values(), key=lambda webhook: webhook["target"])
    return request.page("webhooks", [view(webhook) for webhook in found], default_size=max(1, len(found)))


def create(request: Request) -> Reply:
    webhooks = request.project.part(Webhooks)
    webhooks.require_usable(request.body["target"])
    webhooks.require_room()
    return created(view(webhooks.add(request.body)))


def get(request: Request) -> Reply:
    return ok(view(request.project.part(Webhooks).find(request.path["webhookId"])))


def change(request: Request) -> Reply:
    """Replace or change: triggers that are sent replace the old ones; an empty body changes nothing (both inferred)."""
    webhooks = request.project.part(Webhooks)
    webhook = webhooks.find(request.path["webhookId"])
    if "target" in request.body:
        webhooks.require_usable(request.body["target"], besides=webhook["id"])
    webhooks.records.edit(webhook["id"]).update(request.body)
    return ok(view(webhook))


def delete(request: Request) -> Reply:
    webhooks = request.project.part(Webhooks)
    webhooks.records.remove(webhooks.find(request.path["webhookId"])["id"])
    return no_content()


HANDLERS: Handlers = {
    "listWebhooks": list_webhooks,
    "createWebhook": create,
    "getWebhook": get,
    "replaceWebhook": change,
    "updateWebhook": change,
    "deleteWebhook": delete,
}
