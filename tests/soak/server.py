"""The faulty server, over bare sockets; it shares no code with the client or the emulator."""

import asyncio
import contextlib
import gzip
import json
import multiprocessing
import random
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qs, unquote

import attrs

ITEMS = 100
"""Items of every list."""
PAGE = 20

# What is done to a request, and how often in a hundred faults.
FAULTS = {
    "reset before": 12, "reset after": 12, "closed before": 6, "closed after": 6, "half a head": 8, "half a body": 8,
    "half a chunk": 4, "bad gzip": 4, "500": 4, "502 page": 6, "503": 10, "429": 8, "429 with seconds": 2, "401": 6,
    "stall": 1, "slow": 3,
}  # fmt: skip
# After these the request was carried out all the same.
CARRIED_OUT = {"reset after", "closed after", "half a head", "half a body", "half a chunk", "bad gzip", "stall", "slow"}

SENDER = {
    "region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "OTP", "hostingRegion": "EUROPE", "state": "DRAFT"
}  # fmt: skip


@attrs.define
class Books:
    """What the server has seen and done."""

    requests: int = 0
    tokens: int = 0
    faults: Counter[str] = attrs.field(factory=Counter)
    done: Counter[str] = attrs.field(factory=Counter)
    """Comments, each of which has a text of its own, by how often they were made."""
    state: dict[str, str] = attrs.field(factory=dict)
    """What was last written to a sender."""


class Server:
    """Answers, and breaks."""

    def __init__(self, rate: float, seed: int) -> None:
        self.books = Books()
        self._rate = rate
        self._chance = random.Random(seed)
        self._valid: set[str] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.transport.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *lines = head.split("\r\n")
                method, target, _ = line.split(" ")
                headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                fault = await self._answer(method, target, headers, body, writer)
                if fault == "stall":
                    await reader.read()  # until the client has had enough
        writer.close()

    async def _answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes, writer: asyncio.StreamWriter
    ) -> str | None:
        """Answer a request, and return what was done to it."""
        if target == "/oauth2/token":
            self.books.tokens += 1
            token = f"t{self._chance.randrange(10**12)}"
            self._valid.add(token)
            _send(writer, 200, {"access_token": token, "expires_in": 3600})
            return None
        self.books.requests += 1
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self._valid:
            self.books.faults["spent token"] += 1
            _send(writer, 401, {"errorCode": "unauthorized_error", "message": "spent"})
            return "spent token"
        fault = None
        if self._chance.random() < self._rate:
            fault = self._chance.choices(list(FAULTS), list(FAULTS.values()))[0]
            self.books.faults[fault] += 1
            if fault == "401":
                self._valid.discard(token)
        if fault is None or fault in CARRIED_OUT:
            status, content = self._carry_out(method, target, body)
        else:
            status, content = 200, None
        await self._break(fault, status, content, writer)
        return fault

    def _carry_out(self, method: str, target: str, body: bytes) -> tuple[int, Any]:
        path, _, query = target.partition("?")
        parts = [unquote(part) for part in path.split("/")]
        if path.endswith("/comments"):
            text = json.loads(body)["comment"]
            self.books.done[text] += 1
            return 201, {"type": "CREATED", "comment": text}
        if path.endswith("/senders"):
            start = int(parse_qs(query).get("pageToken", ["0"])[0])
            items = [{"id": f"{parts[3]}-{number}", **SENDER} for number in range(start, min(start + PAGE, ITEMS))]
            page: dict[str, Any] = {"senders": items, "totalSize": ITEMS, "pageSize": PAGE}
            return 200, page | ({"nextPageToken": str(start + PAGE)} if start + PAGE < ITEMS else {})
        if method == "PATCH":
            self.books.state[parts[-1]] = json.loads(body)["details"]["brand"]["name"]
        return 200, {"id": parts[-1], **SENDER}

    async def _break(self, fault: str | None, status: int, content: Any, writer: asyncio.StreamWriter) -> None:
        body = json.dumps(content).encode()
        whole = _head(status, f"Content-Length: {len(body)}")
        match (fault or "").split():
            case []:
                _send(writer, status, content)
            case ["reset", _]:
                raw = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            case ["half", _, what]:
                part = {
                    "head": whole[:25],
                    "body": whole + body[: len(body) // 2],
                    "chunk": _head(status, "Transfer-Encoding: chunked") + b"%x\r\n%s" % (len(body), body[:9]),
                }[what]
                writer.write(part)
                writer.close()
            case ["closed", _]:
                writer.close()
            case ["bad", "gzip"]:
                packed = gzip.compress(body)[:-6] + b"??????"
                writer.write(_head(status, f"Content-Length: {len(packed)}", "Content-Encoding: gzip") + packed)
            case ["slow"]:
                for piece in (whole, body[:5], body[5:]):
                    writer.write(piece)
                    await asyncio.sleep(0.01)
            case ["502", _]:
                page = b"<html>Bad gateway</html>"
                writer.write(_head(502, f"Content-Length: {len(page)}", "Content-Type: text/html") + page)
            case [number, *more] if number.isdecimal():
                lines = ["Retry-After: 1"] if more else []
                _send(writer, int(number), {"errorCode": "error_on_request", "message": "m"}, *lines)
            case _:
                pass  # silence


def _head(status: int, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} X", *lines]).encode() + b"\r\n\r\n"


def _send(writer: asyncio.StreamWriter, status: int, content: Any, *lines: str) -> None:
    body = json.dumps(content).encode()
    writer.write(_head(status, f"Content-Length: {len(body)}", *lines) + body)


@attrs.define
class Remote:
    """The server, seen from the process of the clients."""

    url: str
    _line: Connection

    def books(self) -> Books:
        """Return what was seen and done since the last time, and let the server forget it."""
        self._line.send("books")
        found: Books = self._line.recv()
        return found


@contextmanager
def running(rate: float, seed: int) -> Iterator[Remote]:
    """Run a server in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs, rate, seed), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Remote(ours.recv(), ours)
    finally:
        ours.close()
        process.join(10)
        process.terminate()


def _run(line: Connection, rate: float, seed: int) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(line, rate, seed))


async def _main(line: Connection, rate: float, seed: int) -> None:
    server = Server(rate, seed)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=1000)
    line.send(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
    over = asyncio.Event()

    def asked() -> None:
        try:
            line.recv()
        except EOFError:
            asyncio.get_running_loop().remove_reader(line.fileno())
            over.set()
            return
        line.send(server.books)
        server.books = Books(state=server.books.state)

    asyncio.get_running_loop().add_reader(line.fileno(), asked)
    await over.wait()
