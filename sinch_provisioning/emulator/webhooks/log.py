"""The delivery log: which event went to which webhook, how often it was tried, and what came of it."""

from collections.abc import Iterator, Sequence
from typing import Literal, overload

import attrs

from sinch_provisioning.emulator.events import Attempt
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.webhooks.state import Webhooks, everywhere

State = Literal["PENDING", "DELIVERED", "FAILED", "DROPPED"]


@attrs.frozen(kw_only=True)
class Delivery:
    """One event on its way to one webhook."""

    id: str
    project_id: str
    webhook_id: str
    target: str
    """Where it was to go when it was last tried, or when the event was raised."""
    type: str
    created: str
    state: State
    """PENDING until accepted (DELIVERED), given up (FAILED), or lost with its webhook or to a fault (DROPPED)."""
    attempts: tuple[Attempt, ...]
    next_attempt: str | None
    """When it is tried again, by the emulator's clock; None if it is not, or at once."""
    body: JSON
    """What is sent, parsed; None once that is settled."""


class Deliveries(Sequence[Delivery]):
    """The latest deliveries of all projects, oldest first within each."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, webhook_id: str) -> list[Delivery]:
        """Return the deliveries to one webhook."""
        return [delivery for delivery in self if delivery.webhook_id == webhook_id]

    @overload
    def __getitem__(self, index: int) -> Delivery: ...
    @overload
    def __getitem__(self, index: slice) -> list[Delivery]: ...
    def __getitem__(self, index: int | slice) -> Delivery | list[Delivery]:
        return list(self)[index]

    def __len__(self) -> int:
        with self._store.clock.lock:
            return sum(len(state.deliveries) for state in everywhere(self._store))

    def __iter__(self) -> Iterator[Delivery]:
        with self._store.clock.lock:
            return iter([_view(state, kept) for state in everywhere(self._store) for kept in state.deliveries.values()])


def _view(state: Webhooks, kept: JSON) -> Delivery:
    return Delivery(
        id=kept["id"],
        project_id=state.project.id,
        webhook_id=kept["webhookId"],
        target=kept["target"],
        type=kept["type"],
        created=kept["created"],
        state=kept["state"],
        attempts=tuple(Attempt(**attempt) for attempt in kept["attempts"]),
        next_attempt=kept.get("nextAttempt"),
        body=kept.get("body"),
    )
