"""Projects that share a client take turns."""

import asyncio

import pytest

from sinch_provisioning import AsyncClient, CallWait, Observer, errors
from sinch_provisioning.net.limits import Limiter, Rate
from sinch_provisioning.testing import ManualClock
from tests.net.wire import SENDER, FakeClock, Request, answer, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]


async def test_one_call_does_not_wait_for_the_thousand_of_another_project() -> None:
    order: list[str] = []

    async def script(request: Request) -> None:
        order.append(request.path.split("/")[3])
        await request.send(answer(SENDER))

    async with wire(otherwise=script) as server, AsyncClient(server.config(concurrency=4)) as sinch:
        many = [asyncio.create_task(sinch.project("many").rcs.senders.get("s1")) for _ in range(1000)]
        await server.until(lambda: len(server.requests) >= 10)
        seen = len(order)
        await sinch.project("one").rcs.senders.get("s1")
        assert order.index("one") - seen <= 2 * 4, "those under way, and those whose turn came meanwhile"
        assert len(await asyncio.gather(*many)) == 1000


async def test_projects_take_turns_and_calls_of_one_keep_their_order() -> None:
    limiter = Limiter(1)
    passed: list[str] = []

    async def call(project: str, number: int) -> None:
        await limiter.acquire(project)
        passed.append(f"{project}{number}")
        limiter.release()

    assert limiter.try_acquire()
    calls = [asyncio.create_task(call(project, number)) for project in "ab" for number in range(3)]
    await asyncio.sleep(0)
    calls += [asyncio.create_task(call("c", 0))]
    await asyncio.sleep(0)
    limiter.release()
    await asyncio.gather(*calls)
    assert passed == ["a0", "b0", "c0", "a1", "b1", "a2", "b2"]


async def test_who_gives_up_is_passed_over_and_leaves_nothing() -> None:
    limiter = Limiter(1)
    assert limiter.try_acquire()
    given_up = [asyncio.create_task(limiter.acquire("a")) for _ in range(3)]
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(limiter.acquire("a"), 0.01)
    for task in given_up:
        task.cancel()
    await asyncio.gather(*given_up, return_exceptions=True)
    last = asyncio.create_task(limiter.acquire("b"))
    await asyncio.sleep(0)
    limiter.release()
    await last
    limiter.release()
    assert limiter._free == 1
    assert not limiter._waiting


async def test_a_turn_that_comes_as_the_deadline_passes_is_given_back() -> None:
    clock = ManualClock()
    waits: list[CallWait] = []

    class Hook(Observer):
        def wait(self, wait: CallWait) -> None:
            waits.append(wait)

    async with wire() as server:
        second: asyncio.Task[object]

        async def script(request: Request) -> None:
            nonlocal second
            if len(server.requests) == 1:
                second = asyncio.create_task(sinch.rcs.senders.get("s1"))
                await asyncio.sleep(0)
                clock.advance(1000)
            await request.send(answer(SENDER))

        server.otherwise = script
        config = server.config(concurrency=1, key_id=None, key_secret=None, access_token="t")
        async with AsyncClient(config, clock=clock, hooks=[Hook()]) as sinch:
            await sinch.rcs.senders.get("s1")
            with pytest.raises(errors.DeadlineExceeded):
                await second
            async with asyncio.timeout(5):
                await sinch.rcs.senders.get("s1")
    assert len(server.requests) == 2
    assert [wait.reason for wait in waits] == ["concurrency"]


async def test_a_call_that_comes_last_does_not_overtake_those_that_wait_for_the_rate() -> None:
    clock = FakeClock()
    rate = Rate(1, clock)
    assert rate.try_acquire()
    overtaken: list[bool] = []

    async def call() -> None:
        await rate.acquire()
        clock.now += 10  # the event loop is late: the time of the next has come, and it has not run yet
        overtaken.append(rate.try_acquire())

    await asyncio.gather(call(), call())
    assert overtaken == [False, True]
