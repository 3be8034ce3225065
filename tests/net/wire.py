"""A plain asyncio server that does to each request what its script says; it shares no code with client or emulator."""

import asyncio
import json
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import attrs

from sinch_provisioning import Config


@attrs.define
class Request:
    """A request as it came, and the connection to answer on."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    connection: int
    """Number of the connection, from 1."""

    @property
    def path(self) -> str:
        return self.target.split("?")[0]

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(self.target.partition("?")[2])

    async def send(self, data: bytes) -> None:
        try:
            self.writer.write(data)
        except RuntimeError as error:  # what uvloop says of a connection that is gone
            raise ConnectionResetError from error
        await self.writer.drain()

    async def reset(self) -> None:
        """Break the connection hard: the peer sees ECONNRESET."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Script = Callable[[Request], Awaitable[None]]


def answer(
    content: Any = None, status: int = 200, headers: dict[str, str] | None = None, body: bytes | None = None
) -> bytes:
    """Return a whole HTTP answer."""
    data = body if body is not None else b"" if content is None else json.dumps(content).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(data)}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def says(content: Any = None, status: int = 200, **options: Any) -> Script:
    """Return a script that answers."""

    async def script(request: Request) -> None:
        await request.send(answer(content, status, **options))

    return script


SENDER = {
    "id": "s1",
    "region": "EU",
    "billingCategory": "CONVERSATIONAL",
    "useCase": "OTP",
    "hostingRegion": "EUROPE",
    "state": "DRAFT",
}


@attrs.define
class Wire:
    """The server's side of a test: scripts to come, requests that came."""

    port: int = 0
    scheme: str = "http"
    scripts: list[Script] = attrs.field(factory=list)
    otherwise: Script = attrs.field(factory=lambda: says(SENDER))
    token: Script = attrs.field(
        factory=lambda: says({"access_token": "t1", "token_type": "Bearer", "expires_in": 3600})
    )
    greet: Script | None = None
    """What is done to a connection before anything has come."""
    on_head: Script | None = None
    """What is done to a request of the API before its body is read."""
    requests: list[Request] = attrs.field(factory=list)
    tokens: list[Request] = attrs.field(factory=list)
    heads: int = 0
    """Requests of the API of which at least the head has come."""
    connections: int = 0
    open_now: int = 0
    listener: asyncio.Server = attrs.field(init=False)
    _news: asyncio.Event = attrs.field(factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def config(self, **fields: Any) -> Config:
        base = {
            "project_id": "p1",
            "key_id": "kid",
            "key_secret": "ksecret",
            "base_url": self.url,
            "auth_url": self.url,
        }
        return Config(**(base | fields))

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something that requests bring about."""
        while not happened():
            self._news.clear()
            await self._news.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_now += 1
        number = self.connections
        try:
            if self.greet is not None:
                await self.greet(Request("", "", {}, b"", reader, writer, number))
            while not writer.transport.is_closing():
                request = await _read_head(reader, writer, number)
                if request is None:
                    break
                is_token = request.path == "/oauth2/token"
                if not is_token:
                    self.heads += 1
                    if self.on_head is not None:
                        await self.on_head(request)
                request.body = await reader.readexactly(int(request.headers.get("content-length", "0")))
                (self.tokens if is_token else self.requests).append(request)
                self._news.set()
                if is_token:
                    await self.token(request)
                    continue
                script = self.scripts.pop(0) if self.scripts else self.otherwise
                await script(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_now -= 1
            self._news.set()
            writer.close()


async def _read_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
    return Request(method, target, headers, b"", reader, writer, number)


@asynccontextmanager
async def wire(context: ssl.SSLContext | None = None, /, **fields: Any) -> AsyncIterator[Wire]:
    """Run a server on loopback."""
    made = Wire(**fields)
    if context is not None:
        made.scheme = "https"
    handlers: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers.add(task)
        writers.append(writer)
        try:
            await made.serve(reader, writer)
        except asyncio.CancelledError:
            pass  # the test is over
        finally:
            handlers.discard(task)

    made.listener = server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context, backlog=1000)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for task in list(handlers):
            task.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)
        # TLS says goodbye and waits for the other side's, which may come after the test, or never.
        for writer in writers:
            writer.transport.abort()
        for _ in range(3):
            await asyncio.sleep(0)


@attrs.define
class FakeClock:
    """Time that moves only when somebody sleeps, or is told to."""

    now: float = 1000.0
    slept: list[float] = attrs.field(factory=list)

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return 1_700_000_000 + self.now

    async def sleep(self, seconds: float, /) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)
