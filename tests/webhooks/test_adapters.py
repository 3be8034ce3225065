"""The endpoints in real servers: uvicorn with and without FastAPI, aiohttp, wsgiref, and Flask under waitress."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import flask
import pytest
from aiohttp import web
from fastapi import FastAPI
from starlette.routing import Route

from sinch_provisioning import webhooks
from sinch_provisioning.webhooks import Event, Receiver, UnknownEvent
from tests.servers import HOST, Heard, aiohttp_server, asgi_server, post, waitress_server, wsgiref_server
from tests.webhooks.calls import BODY, NOW, receiver, signed

pytestmark = pytest.mark.anyio

JSON_TYPE = {"Content-Type": "application/json"}
ASYNC_SERVERS = ["asgi", "fastapi", "aiohttp"]
SERVERS = [*ASYNC_SERVERS, "wsgiref", "flask"]


@asynccontextmanager
async def serving(kind: str, handler: webhooks.Handler, taker: Receiver | None = None) -> AsyncGenerator[int]:
    taker = taker or receiver()
    if kind == "asgi":
        async with asgi_server(webhooks.asgi.endpoint(taker, handler)) as port:
            yield port
    elif kind == "fastapi":
        api = FastAPI(routes=[Route("/hook", webhooks.asgi.endpoint(taker, handler))])
        async with asgi_server(api) as port:
            yield port
    elif kind == "aiohttp":
        application = web.Application()
        application.router.add_route("*", "/hook", webhooks.aiohttp.endpoint(taker, handler))
        async with aiohttp_server(application) as port:
            yield port
    elif kind == "wsgiref":
        with wsgiref_server(webhooks.wsgi.endpoint(taker, handler)) as port:
            yield port
    else:
        hook = webhooks.wsgi.endpoint(taker, handler)
        site = flask.Flask("site")
        site.post("/hook")(hook)
        with waitress_server(site) as port:
            yield port


@pytest.fixture(params=SERVERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def collecting(style: str) -> tuple[list[Event], webhooks.Handler]:
    seen: list[Event] = []

    class Callable:
        async def __call__(self, event: Event) -> None:
            seen.append(event)

    async def taking(event: Event) -> None:
        await asyncio.sleep(0)
        seen.append(event)

    handlers: dict[str, webhooks.Handler] = {"async": taking, "plain": seen.append, "object": Callable()}
    return seen, handlers[style]


@pytest.mark.parametrize("style", ["async", "plain", "object"])
async def test_a_genuine_call_reaches_the_handler_and_is_answered_200(kind: str, style: str) -> None:
    seen, handler = collecting(style)
    async with serving(kind, handler) as port:
        heard = await post(port, BODY, signed())
    assert heard.status == 200
    assert [(event.type, event.comment, event.body) for event in seen] == [("RCS_ACCOUNT_COMMENT_ADDED", "hello", BODY)]


async def test_an_unknown_event_reaches_the_handler_whole(kind: str) -> None:
    content = {"type": "FAX_SENDER_ACTIVE", "payload": {"id": "f1"}, "more": [1]}
    body = json.dumps(content).encode()
    seen, handler = collecting("plain")
    async with serving(kind, handler) as port:
        assert (await post(port, body, signed(body))).status == 200
    (event,) = seen
    assert isinstance(event, UnknownEvent)
    assert (event.content, event.body) == (content, body)


def _without(name: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda headers: {key: value for key, value in headers.items() if not key.lower().endswith(name)}


Change = Callable[[dict[str, str]], dict[str, str]]
REFUSED: list[tuple[int, bytes, str, bytes, Change]] = [
    (401, b"signature", "POST", BODY + b" ", dict),
    (401, b"missing", "POST", BODY, _without("signature")),
    (401, b"missing", "POST", BODY, lambda _: JSON_TYPE),
    (401, b"algorithm", "POST", BODY, lambda given: {**given, "x-sinch-webhook-signature-algorithm": "none"}),
    (413, b"too large", "POST", BODY + b" " * 1000, dict),
    (415, b"events are application/json", "POST", BODY, lambda given: {**given, "Content-Type": "text/plain"}),
    (415, b"events are application/json", "POST", BODY, _without("content-type")),
]


@pytest.mark.parametrize(
    ("status", "text", "method", "body", "change"),
    REFUSED,
    ids=["tampered", "no signature", "unsigned", "algorithm", "too large", "text", "no type"],
)
async def test_what_is_not_genuine_is_refused_and_the_handler_sees_nothing(
    kind: str, status: int, text: bytes, method: str, body: bytes, change: Any
) -> None:
    seen, handler = collecting("plain")
    async with serving(kind, handler, receiver(max_body=1000)) as port:
        heard = await post(port, body, change(signed()), method=method)
        assert (heard.status, heard.body) == (status, text)
        assert not seen
        assert (await post(port, BODY, signed())).status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_only_post_is_taken(kind: str, method: str) -> None:
    seen, handler = collecting("plain")
    async with serving(kind, handler) as port:
        heard = await post(port, BODY, signed(), method=method)
    assert heard.status == 405
    assert "POST" in heard.headers["allow"]
    assert not seen


@pytest.mark.parametrize("kind", [*ASYNC_SERVERS, "flask"], indirect=True)
async def test_a_body_without_an_announced_length_is_taken_up_to_the_limit(kind: str) -> None:
    seen, handler = collecting("plain")
    large = json.dumps({"type": "X", "payload": "x" * 2000}).encode()
    async with serving(kind, handler, receiver(max_body=1000)) as port:
        assert (await post(port, BODY, signed(), chunked=True)).status == 200
        assert (await post(port, large, signed(large), chunked=True)).status == 413
    assert len(seen) == 1


async def test_the_content_type_may_have_parameters_and_capitals(kind: str) -> None:
    seen, handler = collecting("plain")
    async with serving(kind, handler) as port:
        headers = {**signed(), "Content-Type": "Application/JSON; charset=utf-8"}
        assert (await post(port, BODY, headers)).status == 200
    assert len(seen) == 1


@pytest.mark.parametrize("style", ["async", "plain"])
async def test_a_handler_that_fails_gives_500_and_the_repeated_call_is_taken(
    kind: str, style: str, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[Event] = []

    def failing_once(event: Event) -> None:
        seen.append(event)
        if len(seen) == 1:
            raise RuntimeError("the database is away")

    async def failing_once_async(event: Event) -> None:
        failing_once(event)

    handler: webhooks.Handler = failing_once if style == "plain" else failing_once_async
    with caplog.at_level(logging.WARNING, "sinch_provisioning.webhooks"):
        async with serving(kind, handler, receiver(remember=10)) as port:
            answers = [(await post(port, BODY, signed())).status for _ in range(3)]
    # The third is a repetition of what was handled.
    assert answers == [500, 200, 401]
    assert len(seen) == 2
    # waitress, for one, has a warning of its own when the machine is busy.
    failure, refusal = [record for record in caplog.records if record.name.startswith("sinch_provisioning")]
    assert failure.getMessage() == "the handler failed on RCS_ACCOUNT_COMMENT_ADDED"
    assert failure.exc_info is not None
    assert "already accepted" in refusal.getMessage()
    assert "hello" not in caplog.text


async def test_a_genuine_call_that_cannot_be_read_gives_500(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    body = b'{"type":"BUNDLE_DONE","payload":{"id":7}}'
    seen, handler = collecting("plain")
    async with serving(kind, handler) as port:
        assert (await post(port, body, signed(body))).status == 500
    assert not seen
    assert "$.payload.id" in caplog.text


async def test_the_answer_comes_after_the_handler_is_done(kind: str) -> None:
    entered, release = threading.Event(), threading.Event()

    def slow(_: Event) -> None:
        entered.set()
        release.wait()

    async with serving(kind, slow) as port:
        call = asyncio.create_task(post(port, BODY, signed()))
        await asyncio.to_thread(entered.wait)
        assert not call.done()
        release.set()
        assert (await call).status == 200


@pytest.mark.parametrize("kind", [*ASYNC_SERVERS, "flask"], indirect=True)
async def test_a_plain_handler_holds_up_no_other_call(kind: str) -> None:
    both = threading.Barrier(2)

    async with serving(kind, lambda _: both.wait()) as port:
        heard: list[Heard] = await asyncio.gather(*(post(port, BODY, signed(nonce=nonce)) for nonce in ("a", "b")))
    assert [each.status for each in heard] == [200, 200]


@pytest.mark.parametrize("kind", [*ASYNC_SERVERS, "flask"], indirect=True)
async def test_a_sender_that_hangs_up_midway_does_no_harm(kind: str) -> None:
    seen, handler = collecting("plain")
    async with serving(kind, handler) as port:
        _, writer = await asyncio.open_connection(HOST, port)
        head = [f"{name}: {value}" for name, value in signed().items()]
        writer.write("\r\n".join(["POST /hook HTTP/1.1", "Host: x", "Content-Length: 999", *head]).encode())
        writer.write(b"\r\n\r\n" + BODY)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        assert (await post(port, BODY, signed())).status == 200
    assert len(seen) == 1


@pytest.mark.parametrize("kind", [*ASYNC_SERVERS, "wsgiref"], indirect=True)
async def test_what_cannot_be_genuine_is_rejected_before_its_body_comes(kind: str) -> None:
    async with serving(kind, print) as port:
        for change, reason in [(_without("nonce"), b"missing"), (lambda _: signed(at=NOW - 1000), b"old")]:
            reader, writer = await asyncio.open_connection(HOST, port)
            head = [f"{name}: {value}" for name, value in {**change(signed()), **JSON_TYPE}.items()]
            writer.write(
                "\r\n".join(["POST /hook HTTP/1.1", "Host: x", "Content-Length: 100000", *head, "", ""]).encode()
            )
            heard = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n" + reason), 5)
            assert heard.split()[1] == b"401"
            writer.close()
            await writer.wait_closed()


async def test_an_asgi_endpoint_is_for_http_only() -> None:
    _, handler = collecting("plain")

    async def nothing(*_: Any) -> Any:
        return {}

    with pytest.raises(RuntimeError, match="websocket"):
        await webhooks.asgi.endpoint(receiver(), handler)({"type": "websocket"}, nothing, nothing)
