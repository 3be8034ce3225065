"""Registrations: list, create, read, replace, change, delete."""

from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.webhooks.state import view, webhooks


@handles("listWebhooks")
def list_webhooks(request: Request) -> Reply:
    # "Alphabetical" by target (inferred); without a page size all come on one page.
    found = sorted(webhooks(request.project).all.values(), key=lambda webhook: webhook["target"])
    return request.page("webhooks", [view(webhook) for webhook in found], default_size=max(1, len(found)))


@handles("createWebhook")
def create(request: Request) -> Reply:
    state = webhooks(request.project)
    state.require_free(request.body["target"])
    state.require_room()
    return created(view(state.add(request.body)))


@handles("getWebhook")
def get(request: Request) -> Reply:
    return ok(view(webhooks(request.project).find(request.path["webhookId"])))


@handles("replaceWebhook")
def replace(request: Request) -> Reply:
    return _change(request)


@handles("updateWebhook")
def update(request: Request) -> Reply:
    # An empty body changes nothing and is fine; triggers that are sent replace the old ones (both inferred).
    return _change(request)


def _change(request: Request) -> Reply:
    state = webhooks(request.project)
    webhook = state.find(request.path["webhookId"])
    if "target" in request.body:
        state.require_free(request.body["target"], besides=webhook["id"])
    webhook.update(request.body)
    return ok(view(webhook))


@handles("deleteWebhook")
def delete(request: Request) -> Reply:
    state = webhooks(request.project)
    del state.all[state.find(request.path["webhookId"])["id"]]
    return no_content()
