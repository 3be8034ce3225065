"""Emulator: the server's life, in a loop that runs already or in a thread of its own."""

import asyncio
import contextlib
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
    MAX_SENDERS,
    require_between,
    require_extra,
    require_lifetime,
    require_project_id,
)
from sinch_provisioning.emulator.catalogue import ACTIONS, ON_CALL
from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.estate import SENDERS, TEMPLATES, WEEKS, furnish, require_estate
from sinch_provisioning.emulator.guard import Guard
from sinch_provisioning.emulator.incoming import Target
from sinch_provisioning.emulator.oauth import Gate
from sinch_provisioning.emulator.responding import Server
from sinch_provisioning.emulator.running import EmulatorThread, on_signals
from sinch_provisioning.emulator.service import Service
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.ticking import Ticker
from sinch_provisioning.emulator.webhooks.delivery import DeliveryQueue

if TYPE_CHECKING:
    from sinch_provisioning.config import Config
    from sinch_provisioning.emulator.console import Console

_log = logging.getLogger("sinch_provisioning.emulator")

_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - read, not listened on
"""Hosts that stand for every address of the machine, and the address that leads to them from this machine."""

_TURNS_OF_ACCEPTING = 3
"""Turns of the loop from the acceptance of a connection until the server knows it, and one more."""


class Emulator(Service):
    """The whole API, served locally: `async with Emulator() as emulator` or `with Emulator() as emulator`.

    Credentials and project ids that are left out are made up at each start. Time in the emulator runs with real time,
    and `advance()` moves it forward. Registered webhooks are notified of events, wherever they are.

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
        if isinstance(allowed_hosts, str):
            raise ValueError("allowed_hosts takes several names, as ['emulator.internal']")  # noqa: TRY004
        count = senders if senders is not None else SENDERS if estate is not None else 0
        require_between("senders", count, 0, MAX_SENDERS)
        require_between("port", port, 0, 65_535)
        require_lifetime(token_lifetime)
        if estate is not None:
            require_estate(estate, templates, weeks)
        clock, file = Clock(now, running=not frozen), None if state is None else Path(state)
        store = Store(clock, actions=ACTIONS, seed=seed, file=file)
        self._set_up(store, (lambda _: None) if estate is None else partial(furnish, templates=templates, weeks=weeks))
        self.key_id: str = key_id or str(uuid.uuid4())
        self.key_secret: str = key_secret or secrets.token_urlsafe(24)
        self._host = host
        self._port = port
        self._guard = Guard(host, allowed_hosts)
        self._gate = Gate(self.key_id, self.key_secret, self.clock, lifetime=token_lifetime, limited=limit_tokens)
        self._check_replies = check_replies
        self._deliveries = DeliveryQueue(self._store, self._faults, on_call=ON_CALL, check=check_replies)
        self._add([project_id] if isinstance(project_id, str) else list(project_id or ()), count)
        self._ticker = Ticker(self._store)
        self._runner: web.ServerRunner | None = None
        self._listening: asyncio.Server | None = None
        self._app: App | None = None
        self._page: Console | None = None
        self._thread: EmulatorThread | None = None

    def _add(self, project_ids: list[str], senders: int) -> None:
        for each in project_ids:
            require_project_id(each)
        for each in project_ids or ([] if self._store.projects else [str(uuid.uuid4())]):
            if each not in self._store.projects:
                self._furnish(self._store.add(each, senders))
        self._store.save()

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
    def tokens_issued(self) -> int:
        """Access tokens handed out so far."""
        return self._gate.issued

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
        return self._deliveries.settled()

    def run(self, on_ready: Callable[[], None]) -> None:
        """Serve until SIGINT or SIGTERM; `on_ready` is called once the server responds."""

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
            contract=the_contract(),
            store=self._store,
            gate=self._gate,
            faults=self._faults,
            journal=self.requests,
            guard=self._guard,
            console=self._console,
            check_replies=self._check_replies,
        )
        server = Server(app.handle, access_log=None, lingering_time=1.0)
        runner = web.ServerRunner(server, shutdown_timeout=0.2)
        await runner.setup()
        try:
            listening = await asyncio.get_running_loop().create_server(server, self._host, self._port)
        except BaseException:
            await runner.cleanup()
            raise
        if not self._guard.is_local:
            _log.warning(
                "the emulator listens on %s: whoever reaches it can read and change everything in it; names other than "
                "addresses and localhost are rejected unless --allow-host names them",
                self._host or "every address",
            )
        self._app = app
        self._runner = runner
        # Every address means a socket for IPv4 and one for IPv6, each with a port of its own; `url` is IPv4's.
        self._port = min((each.getsockname() for each in listening.sockets), key=len)[1]
        self._listening = listening
        await self._deliveries.start()
        self._ticker.start()

    async def _console(self, request: web.BaseRequest, target: Target) -> web.StreamResponse:
        if self._page is None:
            from sinch_provisioning.emulator.console import Console

            self._page = Console(self, self._store, lambda: self.url)
        return await self._page.handle(request, target)

    async def stop(self) -> None:
        """End serving; the state stays, and is saved."""
        runner, self._runner = self._runner, None
        app, self._app = self._app, None
        if runner is not None and app is not None:
            self._ticker.stop()
            await app.close()
            await self._stop_listening()
            await runner.cleanup()
            await self._deliveries.stop()
            self._store.close()

    async def _stop_listening(self) -> None:
        """Accept no more; what was accepted just now is let in first, or asyncio would leave its socket open."""
        listening, self._listening = self._listening, None
        if listening is not None:
            with contextlib.suppress(NotImplementedError):  # not every loop watches sockets by readers
                for each in listening.sockets:
                    asyncio.get_running_loop().remove_reader(each.fileno())
            for _ in range(_TURNS_OF_ACCEPTING):
                await asyncio.sleep(0)
            listening.close()

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
