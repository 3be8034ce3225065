"""Loops that end, processes that fork or are interrupted, threads that close what others use: nothing hangs."""

import asyncio
import gc
import os
import pickle
import random
import re
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import aiohttp
import pytest

from sinch_provisioning import AsyncClient, Attempt, Client, Config, errors
from tests.net.scripts import stall
from tests.net.wire import SENDER, FakeClock, Request, Wire, answer, says, wire

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]


async def python(script: str, *args: str, **options: str) -> "subprocess.CompletedProcess[str]":
    """Run a script in a process of its own, every warning shown."""
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-W", "always", "-c", textwrap.dedent(script), *args],
        timeout=60, check=False, capture_output=True, text=True, cwd=ROOT, env=os.environ | options,
    )  # fmt: skip


CONFIG = Config(project_id="p1", access_token="t")
CLIENT = 'project_id="p1", key_id="k", key_secret="s", base_url=sys.argv[1], auth_url=sys.argv[1]'


def endless_pages() -> Wire:
    count = 0

    async def page(request: Request) -> None:
        nonlocal count
        count += 1
        if request.path.endswith("/senders"):
            content = {"senders": [SENDER] * 3, "totalSize": 9, "pageSize": 3, "nextPageToken": str(count)}
            await request.send(answer(content))
        else:
            await request.send(answer(SENDER))

    return Wire(otherwise=page)


async def test_a_client_outlives_its_loop() -> None:
    """As at the top of a module: each `asyncio.run` has connections of its own; the token goes along."""

    async def use(sinch: AsyncClient) -> None:
        assert (await sinch.rcs.senders.get("s1")).id == "s1"

    async with wire() as server:

        def one_loop_after_another() -> None:
            sinch = AsyncClient(server.config())
            for _ in range(3):
                asyncio.run(use(sinch))
            asyncio.run(sinch.close())
            asyncio.run(sinch.close())
            with pytest.raises(errors.ClientClosed):
                asyncio.run(use(sinch))
            del sinch
            gc.collect()

        await asyncio.to_thread(one_loop_after_another)
        await server.until(lambda: server.open_now == 0)  # each loop has closed its connections in order
        assert len(server.tokens) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # asyncio and aiohttp speak up
async def test_calls_that_a_loop_left_behind_hold_no_place_in_the_next() -> None:
    async with wire(otherwise=stall) as server:

        def break_off() -> None:
            sinch = AsyncClient(server.config(concurrency=2))
            loop = asyncio.new_event_loop()
            calls = [loop.create_task(sinch.rcs.senders.get("s1")) for _ in range(3)]
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()
            server.otherwise = says(SENDER)
            assert asyncio.run(sinch.rcs.senders.get("s1")).id == "s1"
            while calls:
                calls.pop()._log_destroy_pending = False  # type: ignore[attr-defined]
            gc.collect()
            assert sinch._pipeline._limiter._free == 2
            asyncio.run(sinch.close())

        await asyncio.to_thread(break_off)


async def test_a_loop_that_is_only_at_rest_keeps_its_client() -> None:
    async with wire() as server:

        def two_loops() -> None:
            sinch = AsyncClient(server.config())
            with asyncio.Runner() as first, asyncio.Runner() as second:
                assert first.run(sinch.rcs.senders.get("s1")).id == "s1"
                with pytest.raises(errors.WrongEventLoop, match="one client per loop"):
                    second.run(sinch.rcs.senders.get("s1"))
                assert first.run(sinch.rcs.senders.get("s1")).id == "s1"
                first.run(sinch.close())

        await asyncio.to_thread(two_loops)


async def test_a_borrowed_session_stays_with_its_loop() -> None:
    async with wire() as server:

        async def borrow() -> AsyncClient:
            async with aiohttp.ClientSession() as session:
                sinch = AsyncClient(server.config(), session=session)
                await sinch.rcs.senders.get("s1")
                return sinch

        def two_loops() -> None:
            sinch = asyncio.run(borrow())
            with pytest.raises(errors.WrongEventLoop, match="session that this client was given"):
                asyncio.run(sinch.rcs.senders.get("s1"))

        await asyncio.to_thread(two_loops)


