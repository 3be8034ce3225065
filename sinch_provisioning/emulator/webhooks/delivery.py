"""Delivery of events to webhooks: a queue for each webhook, one signed call at a time, retried after growing pauses."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future

import aiohttp
import attrs
import msgspec

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.contract import BrokenContract, the_contract
from sinch_provisioning.emulator.events import Attempt, Event
from sinch_provisioning.emulator.family import OnCall
from sinch_provisioning.emulator.faults import Faults
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.running import call_soon
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.webhooks.addresses import Resolver
from sinch_provisioning.emulator.webhooks.signing import sign
from sinch_provisioning.emulator.webhooks.state import Webhooks, everywhere

_log = logging.getLogger("sinch_provisioning.emulator")

# Nothing about retries is documented: all of this is inferred.
PAUSES = (5.0, 30.0, 120.0, 600.0, 3600.0, 21600.0)
"""Seconds of the emulator's time between the attempts; after the last one a delivery has failed."""
TIMEOUT = 10.0
"""Seconds of real time that a target may take to respond."""
CONNECTIONS = 50
"""Targets that are called at once."""
LATEST = 60.0
"""Seconds of the emulator's time by which a delivery is late at most, if a fault rule says nothing else."""

Key = tuple[str, str]
"""Project and webhook."""


