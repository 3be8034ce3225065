"""The HTTP around the API: odd targets, methods, bodies and bytes, and what the journal keeps of them."""

import asyncio
import contextlib
import gc
import gzip
import json
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest

from sinch_provisioning.emulator import Emulator, Entry, Journal
from tests.emulator.test_oauth import basic

pytestmark = pytest.mark.anyio

COMMENTS = "/v1/projects/p1/rcs/comments"
SENDERS = "/v1/projects/p1/rcs/senders"


@attrs.frozen
class Response:
    status: int
    headers: dict[str, str]
    body: bytes
    interim: bytes = b""

    @property
    def content(self) -> Any:
        return json.loads(self.body)


class Wire:
    """Sends requests byte for byte."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.authorization = basic(emulator.key_id, emulator.key_secret)
        self.port = urlsplit(emulator.url).port or 0

    async def __call__(
        self, method: str, target: str, body: bytes = b"", *, waits: bool = False, **headers: Any
    ) -> Response:
        given = {"Host": f"127.0.0.1:{self.port}", "Authorization": self.authorization, "Connection": "close"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body or method == "POST":
            given.setdefault("Content-Length", str(len(body)))
        head = "\r\n".join([f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())])
        async with connected(self.port) as (reader, writer), asyncio.timeout(10):
            writer.write(head.encode("utf-8", "surrogateescape") + b"\r\n\r\n")
            interim = b""
            if waits:
                interim = await reader.readuntil(b"\r\n\r\n")
                if not interim.startswith(b"HTTP/1.1 100 "):
                    return _response(interim + await reader.read())
            writer.write(body)
            return attrs.evolve(_response(await reader.read()), interim=interim)


@asynccontextmanager
async def connected(port: int) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a connection, and close it whatever happens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def _response(received: bytes) -> Response:
    head, _, body = received.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
    return Response(int(first.split()[1]), headers, body)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Emulator(project_id="p1", frozen=True, senders=2, check_replies=True) as emulator:
        yield Wire(emulator)


async def test_a_client_that_waits_for_100_continue_is_told_to_go_on(wire: Wire) -> None:
    for path in (COMMENTS, "/_emulator/clock"):
        body = b'{"comment": "x"}' if path == COMMENTS else b'{"seconds": 1}'
        answered = await wire("POST", path, body, waits=True, Expect="100-continue")
        assert answered.interim == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert answered.status in {200, 201}
    too_long = await wire("POST", COMMENTS, waits=True, Expect="100-continue", Content_Length="2000000")
    assert (too_long.status, too_long.interim) == (413, b"")
    odd = await wire("POST", COMMENTS, b"{}", Expect="a-miracle")
    assert (odd.status, odd.content["errorCode"]) == (417, "expectation_failed")


async def test_a_head_is_a_get_without_its_body(wire: Wire) -> None:
    assert (await wire("HEAD", "/_emulator/changes")).headers["content-type"] == "text/event-stream"
    for path in (SENDERS, f"{SENDERS}/none", "/_emulator/health", "/_emulator/", "/nowhere"):
        full, head = await wire("GET", path), await wire("HEAD", path)
        assert (head.status, head.body) == (full.status, b"")
        for name in ("content-type", "content-length"):
            assert head.headers[name] == full.headers[name], path
    assert [entry.method for entry in wire.emulator.requests] == ["GET", "HEAD"] * 3
    assert wire.emulator.requests[1].operation == "listRcsSenders"


async def test_an_absolute_target_is_served_as_its_path_is(wire: Wire) -> None:
    for host in (f"127.0.0.1:{wire.port}", "LOCALHOST", "[::1]:1"):
        answered = await wire("GET", f"http://{host}{SENDERS}?pageSize=1", Host="evil.example")
        assert (answered.status, answered.content["pageSize"]) == (200, 1)
    entry = wire.emulator.requests[-1]
    assert (entry.path, entry.query) == (SENDERS, "pageSize=1")
    assert (await wire("GET", f"http://evil.example{SENDERS}")).status == 403
    assert (await wire("GET", "http://127.0.0.1")).status == 404
    assert (await wire("GET", "http://127.0.0.1/_emulator/health")).status == 200


@pytest.mark.parametrize(("method", "target"), [("OPTIONS", "*"), ("CONNECT", "127.0.0.1:1"), ("GET", "/%")])
async def test_other_targets_are_not_found(wire: Wire, method: str, target: str) -> None:
    answered = await wire(method, target)
    assert (answered.status, answered.content["errorCode"]) == (404, "not_found")


BAD_BODIES: dict[str, tuple[bytes, dict[str, Any], int, str]] = {
    "not gzip": (b"plain", {"Content_Encoding": "gzip"}, 400, "invalid_payload"),
    "broken gzip": (gzip.compress(b"{}" * 99)[:12] + b"\0" * 9, {"Content_Encoding": "gzip"}, 400, "invalid_payload"),
    "too long": (b" " * 1_048_577, {}, 413, "payload_too_large"),
    "too long unpacked": (gzip.compress(b" " * 9_000_000), {"Content_Encoding": "gzip"}, 413, "payload_too_large"),
}


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_a_body_that_cannot_be_read_is_told_in_json_and_noted(
    wire: Wire, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    body, headers, status, code = BAD_BODIES[name]
    for path in (COMMENTS, "/oauth2/token", "/nowhere", "/_emulator/clock"):
        answered = await wire("POST", path, body, **headers)
        assert (answered.status, answered.content["errorCode"]) == (status, code)
        assert answered.content["resolution"]
    assert [(entry.status, entry.error_code, entry.body) for entry in wire.emulator.requests] == [
        (status, code, None)
    ] * 3
    assert {entry.size for entry in wire.emulator.requests} == {len(body)}
    assert not caplog.records


async def test_what_is_not_http_is_told_in_json(wire: Wire) -> None:
    for line in (b"GET /\x00 HTTP/1.1", b"nonsense", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b", b"GET / HTTP/9.9"):
        async with connected(wire.port) as (reader, writer), asyncio.timeout(10):
            writer.write(line + b"\r\n\r\n")
            answered = _response(await reader.read())
        assert (answered.status, answered.content["errorCode"]) == (400, "bad_request")
        assert answered.headers["content-type"].startswith("application/json")


async def test_bytes_that_are_not_utf8_break_neither_a_response_nor_the_journal(wire: Wire) -> None:
    for target in (f"{SENDERS}/caf\udce9", "/\udcff?x=\udcff", "/_emulator/\udcff", "/_emulator/page/\udcff"):
        answered = await wire("GET", target, User_Agent="caf\udce9", Referer="http://\udcff")
        assert answered.status in {400, 404}
    answered = await wire("GET", f"{SENDERS}/x", User_Agent="caf\udce9")
    assert wire.emulator.requests[-1].headers["User-Agent"] == "caf\ufffd"
    assert (await wire("GET", "/_emulator/requests")).status == 200
    assert (await wire("GET", "/_emulator/page/requests")).status == 200


@pytest.mark.parametrize("depth", [90, 300, 900, 20_000])
async def test_a_deep_body_breaks_neither_a_response_nor_the_journal(wire: Wire, depth: int) -> None:
    for text in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
        for path in (COMMENTS, "/nowhere"):
            assert (await wire("POST", path, text.encode())).status in {400, 404}
        assert (await wire("GET", "/_emulator/requests")).status == 200
        assert (await wire("GET", "/_emulator/page/requests")).status == 200
        for path, method in (("/_emulator/state", "PUT"), ("/_emulator/clock", "POST")):
            assert (await wire(method, path, text.encode(), Content_Length=str(len(text)))).status == 400
    assert (await wire("GET", "/_emulator/state")).status == 200


async def test_a_body_as_deep_as_is_allowed_is_judged_by_the_contract_and_a_deeper_one_is_not(wire: Wire) -> None:
    for depth, words in ((98, "comment"), (101, "nested deeper")):
        body = b'{"comment":' + b"[" * depth + b"]" * depth + b"}"
        refused = await wire("POST", COMMENTS, body)
        assert refused.status == 400
        assert words in refused.body.decode()


async def test_a_fault_that_is_a_page_does_not_break_the_journals_view(wire: Wire) -> None:
    wire.emulator.fail(html=True)
    assert (await wire("GET", SENDERS)).status == 502
    shown = await wire("GET", "/_emulator/requests")
    assert (shown.status, shown.content["requests"][0]["response"]) == (200, None)


# What the journal keeps.


def entry(content: bytes = b"", **fields: Any) -> Entry:
    given: dict[str, Any] = {
        "at": 0.0,
        "operation": None,
        "project_id": None,
        "method": "GET",
        "path": "/",
        "query": "",
    }
    given |= {"headers": {}, "content": content, "size": len(content), "status": 200, "error_code": None, "fault": None}
    return Entry(**(given | fields))


def test_the_journal_is_bounded_in_bytes_and_in_number() -> None:
    journal = Journal(max_entries=50, max_bytes=10_000)
    for number in range(1000):
        journal.add(entry(b"x" * 600, path=f"/{number}"), b"y" * 300)
    kept = list(journal.numbered())
    assert journal.total == 1000
    assert 9_000 <= sum(len(each.content) + len(answer or b"") for _, each, answer in kept) <= 10_000
    assert [each.path for each in journal] == [f"/{number}" for number in range(1000 - len(kept), 1000)]
    assert [number for number, _, _ in kept] == list(range(1000, 1000 - len(kept), -1))
    for number in range(1000):
        journal.add(entry(path=f"/{number}"))
    assert len(journal) == 50
    journal.add(entry(b"x" * 20_000))
    assert len(journal) == 0
    journal.add(entry(headers={f"x-{number}": "" for number in range(500)}))
    assert len(journal) == 0, "headers count too"
    journal.add(entry(b"x"))
    assert len(journal) == 1
    journal.clear()
    for _ in range(12):
        journal.add(entry(b"x" * 800))
    assert len(journal) == 12, "clearing forgets what was counted"


async def test_a_long_body_is_counted_and_not_kept(wire: Wire) -> None:
    await wire("POST", "/nowhere", json.dumps("x" * 200_000).encode())
    await wire("POST", "/nowhere", json.dumps("x" * 90_000).encode())
    long, short = wire.emulator.requests
    assert (long.size, long.content, long.body) == (200_002, b"", None)
    assert short.body == "x" * 90_000
    shown = (await wire("GET", "/_emulator/requests")).content["requests"]
    assert [each["size"] for each in shown] == [90_002, 200_002]


@pytest.mark.parametrize("turns", range(5))
async def test_a_connection_that_is_just_accepted_is_closed_at_the_end(turns: int) -> None:
    emulator = Emulator()
    await emulator.start()
    address = "127.0.0.1", urlsplit(emulator.url).port or 0
    with socket.create_connection(address) as early, socket.create_connection(address) as late:
        for _ in range(turns):
            await asyncio.sleep(0)
        await emulator.stop()
        gc.collect()  # a socket that was left open would be reported now
        for each in (early, late):
            each.settimeout(5)
            with contextlib.suppress(ConnectionResetError):
                assert each.recv(1) == b""


async def test_a_port_that_is_taken_leaves_nothing_behind(emulator: Emulator) -> None:
    other = Emulator(port=urlsplit(emulator.url).port or 0)
    with pytest.raises(OSError, match="in use"):
        await other.start()
    gc.collect()
    with pytest.raises(RuntimeError, match="not running"):
        _ = other.url
