"""Emulator: the server's life, in a loop that runs already or in a thread of its own."""

import asyncio
import logging
import secrets
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from aiohttp import web

from sinch_provisioning.emulator.app import App
from sinch_provisioning.emulator.bounds import (
    require_extra,
    require_lifetime,
    require_port,
    require_project_id,
    require_senders,
)
from sinch_provisioning.emulator.catalogue import ACTIONS, ON_CALL
from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.control import Control
from sinch_provisioning.emulator.estate import SENDERS, TEMPLATES, WEEKS, furnish, require_estate
from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.faults import Fault, Faults
from sinch_provisioning.emulator.guard import Guard
from sinch_provisioning.emulator.incoming import Target
from sinch_provisioning.emulator.journal import Journal
from sinch_provisioning.emulator.oauth import Gate
from sinch_provisioning.emulator.responding import Server
from sinch_provisioning.emulator.running import EmulatorThread, on_signals
from sinch_provisioning.emulator.store import Project, Store
from sinch_provisioning.emulator.ticking import Ticker
from sinch_provisioning.emulator.webhooks.delivery import Delivering
from sinch_provisioning.emulator.webhooks.log import Deliveries

if TYPE_CHECKING:
    from sinch_provisioning.config import Config
    from sinch_provisioning.emulator.console import Console

_log = logging.getLogger("sinch_provisioning.emulator")

_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - read, not listened on
"""Hosts that stand for every address of the machine, and the address that leads to them from this machine."""


