"""The emulated service: projects, time, faults and the journal, and what can be done to them. No sockets."""

import uuid
from collections.abc import Callable
from typing import Any, Literal

from sinch_provisioning.emulator.bounds import MAX_SENDERS, require_between, require_project_id
from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.control import Control
from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.faults import Fault, Faults
from sinch_provisioning.emulator.journal import Journal
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.webhooks.log import Deliveries


class Service:
    """What an emulator is made of, whether it runs or not."""

    clock: Clock
    requests: Journal
    """Requests and the responses to them, oldest first."""
    deliveries: Deliveries
    """What became of the events that webhooks ask for: `.of(webhook_id)`, each with its attempts."""
    control: Control
    """Decisions of others: Sinch, Meta, Google, Kakao, operators, owners of phones."""

    def _set_up(self, store: Store, furnish: Callable[[Project], None]) -> None:
        self._store = store
        self._furnish = furnish
        self._faults = Faults(store.seed)
        self.clock = store.clock
        self.requests = Journal()
        self.deliveries = Deliveries(store)
        self.control = Control(store)

    @property
    def project_ids(self) -> list[str]:
        """Projects that are served."""
        return list(self._store.projects)

    @property
    def project_id(self) -> str:
        """The first project."""
        return self.project_ids[0]

    @property
    def events(self) -> list[Event]:
        """Events raised so far, oldest first."""
        return list(self._store.events)

    def add_project(self, project_id: str | None = None, *, senders: int = 0) -> str:
        """Serve one more project and return its id.

        Raises:
            ValueError: the id, or the number of senders, is out of bounds.
        """
        require_between("senders", senders, 0, MAX_SENDERS)
        if project_id is not None:
            require_project_id(project_id)
        with self.clock.lock:
            added = self._store.add(project_id or str(uuid.uuid4()), senders)
            self._store.save()
            return added.id

    def advance(self, seconds: float) -> None:
        """Move the emulator's time forward; what falls due happens at once, in order."""
        self._store.advance(seconds)

    def reset(self) -> None:
        """Let all projects begin again, without faults and with an empty journal."""
        with self.clock.lock:
            self._store.reset()
            for project in self._store:
                self._furnish(project)
            self._store.save()
            self._faults.clear()
            self.requests.clear()

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state as plain JSON, secrets included; without journal and faults."""
        return self._store.snapshot()

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Let everything be as in a snapshot, of this emulator or of another one.

        A clock that stands still goes back too; one that runs does not, and what has fallen due since happens at once.
        Ids made up from then on are the same after each restore of one snapshot.

        Raises:
            ValueError: it is not a snapshot.
        """
        self._store.restore(snapshot)

    @property
    def faults(self) -> list[Fault]:
        """Fault rules in force, the first to be tried first."""
        return self._faults.rules

    def fail(
        self,
        operation: str | None = None,
        *,
        project: str | None = None,
        method: str | None = None,
        path: str | None = None,
        times: int | None = None,
        skip: int = 0,
        chance: float | None = None,
        status: int | None = None,
        error_code: str | None = None,
        retry_after: float | str | None = None,
        reset: Literal["before", "after"] | None = None,
        delay: float | None = None,
        truncate: int | bool = False,
        malformed: bool = False,
        html: bool = False,
        expire_token: bool = False,
        delivery: Literal["drop", "double", "shuffle"] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Fault:
        """Let requests, or deliveries of events, suffer a fault, and return the rule, with its `.hits` and `.remove()`.

        Args:
            operation: An operationId, `token` for the token endpoint, or None for all of the API; with `delivery` a
                type of event.
            project: Only requests for this project, or deliveries to its webhooks.
            method: Only this HTTP method.
            path: Only paths with this text in them, as they came.
            times: How often; None is always.
            skip: Requests to be spared first.
            chance: 0 to 1, drawn from the emulator's seed; None is always.
            status: Respond with this status, 300 to 599, without carrying out the request.
            error_code: `errorCode` of that response; without a status it comes with the one of the contract.
            retry_after: Its Retry-After, seconds or a text.
            reset: Break the connection "before" the request is carried out, or "after".
            delay: Seconds of real time to wait first; goes with any other fault. With `delivery="shuffle"` the seconds
                of the emulator's time by which an event is late at most, 60 if not given.
            truncate: Cut the response's body to so many bytes (True: half) and break the connection.
            malformed: Respond with broken JSON.
            html: Respond with a proxy's page, status 502 or `status`.
            expire_token: Let the request's access token be spent.
            delivery: Let an event on its way to a webhook be lost ("drop"), delivered twice ("double"), or overtaken by
                later ones ("shuffle").
            headers: Headers to add to the response.

        Raises:
            ValueError: the rule contradicts itself, has no fault, or is for an operation that does not exist.
        """
        rule: dict[str, Any] = {name: value for name, value in locals().items() if name != "self"}
        known = {"token", *the_contract().operations} if delivery is None else the_contract().event_types
        if operation is not None and operation not in known:
            raise ValueError(f"there is no {'operation' if delivery is None else 'type of event'} {operation}")
        rule["headers"] = headers or {}
        self._store.changes.notify()
        return self._faults.add(Fault(**rule))

    def clear_faults(self) -> None:
        """Remove all fault rules."""
        self._faults.clear()
        self._store.changes.notify()
