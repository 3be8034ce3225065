"""Whatever comes back, no error repeats the credentials of its request or breaks out of its line."""

import base64
from collections.abc import Callable

import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, errors
from sinch_provisioning.core.sealed import Cut, Sealed
from sinch_provisioning.core.secrets import Secret
from tests.net.scripts import framed, head, sends
from tests.net.wire import FakeClock, Request, Script, answer, says, wire
from tests.security.test_secrets import KEY, TOKEN, config, found_in, good_token, told_by

pytestmark = pytest.mark.anyio


def echo(make: Callable[[str], bytes]) -> Script:
    """Return a script that sends what it makes of the Authorization header that it got."""

    async def script(request: Request) -> None:
        await request.send(make(request.headers["authorization"]))
        request.writer.close()

    return script


ECHOES: dict[str, Callable[[str], bytes]] = {
    "a page": lambda it: answer(status=502, body=b"Bad gateway. Request: authorization: " + it.encode()),
    "a long page": lambda it: answer(status=502, body=b"x" * 150 + it.encode()),
    "a message": lambda it: answer({"errorCode": "x", "message": f"no: {it}"}, 400),
    "what to do": lambda it: answer({"errorCode": "x", "message": "m", "resolution": f"not {it}"}, 403),
    "a code": lambda it: answer({"errorCode": it, "message": "m"}, 409),
    "more": lambda it: answer({"errorCode": "x", "additionalInformation": {"validationErrors": [it]}}, 400),
    "a request id": lambda it: answer({"errorCode": "x"}, 404, {"X-Request-Id": it}),
    "a content type": lambda it: answer(status=500, headers={"Content-Type": it}),
    "a status line": lambda it: b"HTTP/1.1 " + it.encode() + b"\r\n\r\n",
    "no status line": lambda it: it.encode() + b"\r\n\r\n",
    "a header without a name": lambda it: b"HTTP/1.1 200 OK\r\n" + it.encode() + b"\r\n\r\n",
    "a long header": lambda it: head("X-A: " + it * 1000),
    "half a head": lambda it: b"HTTP/1.1 200 OK\r\nX-A: " + it.encode(),
    "a chunk's size": lambda it: head("Transfer-Encoding: chunked") + it.encode() + b"\r\n",
    "a reason": lambda it: head("Content-Length: 0", status="502 " + it),
}


@pytest.mark.parametrize("make", ECHOES.values(), ids=ECHOES.keys())
@pytest.mark.parametrize("basic", [False, True], ids=["bearer", "basic"])
async def test_an_echo_of_the_credentials_is_in_no_text(make: Callable[[str], bytes], basic: bool) -> None:
    async with (
        wire(token=good_token, otherwise=echo(make)) as server,
        AsyncClient(config(server, basic_auth=basic), clock=FakeClock()) as sinch,
    ):
        with pytest.raises(errors.ProvisioningError) as caught:
            await sinch.rcs.senders.get("s1")
        assert server.requests
    error = caught.value
    for one in (error, error.__cause__):
        if isinstance(one, errors.ApiError | errors.DecodeError):
            one.body = b""  # as it came: documented, and no text
    assert found_in(told_by(error)) == []


TOKEN_BODY = b'{"access_token": "' + TOKEN.encode() + b'", "token_type": "Bearer", "expires_in": 3600}'

