"""What is told of faults, and how long they may last; what becomes of a call is in tests/reliability."""

import asyncio

import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, errors
from tests.net.scripts import close, error, reset, sends, stall
from tests.net.wire import SENDER, FakeClock, Script, answer, says, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]


async def test_a_get_that_changes_something_is_sent_once() -> None:
    """aiohttp would send a GET again by itself when a kept connection dies; a person would get two invitations."""
    number = {"number": "+46123123111", "state": "PENDING", "submitted": "2023-01-19T13:11:08.204Z"}
    async with wire(scripts=[says(number), reset], otherwise=says(number)) as server:
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            await sinch.rcs.senders.test_numbers.state("s1", "+46123123111")
            with pytest.raises(errors.ConnectionLost) as caught:
                await sinch.rcs.senders.test_numbers.retry("s1", "+46123123111")  # pyright: ignore[reportDeprecated]
        assert caught.value.sent
        assert len(server.requests) == 2
        assert server.requests[0].connection == server.requests[1].connection


async def test_a_safe_call_over_a_dead_kept_connection_counts_its_attempts() -> None:
    async with wire(scripts=[says(SENDER), reset]) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        await sinch.rcs.senders.get("s1")
        with sinch.capture() as replies:
            await sinch.rcs.senders.get("s1")
        assert [reply.attempts for reply in replies] == [2]
        assert len(server.requests) == 3


async def test_an_answer_cut_short_keeps_what_came() -> None:
    policy = RetryPolicy(attempts=1)
    async with (
        wire(otherwise=sends(answer(SENDER)[:-20], then=close)) as server,
        AsyncClient(server.config(retry=policy)) as sinch,
    ):
        with pytest.raises(errors.IncompleteAnswer) as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.path == "$"
        assert caught.value.body.startswith(b'{"id": "s1"')
        assert caught.value.operation == "getRcsSender"
        assert isinstance(caught.value, errors.DecodeError)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b"<html>Login</html>", "$"),
        (b'{"id": "s1", "region"', "$"),
        (b"", "$"),
        (b'{"region": "EU"}', "$.id"),
        (b'{"id": 7, "region": "EU"}', "$.id"),
        (b"\xff\xfe", "$"),
    ],
)
async def test_an_answer_that_does_not_fit_says_where(body: bytes, path: str) -> None:
    async with wire(otherwise=says(body=body)) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.DecodeError) as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.path == path
        assert caught.value.body == body
        assert caught.value.operation == "getRcsSender"
        assert len(server.requests) == 1


async def test_the_deadline_bounds_attempts_and_waits_together() -> None:
    async with wire(otherwise=error(503, Retry_After="30")) as server:
        async with AsyncClient(server.config(deadline=50), clock=(clock := FakeClock())) as sinch:
            with pytest.raises(errors.DeadlineExceeded) as caught:
                await sinch.rcs.senders.get("s1")
        assert caught.value.attempts == 2
        assert isinstance(caught.value.__cause__, errors.ServerError)
        assert len(clock.slept) == 1
        assert clock.slept[0] < 50


async def test_the_deadline_bounds_a_stall() -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config(deadline=0.2)) as sinch:
        with pytest.raises(errors.DeadlineExceeded) as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.sent


async def test_the_deadline_bounds_the_wait_for_others() -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config(concurrency=1, timeout=5)) as sinch:
        first = asyncio.create_task(sinch.rcs.senders.get("s1"))
        await server.until(lambda: len(server.requests) == 1)
        with pytest.raises(errors.DeadlineExceeded) as caught:
            await sinch.options(deadline=0.1).rcs.senders.get("s2")
        assert not caught.value.sent
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        server.otherwise = says(SENDER)
        assert (await sinch.rcs.senders.get("s3")).id == "s1"


@pytest.mark.parametrize("fault", [error(503), error(429), error(429, Retry_After="2")], ids=["503", "429", "429 2 s"])
async def test_an_outage_is_not_multiplied(fault: Script) -> None:
    policy = RetryPolicy(budget=50)
    async with wire(otherwise=fault) as server:
        async with AsyncClient(server.config(retry=policy), clock=FakeClock()) as sinch:
            for _ in range(100):
                with pytest.raises((errors.ServerError, errors.RateLimited)):
                    await sinch.rcs.senders.get("s1")
        assert len(server.requests) == 110


async def test_a_crowd_that_is_told_to_wait_does_not_come_back_at_once() -> None:
    """A storm of 429s: each call waits as long as it is told, and then some, each another while."""
    clock = FakeClock()
    async with wire(scripts=[error(429, Retry_After="2")] * 50) as server:
        config = server.config(concurrency=50, retry=RetryPolicy(attempts=51, budget=None))
        async with AsyncClient(config, clock=clock) as sinch:
            senders = await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(50)))
    assert len(senders) == 50
    assert len(server.requests) == 100
    assert all(2 <= seconds <= 2.5 for seconds in clock.slept)
    assert len(set(clock.slept)) == 50


async def test_a_cancelled_call_leaves_no_connection_behind() -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config()) as sinch:
        tasks = [asyncio.create_task(sinch.rcs.senders.get("s1")) for _ in range(20)]
        await server.until(lambda: len(server.requests) == 20)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        session = sinch._pipeline.transport._session
        assert session is not None
        assert session.connector is not None
        assert not session.connector._acquired
        server.otherwise = says(SENDER)
        assert (await sinch.rcs.senders.get("s1")).id == "s1"


async def test_the_users_own_timeout_stays_the_users() -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await sinch.rcs.senders.get("s1")
