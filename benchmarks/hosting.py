"""`python -m benchmarks.hosting`: what many calls at once cost, and what the way to the blocking client's loop costs.

It needs nothing but this package, and saves nothing. The service responds after 100 ms, so that as many calls as
allowed are truly at once.
"""

import argparse
import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from sinch_provisioning import AsyncClient, Client, bulk

DELAY = 0.1
AT_ONCE = (20, 100, 200, 400, 800)
BODY = b'{"id":"s1","region":"EU","billingCategory":"CONVERSATIONAL","useCase":"OTP","state":"DRAFT"}'
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hosting", description=__doc__)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    if parser.parse_args().serve:
        asyncio.run(serve())
        return
    command = [sys.executable, "-m", "benchmarks.hosting", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        url = service.stdout.readline().strip()
        for calls in AT_ONCE:
            print(asyncio.run(at_once(url, calls)), flush=True)
        service.terminate()
    print(hop())


async def at_once(url: str, concurrency: int) -> str:
    collecting = began = 0.0

    def watch(phase: str, _info: object) -> None:
        nonlocal collecting, began
        if phase == "start":
            began = time.process_time()
        else:
            collecting += time.process_time() - began

    async with AsyncClient(project_id="p", access_token="t", base_url=url, concurrency=concurrency) as sinch:
        total = 0
        for turn in range(2):  # the first one opens the connections
            total = max(2000, 6 * concurrency) if turn else concurrency
            gc.callbacks.append(watch)
            collecting, cpu, wall = 0.0, time.process_time(), time.perf_counter()
            async for result in bulk.map(sinch.rcs.senders.get, map(str, range(total)), concurrency=concurrency):
                assert result.error is None
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            gc.callbacks.remove(watch)
    return (
        f"{concurrency:4} at once: {total / wall:5.0f} calls a second, {cpu / total * 1e6:4.0f} us CPU a call, "
        f"{collecting / cpu:.0%} of it garbage collection"
    )


def hop(calls: int = 2000, rounds: int = 9) -> str:
    """Compare, in pairs, a call that does nothing with one through anyio's portal, to the same loop."""

    async def nothing() -> None: ...

    with Client(project_id="p", access_token="t") as sinch:
        bridge = sinch._bridge
        portal: Any = bridge._open().portal()
        ways: dict[str, Callable[[], object]] = {
            "ours": lambda: bridge.run(nothing),
            "portal": lambda: portal.call(nothing),
        }
        spent: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, call in ways.items():
                began = time.process_time()
                for _ in range(calls):
                    call()
                spent[name].append((time.process_time() - began) / calls * 1e6)
    ours, other = median(spent["ours"]), median(spent["portal"])
    return f"a blocking call's way to its loop and back: {ours:.0f} us CPU; through anyio's portal {other:.0f} us"


class Service(asyncio.Protocol):
    """Responds to each request after a while."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, _data: bytes) -> None:
        asyncio.get_running_loop().call_later(DELAY, self._transport.write, RESPONSE)


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Service, "127.0.0.1", 0, backlog=2000)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    main()