async def test_two_loops_with_a_client_each_share_a_configuration() -> None:
    async with wire() as server:
        config = server.config()

        async def use() -> list[str]:
            async with AsyncClient(config) as sinch:
                return [sender.id for sender in await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(20)))]

        found = await asyncio.gather(*(asyncio.to_thread(lambda: asyncio.run(use())) for _ in range(2)))
        assert found == [["s1"] * 20] * 2


async def test_closing_while_others_call_ends_every_call() -> None:
    """32 threads, and the client is closed in the midst of their calls."""
    async with wire(otherwise=stall) as server:
        sinch = Client(server.config(concurrency=50))
        ends: list[object] = []

        def call() -> None:
            try:
                ends.append(sinch.rcs.senders.get("s1"))
            except errors.ProvisioningError as error:
                ends.append(error)

        threads = [threading.Thread(target=call) for _ in range(32)]
        for thread in threads:
            thread.start()
        await server.until(lambda: len(server.requests) == 32)
        await asyncio.to_thread(sinch.close)
        for thread in threads:
            await asyncio.to_thread(thread.join, 10)
        assert not any(thread.is_alive() for thread in threads)
        assert len(ends) == 32
        assert all(isinstance(end, errors.ClientClosed | errors.TransportError) for end in ends)


async def test_many_threads_open_and_close_at_random() -> None:
    async with wire() as server:

        def work(seed: int) -> None:
            chance = random.Random(seed)
            sinch = Client(server.config())

            def call() -> None:
                try:
                    for _ in range(5):
                        assert sinch.rcs.senders.get("s1").id == "s1"
                except (errors.ClientClosed, errors.TransportError):
                    pass

            threads = [threading.Thread(target=call) for _ in range(4)]
            for thread in threads:
                thread.start()
            threading.Event().wait(chance.random() * 0.02)
            sinch.close()
            for thread in threads:
                thread.join(10)
                assert not thread.is_alive()

        await asyncio.gather(*(asyncio.to_thread(work, seed) for seed in range(12)))


async def test_a_call_from_the_clients_own_loop_is_refused_and_does_not_wait_for_itself() -> None:
    found: list[BaseException] = []

    class Curious:
        def before(self, attempt: Attempt) -> None:
            for use in (lambda: sinch.rcs.senders.get("s2"), sinch.close):
                try:
                    use()
                except errors.ConfigurationError as error:
                    found.append(error)

        def after(self, attempt: Attempt) -> None: ...

    async with wire() as server:
        sinch = Client(server.config(), hooks=[Curious()])
        assert (await asyncio.to_thread(sinch.rcs.senders.get, "s1")).id == "s1"
        await asyncio.to_thread(sinch.close)
    assert ["own event loop" in str(error) for error in found] == [True, True]


async def test_a_walk_outlives_its_client_without_a_word() -> None:
    async with wire(otherwise=endless_pages().otherwise) as server:

        def walk() -> None:
            with Client(server.config(), clock=FakeClock()) as sinch:
                senders = iter(sinch.rcs.senders.list(page_size=3))
                assert next(senders).id == "s1"
            del senders
            gc.collect()  # an error in a finalizer would fail this test

        await asyncio.to_thread(walk)


async def test_an_async_client_left_open_at_the_end_says_where_it_was_made() -> None:
    script = f"""
        import asyncio, sys
        from sinch_provisioning import AsyncClient
        async def main():
            sinch = AsyncClient({CLIENT})
            print((await sinch.rcs.senders.get("s1")).id)
        asyncio.run(main())
    """
    async with wire() as server:
        done = await python(script, server.url)
    assert (done.returncode, done.stdout) == (0, "s1\n"), done.stderr
    assert "ResourceWarning: unclosed AsyncClient, made at <string>:5" in done.stderr


@pytest.mark.parametrize("holder", ["module", "cycle"])
async def test_a_blocking_client_left_open_at_the_end_says_where_it_was_made(holder: str) -> None:
    script = f"""
        import sys
        from sinch_provisioning import Client
        sinch = Client({CLIENT})
        sinch.me = sinch if sys.argv[2] == "cycle" else None
        print(sinch.rcs.senders.get("s1").id)
    """
    async with wire() as server:
        done = await python(script, server.url, holder)
        assert (done.returncode, done.stdout) == (0, "s1\n"), done.stderr
        assert "ResourceWarning: unclosed Client, made at <string>:4" in done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr


