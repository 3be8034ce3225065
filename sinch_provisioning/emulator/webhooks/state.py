"""The webhooks of a project, and what is on its way to them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.family import Reply, Request
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.resources import Resource
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON, Record, Table

LIMIT = 15
# Most deliveries that a project keeps, those under way included.
_KEPT = 1000


def require_callable(target: str, field: str = "target") -> None:
    """Reject a target of another scheme than http and https (inferred); private addresses are fine, and are called."""
    try:
        parts = urlsplit(target)
        is_callable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_callable = False
    if not is_callable:
        raise problem("invalid_input", information={"validationErrors": [f"{field} must be an http or https URL"]})


class Webhooks(Resource):
    """Webhooks by id, and the latest deliveries to them."""

    kind = "webhooks"
    missing = "webhook_not_found"
    path: ClassVar[tuple[str, ...]] = ("webhookId",)
    items = "webhooks"
    defaults: ClassVar[Mapping[str, Any]] = {"posted": 0}
    scheduled: ClassVar[tuple[str, ...]] = ("try_again",)

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.deliveries: Table = project.table("deliveries")

    def view(self, record: Record) -> JSON:
        """Return a webhook as the API shows it: without its secret."""
        return {name: value for name, value in record.items() if name != "secret"}

    def matching(self, _request: Request) -> Iterable[Record]:
        """Return all webhooks, "alphabetical" by target (inferred)."""
        return sorted(self.records.values(), key=lambda webhook: webhook["target"])

    def page(self, request: Request, found: list[Record], *, default_size: int = 1) -> Reply:
        """Return a page; without a page size all come on one (inferred)."""
        return super().page(request, found, default_size=max(default_size, len(found)))

    def create(self, request: Request) -> Record:
        """Register a webhook."""
        self.require_usable(request.body["target"])
        self.require_room()
        return self.add(request.body)

    def change(self, request: Request, record: Record) -> None:
        """Replace or change: triggers that are sent replace the old ones, an empty body nothing (both inferred)."""
        if "target" in request.body:
            self.require_usable(request.body["target"], besides=record["id"])
        self.open(record["id"]).update(request.body)

    def require_usable(self, target: str, *, besides: str | None = None) -> None:
        """Reject a target that cannot be called, or that another webhook has."""
        require_callable(target)
        # Compared by exact text (inferred).
        if any(one["target"] == target and webhook_id != besides for webhook_id, one in self.records.items()):
            raise problem("webhook_exists", f"{target} is registered already.")

    def require_room(self, more: int = 1) -> None:
        """Reject more webhooks than a project may have."""
        if len(self.records) + more > LIMIT:
            raise problem("webhook_limit_reached", f"A project can have {LIMIT} webhooks.")

    def add(self, body: JSON) -> Record:
        """Register a webhook and return it with its secret."""
        webhook_id = self.project.digits(32)
        webhook: Record = {"id": webhook_id, "projectId": self.project.id, **body}
        self.records.put(webhook_id, webhook)
        return webhook

    def asking(self, type: str) -> list[JSON]:
        """Return the webhooks that ask for events of a type."""
        return [webhook for webhook in self.records.values() if {type, "ALL"} & {*webhook["triggers"]}]

    def try_again(self, delivery_id: str) -> None:
        """Retry the delivery of an event."""
        self.project.store.on_retry(self.project, delivery_id)

    def post(self, webhook: JSON, event: Event) -> JSON:
        """Keep a new delivery of an event to a webhook, and return it."""
        while len(self.deliveries) >= _KEPT:
            settled = (key for key, kept in self.deliveries.items() if kept["state"] != "PENDING")
            self.deliveries.remove(next(settled, next(iter(self.deliveries))))
        # A count, and no chance, so that webhooks do not change which ids everything else gets.
        number = self.settings["posted"] + 1
        self.settings.set(posted=number)
        delivery: JSON = {
            "id": str(number),
            "webhookId": webhook["id"],
            "target": webhook["target"],
            "type": event.type,
            "created": event.at,
            "raisedIn": event.project_id,
            "state": "PENDING",
            "attempts": [],
            "body": event.body,
        }
        return self.deliveries.put(delivery["id"], delivery)


def everywhere(store: Store) -> Iterator[Webhooks]:
    """Walk the webhooks of all projects."""
    for project in store:
        yield project.part(Webhooks)
