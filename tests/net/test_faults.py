"""What becomes of a call when the wire does its worst: the one outcome of each fault."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, errors, rcs
from tests.net.wire import SENDER, FakeClock, Request, answer, says, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]


async def reset(request: Request) -> None:
    await request.reset()


async def half_a_head(request: Request) -> None:
    await request.send(b"HTTP/1.1 200 OK\r\nContent-Le")
    request.writer.close()


async def half_a_body(request: Request) -> None:
    await request.send(answer(SENDER)[:-20])
    request.writer.close()


async def bad_chunks(request: Request) -> None:
    await request.send(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"id"\r\nzz\r\n')
    request.writer.close()


async def bad_gzip(request: Request) -> None:
    await request.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!")


async def no_http(request: Request) -> None:
    await request.send(b"SSH-2.0-OpenSSH\r\n\r\n")
    request.writer.close()


async def silence(request: Request) -> None:
    await asyncio.sleep(60)


async def half_a_body_then_silence(request: Request) -> None:
    await request.send(answer(SENDER)[:-20])
    await asyncio.sleep(60)


def error(status: int, code: str = "internal_error", **headers: str) -> Callable[[Request], Awaitable[None]]:
    body = {"errorCode": code, "message": "m", "resolution": "Do this."}
    return says(body, status, headers={name.replace("_", "-"): value for name, value in headers.items()})


PASSING = {
    "reset": reset,
    "half a head": half_a_head,
    "half a body": half_a_body,
    "bad chunks": bad_chunks,
    "bad gzip": bad_gzip,
    "no http": no_http,
    "502 html": says(None, 502, body=b"<html>Bad gateway</html>"),
    "503": error(503),
    "504": error(504),
    "429": error(429, "rbm_too_many_requests"),
    "429 with seconds": error(429, "rbm_too_many_requests", Retry_After="2"),
    "500": error(500),
}
DOUBTFUL = {
    name: PASSING[name] for name in ("reset", "half a head", "half a body", "bad chunks", "bad gzip", "no http")
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_a_safe_call_gets_over_it(fault: Callable[[Request], Awaitable[None]]) -> None:
    clock = FakeClock()
    async with wire(scripts=[fault, fault, fault]) as server, AsyncClient(server.config(), clock=clock) as sinch:
        sender = await sinch.rcs.senders.get("s1")
        assert sender.id == "s1"
        assert len(server.requests) == 4
        assert len(clock.slept) == 3


@pytest.mark.parametrize("fault", DOUBTFUL.values(), ids=DOUBTFUL.keys())
async def test_a_create_is_sent_once_and_says_that_it_was(fault: Callable[[Request], Awaitable[None]]) -> None:
    async with wire(otherwise=fault) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        with pytest.raises(errors.ConnectionLost) as caught:
            await create(sinch)
        assert caught.value.sent
        assert caught.value.attempts == 1
        assert len(server.requests) == 1


async def create(sinch: AsyncClient) -> rcs.Sender:
    return await sinch.rcs.senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )


async def test_a_get_that_changes_something_is_sent_once() -> None:
    """aiohttp would send a GET again by itself when a kept connection dies; a person would get two invitations."""
    number = {"number": "+46123123111", "state": "PENDING", "submitted": "2023-01-19T13:11:08.204Z"}
    async with wire(scripts=[says(number), reset], otherwise=says(number)) as server:
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            await sinch.rcs.senders.test_numbers.state("s1", "+46123123111")
            with pytest.raises(errors.ConnectionLost) as caught:
                await sinch.rcs.senders.test_numbers.retry("s1", "+46123123111")  # type: ignore[deprecated]  # pyright: ignore[reportDeprecated]
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


async def test_a_create_that_was_refused_for_its_rate_goes_again() -> None:
    async with (
        wire(scripts=[error(429, "rbm_too_many_requests", Retry_After="3")], otherwise=says(SENDER, 201)) as server,
        AsyncClient(server.config(), clock=(clock := FakeClock())) as sinch,
    ):
        await create(sinch)
        assert len(server.requests) == 2
        assert 3 <= clock.slept[0] <= 3.5


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_create_that_failed_somewhere_does_not(status: int) -> None:
    async with wire(otherwise=error(status)) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        with pytest.raises(errors.ServerError) as caught:
            await create(sinch)
        assert caught.value.status == status
        assert len(server.requests) == 1


async def test_nothing_sent_is_safe_to_repeat_even_for_a_create() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        clock = FakeClock()
        async with wire() as server, AsyncClient(server.config(base_url=url), clock=clock) as sinch:
            with pytest.raises(errors.ConnectFailed) as caught:
                await create(sinch)
            assert not caught.value.sent
            assert caught.value.attempts == 4
            assert len(clock.slept) == 3


async def test_an_answer_cut_short_keeps_what_came() -> None:
    policy = RetryPolicy(attempts=1)
    async with wire(otherwise=half_a_body) as server, AsyncClient(server.config(retry=policy)) as sinch:
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
        (b'{"id": "s1"}', "$.region"),
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


async def test_an_answer_that_is_too_large_is_not_read() -> None:
    async with wire(otherwise=says(body=b"[" + b"1," * 50_000)) as server:
        async with AsyncClient(server.config(max_body=10_000)) as sinch:
            with pytest.raises(errors.DecodeError, match="larger than 10000 bytes"):
                await sinch.rcs.senders.get("s1")
        assert server.open_now == 0 or len(server.requests) == 1


@pytest.mark.parametrize("stall", [silence, half_a_body_then_silence], ids=["silent", "silent in the body"])
async def test_one_attempt_takes_no_longer_than_its_timeout(stall: Callable[[Request], Awaitable[None]]) -> None:
    async with wire(scripts=[stall]) as server, AsyncClient(server.config(timeout=0.1)) as sinch:
        sender = await sinch.rcs.senders.get("s1")
        assert sender.id == "s1"
        assert len(server.requests) == 2


async def test_a_create_that_timed_out_may_have_happened() -> None:
    async with wire(otherwise=silence) as server, AsyncClient(server.config(timeout=0.1)) as sinch:
        with pytest.raises(errors.TimedOut) as caught:
            await create(sinch)
        assert caught.value.sent
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
    async with wire(otherwise=silence) as server, AsyncClient(server.config(deadline=0.2)) as sinch:
        with pytest.raises(errors.DeadlineExceeded) as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.sent


async def test_the_deadline_bounds_the_wait_for_others() -> None:
    async with wire(otherwise=silence) as server, AsyncClient(server.config(concurrency=1, timeout=5)) as sinch:
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


async def test_patience_has_an_end() -> None:
    async with wire(otherwise=error(429, "rbm_too_many_requests", Retry_After="3600")) as server:
        async with AsyncClient(server.config(), clock=(clock := FakeClock())) as sinch:
            with pytest.raises(errors.RateLimited) as caught:
                await sinch.rcs.senders.get("s1")
        assert caught.value.retry_after == 3600
        assert clock.slept == []
        assert len(server.requests) == 1


async def test_a_redirect_takes_no_credentials_elsewhere() -> None:
    async with wire() as elsewhere, wire(otherwise=says(None, 307)) as server:
        server.otherwise = says(None, 307, headers={"Location": elsewhere.url + "/v1/x"})
        async with AsyncClient(server.config()) as sinch:
            with pytest.raises(errors.ApiError, match="redirect") as caught:
                await sinch.rcs.senders.get("s1")
        assert caught.value.status == 307
        assert elsewhere.connections == 0


async def test_an_outage_is_not_multiplied() -> None:
    policy = RetryPolicy(budget=50)
    async with wire(otherwise=error(503)) as server:
        async with AsyncClient(server.config(retry=policy), clock=FakeClock()) as sinch:
            for _ in range(100):
                with pytest.raises(errors.ServerError):
                    await sinch.rcs.senders.get("s1")
        assert len(server.requests) == 110


async def test_a_cancelled_call_leaves_no_connection_behind() -> None:
    async with wire(otherwise=silence) as server, AsyncClient(server.config()) as sinch:
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
    async with wire(otherwise=silence) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await sinch.rcs.senders.get("s1")
