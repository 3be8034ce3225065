"""A response that nobody asked for is never taken for the response to another call."""

import asyncio
import socket
from collections.abc import Callable

import aiohttp
import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, errors, rcs
from tests.net.scripts import head, sends
from tests.net.wire import SENDER, FakeClock, Request, Script, answer, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]

STRAY = answer(SENDER | {"id": "another customer's"})


def asked_for(request: Request) -> str:
    """Return the id that a request is about: of the path, or of the body of a create."""
    if request.method == "POST":
        return request.headers["x-number"]
    return request.path.rsplit("/", 1)[1]


class Numbered:
    """A hook that numbers creates, so that the server can tell them apart."""

    def __init__(self) -> None:
        self.next = 0

    def before(self, attempt: object) -> None:
        self.next += 1
        attempt.headers["X-Number"] = f"s{self.next - 1}"  # type: ignore[attr-defined]

    def after(self, attempt: object) -> None:
        pass


def late(*surplus: bytes, after: float = 0.005) -> Script:
    """Return a script that answers rightly, and sends something more while the connection idles."""

    async def script(request: Request) -> None:
        await request.send(answer(SENDER | {"id": asked_for(request)}))
        await asyncio.sleep(after)
        for data in surplus:
            await request.send(data)

    return script


async def get(sinch: AsyncClient, number: int) -> bool:
    return (await sinch.rcs.senders.get(f"s{number}")).id == f"s{number}"


async def create(sinch: AsyncClient, number: int) -> bool:
    """Create a sender; the hook gives the request its number."""
    created = await sinch.rcs.senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )
    return created.id == f"s{number}"


SURPLUS = {
    "a response": (STRAY,),
    "three responses": (STRAY, STRAY, STRAY),
    "a response without a body": (head(status="204 No Content"),),
    "an announcement": (head(status="100 Continue"),),
    "half a head": (STRAY[:20],),
    "an empty line": (b"\r\n",),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n",),
}


@pytest.mark.parametrize("surplus", SURPLUS.values(), ids=SURPLUS.keys())
@pytest.mark.parametrize("make", [get, create])
async def test_what_comes_late_on_a_kept_connection_answers_nothing(
    surplus: tuple[bytes, ...], make: Callable[[AsyncClient, int], object]
) -> None:
    async with wire(otherwise=late(*surplus)) as server:
        async with AsyncClient(server.config(), hooks=[Numbered()], clock=FakeClock()) as sinch:
            for number in range(3):
                assert await make(sinch, number), number  # type: ignore[misc]
                await asyncio.sleep(0.025)
        assert len(server.requests) == 3, "and nothing is sent twice"
        assert len({request.connection for request in server.requests}) == 3


@pytest.mark.parametrize("borrowed", [False, True], ids=["own session", "borrowed session"])
async def test_thousands_of_calls_among_late_surplus(borrowed: bool) -> None:
    """Waves of calls over kept connections, each of which has got one response too many since its last call."""
    concurrency, waves = 50, 40
    wrong = 0
    async with wire(otherwise=late(STRAY, after=0)) as server:
        session = aiohttp.ClientSession() if borrowed else None
        config = server.config(concurrency=concurrency)
        async with AsyncClient(config, session=session) as sinch:
            for wave in range(waves):
                numbers = range(wave * concurrency, (wave + 1) * concurrency)
                wrong += (await asyncio.gather(*(get(sinch, number) for number in numbers))).count(False)
                await asyncio.sleep(0.02)
        if session is not None:
            await session.close()
        assert len(server.requests) == waves * concurrency
    assert wrong == 0


async def test_what_the_loop_has_not_read_yet_counts_too() -> None:
    """The surplus waits in the socket while something else holds the event loop up."""
    async with wire() as server:
        taken: list[Request] = []

        async def keep(request: Request) -> None:
            taken.append(request)
            await request.send(answer(SENDER | {"id": asked_for(request)}))

        server.otherwise = keep
        async with AsyncClient(server.config()) as sinch:
            assert await get(sinch, 0)
            # Straight into the socket, and on to the next call without a turn of the loop.
            peer = taken[0].writer.get_extra_info("socket")
            with socket.socket(fileno=socket.dup(peer.fileno())) as sock:
                sock.send(STRAY)
            assert await get(sinch, 1)
        assert len({request.connection for request in server.requests}) == 2


async def test_a_kept_connection_that_is_quiet_is_used_again() -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        for _ in range(20):
            await sinch.rcs.senders.get("s1")
            await asyncio.sleep(0)
        assert len({request.connection for request in server.requests}) == 1


