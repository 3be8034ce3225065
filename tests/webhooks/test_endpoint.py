"""What all endpoints share: handlers, secrets that are looked up, what is remembered, and odd requests."""

import asyncio
import functools
import io
import json
import logging
import pickle
import threading
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from sinch_provisioning import Secret, errors, webhooks
from sinch_provisioning.testing import ManualClock
from sinch_provisioning.webhooks import Call, Event
from tests.webhooks.calls import BODY, NOW, SECRET, receiver, signed

pytestmark = pytest.mark.anyio

Answer = tuple[int, bytes]


def wsgi(app: Any, body: bytes = BODY, headers: dict[str, str] | None = None, **environ: Any) -> Answer:
    """Call an application as a server would."""
    found: dict[str, Any] = {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in (headers or signed()).items()}
    found |= {"REQUEST_METHOD": "POST", "PATH_INFO": "/hook", "CONTENT_LENGTH": str(len(body))}
    found |= {"CONTENT_TYPE": found.pop("HTTP_CONTENT_TYPE", ""), "wsgi.input": io.BytesIO(body), **environ}
    started: list[Any] = []
    said = b"".join(app({k: v for k, v in found.items() if v is not None}, lambda *given: started.append(given)))
    return int(started[0][0].split()[0]), said


async def asgi(app: Any, headers: dict[str, str] | None = None, path: str = "/hook") -> Answer:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": BODY}

    async def send(message: Any) -> None:
        sent.append(message)

    pairs = [(name.lower().encode(), value.encode()) for name, value in (headers or signed()).items()]
    await app({"type": "http", "method": "POST", "path": path, "headers": pairs}, receive, send)
    return sent[0]["status"], sent[1]["body"]


class TestHandlers:
    class Plain:
        def __call__(self, event: Event, call: Call) -> None:
            seen.append((event, call))

        def method(self, event: Event, call: Call) -> None:
            seen.append((event, call))

    BOTH: tuple[Any, ...] = (
        lambda event, call: seen.append((event, call)),
        lambda event, /, other: seen.append((event, other)),
        lambda event, call=None: seen.append((event, call)),
        functools.partial(lambda extra, event, call: seen.append((event, call)), 1),
        Plain(),
        Plain().method,
    )
    ONE: tuple[Any, ...] = (
        lambda event, retries=3: seen.append(event if retries == 3 else None),
        lambda event, **_: seen.append(event),
        lambda event, *, call=None: seen.append(event if call is None else None),
        functools.partial(lambda event, call: seen.append(event), call=None),
    )

    @pytest.mark.parametrize("handler", BOTH)
    def test_a_handler_of_two_arguments_gets_the_call(self, handler: Any) -> None:
        seen.clear()
        assert wsgi(webhooks.wsgi.endpoint(receiver(), handler))[0] == 200
        ((event, call),) = seen
        assert event.comment == "hello"
        assert (call.path, call.nonce, call.body, call.lag) == ("/hook", "n1", BODY, 0)
        assert call.headers["content-type"] == "application/json"

    @pytest.mark.parametrize("handler", ONE)
    def test_a_handler_of_one_argument_gets_the_event_only(self, handler: Any) -> None:
        seen.clear()
        assert wsgi(webhooks.wsgi.endpoint(receiver(), handler))[0] == 200
        assert [each.comment for each in seen] == ["hello"]

    def test_functions_that_take_anything_get_the_event_only(self) -> None:
        seen.clear()
        assert wsgi(webhooks.wsgi.endpoint(receiver(), lambda *given: seen.append(given)))[0] == 200
        assert wsgi(webhooks.wsgi.endpoint(receiver(), seen.append))[0] == 200
        assert wsgi(webhooks.wsgi.endpoint(receiver(), str))[0] == 200  # which does not tell what it takes
        assert len(seen) == 2
        assert len(seen[0]) == 1

    @pytest.mark.parametrize("kind", ["asgi", "wsgi", "aiohttp"])
    @pytest.mark.parametrize("handler", [None, "handle", lambda: None, lambda a, b, c: None, lambda event, *, db: None])
    def test_what_cannot_take_an_event_is_rejected_when_the_endpoint_is_made(self, kind: str, handler: Any) -> None:
        with pytest.raises(errors.ConfigurationError, match="of an event, or of an event and its") as caught:
            getattr(webhooks, kind).endpoint(receiver(), handler)
        assert caught.value.field == "handler"

    @pytest.mark.parametrize("kind", ["asgi", "wsgi", "aiohttp"])
    def test_arguments_in_the_wrong_order_are_named(self, kind: str) -> None:
        with pytest.raises(errors.ConfigurationError, match="must be a Receiver, not builtin") as caught:
            getattr(webhooks, kind).endpoint(print, receiver())
        assert caught.value.field == "receiver"

    def test_a_call_shows_neither_its_headers_nor_its_body(self) -> None:
        seen.clear()
        body = json.dumps({"type": "FAX", "token": "hunter2"}).encode()
        headers = {**signed(body), "Authorization": "hunter2"}
        wsgi(webhooks.wsgi.endpoint(receiver(), lambda event, call: seen.append(call)), body, headers)
        (call,) = seen
        assert "hunter2" not in repr(call)
        assert call.headers["authorization"] == "hunter2"
        assert pickle.loads(pickle.dumps(call)) == call

    def test_a_path_is_decoded_and_a_header_that_came_twice_joined(self) -> None:
        seen.clear()
        app = webhooks.wsgi.endpoint(receiver(), lambda event, call: seen.append(call))
        wsgi(app, SCRIPT_NAME="/api", PATH_INFO="/z\u00c3\u00bcrich")
        assert seen[0].path == "/api/zürich"

        def secret(call: Call) -> str:
            seen.append(call)
            return SECRET

        taker = receiver(secret)
        taker.receive(BODY, [*signed().items(), ("X-Two", "a"), ("x-two", "b")])
        assert (seen[1].headers["x-two"], seen[1].path) == ("a, b", "")


