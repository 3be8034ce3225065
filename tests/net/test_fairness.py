"""Projects that share a client take turns."""

import asyncio

import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.net.limits import Limiter
from tests.net.wire import SENDER, Request, answer, wire

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
