"""The plain engine: one process moves the onboardings of a file on. For scripts, tests and single machines."""

import contextlib
import logging
import math
import os
from collections.abc import Mapping
from typing import Any, Self

import anyio

from sinch_provisioning.client import AsyncClient
from sinch_provisioning.config import Config
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.errors import ConfigurationError, DecodeError, InvalidRequest
from sinch_provisioning.net.clock import SystemClock
from sinch_provisioning.onboarding.calls import Watch, heard, subject_of, turn
from sinch_provisioning.onboarding.steps import LOOK, Call, Create, Done, Entry, Failed, Verify, Wait
from sinch_provisioning.onboarding.store import Status, Store
from sinch_provisioning.onboarding.wanted import Run, Wanted, answered, checked, read_wanted
from sinch_provisioning.webhooks import Event, Inbox

__all__ = ["Runner", "Status"]

_log = logging.getLogger(__name__)
_MOST_CALLS = 50
"""Calls of an onboarding in a row; what needs more goes round in circles."""
_INBOX_PAUSE = 5.0
"""Seconds between two looks into an inbox, which does not notify."""


class Runner:
    """Moves onboardings on: `async with plain.Runner(client, "runs.db") as runner: await runner.run()`.

    The file holds what is wanted, ids, digests and what has happened, but neither models nor secrets. One process at a
    time can have it; others can read it with `Store(path, write=False)`.

    Args:
        client: A client, which stays open afterwards, or the settings of one.
        path: The file; it is made if needed, for its owner only. Or an open store.
        clock: Whose time counts; the system's if it is left out.
        concurrency: Onboardings that are worked on at once.
        look_every: Seconds between two looks at what no event tells of.
        watch: Sees each call on its way.

    Raises:
        StorageError: another process has the file, or it cannot be used.
    """

    def __init__(
        self,
        client: AsyncClient | Config,
        path: str | os.PathLike[str] | Store,
        *,
        clock: Clock | None = None,
        concurrency: int = 16,
        look_every: float = LOOK,
        watch: Watch = lambda _moment, _name, _step: None,
    ) -> None:
        self._store = path if isinstance(path, Store) else Store(path)
        self._clock = clock or SystemClock()
        self._owned = isinstance(client, Config)
        self._client = AsyncClient(client, clock=clock) if isinstance(client, Config) else client
        self._concurrency, self._every, self._watch = concurrency, look_every, watch
        self._secrets = dict[str, dict[str, str]]()
        self._busy, self._rung = set[str](), set[str]()
        self._woken = anyio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the file, and the client if it was made here."""
        self._store.close()
        if self._owned:
            await self._client.close()

    async def start(self, name: str, wanted: Wanted | Mapping[str, Any], *, project_id: str | None = None) -> None:
        """Begin an onboarding; if there is one of this name that wants the same, nothing changes.

        Args:
            name: Names it from now on.
            wanted: What is to be live in the end, as a model or as plain data.
            project_id: The project; the client's if it is left out.

        Raises:
            InvalidRequest: what is wanted does not fit, or an onboarding of this name wants something else.
        """
        wanted = checked(wanted) if isinstance(wanted, Wanted) else read_wanted(wanted)
        if self._store.add(name, project_id or self._client.project_id, wanted, now=self._clock.time()):
            self._wake(name)

    async def wake(self, name: str) -> None:
        """Look at an onboarding at once, not only when it is due; one that has ended stays as it is.

        Raises:
            InvalidRequest: no onboarding has this name.
        """
        self._load(name)
        self._wake(name)

    async def receive(self, event: Event, *, project_id: str | None = None) -> None:
        """Let the onboardings that an event is about look at once if it matters to them; any number of times.

        An event does not name its project, and each may have an account or a template of one name: if the endpoint
        knows the project, onboardings of others need not look.
        """
        subject = subject_of(event)
        names = [] if subject is None else self._store.of_subject(*subject[:2])
        found = [status for name in names for status in self._store.status(name)]
        for one in [each for each in found if each.project_id == project_id] or found:
            run, now = self._load(one.name), self._clock.time()
            if one.due is not None and heard(run, event, last=one.question, seen=one.standing, now=now):
                self._wake(one.name)

    async def read(self, inbox: Inbox, reader: str = "onboarding") -> None:
        """Receive all that waits in an inbox, where a `source` can be a project; what cannot be read is passed over."""
        while entries := inbox.waiting(reader, 100):
            for entry in entries:
                with contextlib.suppress(DecodeError):
                    await self.receive(entry.event, project_id=entry.source)
                inbox.done(entry, reader)

    async def answer(self, name: str, answer: Mapping[str, Any]) -> None:
        """Answer the question of an onboarding, which goes on then.

        Args:
            name: The onboarding.
            answer: By field of the question: `{"logo_url": "https://..."}`, `{"again": True}`, `{"code": "123456"}`.
                One-time codes stay in memory only.

        Raises:
            InvalidRequest: there is none of this name, it asks nothing, or the answer does not fit the question.
        """
        run, now = self._load(name), self._clock.time()
        [status] = self._store.status(name)
        wanted, entry, secrets = answered(run, status.question, answer, now=now)
        self._secrets.setdefault(name, {}).update(secrets)
        self._store.amend(name, wanted, entry, now=now)
        self._wake(name)

    async def cancel(self, name: str) -> None:
        """End an onboarding; what is at the service stays as it is.

        Raises:
            InvalidRequest: there is none of this name.
        """
        self._load(name)
        self._end(name)

    def status(self) -> list[Status]:
        """Return where each onboarding stands, by name."""
        return list(self._store.status())

    async def run_until_idle(self) -> float | None:
        """Work until nothing is due; return when the next onboarding is, seconds since 1970, None if all have ended."""
        self._woken = anyio.Event()
        try:
            async with anyio.create_task_group() as group:
                for _ in range(self._concurrency):
                    group.start_soon(self._work)
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return self._store.next_due()

    async def pause(self, *, longest: float = math.inf) -> None:
        """Wait until an onboarding is due, is woken, or `longest` seconds have passed."""
        due = self._store.next_due()
        seconds = min(longest, math.inf if due is None else due - self._clock.time())
        if seconds <= 0 or self._woken.is_set():
            return
        async with anyio.create_task_group() as group:

            async def sleep() -> None:
                if seconds < math.inf:
                    await self._clock.sleep(seconds)
                    group.cancel_scope.cancel()

            group.start_soon(sleep)
            await self._woken.wait()
            group.cancel_scope.cancel()

    async def run(self, inbox: Inbox | None = None) -> None:
        """Work and wait until every onboarding has ended, which may take weeks; cancel it at any time.

        Args:
            inbox: Where an endpoint, in this process or in another, puts the events.
        """
        while True:
            if inbox is not None:
                await self.read(inbox)
            if await self.run_until_idle() is None:
                return
            await self.pause(longest=math.inf if inbox is None else _INBOX_PAUSE)

    async def _work(self) -> None:
        """Take onboardings that are due, one after another, until there are none."""
        while True:
            names = self._store.due(self._clock.time(), self._concurrency + len(self._busy))
            name = next((one for one in names if one not in self._busy), None)
            if name is None:
                return
            self._busy.add(name)
            try:
                await self._advance(name)
            except ConfigurationError:
                raise
            except Exception as error:  # noqa: BLE001 - one onboarding must not hold up the others
                _log.exception("onboarding %s failed", name)
                why, due = f"{type(error).__name__}: {error}", self._clock.time() + LOOK
                self._store.settle(name, Wait(why=why, at=due), {}, due=due)
            finally:
                self._busy.discard(name)

    async def _advance(self, name: str) -> None:
        """Take turns of one onboarding until it waits, asks, or has ended."""
        for _ in range(_MOST_CALLS):
            self._rung.discard(name)
            run = self._load(name)
            project = self._client.project(run.project_id)
            now, secrets = self._clock.time, self._secrets.get(name, {})
            step, shown = await turn(project, run, self._store, now=now, secrets=secrets, watch=self._watch)
            if isinstance(step, Create | Verify):
                self._secrets.pop(name, None)
            if isinstance(step, Call) or name in self._rung:
                continue
            due = None
            if not isinstance(step, Done | Failed):
                due = now() + self._every if step.at >= now() + LOOK - 1 else step.at
            self._store.settle(name, step, shown, due=due)
            return
        raise RuntimeError(f"{_MOST_CALLS} calls in a row have not brought it to rest")

    def _end(self, name: str) -> None:
        self._store.append(name, Entry(at=self._clock.time(), what="cancelled"))
        self._store.settle(name, Failed(why="it was cancelled"), {}, due=None)

    def _wake(self, name: str) -> None:
        self._store.wake(name, now=self._clock.time())
        self._rung.add(name)
        self._woken.set()

    def _load(self, name: str) -> Run:
        run = self._store.load(name)
        if run is None:
            raise InvalidRequest([("name", f"no onboarding is named {name!r}")])
        return run
