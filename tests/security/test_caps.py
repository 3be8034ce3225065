"""However large, deep or strange an answer is, it costs no more than it may, and becomes an error like any other."""

import tracemalloc
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, errors, from_json, rcs
from sinch_provisioning.net.auth import Rejection
from sinch_provisioning.operations import OPERATIONS
from tests.contract.ways import decode, decode_plainly
from tests.net.scripts import bomb, framed, head, sends
from tests.net.wire import FakeClock, Script, says, wire

pytestmark = pytest.mark.anyio

DEEP = {
    "arrays": b"[" * 200_000 + b"]" * 200_000,
    "objects": b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "both": b'[{"a":' * 100_000 + b"1" + b"}]" * 100_000,
    "unclosed": b"[" * 500_000,
    # What is skipped may be as deep as the stack of the thread has room for.
    "in a known field": b'{"id":"s1","details":' + b'{"a":' * 400_000 + b"1" + b"}" * 400_001,
    "in an unknown field": b'{"id":"s1","x":' + b"[" * 400_000 + b"]" * 400_000 + b"}",
}
STRANGE = {
    "huge integer": b'{"totalSize": ' + b"9" * 10_000 + b', "pageSize": 1, "senders": []}',
    "huge exponent": b'{"totalSize": 1e999999999, "pageSize": 1, "senders": []}',
    "tiny exponent": b'{"totalSize": 1e-999999999, "pageSize": 1, "senders": []}',
    "not a number": b'{"totalSize": NaN, "pageSize": 1, "senders": []}',
    "infinity": b'{"totalSize": Infinity, "pageSize": 1, "senders": []}',
    "half a character": b'{"totalSize": 0, "pageSize": 1, "senders": [], "nextPageToken": "\\ud800"}',
    "a byte of none": b'{"totalSize": 0, "pageSize": 1, "senders": [], "nextPageToken": "\xff"}',
    "a byte order mark": b'\xef\xbb\xbf{"totalSize": 0, "pageSize": 1, "senders": []}',
    "NUL": b"\x00" * 1000,
    "a key many times": b'{"totalSize": 0, "pageSize": 1, "senders": []' + b', "totalSize": "x"' * 10_000 + b"}",
    "a comment": b'{"totalSize": 0, /* none */ "pageSize": 1, "senders": []}',
    "two values": b'{"totalSize": 0, "pageSize": 1, "senders": []} {}',
}


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP.keys())
async def test_a_deep_answer_is_an_error_of_decoding(body: bytes) -> None:
    async with wire(otherwise=says(body=body)) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.DecodeError) as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.operation == "getRcsSender"
        for returns in (dict, list):
            with pytest.raises(errors.DecodeError):
                await sinch.request("GET", "/x", returns=returns)
        assert await sinch.request("GET", "/x", returns=bytes) == body


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP.keys())
async def test_a_deep_error_is_an_error_of_its_status(body: bytes) -> None:
    refusing = says(body=body, status=400)
    async with wire(otherwise=refusing) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        with pytest.raises(errors.BadRequest) as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.body == body
        assert len(str(caught.value)) < 500
        server.token = says(body=body)
        sinch._pipeline._auth.rejected(await sinch._pipeline._auth.header(), sinch._pipeline._auth.uses, Rejection())
        with pytest.raises(errors.DecodeError, match="the token endpoint"):
            await sinch.rcs.senders.get("s1")


@pytest.mark.parametrize("body", [*DEEP.values(), *STRANGE.values()], ids=[*DEEP.keys(), *STRANGE.keys()])
def test_no_answer_of_any_operation_breaks_the_decoder(body: bytes) -> None:
    for operation in OPERATIONS.values():
        kinds: list[Any] = [operation.returns] if operation.returns is not type(None) else []
        for kind in kinds:
            quick, plain = (_outcome(read, kind, body) for read in (decode, decode_plainly))
            if not isinstance(plain, errors.DecodeError):
                assert quick == plain, operation.id
                continue
            # Text that is not JSON within a field that no model has is skipped, so another misfit may come first.
            if not plain.reason.startswith("not JSON"):
                assert isinstance(quick, errors.DecodeError)
                assert (quick.path, quick.reason) == (plain.path, plain.reason), operation.id


