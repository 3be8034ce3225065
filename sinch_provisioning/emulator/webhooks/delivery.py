"""Events on their way to webhooks: one call at a time for each webhook, signed, tried again after growing pauses."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future

import aiohttp
import msgspec

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.contract import BrokenContract, the_contract
from sinch_provisioning.emulator.events import Attempt, Event
from sinch_provisioning.emulator.family import OnCall
from sinch_provisioning.emulator.running import call_soon
from sinch_provisioning.emulator.store import Project, Store
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.webhooks.addresses import Resolver
from sinch_provisioning.emulator.webhooks.signing import sign
from sinch_provisioning.emulator.webhooks.state import Webhooks, everywhere

_log = logging.getLogger("sinch_provisioning.emulator")

# Nothing about repetitions is documented: all of this is inferred.
PAUSES = (5.0, 30.0, 120.0, 600.0, 3600.0, 21600.0)
"""Seconds of the emulator's time between the attempts; after the last one a delivery is given up."""
TIMEOUT = 10.0
"""Seconds of real time that a target may take to answer."""
CONNECTIONS = 50
"""Targets that are called at once."""

Lane = tuple[str, str]
"""Project and webhook."""


class Delivering:
    """Brings events to webhooks, from the emulator's loop and without holding up any request.

    A webhook gets its events in the order in which they were raised, as long as it takes them. One that it did not take
    comes again after a pause, behind what was raised meanwhile.
    """

    def __init__(self, store: Store, *, on_call: Mapping[str, OnCall], check: bool) -> None:
        self._store = store
        self._on_call = on_call
        self._check = check
        self._lanes: dict[Lane, deque[str]] = {}
        self._tasks: dict[Lane, asyncio.Task[None]] = {}
        self._woken: set[Lane] = set()
        """Lanes that the loop will look at."""
        self._under_way = 0
        self._waiting: list[Future[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: aiohttp.ClientSession | None = None

    def take(self, event: Event, projects: Sequence[Project]) -> None:
        """Bring an event to the webhooks of these projects that ask for it.

        Raises:
            BrokenContract: the event is not as documented.
        """
        if self._check:
            wrong = the_contract().check_event(event.body)
            if wrong:
                raise BrokenContract(f"{event.type}: {'; '.join(wrong)}")
        for project in projects:
            for delivery in project.part(Webhooks).post(event):
                self._queue(project, delivery)

    def again(self, project: Project, delivery_id: str) -> None:
        """Try once more to bring something that a webhook did not take."""
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
        """Begin, in the running loop, with what an earlier life has left."""
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
        """Take up what the state holds of deliveries that are under way."""
        with self._store.clock.lock:
            for state in everywhere(self._store):
                for delivery in state.deliveries.values():
                    if delivery["state"] == "PENDING" and "nextAttempt" not in delivery:
                        self._queue(state.project, delivery)

    async def stop(self) -> None:
        """End; what is under way stays pending, for a next life."""
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
            self._lanes.clear()
            self._woken.clear()
            self._under_way = 0
            self._tell()

    def _queue(self, project: Project, delivery: JSON) -> None:
        if self._loop is None:
            return  # it is pending, and found at the start
        lane = project.id, delivery["webhookId"]
        self._lanes.setdefault(lane, deque()).append(delivery["id"])
        self._under_way += 1
        if lane not in self._woken:
            self._woken.add(lane)
            call_soon(self._loop, self._serve, lane)

    def _serve(self, lane: Lane) -> None:
        with self._store.clock.lock:
            self._woken.discard(lane)
        if self._loop is not None and lane not in self._tasks and self._lanes.get(lane):
            self._tasks[lane] = self._loop.create_task(self._run(lane), name="sinch_provisioning emulator's webhook")

    async def _run(self, lane: Lane) -> None:
        try:
            while (delivery_id := self._next(lane)) is not None:
                try:
                    await self._deliver(lane, delivery_id)
                except Exception:  # noqa: BLE001 - it stays pending, and what comes after it goes on
                    _log.exception("a delivery went wrong")
                with self._store.clock.lock:
                    self._under_way -= 1
                    self._tell()
        finally:
            del self._tasks[lane]

    def _next(self, lane: Lane) -> str | None:
        with self._store.clock.lock:
            if self._lanes.get(lane):
                return self._lanes[lane].popleft()
            self._lanes.pop(lane, None)
            return None

    def _tell(self) -> None:
        if not self._under_way:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if future.set_running_or_notify_cancel():
                    future.set_result(None)

    async def _deliver(self, lane: Lane, delivery_id: str) -> None:
        with self._store.clock.lock:
            project = self._store.projects.get(lane[0])
            if project is None:
                return  # not in the state that was restored
            state = project.part(Webhooks)
            delivery, webhook = state.deliveries.get(delivery_id), state.records.get(lane[1])
            if delivery is None or delivery["state"] != "PENDING":
                return  # forgotten by a reset, or put back in time by a restored state
            state.deliveries.edit(delivery_id)
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
            project = self._store.projects.get(lane[0])
            if project is not None and project.part(Webhooks).deliveries.get(delivery_id) is delivery:
                project.part(Webhooks).deliveries.edit(delivery_id)
                self._note(lane[0], delivery, status, error)
                self._store.save()

    async def _call(self, target: str, secret: str, body: bytes) -> tuple[int | None, str | None]:
        assert self._session is not None  # noqa: S101 - tasks live between start and stop
        headers = {"Content-Type": "application/json", **sign(secret, body)}
        try:
            async with self._session.post(target, data=body, headers=headers, allow_redirects=False) as response:
                taken = 200 <= response.status < 300
                return response.status, None if taken else f"the target answered {response.status}"
        except TimeoutError:
            return None, f"the target did not answer within {TIMEOUT:g} seconds"
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            return None, f"{type(failure).__name__}: {failure}"

    def _note(self, project_id: str, delivery: JSON, status: int | None, error: str | None) -> None:
        clock = self._store.clock
        attempt = Attempt(at=clock.text(), status=status, error=error)
        delivery["attempts"].append({"at": attempt.at, "status": status, "error": error})
        tried = len(delivery["attempts"])
        note = self._on_call.get(delivery["type"])
        if note is not None:
            note(self._store, delivery, attempt)
        if error is None:
            _settle(delivery, "DELIVERED")
        elif tried > len(PAUSES):
            _settle(delivery, "FAILED")
        else:
            pause = PAUSES[tried - 1]
            delivery["nextAttempt"] = write_time(clock.now() + pause)
            project = self._store.projects[project_id]
            project.later(pause, project.part(Webhooks).try_again, delivery["id"])


def _settle(delivery: JSON, state: str) -> None:
    delivery["state"] = state
    del delivery["body"]