async def test_a_blocking_client_that_is_forgotten_closes_itself() -> None:
    async with wire() as server:

        def use() -> None:
            sinch = Client(server.config())
            assert sinch.rcs.senders.get("s1").id == "s1"
            left = [sinch]
            del sinch
            with pytest.warns(ResourceWarning, match=r"unclosed Client, made at .*test_lifecycle\.py:\d+"):
                left.clear()

        await asyncio.to_thread(use)
        await server.until(lambda: server.open_now == 0)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of a process")
async def test_a_loop_that_could_not_start_is_started_by_the_next_call() -> None:
    script = f"""
        import resource, sys
        from sinch_provisioning import Client
        with Client({CLIENT}) as loaded:
            print(loaded.rcs.senders.get("s1").id)
        with Client({CLIENT}) as sinch:
            usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (3, most))
            try:
                sinch.rcs.senders.get("s1")
            except OSError as error:
                print(error.strerror)
            resource.setrlimit(resource.RLIMIT_NOFILE, (usual, most))
            print(sinch.rcs.senders.get("s1").id)
    """
    async with wire() as server:
        done = await python(script, server.url)
    assert (done.returncode, done.stdout) == (0, "s1\nToo many open files\ns1\n"), done.stderr


async def test_a_hook_that_exits_ends_the_program_as_it_says() -> None:
    script = f"""
        import sys
        from sinch_provisioning import Client
        class Leave:
            def before(self, attempt):
                sys.exit(3)
            def after(self, attempt):
                pass
        with Client({CLIENT}, hooks=[Leave()]) as sinch:
            sinch.rcs.senders.get("s1")
    """
    async with wire() as server:
        done = await python(script, server.url)
    assert (done.returncode, done.stderr) == (3, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
async def test_children_of_a_fork_use_the_clients_of_their_parent() -> None:
    """Each child has connections of its own and the parent's token; a walk of the parent's stays with the parent."""
    script = f"""
        import asyncio, gc, os, sys, threading, multiprocessing
        from sinch_provisioning import AsyncClient, Client, errors
        used, unused, closed = Client({CLIENT}), Client({CLIENT}), Client({CLIENT})
        closed.rcs.senders.get("s1")
        closed.close()
        apart = AsyncClient({CLIENT})
        async def both():
            return [sender.id for sender in await asyncio.gather(*(apart.rcs.senders.get("s1") for _ in range(2)))]
        asyncio.run(both())
        walk = iter(used.rcs.senders.list(page_size=3))
        next(walk)
        stop = threading.Event()
        def keep_calling():
            while not stop.is_set():
                assert used.rcs.senders.get("s1").id == "s1"
        def child(_):
            for sinch in (used, unused):
                assert sinch.rcs.senders.get("s1").id == "s1"
                assert len(sinch.rcs.senders.list(page_size=3).collect(limit=5)) == 5
            assert asyncio.run(both()) == ["s1", "s1"]
            for call, error in (
                (lambda: [next(walk) for _ in range(9)], "begun before a fork"), (lambda: closed.rcs.account, "closed")
            ):
                try:
                    call()
                    closed.rcs.senders.get("s1")
                except errors.ConfigurationError as found:
                    assert error in str(found), found
                else:
                    raise AssertionError("no error")
            used.close()
            unused.close()
            asyncio.run(apart.close())
            gc.collect()
            return os.getpid()
        if __name__ == "__main__":
            busy = [threading.Thread(target=keep_calling) for _ in range(3)]
            for thread in busy:
                thread.start()
            with multiprocessing.get_context("fork").Pool(3) as pool:
                pids = pool.map(child, range(3), chunksize=1)
            stop.set()
            for thread in busy:
                thread.join()
            assert os.getpid() not in pids
            assert next(walk).id == "s1"
            walk.close()
            used.close()
            unused.close()
            asyncio.run(apart.close())
            print("fine")
    """
    async with wire(otherwise=endless_pages().otherwise) as server:
        done = await python(script, server.url, PYTHONWARNINGS="ignore::DeprecationWarning")
        assert len(server.tokens) == 2 + 1 + 3, "of used, closed and apart; and of unused, once a child"
    assert (done.returncode, done.stdout) == (0, "fine\n"), done.stderr
    assert "Exception ignored" not in done.stderr
    assert not re.search("nclosed [Cc](lient|onnect)", done.stderr), done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("end", ["pass", "used.close(); asyncio.run(apart.close()); del used, apart; gc.collect()"])
async def test_a_child_of_a_fork_leaves_the_connections_of_its_parent_alone(end: str) -> None:
    """Parent and child have one epoll object: what the child takes out of it, the parent never hears from again."""
    script = f"""
        import asyncio, gc, os, sys
        from sinch_provisioning import AsyncClient, Client
        used, apart = Client({CLIENT}, timeout=5), AsyncClient({CLIENT}, timeout=5)
        loop = asyncio.new_event_loop()
        print(used.rcs.senders.get("s1").id, loop.run_until_complete(apart.rcs.senders.get("s1")).id)
        if child := os.fork():
            os.waitpid(child, 0)
            print(used.rcs.senders.get("s1").id, loop.run_until_complete(apart.rcs.senders.get("s1")).id)
            used.close()
            loop.run_until_complete(apart.close())
            loop.close()
        else:
            {end}
            sys.stdout = open(os.devnull, "w")
    """
    async with wire() as server:
        done = await python(script, server.url, PYTHONWARNINGS="ignore::DeprecationWarning")
        assert server.connections == 2, "one each"
    assert (done.returncode, done.stdout) == (0, "s1 s1\n" * 2), done.stderr
    assert not re.search("nclosed [Cc](lient|onnect)", done.stderr), done.stderr


def test_a_client_says_what_to_pickle_in_its_place() -> None:
    for sinch in (Client(CONFIG), AsyncClient(CONFIG)):
        listing = sinch.rcs.senders.list()
        for thing in (sinch, sinch.project("p2"), sinch.rcs.senders, sinch.rcs.senders.get, listing):
            with pytest.raises(TypeError, match="pickle its Config"):
                pickle.dumps(thing)


SWEEPS = {
    "listing": "for sender in sinch.rcs.senders.list(page_size=3): pass",
    "pages": "for page in sinch.rcs.senders.list(page_size=3).pages(): page.items",
    "collect": "sinch.rcs.senders.list(page_size=3).collect()",
    "bulk": "for result in bulk.listings({n: sinch.project(n).rcs.senders.list() for n in 'abcdefgh'}): pass",
    "calls": "while True: sinch.rcs.senders.get('s1')",
}


@pytest.mark.parametrize("sweep", SWEEPS)
async def test_ctrl_c_in_the_midst_of_a_sweep(sweep: str) -> None:
    """Interrupted again and again at all sorts of moments, the client goes on to work, and leaves nothing."""
    script = f"""
        import asyncio, sys
        from sinch_provisioning import Client, bulk
        async def tasks():
            for _ in range(20):
                await asyncio.sleep(0)
            return len(asyncio.all_tasks())
        with Client({CLIENT}) as sinch:
            sinch.rcs.senders.get("s1")
            idle = sinch._bridge.run(tasks)
            for turn in range(12):
                try:
                    print("go", flush=True)
                    {SWEEPS[sweep]}
                except KeyboardInterrupt:
                    pass
                else:
                    raise SystemExit("the sweep ended")
                assert sinch.rcs.senders.get("s1").id == "s1"
                left = sinch._bridge.run(tasks)
                assert left <= idle, left
                assert sinch._client._pipeline._limiter._free == sinch.config.concurrency
                print("fine", flush=True)
    """
    chance = random.Random(sweep)
    async with wire(otherwise=endless_pages().otherwise) as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "always", "-c", textwrap.dedent(script), server.url,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        fine = 0
        while (line := await process.stdout.readline()) == b"go\n":
            await asyncio.sleep(0.005 + chance.random() * 0.05)
            process.send_signal(signal.SIGINT)
            fine += await process.stdout.readline() == b"fine\n"
        trouble = (await process.stderr.read()).decode()
        assert (await process.wait(), fine, line) == (0, 12, b""), trouble
        assert trouble == ""


async def test_ctrl_c_while_closing_waits_no_longer_than_needed() -> None:
    script = f"""
        import sys
        from sinch_provisioning import Client
        sinch = Client({CLIENT})
        sinch.rcs.senders.get("s1")
        try:
            with sinch:
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            print("closed", sinch._bridge.is_open)
    """
    async with wire() as server:
        done = await python(script, server.url)
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed False\n", "")
