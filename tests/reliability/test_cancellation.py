"""Cancelled anywhere, a client is as before: no connection taken, no place in the limiter, no task, a whole token."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from typing import Any

import anyio
import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, bulk, errors, rcs
from sinch_provisioning.net.auth import Tokens
from tests.net.scripts import error, reset, stall
from tests.net.wire import SENDER, FakeClock, Request, Script, Wire, answer, says, wire
from tests.reliability.checkpoints import Moment, at_every_checkpoint, at_many_turns

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]

CONCURRENCY = 3
Scenario = Callable[[AsyncClient], Coroutine[Any, Any, object]]


async def get(sinch: AsyncClient) -> object:
    return await sinch.rcs.senders.get("s1")


async def create(sinch: AsyncClient) -> object:
    return await sinch.rcs.senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )


async def three_times(sinch: AsyncClient) -> object:
    return [await sinch.rcs.senders.get(f"s{number}") for number in range(3)]


async def queued(sinch: AsyncClient) -> object:
    """Wait for a place in the limiter."""
    limiter = sinch._pipeline._limiter
    for _ in range(CONCURRENCY):
        assert limiter.try_acquire()
        asyncio.get_running_loop().call_soon(limiter.release)
    return await get(sinch)


async def group(sinch: AsyncClient) -> object:
    async with asyncio.TaskGroup() as tasks:
        made = [tasks.create_task(get(sinch)) for _ in range(2 * CONCURRENCY)]
    return [task.result() for task in made]


async def items(sinch: AsyncClient) -> object:
    return [sender.id async for sender in sinch.rcs.senders.list(page_size=2)]


async def pages(sinch: AsyncClient) -> object:
    found = []
    async for page in sinch.rcs.senders.list(page_size=2).pages():
        await asyncio.sleep(0)
        found.append(page)
    return found


async def collected(sinch: AsyncClient) -> object:
    return await sinch.rcs.senders.list(page_size=2).collect(limit=3)


async def left_early(sinch: AsyncClient) -> object:
    async with aclosing(sinch.rcs.senders.list(page_size=2).pages()) as found:
        async for page in found:
            return page
    return None


async def many_listings(sinch: AsyncClient) -> object:
    listings = {id: sinch.project(id).rcs.senders.list(page_size=2) for id in ("a", "b", "c", "d")}
    return [result async for result in bulk.listings(listings, concurrency=2)]


async def many_calls(sinch: AsyncClient) -> object:
    return await bulk.gather({str(n): (lambda: get(sinch)) for n in range(5)}, concurrency=2)


async def wait_for(sinch: AsyncClient) -> object:
    return await sinch.rcs.senders.wait_for("s1", rcs.SenderState.LAUNCHED, deadline=3600)


SCENARIOS: dict[str, Scenario] = {
    scenario.__name__: scenario
    for scenario in (
        get, create, three_times, queued, group,
        items, pages, collected, left_early, many_listings, many_calls, wait_for,
    )
}  # fmt: skip


class Service:
    """Answers reads, creates and lists of two pages; a sender is launched when it has been asked for three times."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, request: Request) -> None:
        if request.path.endswith("/senders") and request.method == "GET":
            first = "pageToken" not in request.query
            content: Any = {"senders": [SENDER, SENDER], "totalSize": 4, "pageSize": 2}
            await self.send(request, answer(content | ({"nextPageToken": "2"} if first else {})))
        else:
            self.asked += 1
            state = "LAUNCHED" if self.asked % 3 == 0 else "LAUNCHING"
            await self.send(request, answer(SENDER | {"state": state}))

    async def send(self, request: Request, data: bytes) -> None:
        await request.send(data)


def hiccups(request_number: int, script: Script, service: Script) -> Script:
    """Let every n-th request suffer."""
    count = 0

    async def run(request: Request) -> None:
        nonlocal count
        count += 1
        await (script if count % request_number == 0 else service)(request)

    return run