seen: list[Any] = []


class TestSecretsThatAreLookedUp:
    SECRETS: ClassVar = {"/acme": ["new", Secret("old")], "/parcels": "another", "/nobody": None, "/empty": []}

    def of(self, call: Call) -> Any:
        return self.SECRETS[call.path]

    async def of_async(self, call: Call) -> Any:
        await asyncio.sleep(0)
        return self.of(call)

    @pytest.mark.parametrize("style", ["of", "of_async"])
    @pytest.mark.parametrize("kind", ["asgi", "wsgi"])
    async def test_one_endpoint_serves_many_projects(self, kind: str, style: str) -> None:
        app = getattr(webhooks, kind).endpoint(receiver(getattr(self, style)), print)

        async def status(path: str, secret: str) -> Answer:
            headers = signed(secret=secret)
            if kind == "asgi":
                return await asgi(app, headers, path)
            return await asyncio.to_thread(wsgi, app, headers=headers, PATH_INFO=path)

        assert [await status("/acme", secret) for secret in ("new", "old")] == [(200, b"handled")] * 2
        assert await status("/parcels", "another") == (200, b"handled")
        assert await status("/parcels", "new") == (401, b"signature")
        assert await status("/nobody", "new") == (401, b"unknown")
        assert await status("/empty", "new") == (401, b"unknown")

    def test_it_is_asked_for_each_call_so_a_secret_may_change(self) -> None:
        secrets = ["first"]
        taker = receiver(lambda _: secrets)
        assert taker.receive(BODY, signed(secret="first")).comment
        secrets[:] = ["second"]
        assert taker.receive(BODY, signed(secret="second")).comment
        with pytest.raises(errors.SignatureError) as caught:
            taker.receive(BODY, signed(secret="first"))
        assert caught.value.reason == "signature"

    async def test_an_async_function_needs_async_code(self) -> None:
        taker = receiver(self.of_async)
        with pytest.raises(errors.ConfigurationError, match="is async: use `receive_async`"):
            taker.receive(BODY, signed(secret="new"), path="/acme")
        event = await taker.receive_async(BODY, signed(secret="new"), path="/acme")
        assert event.comment == "hello"
        with pytest.raises(errors.DecodeError):
            await receiver().receive_async(b"{}", signed(b"{}"))

    async def test_a_function_that_fails_makes_the_sender_try_again(self, caplog: pytest.LogCaptureFixture) -> None:
        app = webhooks.asgi.endpoint(receiver(self.of), print)
        assert await asgi(app, path="/elsewhere") == (500, b"not verified")
        assert "a call cannot be verified" in caplog.text
        assert "KeyError" in caplog.text
        for wrong in (b"bytes", 7, "", [""], [None]):
            with pytest.raises(errors.ConfigurationError, match="a webhook's secret must be a text"):
                receiver(lambda _, wrong=wrong: wrong).receive(BODY, signed())

    def test_further_secrets_are_for_it_to_return(self) -> None:
        with pytest.raises(errors.ConfigurationError, match="returns all secrets itself") as caught:
            webhooks.Receiver(self.of, "more")
        assert caught.value.field == "more_secrets"


