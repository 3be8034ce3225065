"""What can be asked about the emulator, and done to it, beside decisions; each method is one call over HTTP."""

from collections.abc import Mapping
from itertools import islice
from typing import Annotated, Any

import attrs
import msgspec

from sinch_provisioning._version import __version__
from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.console.calls import Call
from sinch_provisioning.emulator.console.masking import mask, mask_headers, mask_query
from sinch_provisioning.emulator.faults import Fault
from sinch_provisioning.emulator.journal import Entry, parse
from sinch_provisioning.emulator.problems import not_found
from sinch_provisioning.emulator.service import Service
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.webhooks.log import Delivery, State

Limit = Annotated[int, msgspec.Meta(ge=0)]
_FAULT_FIELDS = ("name", *(field.name for field in attrs.fields(Fault) if not field.name.startswith("_")))


class Endpoints:
    """Health, projects, clock, faults, requests, events, deliveries, state. Secrets are left out but of the state."""

    def __init__(self, service: Service, store: Store) -> None:
        self._service = service
        self._store = store
        self.routes: dict[tuple[str, str], Call] = {
            ("GET", "health"): Call(self.health),
            ("GET", "projects"): Call(self.projects),
            ("POST", "projects"): Call(service.add_project, shown=lambda id: {"id": id}),
            ("GET", "clock"): Call(self.clock),
            ("POST", "clock"): Call(service.advance, shown=lambda _: {"now": store.clock.text()}),
            ("GET", "faults"): Call(self.faults),
            ("POST", "faults"): Call(service.fail, shown=_fault),
            ("DELETE", "faults"): Call(service.clear_faults),
            ("DELETE", "faults/{id}"): Call(self.remove_fault),
            ("GET", "requests"): Call(self.requests),
            ("GET", "events"): Call(self.events),
            ("GET", "deliveries"): Call(self.deliveries),
            ("GET", "state"): Call(service.snapshot),
            ("PUT", "state"): Call(service.restore),
            ("POST", "reset"): Call(service.reset),
        }
        """By method and path."""

    def health(self) -> JSON:
        """Say that the emulator responds, and which it is."""
        return {"status": "ok", "version": __version__, "projects": len(self._store.projects)}

    def projects(self) -> JSON:
        """List projects with the number of RCS senders that each began with."""
        with self._store.clock.lock:
            return {"projects": [{"id": project.id, "senders": project.senders} for project in self._store]}

    def clock(self) -> JSON:
        """Return the emulator's time, and what is due."""
        clock = self._store.clock
        with clock.lock:
            due = [
                {
                    "at": write_time(each["at"]),
                    "project": each["project_id"],
                    "what": self._store.describe(each["action"]),
                    "about": each["arguments"],
                }
                for each in clock.save()["due"]
            ]
            return {"now": clock.text(), "due": due}

    def faults(self) -> JSON:
        """List fault rules in force, the first to be tried first."""
        return {"faults": [_fault(rule) for rule in self._service.faults]}

    def remove_fault(self, id: int) -> None:
        """Remove a fault rule."""
        rule = next((rule for rule in self._service.faults if rule.id == id), None)
        if rule is None:
            raise not_found(f"There is no fault {id}.")
        rule.remove()

    def requests(
        self,
        project: str | None = None,
        operation: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        after: int = 0,
        limit: Limit = 100,
    ) -> JSON:
        """List requests that fit, latest first; `path` is a part of it, `after` the number of the last one known."""
        wanted = {"project_id": project, "operation": operation, "method": method, "status": status}
        found = (
            row
            for row in self._service.requests.numbered()
            if row[0] > after and _fits(row[1], wanted) and (path is None or path in row[1].path)
        )
        total = self._service.requests.total
        return {"total": total, "requests": [_shown(*row) for row in islice(found, limit)]}

    def events(self, project: str | None = None, type: str | None = None, limit: Limit = 100) -> JSON:
        """List events that fit, latest first."""
        found = (
            {"at": event.at, "project": event.project_id, **mask(event.body)}
            for event in reversed(self._service.events)
            if _fits(event, {"project_id": project, "type": type})
        )
        return {"events": list(islice(found, limit))}

    def deliveries(
        self, project: str | None = None, webhook: str | None = None, state: State | None = None, limit: Limit = 100
    ) -> JSON:
        """List deliveries to webhooks that fit, latest first within a project, each with its attempts."""
        wanted = {"project_id": project, "webhook_id": webhook, "state": state}
        found = (_delivery(each) for each in reversed(list(self._service.deliveries)) if _fits(each, wanted))
        return {"deliveries": list(islice(found, limit))}


def _fits(shown: object, wanted: Mapping[str, object]) -> bool:
    return all(value is None or getattr(shown, name) == value for name, value in wanted.items())


def _shown(number: int, entry: Entry, response: bytes | None) -> JSON:
    shown = _named(entry, project_id="project", error_code="errorCode")
    del shown["content"]
    return {
        "number": number,
        **shown,
        "at": write_time(entry.at),
        "query": mask_query(entry.query),
        "headers": mask_headers(entry.headers),
        "body": mask(entry.body, codes=True),
        "response": None if response is None else mask(parse(response)),
    }


def _delivery(delivery: Delivery) -> JSON:
    shown = _named(delivery, project_id="project", webhook_id="webhook", next_attempt="nextAttempt")
    attempts = [mask(attrs.asdict(attempt)) for attempt in delivery.attempts]
    return {**shown, "target": mask(delivery.target), "attempts": attempts, "body": mask(delivery.body)}


def _named(shown: Entry | Delivery, **names: str) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in attrs.asdict(shown, recurse=False).items()}


def _fault(rule: Fault) -> JSON:
    fields = {name: getattr(rule, name) for name in _FAULT_FIELDS}
    return {name: value for name, value in fields.items() if value is not None and value is not False and value != {}}
