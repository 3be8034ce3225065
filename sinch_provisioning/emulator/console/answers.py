"""What can be asked about the emulator, and done to it, beside decisions; each method is one call over HTTP."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from itertools import islice
from typing import Any

import attrs

from sinch_provisioning._version import __version__
from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.console.calls import Call, NotThere
from sinch_provisioning.emulator.console.emulated import Emulated
from sinch_provisioning.emulator.console.masking import mask, mask_headers, mask_query
from sinch_provisioning.emulator.faults import Fault
from sinch_provisioning.emulator.journal import Entry, parse
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.webhooks.log import Delivery, State

_FAULT_FIELDS = tuple(field.name for field in attrs.fields(Fault) if not field.name.startswith("_"))


class Answers:
    """Health, projects, clock, faults, requests, events, deliveries, state. Secrets are left out but of the state."""

    def __init__(self, emulator: Emulated, store: Store) -> None:
        self._emulator = emulator
        self._store = store
        self.routes: dict[tuple[str, str], Call] = {
            ("GET", "health"): Call(self.health),
            ("GET", "projects"): Call(self.projects),
            ("POST", "projects"): Call(self.add_project),
            ("GET", "clock"): Call(self.clock),
            ("POST", "clock"): Call(self.advance),
            ("GET", "faults"): Call(self.faults),
            ("POST", "faults"): Call(emulator.fail, shown=self._fault),
            ("DELETE", "faults"): Call(self.clear_faults),
            ("DELETE", "faults/{id}"): Call(self.remove_fault),
            ("GET", "requests"): Call(self.requests),
            ("GET", "events"): Call(self.events),
            ("GET", "deliveries"): Call(self.deliveries),
            ("GET", "state"): Call(self.state),
            ("PUT", "state"): Call(self.restore),
            ("POST", "reset"): Call(self.reset),
        }
        """By method and path."""

    def health(self) -> JSON:
        """Say that the emulator answers, and which it is."""
        return {"status": "ok", "version": __version__, "projects": len(self._store.projects)}

    def projects(self) -> JSON:
        """List projects with the number of RCS senders that each began with."""
        with self._store.clock.lock:
            return {"projects": [{"id": project.id, "senders": project.senders} for project in self._store]}

    def add_project(self, project_id: str | None = None, senders: int = 0) -> JSON:
        """Serve one more project; without an id one is made up."""
        return {"id": self._emulator.add_project(project_id, senders=senders)}

    def clock(self) -> JSON:
        """Tell the emulator's time, and what is due."""
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

    def advance(self, seconds: float) -> JSON:
        """Move time forward; what falls due happens at once, in order."""
        self._emulator.advance(seconds)
        return {"now": self._store.clock.text()}

    def faults(self) -> JSON:
        """List fault rules in force, the first to be tried first."""
        return {"faults": [self._fault(rule) for rule in self._emulator.faults]}

    def remove_fault(self, id: int) -> None:
        """Take a fault rule away."""
        rule = next((rule for rule in self._emulator.faults if rule.id == id), None)
        if rule is None:
            raise NotThere(f"There is no fault {id}.")
        rule.remove()

    def clear_faults(self) -> None:
        """Take all fault rules away."""
        self._emulator.clear_faults()

    def requests(
        self,
        project: str | None = None,
        operation: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        after: int = 0,
        limit: int = 100,
    ) -> JSON:
        """List requests that fit, latest first; `path` is a part of it, `after` the number of the last one known."""

        def fits(entry: Entry) -> bool:
            return (
                project in {None, entry.project_id}
                and operation in {None, entry.operation}
                and method in {None, entry.method}
                and status in {None, entry.status}
                and (path is None or path in entry.path)
            )

        found = (row for row in self._emulator.requests.numbered() if row[0] > after and fits(row[1]))
        return {
            "total": self._emulator.requests.total,
            "requests": [_shown(*row) for row in islice(found, _checked(limit))],
        }

    def events(self, project: str | None = None, type: str | None = None, limit: int = 100) -> JSON:
        """List events that fit, latest first."""
        found = (
            {"at": event.at, "project": event.project_id, **mask(event.body)}
            for event in reversed(self._emulator.events)
            if project in {None, event.project_id} and type in {None, event.type}
        )
        return {"events": list(islice(found, _checked(limit)))}

    def deliveries(
        self, project: str | None = None, webhook: str | None = None, state: State | None = None, limit: int = 100
    ) -> JSON:
        """List deliveries to webhooks that fit, latest first within a project, each with its attempts."""
        return {"deliveries": list(islice(self._fitting(project, webhook, state), _checked(limit)))}

    def _fitting(self, project: str | None, webhook: str | None, state: State | None) -> Iterator[JSON]:
        for delivery in reversed(list(self._emulator.deliveries)):
            if (
                project in {None, delivery.project_id}
                and webhook in {None, delivery.webhook_id}
                and state in {None, delivery.state}
            ):
                yield _delivery(delivery)

    def state(self) -> JSON:
        """Return everything as it is, secrets included, to be put back later."""
        return self._emulator.snapshot()

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Let everything be as in a snapshot."""
        self._emulator.restore(snapshot)

    def reset(self) -> None:
        """Let all projects begin anew, without faults and with an empty journal."""
        self._emulator.reset()

    def _fault(self, rule: Fault) -> JSON:
        fields = {name: getattr(rule, name) for name in _FAULT_FIELDS}
        return {
            "name": rule.name,
            **{
                name: value
                for name, value in fields.items()
                if value is not None and value is not False and value != {}
            },
        }


def _checked(limit: int) -> int:
    if limit < 0:
        raise ValueError(f"limit cannot be negative, is {limit}")
    return limit


def _shown(number: int, entry: Entry, answer: bytes | None) -> JSON:
    return {
        "number": number,
        "at": write_time(entry.at),
        "operation": entry.operation,
        "project": entry.project_id,
        "method": entry.method,
        "path": entry.path,
        "query": mask_query(entry.query),
        "headers": mask_headers(entry.headers),
        "body": mask(entry.body, codes=True),
        "size": entry.size,
        "status": entry.status,
        "errorCode": entry.error_code,
        "fault": entry.fault,
        "answer": None if answer is None else mask(parse(answer)),
    }


def _delivery(delivery: Delivery) -> JSON:
    return {
        "id": delivery.id,
        "project": delivery.project_id,
        "webhook": delivery.webhook_id,
        "target": mask(delivery.target),
        "type": delivery.type,
        "created": delivery.created,
        "state": delivery.state,
        "attempts": [mask(attrs.asdict(attempt)) for attempt in delivery.attempts],
        "nextAttempt": delivery.next_attempt,
        "body": mask(delivery.body),
    }
