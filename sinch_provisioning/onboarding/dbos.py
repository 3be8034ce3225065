"""The DBOS engine: each onboarding is one durable workflow, on SQLite or PostgreSQL.

Needs the extra `dbos`. DBOS knows which onboardings run, and starts them again after a death. What is certain before
and after each call, which a recorded step cannot tell, is in the `Store` beside it.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Self, final

import anyio

from sinch_provisioning.client import AsyncClient
from sinch_provisioning.config import Config
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.errors import ConfigurationError
from sinch_provisioning.onboarding import plain
from sinch_provisioning.onboarding.calls import Watch
from sinch_provisioning.onboarding.steps import LOOK
from sinch_provisioning.onboarding.store import Status, Store

try:
    from dbos import DBOS, SetWorkflowID, error

    from sinch_provisioning.onboarding.postgres import Postgres
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError(
        f"{_error.name} is missing: pip install 'sinch-provisioning[dbos]'", name=_error.name
    ) from None

__all__ = ["Runner", "Status"]

_NAME: Final = "sinch-onboarding"
_VERSION: Final = "1"  # DBOS recovers only workflows of its own version, by default a digest of the source
_runner: "Runner | None" = None


@DBOS.workflow(name=_NAME, max_recovery_attempts=None)
async def _onboard(name: str) -> str:
    """Take one step after another; the body must not change, as every version recovers the workflows of all others."""
    runner = _current()
    try:
        while True:
            state = await _until_news(name)
            if state in {"done", "failed"}:
                return state
    except error.DBOSWorkflowCancelledError:
        runner._end(name)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        raise
    finally:
        runner._left(name)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


@DBOS.step(name="until news", retries_allowed=False)
async def _until_news(name: str) -> str:
    """Wait, look and call until something has happened, and return the state: all that DBOS records."""
    return await _current()._until_news(name)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def _current() -> "Runner":
    if _runner is not None:
        return _runner
    raise RuntimeError("DBOS runs onboardings only while a Runner is open")


@final
class Runner(plain.Runner):
    """Moves onboardings on as workflows of DBOS: `async with dbos.Runner(client) as runner: await runner.run()`.

    It has the methods of `plain.Runner`. A process has one at a time, and no other application of DBOS. A database
    belongs to one process at a time: stop the old version, start the new one, and it goes on with all onboardings.
    What is stored is what `plain.Runner` stores; DBOS records names and states.

    Args:
        client: A client, which stays open afterwards, or the settings of one.
        database: `sqlite:///runs.db`, the file that `plain.Runner` has too, with that of DBOS beside it; or
            `postgresql://user@host/name`, where both have a schema.
        clock, concurrency, look_every, watch: As `plain.Runner` takes them.

    Raises:
        StorageError: another process has the database, or it cannot be used.
        ConfigurationError: the URL is of another kind, or the process uses DBOS already.
    """

    def __init__(
        self,
        client: AsyncClient | Config,
        database: str = "sqlite:///runs.db",
        *,
        clock: Clock | None = None,
        concurrency: int = 16,
        look_every: float = LOOK,
        watch: Watch = lambda _moment, _name, _step: None,
    ) -> None:
        global _runner  # noqa: PLW0603 - DBOS is one for a process, too
        if _runner is not None:
            raise ConfigurationError("a process has one DBOS runner at a time: close the other one")
        store, self._url = _open(database)
        super().__init__(client, store, clock=clock, concurrency=concurrency, look_every=look_every, watch=watch)
        self._queues: dict[str, asyncio.Queue[asyncio.Future[None] | None]] = {}
        self._present: set[str] = set()
        self._launched = self._closing = False
        _runner = self

    async def __aenter__(self) -> Self:
        try:
            await self._launch()
        except BaseException:
            await self.close()
            raise
        return self

    async def close(self) -> None:
        """Let turns that are under way end, and stop DBOS; its workflows go on with the next runner."""
        global _runner  # noqa: PLW0603
        if _runner is not self:
            return
        self._closing = True
        for queue in self._queues.values():
            queue.put_nowait(None)
        with anyio.CancelScope(shield=True):
            with anyio.move_on_after(30):  # DBOS waits for a database that is gone
                while self._present:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            if self._launched:
                await _stop()
            _runner = None
            await super().close()

    async def run_until_idle(self) -> float | None:
        """Work until nothing is due; see `plain.Runner.run_until_idle`."""
        await self._launch()
        return await super().run_until_idle()

    async def _launch(self) -> None:
        """Start DBOS in this loop, which is where it then recovers workflows, and see that no onboarding lacks one."""
        if self._launched:
            return
        config: Any = {
            "name": _NAME,
            "system_database_url": self._url,
            "application_version": _VERSION,
            "executor_id": _NAME,  # DBOS recovers the workflows of its own executor only
            "run_admin_server": False,
            "log_level": "ERROR",
        }
        DBOS(config=config)
        if DBOS.executor_id != _NAME:
            raise ConfigurationError("the process uses DBOS already: let onboardings have a process of their own")
        self._launched = True
        DBOS.launch()
        for name in [status.name for status in self._store.status() if status.due is not None]:
            await self._resume(name)

    async def _begin(self, name: str) -> None:
        with SetWorkflowID(f"{_NAME}:{name}"):
            await DBOS.start_workflow_async(_onboard, name)
        self._queues.setdefault(name, asyncio.Queue())

    async def _resume(self, name: str) -> None:
        """See that an onboarding has a workflow: a death may have come before there was one."""
        found = await DBOS.get_workflow_status_async(f"{_NAME}:{name}")
        if found is not None and found.status == "CANCELLED":
            self._end(name)
        elif found is None:
            await self._begin(name)
        elif found.status in {"PENDING", "ENQUEUED", "DELAYED"}:
            self._queues.setdefault(name, asyncio.Queue())
        else:
            await DBOS.delete_workflow_async(found.workflow_id)
            await self._begin(name)

    def _end(self, name: str) -> None:
        super()._end(name)
        if name in self._queues:
            self._queues[name].put_nowait(asyncio.get_running_loop().create_future())

    def _left(self, name: str) -> None:
        """Note that a workflow has ended, and let go of who waits for it."""
        self._present.discard(name)
        queue = self._queues.pop(name, None)
        while queue is not None and not queue.empty():
            _release(queue.get_nowait())

    async def _advance(self, name: str) -> None:
        """Let the workflow of an onboarding bring it to rest, once that has been recovered."""
        if name not in self._queues:
            await self._resume(name)
        if name in self._queues:
            rested = asyncio.get_running_loop().create_future()
            self._queues[name].put_nowait(rested)
            await rested

    async def _until_news(self, name: str) -> str:
        """Bring an onboarding to rest whenever it is due, until its history has grown or it has ended."""
        queue = self._queues.setdefault(name, asyncio.Queue())
        self._present.add(name)
        before = len(self._load(name).history)
        while True:
            [status] = self._store.status(name)
            if status.due is None or len(self._load(name).history) > before:
                return status.state
            rested = None if self._closing else await queue.get()
            if rested is None:
                raise asyncio.CancelledError  # DBOS does not record it, and recovers the workflow
            try:
                [status] = self._store.status(name)
                if status.due is not None:
                    await super()._advance(name)
                _release(rested)
            except Exception as caught:  # noqa: BLE001 - DBOS would record it, and end the workflow
                _release(rested, caught)


def _release(rested: "asyncio.Future[None] | None", caught: Exception | None = None) -> None:
    if rested is not None and not rested.done():
        rested.set_result(None) if caught is None else rested.set_exception(caught)


async def _stop() -> None:
    loop, executor = asyncio.get_running_loop(), ThreadPoolExecutor(thread_name_prefix="asyncio")
    await loop.run_in_executor(executor, DBOS.destroy)
    loop.set_default_executor(executor)  # DBOS has put its own there, which takes nothing any more


def _open(database: str) -> tuple[Store, str]:
    """Return the store of a URL, and the URL for DBOS."""
    if database.startswith(("postgresql://", "postgres://")):
        return Postgres(database), database.replace("postgres://", "postgresql://", 1)
    scheme, _, path = database.partition(":///")
    if scheme != "sqlite" or path in {"", ":memory:"}:
        words = "database is neither a file of SQLite (sqlite:///runs.db) nor PostgreSQL (postgresql://host/name)"
        raise ConfigurationError(words, field="database")
    store = Store(path)
    Path(f"{path}.dbos").touch(mode=0o600)
    return store, f"{database}.dbos"