class TestRemembering:
    """An event whose handler failed, or died, may come again; one that was handled may not."""

    async def test_while_a_handler_works_its_call_is_not_taken_twice(self) -> None:
        release = asyncio.Event()
        taker = receiver(remember=10)

        async def slow(_: Event) -> None:
            await release.wait()

        app = webhooks.asgi.endpoint(taker, slow)
        first = asyncio.create_task(asgi(app))
        await asyncio.sleep(0)
        assert await asgi(app) == (401, b"replayed")
        release.set()
        assert await first == (200, b"handled")
        assert await asgi(app) == (401, b"replayed")

    async def test_a_call_whose_handler_died_is_taken_after_a_minute(self) -> None:
        clock = ManualClock(NOW)
        memory = webhooks.MemoryReplays(10, clock=clock)
        assert memory.claim("n1", 60)  # by a process that was killed
        app = webhooks.asgi.endpoint(receiver(remember=memory, clock=clock), print)
        assert await asgi(app) == (401, b"replayed")
        clock.advance(61)
        assert await asgi(app) == (200, b"handled")
        clock.advance(61)
        assert await asgi(app) == (401, b"replayed")

    async def test_a_call_that_was_cancelled_may_come_again(self) -> None:
        taker = receiver(remember=10)
        entered = asyncio.Event()

        async def endless(_: Event) -> None:
            entered.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(asgi(webhooks.asgi.endpoint(taker, endless)))
        await entered.wait()
        assert await asgi(webhooks.asgi.endpoint(taker, print)) == (401, b"replayed")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asgi(webhooks.asgi.endpoint(taker, print)) == (200, b"handled")

    @pytest.mark.parametrize("is_async", [False, True])
    async def test_any_memory_with_two_methods_will_do(self, is_async: bool, caplog: pytest.LogCaptureFixture) -> None:
        inner = webhooks.MemoryReplays(10, clock=ManualClock(NOW))
        told: list[Any] = []

        class Plain:
            def claim(self, nonce: str, seconds: float, /) -> bool:
                told.append(("claim", seconds))
                return inner.claim(nonce, seconds)

            def keep(self, nonce: str, seconds: float, /) -> None:
                told.append(("keep", seconds))
                inner.keep(nonce, seconds)

        class Async:
            async def claim(self, nonce: str, seconds: float, /) -> bool:
                return Plain().claim(nonce, seconds)

            async def keep(self, nonce: str, seconds: float, /) -> None:
                Plain().keep(nonce, seconds)

        taker = receiver(remember=Async() if is_async else Plain())
        failures = [True, False]

        def failing_once(_: Event) -> None:
            if failures.pop(0):
                raise RuntimeError

        app = webhooks.asgi.endpoint(taker, failing_once)
        assert [(await asgi(app))[0] for _ in range(3)] == [500, 200, 401]
        assert told == [("claim", 60), ("keep", 0), ("claim", 60), ("keep", 301), ("claim", 60)]
        assert "the handler failed" in caplog.text

    async def test_a_memory_that_fails_first_stops_the_call_and_later_does_not(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        class Away:
            def claim(self, *_: Any) -> bool:
                return True

            def keep(self, *_: Any) -> None:
                raise ConnectionError("the memory is away")

        assert await asgi(webhooks.asgi.endpoint(receiver(remember=Away()), print)) == (200, b"handled")
        assert "the memory of calls failed" in caplog.text
        caplog.clear()
        assert receiver(remember=Away()).receive(BODY, signed()).comment == "hello"
        assert "the memory of calls failed" in caplog.text
        Away.claim = Away.keep  # type: ignore[method-assign,assignment]
        assert await asgi(webhooks.asgi.endpoint(receiver(remember=Away()), print)) == (500, b"not verified")


class TestOddRequests:
    """What servers let through."""

    def app(self, handler: Callable[[Event], Any] = print) -> Any:
        return webhooks.wsgi.endpoint(receiver(), handler)

    @pytest.mark.parametrize(
        ("length", "answer"),
        [
            ("²", (400, b"the length is not a number")),
            ("-5", (400, b"the length is not a number")),
            ("1e3", (400, b"the length is not a number")),
            ("1" * 5000, (413, b"too large")),
            ("0" * 5000, (413, b"too large")),
            ("0", (401, b"signature")),
            ("", (411, b"the length is missing")),
            (None, (411, b"the length is missing")),
        ],
    )
    def test_lengths(self, length: str | None, answer: Answer) -> None:
        assert wsgi(self.app(), CONTENT_LENGTH=length) == answer

    def test_a_server_that_ends_the_input_itself_needs_no_length(self) -> None:
        ending: Any = {"CONTENT_LENGTH": None, "wsgi.input_terminated": True}
        assert wsgi(self.app(), **ending) == (200, b"handled")

    def test_a_body_that_was_read_before_is_named(self, caplog: pytest.LogCaptureFixture) -> None:
        read: Any = {"wsgi.input": io.BytesIO()}
        assert wsgi(self.app(), **read) == (500, b"the body was read before")
        assert "was read before it came to its endpoint" in caplog.text

    def test_a_body_that_cannot_be_read_is_told(self, caplog: pytest.LogCaptureFixture) -> None:
        class Broken:
            def read(self, _: int) -> bytes:
                raise OSError("the sender is gone")

        broken: Any = {"wsgi.input": Broken()}
        assert wsgi(self.app(), **broken) == (500, b"the body cannot be read")
        assert "cannot be read: the sender is gone" in caplog.text

    def test_the_body_of_what_cannot_be_genuine_is_not_read(self) -> None:
        class Unread:
            def read(self, _: int) -> bytes:
                raise AssertionError("it was read")

        unread: Any = {"wsgi.input": Unread()}
        for headers in (signed(at=NOW - 301), signed(at=NOW + 301), {"Content-Type": "application/json"}):
            assert wsgi(self.app(), headers=headers, **unread)[0] == 401

    async def test_an_async_handler_runs_where_a_loop_runs_already(self) -> None:
        loops: list[Any] = []

        async def handle(_: Event) -> None:
            await asyncio.sleep(0)
            loops.append((threading.get_ident(), asyncio.get_running_loop()))

        assert wsgi(self.app(handle)) == (200, b"handled")
        assert loops[0][0] != threading.get_ident()

    async def test_an_async_handler_that_fails_there_gives_500(self, caplog: pytest.LogCaptureFixture) -> None:
        async def handle(_: Event) -> None:
            raise RuntimeError("the database is away")

        with caplog.at_level(logging.ERROR):
            assert wsgi(self.app(handle)) == (500, b"not handled")
        assert "the database is away" in caplog.text

    def test_a_header_that_is_not_latin_does_no_harm(self) -> None:
        assert wsgi(self.app(), HTTP_X_NAME="密钥")[0] == 200
