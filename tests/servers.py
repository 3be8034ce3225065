"""Real servers for tests, each on a free port of loopback, and a client that speaks raw HTTP to them."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any
from wsgiref import simple_server

import attrs
import uvicorn
import waitress.server  # type: ignore[import-untyped]
from aiohttp import web

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"


def listening() -> socket.socket:
    """Return a socket that takes connections at once, so that nobody has to wait for a server to be ready."""
    made = socket.socket()
    made.bind((HOST, 0))
    made.listen()
    return made


@asynccontextmanager
async def asgi_server(app: Any, on: socket.socket | None = None) -> AsyncIterator[int]:
    """Serve an ASGI application with uvicorn; yields the port."""
    with on or listening() as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        task = asyncio.create_task(server.serve(sockets=[sock]))
        try:
            yield sock.getsockname()[1]
        finally:
            server.should_exit = True
            await task


@asynccontextmanager
async def aiohttp_server(app: web.Application) -> AsyncIterator[int]:
    """Serve an application of aiohttp's; yields the port."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        # CPython loses a connection that it takes in the very turn in which the server closes.
        for _ in range(3):
            await asyncio.sleep(0)
        await runner.cleanup()


class _Quiet(simple_server.WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None: ...


@contextmanager
def wsgiref_server(app: "WSGIApplication") -> Iterator[int]:
    """Serve a WSGI application with the standard library, one request at a time; yields the port."""
    with simple_server.make_server(HOST, 0, app, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def waitress_server(app: "WSGIApplication", on: socket.socket | None = None) -> Iterator[int]:
    """Serve a WSGI application with waitress and its threads; yields the port."""
    server: Any = waitress.server.create_server(app, sockets=[on or listening()], map={})
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        # Only its own loop may close it: the trigger wakes that loop.
        server.trigger.pull_trigger(server.close)
        for channel in list(server.active_channels.values()):
            server.trigger.pull_trigger(channel.handle_close)
        thread.join()
        server.task_dispatcher.shutdown()


@attrs.frozen
class Heard:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes


async def post(
    port: int,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    *,
    method: str = "POST",
    path: str = "/hook",
    chunked: bool = False,
) -> Heard:
    """Send one request over a connection of its own and return the answer."""
    reader, writer = await asyncio.open_connection(HOST, port)
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close"]
    lines += ["Transfer-Encoding: chunked"] if chunked else [f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + sent)
    head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    first, *fields = head.decode("latin-1").split("\r\n")
    found = {name.lower(): value for name, _, value in (field.partition(": ") for field in fields)}
    return Heard(int(first.split(" ")[1]), found, rest)