class DeliveryQueue:
    """Delivers events to webhooks, from the emulator's loop and without holding up any request.

    A webhook gets its events in the order in which they were raised, as long as it accepts them. One that it did not
    accept is retried after a pause, behind what was raised meanwhile.
    """

    def __init__(self, store: Store, faults: Faults, *, on_call: Mapping[str, OnCall], check: bool) -> None:
        self._store = store
        self._faults = faults
        self._on_call = on_call
        self._check = check
        self._queues: dict[Key, deque[str]] = {}
        self._tasks: dict[Key, asyncio.Task[None]] = {}
        self._woken: set[Key] = set()
        """Queues that the loop will look at."""
        self._under_way = 0
        self._waiting: list[Future[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: aiohttp.ClientSession | None = None
        store.on_event, store.on_retry, store.on_restore = self.deliver, self.retry, self.resume

    def deliver(self, event: Event, projects: Sequence[Project]) -> None:
        """Deliver an event to the webhooks of these projects that ask for it; raise `BrokenContract` if it is wrong."""
        if self._check:
            wrong = the_contract().check_event(event.body)
            if wrong:
                raise BrokenContract(f"{event.type}: {'; '.join(wrong)}")
        for project in projects:
            webhooks = project.part(Webhooks)
            for webhook in webhooks.asking(event.type):
                fault = self._faults.strike_delivery(event.type, project.id)
                for _ in range(2 if fault is not None and fault.delivery == "double" else 1):
                    delivery = webhooks.post(webhook, event)
                    if fault is not None and fault.delivery == "drop":
                        _settle(delivery, "DROPPED")
                    elif fault is not None and fault.delivery == "shuffle":
                        self._retry_after(project, delivery, self._faults.draw(fault.delay or LATEST))
                    else:
                        self._queue(project, delivery)

    def retry(self, project: Project, delivery_id: str) -> None:
        """Deliver once more what a webhook did not accept."""
        deliveries = project.part(Webhooks).deliveries
        if deliveries.get(delivery_id, {}).get("state") == "PENDING":
            delivery = deliveries.edit(delivery_id)
            delivery.pop("nextAttempt", None)
            self._queue(project, delivery)

    def settled(self) -> "Future[None]":
        """Return what is done once nothing is under way; what waits for its next attempt is not."""
        future: Future[None] = Future()
        with self._store.clock.lock:
            if self._under_way:
                self._waiting.append(future)
            else:
                future.set_result(None)
        return future

    async def start(self) -> None:
        """Begin, in the running loop, with what the state has pending."""
        self._session = aiohttp.ClientSession(
            # A connection of its own for each call: one that was kept could break just as the next event goes out.
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, force_close=True, resolver=Resolver()),
            timeout=aiohttp.ClientTimeout(total=TIMEOUT),
            headers={"User-Agent": "sinch-provisioning-emulator"},
        )
        with self._store.clock.lock:
            self._loop = asyncio.get_running_loop()
        self.resume()

    def resume(self) -> None:
        """Queue what the state has pending."""
        with self._store.clock.lock:
            for webhooks in everywhere(self._store):
                for delivery in webhooks.deliveries.values():
                    if delivery["state"] == "PENDING" and "nextAttempt" not in delivery:
                        self._queue(webhooks.project, delivery)

    async def stop(self) -> None:
        """End; what is under way stays pending, for the next start."""
        with self._store.clock.lock:
            self._loop = None
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._session is not None:
            await self._session.close()
        with self._store.clock.lock:
            self._queues.clear()
            self._woken.clear()
            self._under_way = 0
            self._notify()

    def _queue(self, project: Project, delivery: JSON) -> None:
        if self._loop is None:
            return  # it is pending, and queued at the start
        key = project.id, delivery["webhookId"]
        self._queues.setdefault(key, deque()).append(delivery["id"])
        self._under_way += 1
        if key not in self._woken:
            self._woken.add(key)
            call_soon(self._loop, self._serve, key)

    def _serve(self, key: Key) -> None:
        with self._store.clock.lock:
            self._woken.discard(key)
        if self._loop is not None and key not in self._tasks and self._queues.get(key):
            self._tasks[key] = self._loop.create_task(self._run(key), name="sinch_provisioning emulator's webhook")

    async def _run(self, key: Key) -> None:
        try:
            while (delivery_id := self._next(key)) is not None:
                try:
                    await self._attempt(key, delivery_id)
                except Exception:  # noqa: BLE001 - it stays pending, and what comes after it goes on
                    _log.exception("a delivery went wrong")
                with self._store.clock.lock:
                    self._under_way -= 1
                    self._notify()
        finally:
            del self._tasks[key]

    def _next(self, key: Key) -> str | None:
        with self._store.clock.lock:
            if self._queues.get(key):
                return self._queues[key].popleft()
            self._queues.pop(key, None)
            return None

    def _notify(self) -> None:
        if not self._under_way:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if future.set_running_or_notify_cancel():
                    future.set_result(None)

    async def _attempt(self, key: Key, delivery_id: str) -> None:
        with self._store.clock.lock:
            project = self._store.projects.get(key[0])
            if project is None:
                return  # not in the state that was restored
            webhooks = project.part(Webhooks)
            delivery, webhook = webhooks.deliveries.get(delivery_id), webhooks.records.get(key[1])
            if delivery is None or delivery["state"] != "PENDING":
                return  # forgotten by a reset, or put back in time by a restored state
            webhooks.deliveries.edit(delivery_id)
            if webhook is None:
                # Whether calls for a deleted webhook go on is not documented; they do not (inferred).
                _settle(delivery, "DROPPED")
                self._store.save()
                return
            # The secret and the target are those of now, not of when the event was raised (inferred).
            delivery["target"] = webhook["target"]
            secret = webhook["secret"]
        status, error = await self._call(delivery["target"], secret, msgspec.json.encode(delivery["body"]))
        with self._store.clock.lock:
            project = self._store.projects.get(key[0])
            if project is not None and project.part(Webhooks).deliveries.get(delivery_id) is delivery:
                project.part(Webhooks).deliveries.edit(delivery_id)
                self._note(project, delivery, Attempt(at=self._store.clock.text(), status=status, error=error))
                self._store.save()

    async def _call(self, target: str, secret: str, body: bytes) -> tuple[int | None, str | None]:
        assert self._session is not None  # noqa: S101 - tasks live between start and stop
        headers = {"Content-Type": "application/json", **sign(secret, body)}
        try:
            async with self._session.post(target, data=body, headers=headers, allow_redirects=False) as response:
                is_accepted = 200 <= response.status < 300
                return response.status, None if is_accepted else f"the target responded with {response.status}"
        except TimeoutError:
            return None, f"the target did not respond within {TIMEOUT:g} seconds"
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            return None, f"{type(failure).__name__}: {failure}"

    def _note(self, project: Project, delivery: JSON, attempt: Attempt) -> None:
        delivery["attempts"].append(attrs.asdict(attempt))
        attempts = len(delivery["attempts"])
        note = self._on_call.get(delivery["type"])
        if note is not None:
            note(self._store, delivery, attempt)
        if attempt.error is None:
            _settle(delivery, "DELIVERED")
        elif attempts > len(PAUSES):
            _settle(delivery, "FAILED")
        else:
            self._retry_after(project, delivery, PAUSES[attempts - 1])

    def _retry_after(self, project: Project, delivery: JSON, pause: float) -> None:
        delivery["nextAttempt"] = write_time(self._store.clock.now() + pause)
        project.later(pause, project.part(Webhooks).try_again, delivery["id"])


def _settle(delivery: JSON, state: str) -> None:
    delivery["state"] = state
    del delivery["body"]
