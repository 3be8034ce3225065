"""The webhooks of a project, and what is on its way to them."""

from collections.abc import Iterator
from typing import Any

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Event, Project, Store

JSON = Any

LIMIT = 15
# Most deliveries that a project keeps, those under way included.
_KEPT = 1000


class WebhooksState:
    """The webhooks' part of a project."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.all: dict[str, JSON] = data.setdefault("webhooks", {})
        self.deliveries: dict[str, JSON] = data.setdefault("deliveries", {})

    def find(self, webhook_id: str) -> JSON:
        """Return a webhook with its secret.

        Raises:
            Problem: there is none.
        """
        if webhook_id not in self.all:
            raise problem("webhook_not_found")
        return self.all[webhook_id]

    def require_free(self, target: str, *, besides: str | None = None) -> None:
        """Refuse a target that another webhook has; compared by exact text (inferred).

        Raises:
            Problem: it is taken.
        """
        if any(one["target"] == target and webhook_id != besides for webhook_id, one in self.all.items()):
            raise problem("webhook_exists", f"{target} is registered already.")

    def require_room(self, more: int = 1) -> None:
        """Refuse more webhooks than a project may have.

        Raises:
            Problem: there is no room.
        """
        if len(self.all) + more > LIMIT:
            raise problem("webhook_limit_reached", f"A project can have {LIMIT} webhooks.")

    def add(self, body: JSON) -> JSON:
        """Register a webhook and return it with its secret."""
        webhook = {"id": self.project.digits(32), "projectId": self.project.id, **body}
        self.all[webhook["id"]] = webhook
        return webhook

    def post(self, event: Event) -> list[JSON]:
        """Make a delivery for each webhook that asks for the event, and return them."""
        made = [self._address(webhook, event) for webhook in self.all.values() if _asks(webhook, event.type)]
        for delivery in made:
            self.deliveries[delivery["id"]] = delivery
        while len(self.deliveries) > _KEPT:
            settled = (key for key, kept in self.deliveries.items() if kept["state"] != "PENDING")
            del self.deliveries[next(settled, next(iter(self.deliveries)))]
        return made

    def _address(self, webhook: JSON, event: Event) -> JSON:
        # A count, and no chance, so that webhooks do not change which ids everything else gets.
        self.data["posted"] = self.data.get("posted", 0) + 1
        return {
            "id": str(self.data["posted"]),
            "webhookId": webhook["id"],
            "target": webhook["target"],
            "type": event.type,
            "created": event.at,
            "raisedIn": event.project_id,
            "state": "PENDING",
            "attempts": [],
            "body": event.body,
        }


def webhooks(project: Project) -> WebhooksState:
    """Return the webhooks' part of a project."""
    return project.part("webhooks", WebhooksState)


def everywhere(store: Store) -> Iterator[WebhooksState]:
    """Walk the webhooks' parts of all projects that have one."""
    for project in store:
        if "webhooks" in project.data:
            yield webhooks(project)


def _asks(webhook: JSON, type: str) -> bool:
    return type in webhook["triggers"] or "ALL" in webhook["triggers"]


def view(webhook: JSON) -> JSON:
    """Return a webhook as the API shows it: without its secret."""
    return {name: value for name, value in webhook.items() if name != "secret"}