class Spending(Service):
    """Numbers its tokens, and takes the first for two requests only."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0
        self.used = 0

    async def token(self, request: Request) -> None:
        self.given += 1
        await request.send(answer({"access_token": f"t{self.given}", "expires_in": 3600}))

    async def __call__(self, request: Request) -> None:
        first = request.headers["authorization"] == "Bearer t1"
        self.used += first
        await (error(401, "unauthorized_error") if first and self.used > 2 else super().__call__)(request)


def spending() -> dict[str, Any]:
    service = Spending()
    return {"otherwise": service, "token": service.token}


class Slow(Service):
    """Answers in pieces, so that there is time to be cancelled in the midst of one."""

    async def send(self, request: Request, data: bytes) -> None:
        for piece in (data[:20], data[20:-30], data[-30:]):
            await asyncio.sleep(0.001)
            await request.send(piece)


WEATHER: dict[str, Callable[[], dict[str, Any]]] = {
    "fair": lambda: {"otherwise": Service()},
    "503 in between": lambda: {"otherwise": hiccups(2, error(503), Service())},
    "resets in between": lambda: {"otherwise": hiccups(3, reset, Service())},
    "a spent token": spending,
    "slow answers": lambda: {"otherwise": Slow()},
    "failing tokens": lambda: {"otherwise": Service(), "token": hiccups(2, says(None, 503), Wire().token)},
}


def places_taken(sinch: AsyncClient) -> int:
    return CONCURRENCY - sinch._pipeline._limiter._free


def connections_taken(sinch: AsyncClient) -> int:
    session = sinch._pipeline.transport._session
    if session is None:
        return 0
    assert session.connector is not None
    return len(session.connector._acquired)


async def settled() -> list[str]:
    """Let what was cancelled end, and return the names of the tasks that are still there."""
    me = asyncio.current_task()
    for _ in range(50):
        tasks = [task for task in asyncio.all_tasks() if task is not me and not _serves(task)]
        if not tasks:
            return []
        await asyncio.sleep(0)
    return [task.get_name() for task in tasks]


def _serves(task: "asyncio.Task[Any]") -> bool:
    code = str(getattr(task.get_coro(), "cr_code", ""))
    return "wire.py" in code or "anyio" in code or "pytest" in code


@asynccontextmanager
async def client(**server: Any) -> AsyncIterator[AsyncClient]:
    async with wire(**server) as running:
        # Attempts enough that no call of a crowd has bad luck each time.
        config = running.config(concurrency=CONCURRENCY, retry=RetryPolicy(attempts=50, budget=None))
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            yield sinch


async def as_before(sinch: AsyncClient, at: int, outcome: object) -> None:
    auth = sinch._pipeline._auth
    assert isinstance(auth, Tokens)
    if auth._flight is not None:
        await asyncio.wait([auth._flight])  # it is everybody's, and goes on
    assert await settled() == [], at
    assert auth._flight is None, at
    if auth._token is not None:
        assert auth._header.reveal() == f"Bearer {auth._token.value.reveal()}", at
    assert places_taken(sinch) == 0, at
    assert connections_taken(sinch) == 0, at
    assert (await sinch.rcs.senders.get("s1")).id == "s1", at


def cancel(_sinch: AsyncClient, task: "asyncio.Task[Any]") -> None:
    task.cancel()


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("weather", WEATHER)
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_cancelled_at_any_checkpoint_a_client_is_as_before(scenario: str, weather: str, moment: Moment) -> None:
    async def check(sinch: AsyncClient, at: int, outcome: object) -> None:
        assert isinstance(outcome, asyncio.CancelledError), (at, outcome)
        await as_before(sinch, at, outcome)

    def fresh() -> AbstractAsyncContextManager[AsyncClient]:
        return client(**WEATHER[weather]())

    assert await at_every_checkpoint(fresh, SCENARIOS[scenario], moment, cancel, check) > 0


@pytest.mark.parametrize("weather", WEATHER)
@pytest.mark.parametrize("scenario", ["group", "pages", "many_listings", "many_calls"])
async def test_cancelled_at_any_turn_its_other_tasks_end_too(scenario: str, weather: str) -> None:
    def fresh() -> AbstractAsyncContextManager[AsyncClient]:
        return client(**WEATHER[weather]())

    assert await at_many_turns(fresh, SCENARIOS[scenario], cancel, as_before, runs=25) > 0


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("weather", ["fair", "slow answers"])
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_anyio_cancels_again_and_again_and_still_a_client_is_as_before(
    scenario: str, weather: str, moment: Moment
) -> None:
    """A scope of anyio, as in FastAPI, lets nothing wait any more, not even to clean up."""
    scopes: list[anyio.CancelScope] = []

    async def in_a_scope(sinch: AsyncClient) -> object:
        with anyio.CancelScope() as scope:
            scopes.append(scope)
            return await SCENARIOS[scenario](sinch)
        return None

    async def check(sinch: AsyncClient, at: int, outcome: object) -> None:
        # anyio spares a task whose wait is over already; if it goes on to the end, all is well too.
        assert (outcome is None) is scopes[-1].cancelled_caught, (at, outcome)
        await as_before(sinch, at, outcome)

    def fresh() -> AbstractAsyncContextManager[AsyncClient]:
        return client(**WEATHER[weather]())

    assert await at_every_checkpoint(fresh, in_a_scope, moment, lambda _, __: scopes[-1].cancel(), check) > 0


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_closed_at_any_checkpoint_a_client_ends_its_calls_with_an_error(scenario: str, moment: Moment) -> None:
    closings: list[asyncio.Task[None]] = []

    def close(sinch: AsyncClient, _task: "asyncio.Task[Any]") -> None:
        closings.append(asyncio.create_task(sinch.close()))

    async def check(sinch: AsyncClient, at: int, outcome: object) -> None:
        await closings.pop()
        found = outcome.exceptions if isinstance(outcome, ExceptionGroup) else [outcome]
        for one in found:
            if isinstance(one, BaseException):
                assert isinstance(one, errors.ClientClosed | errors.TransportError | errors.BulkFailed), (at, one)
        assert await settled() == [], at
        assert places_taken(sinch) == 0, at

    def fresh() -> AbstractAsyncContextManager[AsyncClient]:
        return client(**WEATHER["slow answers"]())

    assert await at_every_checkpoint(fresh, SCENARIOS[scenario], moment, close, check) > 0


async def test_ten_thousand_cancelled_calls_leave_nothing() -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config(concurrency=100)) as sinch:
        for _ in range(100):
            before = len(server.requests)
            calls = [asyncio.create_task(get(sinch)) for _ in range(100)]
            await server.until(lambda before=before: len(server.requests) == before + 100)  # type: ignore[misc]
            for call in calls:
                call.cancel()
            outcomes = await asyncio.gather(*calls, return_exceptions=True)
            assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
        assert len(server.requests) == 10_000
        assert await settled() == []
        assert connections_taken(sinch) == 0
        assert sinch._pipeline._limiter._free == 100
        server.otherwise = says(SENDER)
        await get(sinch)
        await server.until(lambda: server.open_now <= 2)  # all that were cancelled are closed