BADLY_FRAMED = {
    "no status line": TOKEN_BODY,
    "no length but a body": head("Content-Length: 0") + TOKEN_BODY,
    "204 and a body": head(status="204 No Content") + TOKEN_BODY,
    "304 and a body": head(status="304 Not Modified") + TOKEN_BODY,
    "a body for a chunk's size": head("Transfer-Encoding: chunked") + TOKEN_BODY + b"\r\n",
    "a bad second chunk": head("Transfer-Encoding: chunked") + b"5\r\n" + TOKEN_BODY[:5] + b"\r\n" + TOKEN_BODY,
    "a long header": head("X-Token: " + TOKEN * 500),
    "a body for a header": b"HTTP/1.1 200 OK\r\n" + TOKEN_BODY + b"\r\n\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\nX-Token: " + TOKEN.encode(),
    "cut": framed(TOKEN_BODY[:-3], length=len(TOKEN_BODY)),
    "no gzip": framed(TOKEN_BODY, "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("data", BADLY_FRAMED.values(), ids=BADLY_FRAMED.keys())
async def test_a_badly_framed_token_is_quoted_nowhere(data: bytes) -> None:
    async def script(request: Request) -> None:
        await request.send(data)
        request.writer.close()

    async with wire(token=script) as server, AsyncClient(config(server), clock=FakeClock()) as sinch:
        with pytest.raises(errors.ProvisioningError) as caught:
            await sinch.rcs.senders.get("s1")
        assert not server.requests
    assert found_in(told_by(caught.value)) == []


BASIC = base64.b64encode(f"kid:{KEY}".encode()).decode()


@pytest.mark.parametrize("name", ["error_description", "message", "error", "errorCode"])
@pytest.mark.parametrize("words", [f"wrong: Basic {BASIC}", f"kid:{KEY} is unknown", f"no {KEY}", f"stale {TOKEN}"])
@pytest.mark.parametrize("status", [400, 401, 503])
async def test_a_rejection_of_the_key_does_not_repeat_it(name: str, words: str, status: int) -> None:
    content = {"error": "invalid_client", "access_token": TOKEN} | {name: words}
    async with wire(token=says(content, status)) as server, AsyncClient(config(server), clock=FakeClock()) as sinch:
        with pytest.raises(errors.ApiError) as caught:
            await sinch.rcs.senders.get("s1")
    assert found_in(told_by(caught.value)) == []


FOREIGN = {
    "escape sequences": "\x1b[2J\x1b[31mAll is well",
    "line ends": "m\r\n2026-01-01 00:00:00 INFO all is well\u2028\x85",
    "half a character": "caf\udce9",
    "right to left": "\u202egnp.exe",
    "long": "x" * 1_000_000,
    "NUL": "a\x00b",
}


@pytest.mark.parametrize("words", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.parametrize("place", ["errorCode", "message", "resolution", "header", "page"])
async def test_the_text_of_an_error_is_one_printable_line(words: str, place: str) -> None:
    raw = words.encode("utf-8", "surrogateescape")
    content: dict[str, object] = {"errorCode": "code", "message": "m", "resolution": "Do this."}
    if place == "header":
        value = words.replace("\r", "").replace("\n", "").replace("\x00", "")[:8000]
        data = b"HTTP/1.1 400 X\r\nContent-Type: " + value.encode("utf-8", "surrogateescape")
        data += b"\r\nContent-Length: 0\r\n\r\n"
    elif place == "page":
        data = answer(status=400, body=raw)
    else:
        data = answer(content | {place: words}, 400)
    async with (
        wire(token=good_token, otherwise=sends(data)) as server,
        AsyncClient(config(server), clock=FakeClock()) as sinch,
    ):
        with pytest.raises(errors.ApiError) as caught:
            await sinch.rcs.senders.get("s1")
    for text in (str(caught.value), *caught.value.args):
        assert text.isprintable()
        assert len(text) <= 1000
        text.encode()
    if place == "message" and "\udce9" not in words:
        assert caught.value.message == words, "as data it is whole"
        assert str(caught.value).endswith("Do this."), "and what to do is not lost"


@pytest.mark.parametrize("path", ["nextPageToken", "id\x1b[2J", "x" * 5000])
async def test_a_decode_error_is_one_printable_line(path: str) -> None:
    async with (
        wire(token=good_token, otherwise=says({path: [1], "id": {path: 7}})) as server,
        AsyncClient(config(server)) as sinch,
    ):
        with pytest.raises(errors.DecodeError) as caught:
            await sinch.rcs.senders.get("s1")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) <= 1000


async def test_a_status_line_is_quoted_on_one_line() -> None:
    rows = sends(b"HTTP/1.1 2\x1b[31m0 caf\xe9\nX\r\n\r\n")
    async with (
        wire(token=good_token, otherwise=rows) as server,
        AsyncClient(config(server, retry=RetryPolicy(attempts=1))) as sinch,
    ):
        with pytest.raises(errors.ConnectionLost) as caught:
            await sinch.rcs.senders.get("s1")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("nothing of it", "nothing of it"),
        ("before abcdefghijklmnopqrstuvwxyz after", "before *** after"),
        ("begins abcdefghijklmnop", "begins ***"),
        ("the midst: ijklmnopqrstuv.", "the midst: ***."),
        ("twice: abcdefghijklmnop, klmnopqrstuvwxyz", "twice: ***, ***"),
        ("abcdefghijk is too short a part", "abcdefghijk is too short a part"),
        ("", ""),
    ],
)
def test_parts_of_a_secret_are_cut_out_too(text: str, left: str) -> None:
    cut = Cut.of(Secret("Bearer abcdefghijklmnopqrstuvwxyz"), None)
    assert cut.text(text) == left
    assert "abc" not in repr(cut)


def test_a_sealed_body_shows_its_size_only() -> None:
    sealed = Sealed(KEY.encode())
    assert repr(sealed) == f"Sealed({len(KEY)} bytes)"
    pretty = pytest.importorskip("rich.pretty", reason="rich is in the extra cli")
    assert pretty.pretty_repr([sealed]) == f"[{sealed!r}]"
    assert len(sealed) == len(KEY)
    assert sealed.reveal() == KEY.encode()