@pytest.mark.parametrize("pieces", [1, 3, 1000])
@pytest.mark.parametrize("surplus", [STRAY, STRAY * 50, head(status="100 Continue") + STRAY])
async def test_surplus_in_the_same_breath_answers_nothing(surplus: bytes, pieces: int) -> None:
    async def script(request: Request) -> None:
        data = answer(SENDER | {"id": asked_for(request)}) + surplus
        size = max(1, len(data) // pieces)
        for start in range(0, len(data), size):
            await request.send(data[start : start + size])
            if pieces > 1:
                await asyncio.sleep(0)

    async with wire(otherwise=script) as server, AsyncClient(server.config()) as sinch:
        for number in range(5):
            assert await get(sinch, number)
            await asyncio.sleep(0.02)


async def test_a_server_that_speaks_first_gets_no_request() -> None:
    async def greet(request: Request) -> None:
        await request.send(STRAY)

    async def linger(*_: object) -> None:
        """Give what the server says time to arrive before the request is sent."""
        await asyncio.sleep(0.02)

    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(linger)
    async with wire(greet=greet) as server, aiohttp.ClientSession(trace_configs=[trace]) as session:
        config = server.config(retry=RetryPolicy(attempts=2), key_id=None, key_secret=None, access_token="t1")
        async with AsyncClient(config, session=session, clock=FakeClock()) as sinch:
            with pytest.raises(errors.ConnectFailed, match="before there was a request") as caught:
                await create(sinch, 0)
        assert not caught.value.sent
        assert caught.value.attempts == server.connections == 2
        assert not server.requests


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
@pytest.mark.parametrize("framing", [("Content-Length: 5",), (), ("Transfer-Encoding: chunked",)])
@pytest.mark.parametrize("body", [b"hello", b'{"a": 1}', STRAY, b"5\r\nhello\r\n0\r\n\r\n"])
@pytest.mark.parametrize("cut", [None, 12, -1])
async def test_a_status_without_a_body_counts_whatever_follows(
    status: str, framing: tuple[str, ...], body: bytes, cut: int | None
) -> None:
    data = head(*framing, status=status) + body
    pieces = [data] if cut is None else [data[:cut], data[cut:]]
    async with wire(scripts=[sends(*pieces, pause=0.002)]) as server:
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            if status.startswith("204"):
                await sinch.webhooks.delete("w1")
            else:
                with pytest.raises(errors.ApiError) as caught:
                    await sinch.webhooks.delete("w1")
                assert caught.value.status == 304
            await asyncio.sleep(0.01)
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
        assert len(server.requests) == 2
        assert server.requests[0].connection != server.requests[1].connection


async def test_a_status_without_a_body_keeps_its_connection_if_nothing_follows() -> None:
    async with wire(scripts=[sends(head(status="204 No Content"))] * 3) as server:
        async with AsyncClient(server.config()) as sinch:
            for _ in range(3):
                await sinch.webhooks.delete("w1")
        assert len({request.connection for request in server.requests}) == 1


@pytest.mark.parametrize("status", ["204", "304"])
async def test_a_head_cut_in_two_has_the_status_of_its_beginning(status: str) -> None:
    """The second piece has the digits where a status would be."""
    pieces = answer(SENDER, headers={"X-Trace": f"a|bcdefghij{status}"}).split(b"|")
    assert pieces[1][9:12] == status.encode()
    async with wire(scripts=[sends(*pieces, pause=0.02)]) as server:
        async with AsyncClient(server.config(timeout=2, retry=RetryPolicy(attempts=1))) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
            await sinch.rcs.senders.get("s1")
        assert len({request.connection for request in server.requests}) == 1


@pytest.mark.parametrize("announced", [1, 1000, 50_000])
async def test_announcements_are_no_responses(announced: int) -> None:
    storm = head(status="103 Early Hints") * announced
    async with wire(scripts=[sends(storm + answer(SENDER))]) as server, AsyncClient(server.config()) as sinch:
        assert (await sinch.rcs.senders.get("s1")).id == "s1"


async def test_a_stray_that_cannot_be_told_from_the_response_spoils_one_call_only() -> None:
    """The window that remains: the stray arrives after the request was written, and before its response."""

    async def ahead(request: Request) -> None:
        await request.send(STRAY + answer(SENDER | {"id": asked_for(request)}))

    async with wire(scripts=[ahead], otherwise=late()) as server, AsyncClient(server.config()) as sinch:
        assert not await get(sinch, 0)
        for number in range(1, 10):
            assert await get(sinch, number)
