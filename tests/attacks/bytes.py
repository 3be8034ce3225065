"""Connections that send what is almost HTTP, or not at all."""

import asyncio
import contextlib
import random
from urllib.parse import urlsplit

AT_ONCE = 16
PATIENCE = 0.05
"""Seconds that an attacker waits for a response before it leaves."""

_REQUESTS = [
    b"GET /_emulator/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"POST /oauth2/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 29\r\n\r\ngrant_type=client_credentials",
    b"POST /v1/projects/p1/x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"PUT /_emulator/state HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n{",
    b"POST /_emulator/reset HTTP/1.1\r\nHost: [::1]\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
    b"GET http://127.0.0.1/_emulator/ HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n\r\n",
    b"HEAD / HTTP/1.0\r\n\r\n",
    b"GET /_emulator/changes HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nHost: 127.0.0.1\r\n\r\n",
]
_PIECES = [
    b"\r\n",
    b"\n",
    b"\0",
    b" ",
    b":",
    b"\xff",
    b"HTTP/1.1",
    b"%00",
    b"Content-Length: -1\r\n",
    b"a" * 9_000,
    b"\r\n\r\n",
]


async def attack(url: str, connections: int, seed: int) -> None:
    """Open connections, some at once; each sends its bytes in one go or in pieces, and leaves when it likes."""
    parts = urlsplit(url)
    chance = random.Random(seed)
    numbers = iter(range(connections))

    async def work() -> None:
        for _ in numbers:
            with contextlib.suppress(ConnectionError):
                await _connect(parts.hostname or "", parts.port or 0, _bent(chance), chance)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def _bent(chance: random.Random) -> bytes:
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(2_000))
    data = bytearray(b"".join(chance.choices(_REQUESTS, k=chance.choice((1, 1, 1, 2, 5)))))
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at:at] = chance.choice(_PIECES)
            case 1:
                del data[at : at + chance.randrange(20)]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                del data[at:]
    return bytes(data)


async def _connect(host: str, port: int, data: bytes, chance: random.Random) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        cut = chance.randrange(len(data) + 1) if chance.random() < 0.3 else len(data)
        writer.write(data[:cut])
        await writer.drain()
        writer.write(data[cut:])
        if chance.random() < 0.6:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await reader.read(65_536)
    finally:
        if chance.random() < 0.3:
            writer.transport.abort()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
