"""Loops that end, processes that fork or are interrupted, threads that close what others use: nothing hangs."""

import asyncio
import gc
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import warnings
from pathlib import Path

import pytest

from sinch_provisioning import AsyncClient, Attempt, Client, errors
from tests.net.scripts import stall
from tests.net.wire import SENDER, FakeClock, Request, Wire, answer, wire

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]


async def python(script: str, *args: str, **options: str) -> "subprocess.CompletedProcess[str]":
    """Run a script in a process of its own, every warning shown."""
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-W", "always", "-c", textwrap.dedent(script), *args],
        timeout=60, check=False, capture_output=True, text=True, cwd=ROOT, env=os.environ | options,
    )  # fmt: skip


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


async def test_a_client_whose_loop_has_ended_says_so_and_can_still_be_closed() -> None:
    async def use(sinch: AsyncClient) -> None:
        assert (await sinch.rcs.senders.get("s1")).id == "s1"

    async with wire() as server:

        def one_loop_after_another() -> None:
            sinch = AsyncClient(server.config())
            asyncio.run(use(sinch))
            with pytest.raises(errors.WrongEventLoop, match="one client per loop"):
                asyncio.run(use(sinch))
            asyncio.run(sinch.close())
            asyncio.run(sinch.close())
            with pytest.raises(errors.ClientClosed):
                asyncio.run(use(sinch))
            with warnings.catch_warnings():
                # The loop that could close the connection in order is gone, so it goes with its transport.
                warnings.simplefilter("ignore", ResourceWarning)
                del sinch
                gc.collect()

        await asyncio.to_thread(one_loop_after_another)
        await server.until(lambda: server.open_now == 0)


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
            try:
                sinch.rcs.senders.get("s2")
            except errors.ConfigurationError as error:
                found.append(error)

        def after(self, attempt: Attempt) -> None: ...

    async with wire() as server:
        sinch = Client(server.config(), hooks=[Curious()])
        assert (await asyncio.to_thread(sinch.rcs.senders.get, "s1")).id == "s1"
        await asyncio.to_thread(sinch.close)
    assert "own event loop" in str(found[0])


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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
async def test_children_of_a_fork_use_clients_of_their_own() -> None:
    script = f"""
        import asyncio, gc, os, sys, multiprocessing
        from sinch_provisioning import AsyncClient, Client, errors
        used, unused = Client({CLIENT}), Client({CLIENT})
        walk = iter(used.rcs.senders.list(page_size=3))
        next(walk)
        def child(_):
            with unused:
                assert unused.rcs.senders.get("s1").id == "s1"
            for call in (lambda: used.rcs.senders.get("s1"), lambda: [next(walk) for _ in range(9)]):
                try:
                    call()
                except errors.ConfigurationError as error:
                    assert "fork" in str(error), error
                else:
                    raise AssertionError("no error")
            used.close()
            gc.collect()
            return os.getpid()
        if __name__ == "__main__":
            with multiprocessing.get_context("fork").Pool(2) as pool:
                pids = pool.map(child, range(2), chunksize=1)
            assert os.getpid() not in pids
            assert next(walk).id == "s1"
            assert used.rcs.senders.get("s1").id == "s1"
            walk.close()
            used.close()
            unused.close()
            print("fine")
    """
    async with wire(otherwise=endless_pages().otherwise) as server:
        done = await python(script, server.url)
    assert (done.returncode, done.stdout) == (0, "fine\n"), done.stderr
    assert "Exception ignored" not in done.stderr
    assert "unclosed" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
async def test_a_child_of_a_fork_is_not_blamed_for_its_parents_clients() -> None:
    script = f"""
        import os, sys
        from sinch_provisioning import Client
        used = Client({CLIENT})
        used.rcs.senders.get("s1")
        if child := os.fork():
            os.waitpid(child, 0)
            used.close()
    """
    async with wire() as server:
        done = await python(script, server.url)
        assert done.returncode == 0
        assert "unclosed AsyncClient" not in done.stderr  # aiohttp speaks up for its session, though
        assert "unclosed Client" not in done.stderr


SWEEPS = {
    "listing": "for sender in sinch.rcs.senders.list(page_size=3): pass",
    "pages": "for page in sinch.rcs.senders.list(page_size=3).pages(): page.items",
    "collect": "sinch.rcs.senders.list(page_size=3).collect()",
    "bulk": "for result in bulk.blocking_listings({n: sinch.project(n).rcs.senders.list() for n in 'abcdefgh'}): pass",
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
