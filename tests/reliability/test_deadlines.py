"""A deadline holds under every stall, and a caller's own TimeoutError stays the caller's.

Here a time is the contract, so it is measured; but against a bare timer of the same loop, set to the same moment, so
that a machine that is busy with other things does not matter.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import anyio
import pytest

from sinch_provisioning import AsyncClient, Attempt, errors
from tests.net.scripts import BODY, deaf, drips, error, framed, head, reset, sends, stall
from tests.net.sockets import unanswered
from tests.net.wire import SENDER, Script, Wire, answer, says, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]

DEADLINE = 0.25
TOLERANCE = 0.05

STALLS: dict[str, dict[str, Script]] = {
    "silent": {"otherwise": stall},
    "deaf": {"on_head": deaf},
    "silent in the head": {"otherwise": sends(b"HTTP/1.1 200 OK\r\nConte", then=stall)},
    "silent in the body": {"otherwise": sends(framed(BODY[:40], length=len(BODY)), then=stall)},
    "slow head": {"otherwise": drips(answer(SENDER), 0.02)},
    "slow body": {"otherwise": sends(framed(b"", length=len(BODY)), then=drips(BODY, 0.02))},
    "endless interim answers": {"otherwise": drips(head(status="103 Early Hints") * 1000, 0.001)},
    "token endpoint silent": {"token": stall},
    "token endpoint slow": {"token": drips(answer({"access_token": "t1"}), 0.02)},
    "unavailable for ever": {"otherwise": error(503)},
    "unavailable for a while": {"otherwise": error(503, Retry_After="1")},
    "reset for ever": {"otherwise": reset},
}  # fmt: skip


async def lateness(run: Callable[[], Awaitable[object]]) -> tuple[float, BaseException]:
    """Return by how many seconds a call outlives its deadline, and its error."""
    loop = asyncio.get_running_loop()
    begin = loop.time()
    rang: asyncio.Future[float] = loop.create_future()
    loop.call_at(begin + DEADLINE, lambda: rang.set_result(loop.time()))
    with pytest.raises(errors.ProvisioningError) as caught:
        await run()
    end = loop.time()
    return end - await rang, caught.value


@pytest.mark.parametrize("name", STALLS)
async def test_a_deadline_holds_under_every_stall(name: str) -> None:
    async with wire(**STALLS[name]) as server, AsyncClient(server.config(deadline=DEADLINE)) as sinch:
        late, found = await lateness(partial(sinch.rcs.senders.get, "s1"))
    assert isinstance(found, errors.DeadlineExceeded)
    assert late <= TOLERANCE
    assert found.sent is bool(server.requests or server.heads)


async def test_a_deadline_holds_while_no_connection_comes_about() -> None:
    with unanswered() as url:
        config = Wire().config(base_url=url, auth_url=url, deadline=DEADLINE)
        async with AsyncClient(config) as sinch:
            late, found = await lateness(partial(sinch.rcs.senders.get, "s1"))
    assert isinstance(found, errors.DeadlineExceeded)
    assert late <= TOLERANCE
    assert not found.sent


async def test_a_deadline_holds_in_the_queue_for_a_place() -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config(concurrency=1)) as sinch:
        first = asyncio.create_task(sinch.rcs.senders.get("s1"))
        await server.until(lambda: len(server.requests) == 1)
        late, found = await lateness(partial(sinch.options(deadline=DEADLINE).rcs.senders.get, "s2"))
        assert isinstance(found, errors.DeadlineExceeded)
        assert late <= TOLERANCE
        assert not found.sent
        first.cancel()
        await asyncio.wait([first])


async def test_a_deadline_holds_for_a_token_of_the_callers_own() -> None:
    async def provide() -> str:
        await asyncio.sleep(3600)
        return "never"

    async with wire() as server:
        config = server.config(key_id=None, key_secret=None, access_token=provide, deadline=DEADLINE)
        async with AsyncClient(config) as sinch:
            late, found = await lateness(partial(sinch.rcs.senders.get, "s1"))
    assert isinstance(found, errors.DeadlineExceeded)
    assert late <= TOLERANCE
    assert not found.sent


async def test_a_deadline_holds_for_each_page_of_a_listing() -> None:
    page = says({"senders": [SENDER], "totalSize": 2, "pageSize": 1, "nextPageToken": "2"})
    async with (
        wire(scripts=[page], otherwise=stall) as server,
        AsyncClient(server.config(deadline=DEADLINE)) as sinch,
    ):
        walk = sinch.rcs.senders.list(page_size=1).pages(prefetch=False)
        assert (await anext(walk)).next_token == "2"
        late, found = await lateness(partial(anext, walk))
    assert isinstance(found, errors.DeadlineExceeded)
    assert found.resume_token == "2"
    assert late <= TOLERANCE


@pytest.mark.parametrize("limit", ["asyncio.timeout", "asyncio.wait_for", "anyio.fail_after"])
async def test_the_users_own_limit_is_never_ours(limit: str) -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(TimeoutError) as caught:
            await limited(limit, 0.05, sinch)
        assert type(caught.value) is TimeoutError
        assert len(server.requests) == 1, "and nothing is repeated"
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0


async def limited(limit: str, seconds: float, sinch: AsyncClient) -> object:
    call = sinch.rcs.senders.get("s1")
    match limit:
        case "asyncio.timeout":
            async with asyncio.timeout(seconds):
                return await call
        case "asyncio.wait_for":
            return await asyncio.wait_for(call, seconds)
        case _:
            with anyio.fail_after(seconds):
                return await call


@pytest.mark.parametrize("limit", ["asyncio.timeout", "asyncio.wait_for", "anyio.fail_after"])
async def test_limits_that_end_at_the_same_moment_leave_no_cancellation_behind(limit: str) -> None:
    """Ours and the user's: one of them wins, and the task is as before."""
    task = asyncio.current_task()
    assert task is not None
    async with wire(otherwise=stall) as server:
        config = server.config(key_id=None, key_secret=None, access_token="t1", deadline=0.02, concurrency=50)
        async with AsyncClient(config) as sinch:
            for number in range(30):
                with pytest.raises((TimeoutError, errors.DeadlineExceeded)):
                    await limited(limit, 0.0185 + number * 0.0001, sinch)
                assert task.cancelling() == 0
                await asyncio.sleep(0)  # a cancellation left over would come out here
            assert sinch._pipeline._limiter._free == 50


async def test_a_hooks_own_timeout_is_no_timeout_of_ours() -> None:
    class Impatient:
        def before(self, attempt: Attempt) -> None:
            raise TimeoutError("a hook's own")

        def after(self, attempt: Attempt) -> None: ...

    async with wire() as server, AsyncClient(server.config(), hooks=[Impatient()]) as sinch:
        with pytest.raises(TimeoutError, match="a hook's own") as caught:
            await sinch.rcs.senders.get("s1")
        assert not isinstance(caught.value, errors.ProvisioningError)
        assert not server.requests
