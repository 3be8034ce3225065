"""Loops, threads, forks, proxies, TLS: where a client lives and how it ends."""

import asyncio
import ssl
import sys
import textwrap
import threading

import aiohttp
import pytest
import trustme

from sinch_provisioning import AsyncClient, Client, errors
from tests.net.wire import SENDER, FakeClock, Request, says, wire

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


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def test_a_private_ca(authority: trustme.CA, server_context: ssl.SSLContext) -> None:
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    async with wire(server_context) as server, AsyncClient(server.config(ssl=trusted)) as sinch:
        assert (await sinch.rcs.senders.get("s1")).id == "s1"


async def test_an_unknown_ca_is_refused_before_anything_is_sent(server_context: ssl.SSLContext) -> None:
    async with wire(server_context) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        with pytest.raises(errors.ConnectFailed) as caught:
            await sinch.rcs.senders.get("s1")
        assert not caught.value.sent
        assert "certificate" in str(caught.value).lower()
        assert not server.requests
        assert not server.tokens


async def test_a_wrong_host_name_is_refused(authority: trustme.CA) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("elsewhere.example").configure_cert(context)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    async with wire(context) as server, AsyncClient(server.config(ssl=trusted), clock=FakeClock()) as sinch:
        with pytest.raises(errors.ConnectFailed):
            await sinch.rcs.senders.get("s1")
        assert not server.tokens


async def test_ids_stay_in_their_segment() -> None:
    async with wire(otherwise=says(SENDER)) as server, AsyncClient(server.config()) as sinch:
        for sender_id in ["a/b", "...", ".a", "%2e", "a?b#c", "a b", "ü", "+48777", "a;b=c", "x" * 500]:
            await sinch.rcs.senders.get(sender_id)
            path = server.requests[-1].target
            head, _, last = path.rpartition("/")
            assert head == "/v1/projects/p1/rcs/senders"
            assert last not in {"", ".", ".."}
            from urllib.parse import unquote

            assert unquote(last) == sender_id
        for bad in ["", "a\r\nX: y", "a\x00b", ".", "..", "a/../b", "..\\a"]:
            with pytest.raises(errors.InvalidRequest) as caught:
                await sinch.rcs.senders.get(bad)
            assert caught.value.field == "sender_id"
