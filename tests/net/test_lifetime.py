"""Where a client lives, in loops and threads, and how it ends; the harder cases are in tests/reliability."""

import asyncio
import sys
import textwrap
import threading

import aiohttp
import pytest

from sinch_provisioning import AsyncClient, Client, errors
from tests.net.scripts import error, framed, sends, zipped
from tests.net.wire import Request, wire

pytestmark = pytest.mark.anyio


async def test_another_loop_gets_a_clear_error() -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        await sinch.rcs.senders.get("s1")

        def elsewhere() -> None:
            with pytest.raises(errors.WrongEventLoop, match="one client per loop"):
                asyncio.run(sinch.rcs.senders.get("s1"))

        await asyncio.to_thread(elsewhere)


async def test_a_closed_client_says_so() -> None:
    async with wire() as server:
        sinch = AsyncClient(server.config())
        await sinch.rcs.senders.get("s1")
        await sinch.close()
        await sinch.close()
        with pytest.raises(errors.ClientClosed):
            await sinch.rcs.senders.get("s1")
        unused = AsyncClient(server.config())
        await unused.close()
        with pytest.raises(errors.ClientClosed):
            await unused.rcs.senders.get("s1")


async def test_a_borrowed_session_stays_open() -> None:
    async with wire() as server, aiohttp.ClientSession() as session:
        async with AsyncClient(server.config(), session=session) as sinch:
            await sinch.rcs.senders.get("s1")
        assert not session.closed
        async with session.get(server.url + "/x") as response:
            assert response.status == 200


async def test_a_borrowed_sessions_settings_do_not_get_in_the_way() -> None:
    seen: list[str] = []

    async def watch(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        seen.append(request.method)
        return await handler(request)

    packed = framed(zipped(), "Content-Encoding: gzip")
    async with (
        wire(scripts=[sends(packed), error(404, "sender_not_found")]) as server,
        aiohttp.ClientSession(raise_for_status=True, auto_decompress=False, middlewares=[watch]) as session,
        AsyncClient(server.config(), session=session) as sinch,
    ):
        assert (await sinch.rcs.senders.get("s1")).id == "s1"
        with pytest.raises(errors.NotFound):
            await sinch.rcs.senders.get("s1")
        assert seen == ["POST", "GET", "GET"]
        assert server.requests[0].headers["authorization"] == "Bearer t1"


async def test_a_borrowed_session_that_its_owner_closed_says_so() -> None:
    async with wire() as server:
        session = aiohttp.ClientSession()
        sinch = AsyncClient(server.config(), session=session)
        await sinch.rcs.senders.get("s1")
        await session.close()
        with pytest.raises(errors.ClientClosed, match="session that it was given"):
            await sinch.rcs.senders.get("s1")


async def test_a_client_left_open_says_where_it_was_made() -> None:
    async with wire() as server:
        sinch = AsyncClient(server.config())
        await sinch.rcs.senders.get("s1")
        session = sinch._pipeline.transport._session
        assert session is not None
        left = [sinch]
        del sinch
        with pytest.warns(ResourceWarning, match=r"unclosed AsyncClient, made at .*test_lifetime\.py:\d+"):
            left.clear()
        await session.close()


async def test_one_blocking_client_serves_many_threads() -> None:
    async with wire() as server:

        def work() -> None:
            with Client(server.config()) as sinch:
                ids: list[str] = []
                threads = [
                    threading.Thread(target=lambda: ids.append(sinch.rcs.senders.get("s1").id)) for _ in range(32)
                ]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                assert ids == ["s1"] * 32
            with pytest.raises(errors.ClientClosed):
                sinch.rcs.senders.get("s1")

        await asyncio.to_thread(work)
        assert len(server.tokens) == 1


async def test_a_blocking_client_works_inside_a_running_loop() -> None:
    """As in a notebook: its loop is blocked meanwhile, and ours is another."""
    server_ready, stop = threading.Event(), threading.Event()
    url: list[str] = []

    def serve() -> None:
        async def main() -> None:
            async with wire() as server:
                url.append(server.url)
                server_ready.set()
                await asyncio.to_thread(stop.wait)

        asyncio.run(main())

    thread = threading.Thread(target=serve)
    thread.start()
    server_ready.wait()
    try:
        with Client(project_id="p", key_id="k", key_secret="s", base_url=url[0], auth_url=url[0]) as sinch:
            assert sinch.rcs.senders.get("s1").id == "s1"
    finally:
        stop.set()
        thread.join()


async def test_ctrl_c_ends_the_request_too() -> None:
    gone = asyncio.Event()

    async def until_the_peer_leaves(request: Request) -> None:
        await request.reader.read()
        gone.set()

    script = """
        import sys
        from sinch_provisioning import Client
        url = sys.argv[1]
        with Client(project_id="p", key_id="k", key_secret="s", base_url=url, auth_url=url) as sinch:
            try:
                print("calling", flush=True)
                sinch.rcs.senders.get("s1")
            except KeyboardInterrupt:
                print("interrupted", flush=True)
                sys.stdin.readline()
    """
    async with wire(otherwise=until_the_peer_leaves) as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", textwrap.dedent(script), server.url,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        await process.stdout.readline()
        await server.until(lambda: len(server.requests) == 1)
        process.send_signal(2)
        assert await process.stdout.readline() == b"interrupted\n"
        await asyncio.wait_for(gone.wait(), 10)  # while the process itself still lives
        process.stdin.write(b"\n")
        assert await process.wait() == 0