def _outcome(read: Any, kind: Any, body: bytes) -> object:
    try:
        return read(kind, body)
    except errors.DecodeError as error:
        return error


@pytest.mark.parametrize("status", [200, 201, 400, 404, 500])
async def test_an_answer_of_any_status_has_a_largest_size(status: int) -> None:
    large = says(body=b"[" + b"1," * 600_000, status=status)
    async with wire(otherwise=large) as server, AsyncClient(server.config(max_body=1_000_000)) as sinch:
        with pytest.raises(errors.DecodeError, match=r"larger than 1000000 bytes \(Config.max_body\)") as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.operation == "getRcsSender"
        assert len(server.requests) == 1


async def test_the_token_endpoint_has_a_largest_size_too() -> None:
    large = says(body=b"[" + b"1," * 600_000)
    async with (
        wire(token=large) as server,
        AsyncClient(server.config(max_body=1_000_000), clock=FakeClock()) as sinch,
    ):
        with pytest.raises(errors.DecodeError, match="larger than 1000000 bytes"):
            await sinch.rcs.senders.get("s1")


UNBOUNDED: dict[str, Script] = {
    "long body": sends(head("Content-Length: 300000000"), *[b" " * 1_000_000] * 40),
    "many chunks": sends(head("Transfer-Encoding: chunked"), *[b"f4240\r\n" + b" " * 1_000_000 + b"\r\n"] * 40),
    "bomb": sends(framed(bomb(300), "Content-Encoding: gzip")),
    "long head": sends(b"HTTP/1.1 200 OK\r\n", *[b"X-A: " + b"a" * 1_000_000 + b"\r\n"] * 40),
    "many headers": sends(b"HTTP/1.1 200 OK\r\n", *[b"X-A: " + b"a" * 1000 + b"\r\n"] * 40_000),
    "interim answers without end": sends(*[head(status="103 Early Hints") * 10_000] * 40),
    "chunk extensions": sends(head("Transfer-Encoding: chunked"), b"5;", *[b"a" * 1_000_000] * 40),
    "trailers": sends(head("Transfer-Encoding: chunked"), b"0\r\n", *[b"X-A: " + b"a" * 1000 + b"\r\n"] * 40_000),
}


@pytest.mark.parametrize("name", UNBOUNDED)
async def test_memory_is_bounded_by_the_largest_size(name: str) -> None:
    async with wire(otherwise=UNBOUNDED[name]) as server:
        config = server.config(max_body=2_000_000)
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            tracemalloc.start()
            try:
                with pytest.raises((errors.DecodeError, errors.TransportError)):
                    await sinch.options(deadline=1).rcs.senders.comment("s1", "hello")
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
    # Up to 3.13, aiohttp unpacks 32 MiB of a bomb at once.
    assert peak < (80_000_000 if name == "bomb" else 20_000_000)


async def test_a_list_that_leads_in_circles_ends() -> None:
    page = {"senders": [], "totalSize": 1, "pageSize": 1, "nextPageToken": "again"}
    async with wire(otherwise=says(page)) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.ProvisioningError, match="has returned before") as caught:
            await sinch.rcs.senders.list().collect()
        assert caught.value.resume_token == "again"
        assert len(server.requests) == 2


def test_reading_json_of_ones_own_has_the_same_limits() -> None:
    for body in DEEP.values():
        with pytest.raises(errors.DecodeError):
            from_json(rcs.Sender, body)


@pytest.mark.parametrize("place", ["API", "token endpoint"])
async def test_a_bomb_is_not_asked_for_again(place: str) -> None:
    """Whichever limit it meets first, ours or that of older versions of aiohttp."""
    packed = sends(framed(bomb(70), "Content-Encoding: gzip"))
    async with wire() as server, AsyncClient(server.config(), clock=(clock := FakeClock())) as sinch:
        if place == "API":
            server.otherwise = packed
        else:
            server.token = packed
        with pytest.raises(errors.DecodeError) as caught:
            await sinch.rcs.senders.get("s1")
        assert not isinstance(caught.value, errors.IncompleteAnswer)
        assert len(server.requests) == (1 if place == "API" else 0)
        assert len(server.tokens) == (1 if place == "API" else 4), "what is wrong with a token may pass"
        assert len(clock.slept) == (0 if place == "API" else 3)