class Emulator:
    """The whole API, served locally: `async with Emulator() as emulator` or `with Emulator() as emulator`.

    Credentials and project ids that are left out are made up anew each time. Time in the emulator runs with real time,
    and `advance()` moves it forward. What happens is told to registered webhooks, wherever they are.

    Args:
        key_id: Access key to accept.
        key_secret: Its secret.
        project_id: Project to serve, or several.
        senders: RCS senders that each project begins with, as large as real ones; 100 in an estate, otherwise none. A
            million costs no memory.
        estate: What else each project begins with: "demo" is something of everything, in every state, with activities
            and events over the last weeks. The same seed, project id and `now` make the same estate on every Python.
        templates: WhatsApp templates of an estate; it has half as many of KakaoTalk.
        weeks: Weeks that the history of an estate goes back.
        state: File that keeps everything across restarts.
        seed: What made-up data is made from; the same seed makes the same data.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        allowed_hosts: Names that others reach it by, as `emulator.internal`; a request for another name is rejected.
            Addresses, `localhost` and the name in `host` need no mention.
        now: Time at the start, seconds since 1970; None is now.
        frozen: Time stands still but for `advance()`.
        token_lifetime: Seconds that an access token lives.
        limit_tokens: Limit the token endpoint as the real one is: 30 at once, 10 a second.
        check_replies: Check each reply and each event against the contract; for tests of the emulator itself.

    Raises:
        ValueError: an argument is out of bounds.
        ModuleNotFoundError: the extra `emulator` is not installed.
    """

    def __init__(
        self,
        *,
        key_id: str | None = None,
        key_secret: str | None = None,
        project_id: str | Iterable[str] | None = None,
        senders: int | None = None,
        estate: Literal["demo"] | None = None,
        templates: int = TEMPLATES,
        weeks: float = WEEKS,
        state: str | Path | None = None,
        seed: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        allowed_hosts: Iterable[str] = (),
        now: float | None = None,
        frozen: bool = False,
        token_lifetime: float = 3600.0,
        limit_tokens: bool = False,
        check_replies: bool = False,
    ) -> None:
        require_extra()
        count = senders if senders is not None else SENDERS if estate is not None else 0
        require_senders(count)
        if estate is not None:
            require_estate(estate, templates, weeks)
        require_port(port)
        require_lifetime(token_lifetime)
        if isinstance(allowed_hosts, str):
            raise ValueError("allowed_hosts takes several names, as ['emulator.internal']")  # noqa: TRY004
        self.key_id: str = key_id or str(uuid.uuid4())
        self.key_secret: str = key_secret or secrets.token_urlsafe(24)
        self._host = host
        self._port = port
        self._guard = Guard(host, allowed_hosts)
        self.clock: Clock = Clock(now, running=not frozen)
        self._store = Store(self.clock, actions=ACTIONS, seed=seed, file=None if state is None else Path(state))
        self._gate = Gate(self.key_id, self.key_secret, self.clock, lifetime=token_lifetime, limited=limit_tokens)
        self._faults = Faults(seed)
        self._check_replies = check_replies
        self._delivering = Delivering(self._store, on_call=ON_CALL, check=check_replies)
        self._store.courier = self._delivering
        given = [project_id] if isinstance(project_id, str) else list(project_id or ())
        for each in given:
            require_project_id(each)
        self._estate = None if estate is None else partial(furnish, templates=templates, weeks=weeks)
        for each in given or ([] if self._store.projects else [str(uuid.uuid4())]):
            if each not in self._store.projects:
                self._furnish(self._store.add(each, count))
        self._store.save()
        self._ticker = Ticker(self._store)
        self.deliveries: Deliveries = Deliveries(self._store)
        """What became of the events that webhooks ask for: `.of(webhook_id)`, each with its attempts."""
        self.control: Control = Control(self._store)
        """Decisions of others: Sinch, Meta, Google, Kakao, operators, owners of phones."""
        self.requests: Journal = Journal()
        """What was asked and answered, oldest first."""
        self._runner: web.ServerRunner | None = None
        self._app: App | None = None
        self._desk: Console | None = None
        self._thread: EmulatorThread | None = None

    def __repr__(self) -> str:
        where = self.url if self._runner is not None else "not started"
        return f"<Emulator {where}, {len(self._store.projects)} projects>"

    @property
    def url(self) -> str:
        """Base URL of the API."""
        if self._runner is None:
            raise RuntimeError("the emulator is not running; use `async with` or `with`")
        host = _EVERYWHERE.get(self._host, f"[{self._host}]" if ":" in self._host else self._host)
        return f"http://{host}:{self._port}"

    @property
    def auth_url(self) -> str:
        """Base URL of the token endpoint, `{auth_url}/oauth2/token`."""
        return self.url

    @property
    def project_ids(self) -> list[str]:
        """Projects that are served."""
        return list(self._store.projects)

    @property
    def project_id(self) -> str:
        """The first project."""
        return self.project_ids[0]

    @property
    def tokens_issued(self) -> int:
        """Access tokens handed out so far."""
        return self._gate.issued

    @property
    def events(self) -> list[Event]:
        """Events raised so far, oldest first."""
        return list(self._store.events)

    def config(self, project_id: str | None = None, **fields: Any) -> "Config":
        """Return a client's configuration for this emulator; `fields` are further settings."""
        from sinch_provisioning.config import Config

        given: dict[str, Any] = {
            "project_id": project_id or self.project_id,
            "key_id": self.key_id,
            "key_secret": self.key_secret,
            "base_url": self.url,
            "auth_url": self.auth_url,
            # On this machine it is not needed; anywhere else it is what the host was chosen for.
            "allow_http": not self._guard.is_local,
        }
        return Config(**(given | fields))

    def add_project(self, project_id: str | None = None, *, senders: int = 0) -> str:
        """Serve one more project and return its id.

        Raises:
            ValueError: the id, or the number of senders, is out of bounds.
        """
        require_senders(senders)
        if project_id is not None:
            require_project_id(project_id)
        with self.clock.lock:
            added = self._store.add(project_id or str(uuid.uuid4()), senders)
            self._store.save()
            return added.id

    def advance(self, seconds: float) -> None:
        """Move the emulator's time forward; what falls due happens at once, in order."""
        self._store.advance(seconds)

    async def delivered(self) -> None:
        """Return once every event was brought to the webhooks that ask for it, or has failed to be for the moment.

        What waits for its next attempt is not waited for: `advance()` leads to that. For use in any event loop.

        Raises:
            RuntimeError: the emulator does not run.
        """
        await asyncio.wrap_future(self._settled())

    def wait_delivered(self, timeout: float | None = None) -> None:
        """Do the same as `delivered()` where nothing can be awaited; not in the loop that the emulator runs in.

        Raises:
            TimeoutError: it took more than `timeout` seconds of real time.
            RuntimeError: the emulator does not run.
        """
        self._settled().result(timeout)

    def _settled(self) -> Future[None]:
        if self._runner is None:
            raise RuntimeError("the emulator is not running; use `async with` or `with`")
        return self._delivering.settled()

    def reset(self) -> None:
        """Let all projects begin anew, without faults and with an empty journal."""
        with self.clock.lock:
            self._store.reset()
            for project in self._store:
                self._furnish(project)
            self._store.save()
            self._faults.clear()
            self.requests.clear()

    def _furnish(self, project: Project) -> None:
        if self._estate is not None:
            self._estate(project)

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state as plain JSON, secrets included; journal and faults are no part of it."""
        return self._store.snapshot()

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Let everything be as in a snapshot, of this emulator or of another one.

        A clock that stands still goes back too; one that runs does not, and what has fallen due since happens at once.
        Ids made up from then on are the same after each restore of one snapshot.

        Raises:
            ValueError: it is no snapshot.
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
        headers: dict[str, str] | None = None,
    ) -> Fault:
        """Let requests suffer a fault, and return the rule, with its `.hits` and `.remove()`.

        Args:
            operation: An operationId, `token` for the token endpoint, or None for all of the API.
            project: Only requests for this project.
            method: Only this HTTP method.
            path: Only paths with this text in them, as they came.
            times: How often; None is for ever.
            skip: Requests to be spared first.
            chance: 0 to 1, drawn from the emulator's seed; None is always.
            status: Answer with this status, 300 to 599, without taking the request.
            error_code: `errorCode` of that answer; without a status it comes with the one of the contract.
            retry_after: Its Retry-After, seconds or a text.
            reset: Break the connection "before" the request is taken, or "after" it was carried out.
            delay: Seconds of real time to wait first; goes with any other fault.
            truncate: Cut the answer's body to so many bytes (True: half) and break the connection.
            malformed: Answer with broken JSON.
            html: Answer with a proxy's page, status 502 or `status`.
            expire_token: Let the request's access token be spent.
            headers: Headers to add to the answer.

        Raises:
            ValueError: the rule contradicts itself, says no fault, or is for an operation that does not exist.
        """
        if operation not in {None, "token"} and operation not in the_contract().operations:
            raise ValueError(f"there is no operation {operation}")
        self._store.changes.notify()
        return self._faults.add(
            Fault(
                operation=operation,
                project=project,
                method=method,
                path=path,
                times=times,
                skip=skip,
                chance=chance,
                status=status,
                error_code=error_code,
                retry_after=retry_after,
                reset=reset,
                delay=delay,
                truncate=truncate,
                malformed=malformed,
                html=html,
                expire_token=expire_token,
                headers=headers or {},
            )
        )

    def clear_faults(self) -> None:
        """Take all fault rules away."""
        self._faults.clear()
        self._store.changes.notify()

    def run(self, on_ready: Callable[[], None]) -> None:
        """Serve until SIGINT or SIGTERM; `on_ready` is called once the server answers."""

        async def serve() -> None:
            stop = asyncio.Event()
            with on_signals(asyncio.get_running_loop(), stop.set):
                async with self:
                    on_ready()
                    await stop.wait()

        asyncio.run(serve())

    async def start(self) -> None:
        """Begin to serve in the running loop."""
        if self._runner is not None:
            raise RuntimeError("the emulator runs already")
        self._store.open()
        app = App(
            the_contract(),
            self._store,
            self._gate,
            self._faults,
            self.requests,
            guard=self._guard,
            console=self._console,
            check_replies=self._check_replies,
        )
        runner = web.ServerRunner(Server(app.handle, access_log=None, lingering_time=1.0), shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port)
        await site.start()
        if not self._guard.is_local:
            _log.warning(
                "the emulator listens on %s: whoever reaches it can read and change everything in it; names other than "
                "addresses and localhost are rejected unless --allow-host names them",
                self._host or "every address",
            )
        self._app = app
        self._runner = runner
        # Every address means a socket for IPv4 and one for IPv6, each with a port of its own; `url` is IPv4's.
        self._port = min(runner.addresses, key=len)[1]
        await self._delivering.start()
        self._ticker.start()

    async def _console(self, request: web.BaseRequest, target: Target) -> web.StreamResponse:
        if self._desk is None:
            from sinch_provisioning.emulator.console import Console

            self._desk = Console(self, self._store)
        return await self._desk.handle(request, target)

    async def stop(self) -> None:
        """End serving; the state stays, and is saved."""
        runner, self._runner = self._runner, None
        app, self._app = self._app, None
        if runner is not None and app is not None:
            self._ticker.stop()
            await app.close()
            await runner.cleanup()
            await self._delivering.stop()
            self._store.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()

    def __enter__(self) -> Self:
        self._thread = EmulatorThread(self)
        self._thread.begin()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.end()
