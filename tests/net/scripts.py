"""What can happen to a request on the wire, as scripts for the raw server; each is a fault of one kind."""

import asyncio
import gzip
import json
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from tests.net.wire import SENDER, Request, Script, says

BODY = json.dumps(SENDER).encode()
HTML = b"<html><body><h1>Bad gateway</h1></body></html>"


def sends(*pieces: bytes, then: Callable[[Request], Awaitable[None]] | None = None, pause: float = 0.0) -> Script:
    """Return a script that sends pieces and then does something to the connection."""

    async def script(request: Request) -> None:
        for piece in pieces:
            await request.send(piece)
            await asyncio.sleep(pause)
        if then is not None:
            await then(request)

    return script


async def reset(request: Request) -> None:
    await request.reset()


async def close(request: Request) -> None:
    request.writer.close()


async def half_close(request: Request) -> None:
    """Say no more, but go on listening."""
    request.writer.write_eof()
    await request.reader.read()


async def stall(request: Request) -> None:
    """Say nothing until the client has had enough."""
    await request.reader.read()


async def deaf(request: Request) -> None:
    """Neither say nor hear anything."""
    await asyncio.sleep(3600)


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines]).encode() + b"\r\n\r\n"


def framed(body: bytes, *lines: str, length: int | None = None) -> bytes:
    return head(f"Content-Length: {len(body) if length is None else length}", *lines) + body


def drips(data: bytes, pause: float) -> Script:
    """Return a script that sends byte after byte."""
    return sends(*(data[i : i + 1] for i in range(len(data))), pause=pause)


def error(status: int, code: str = "internal_error", **headers: str) -> Script:
    """Return a script that answers with an error of the API."""
    content = {"errorCode": code, "message": "m", "resolution": "Do this."}
    return says(content, status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def redirect(status: int, location: str | None) -> Script:
    return says(None, status, headers={} if location is None else {"Location": location})


def zipped(data: bytes = BODY) -> bytes:
    return gzip.compress(data, mtime=0)


def bomb(megabytes: int) -> bytes:
    """Return a small gzip body that unpacks to a large one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


def once(first: Script, then: Script) -> Script:
    """Return a script that does one thing the first time and another thing ever after."""
    done: list[Any] = []

    async def script(request: Request) -> None:
        turn = then if done else first
        done.append(request)
        await turn(request)

    return script


good = says(SENDER)
