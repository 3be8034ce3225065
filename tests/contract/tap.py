"""A relay in front of a server that keeps every byte that goes by, and reads HTTP out of it afterwards."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import attrs


@attrs.frozen
class Message:
    """A request or an answer, as it went over the wire."""

    first: str
    """Request line or status line."""
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


@attrs.define
class Tap:
    """The relay: each connection's bytes, from the client and from the server."""

    url: str = ""
    streams: list[tuple[bytearray, bytearray]] = attrs.field(factory=list[tuple[bytearray, bytearray]])

    def exchanges(self) -> list[tuple[Message, Message]]:
        """Return requests with their answers."""
        found: list[tuple[Message, Message]] = []
        for sent, answered in self.streams:
            found += zip(_messages(bytes(sent)), _messages(bytes(answered)), strict=True)
        return found


def _messages(data: bytes) -> list[Message]:
    found: list[Message] = []
    while data:
        head, _, data = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        assert "transfer-encoding" not in headers, "bodies here have a length"
        size = int(headers.get("content-length", "0"))
        assert len(data) >= size, "the body is cut off"
        found.append(Message(first, headers, data[:size]))
        data = data[size:]
    return found


@asynccontextmanager
async def tapped(upstream: str) -> AsyncGenerator[Tap]:
    """Run a relay to a server on this machine."""
    tap = Tap()
    target = urlsplit(upstream)
    tasks: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: bytearray) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                kept += data
                writer.write(data)
                await writer.drain()
        writer.close()  # which ends the other way too

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        sent, answered = bytearray(), bytearray()
        tap.streams.append((sent, answered))
        back, forth = await asyncio.open_connection(target.hostname, target.port)
        writers.extend((writer, forth))
        await asyncio.gather(copy(reader, forth, sent), copy(back, writer, answered))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    tap.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield tap
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await asyncio.gather(*tasks)
