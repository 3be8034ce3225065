"""For each operation of the contract: how often the service may see it when its answers are lost, and what is told."""

import asyncio
import re
from collections.abc import Mapping

import aiohttp
import pytest

from sinch_provisioning import AsyncClient, AsyncProject, Attempt, RetryPolicy, errors, rcs
from sinch_provisioning.core.codec.names import snake
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.operations import OPERATIONS
from tests.net import scripts
from tests.net.scripts import once, sends
from tests.net.sockets import closed_port
from tests.net.wire import FakeClock, Request, Script, Wire, answer, says, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]

ATTEMPTS = 3

LOSSES: Mapping[str, Script] = {
    "reset": scripts.reset,
    "closed": scripts.close,
    "half a head": sends(b"HTTP/1.1 200 O", then=scripts.close),
    "half a body": sends(answer({"a": "b"})[:-3], then=scripts.reset),
}

everything = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())


async def call(sinch: AsyncProject, operation: Operation[object]) -> bytes:
    """Send an operation's request, and take its answer as it comes."""
    raw = Operation(operation.id, operation.method, operation.path, bytes, operation.safety)
    return await sinch._dispatch.send(raw, path=ids(operation), query={}, body=UNSET)


def ids(operation: Operation[object]) -> dict[str, str]:
    return {snake(name): "x" for name in re.findall(r"{(\w+)}", operation.path)}


def may_see(operation: Operation[object], attempts: int) -> int:
    return 1 if operation.safety is Safety.ONCE else attempts


@everything
async def test_lost_answers_are_accounted_for(operation: Operation[object]) -> None:
    """The connection is a kept one each time, where aiohttp would send a GET, PUT or DELETE again by itself."""
    policy = RetryPolicy(attempts=ATTEMPTS, budget=None)
    async with wire() as server, AsyncClient(server.config(retry=policy), clock=FakeClock()) as sinch:
        for name, loss in LOSSES.items():
            await warm(sinch, server)
            server.otherwise = loss
            with pytest.raises(errors.ConnectionLost) as caught:
                await call(sinch, operation)
            assert len(server.requests) == may_see(operation, ATTEMPTS), name
            assert caught.value.attempts == may_see(operation, ATTEMPTS), name
            assert caught.value.sent, name

            await warm(sinch, server)
            server.otherwise = once(loss, says({"fine": True}))
            if operation.safety is Safety.ONCE:
                with pytest.raises(errors.ConnectionLost):
                    await call(sinch, operation)
                assert len(server.requests) == 1, name
            else:
                with sinch.capture() as replies:
                    assert await call(sinch, operation) == b'{"fine": true}'
                assert len(server.requests) == replies[0].attempts == 2, name
        assert {request.method for request in server.requests} == {operation.method}


async def warm(sinch: AsyncClient, server: Wire) -> None:
    """Leave one good connection in the pool, and forget what was."""
    server.otherwise = says({})
    await sinch.request("GET", "/warm", returns=dict)
    server.requests.clear()


async def test_a_late_answer_is_a_lost_one() -> None:
    """All operations at once, told apart by their paths."""
    policy = RetryPolicy(attempts=2, budget=None)
    async with wire(otherwise=scripts.stall) as server:
        config = server.config(retry=policy, timeout=1, concurrency=len(OPERATIONS))
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            outcomes = await asyncio.gather(
                *(call(sinch, operation) for operation in OPERATIONS.values()), return_exceptions=True
            )
        for operation, outcome in zip(OPERATIONS.values(), outcomes, strict=True):
            line = operation.method, operation.target("p1", ids(operation))
            seen = [request for request in server.requests if (request.method, request.path) == line]
            assert isinstance(outcome, errors.TimedOut), operation.id
            assert len(seen) == outcome.attempts == may_see(operation, 2), operation.id
            assert outcome.sent, operation.id


@everything
async def test_what_never_left_is_repeated_and_said_to_be_unsent(operation: Operation[object]) -> None:
    policy = RetryPolicy(attempts=ATTEMPTS)
    clock = FakeClock()
    fields = {"key_id": None, "key_secret": None, "access_token": "t1", "base_url": f"http://127.0.0.1:{closed_port()}"}
    async with wire() as server, AsyncClient(server.config(retry=policy, **fields), clock=clock) as sinch:
        with pytest.raises(errors.ConnectFailed) as caught:
            await call(sinch, operation)
        assert not caught.value.sent
        assert caught.value.attempts == ATTEMPTS
        assert len(clock.slept) == ATTEMPTS - 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST", "PATCH"])
async def test_aiohttp_alone_would_send_some_of_them_twice(method: str) -> None:
    """The reason for the care above, and the proof that the server here would see it."""
    async with wire() as server, aiohttp.ClientSession() as session:
        async with session.get(server.url + "/warm") as response:
            await response.read()
        server.requests.clear()
        server.otherwise = scripts.reset
        with pytest.raises(aiohttp.ClientError):
            await session.request(method, server.url + "/x")
        assert len(server.requests) == (2 if method in {"GET", "PUT", "DELETE"} else 1)


async def test_an_unsent_repetition_does_not_hide_that_an_earlier_attempt_was_sent() -> None:
    async def reset_and_vanish(request: Request) -> None:
        server.listener.close()
        await request.reset()

    async with wire(otherwise=reset_and_vanish) as server:
        config = server.config(retry=RetryPolicy(attempts=2))
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            with pytest.raises(errors.ConnectFailed) as caught:
                await sinch.rcs.senders.update("s1", details=rcs.DetailsUpdate(countries=None))
        assert len(server.requests) == 1
        assert caught.value.attempts == 2
        assert caught.value.sent


async def test_a_repeated_deletion_that_finds_nothing_tells_that_it_was_repeated() -> None:
    gone = scripts.error(404, "sender_not_found")
    async with wire(scripts=[scripts.reset], otherwise=gone) as server:
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            with pytest.raises(errors.NotFound) as caught:
                await sinch.rcs.senders.test_numbers.delete("s1", "+46123123123")
        assert caught.value.attempts == 2


async def test_a_token_that_cannot_be_had_leaves_a_create_unsent() -> None:
    async with wire(token=scripts.reset) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        with pytest.raises(errors.ConnectionLost, match="the token endpoint") as caught:
            await sinch.rcs.senders.create(
                region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
            )
        assert not caught.value.sent
        assert not server.requests
        assert len(server.tokens) == 4


async def test_a_hook_that_fails_loses_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    class Faulty:
        def before(self, attempt: Attempt) -> None:
            pass

        def after(self, attempt: Attempt) -> None:
            raise RuntimeError("a hook's own trouble")

    async with wire() as server, AsyncClient(server.config(), hooks=[Faulty()]) as sinch:
        created = await sinch.rcs.senders.create(
            region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
        )
        assert created.id == "s1"
        assert len(server.requests) == 1
    assert "a hook's own trouble" in caplog.text
