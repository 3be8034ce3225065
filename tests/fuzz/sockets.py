"""Foreign bytes on real connections: around the responses of a kept one, and from the token endpoint."""

import asyncio
import base64
import contextlib
import json
import traceback
from collections.abc import Sequence

from sinch_provisioning import AsyncClient, Config, RetryPolicy, errors
from tests.fuzz.target import Target
from tests.net import scripts
from tests.net.wire import SENDER, answer

KEY = "k3y-s3cret-of-the-client"
BASIC = base64.b64encode(f"kid:{KEY}".encode()).decode()
TOKEN = "t0k3n-of-the-endpoint"


class _Served(Target):
    """A raw server and what talks to it, in an event loop of the target's own."""

    short = 400

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._data = b""
        self._handlers: set[asyncio.Task[None]] = set()
        self._loop.run_until_complete(self._start())

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._handle, "127.0.0.1", 0)
        self._url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        finally:
            writer.close()
            self._handlers.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    def run(self, data: bytes) -> bool:
        self._data = data
        return self._loop.run_until_complete(asyncio.wait_for(self._once(), 20))

    async def _once(self) -> bool:
        raise NotImplementedError

    async def _stop(self) -> None:
        self._server.close()
        handlers = list(self._handlers)
        for handler in handlers:
            handler.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)
        await self._server.wait_closed()

    def close(self) -> None:
        self._loop.run_until_complete(self._stop())
        self._loop.close()


class Strays(_Served):
    """Bytes that come after a response, with it or later, are never part of the response to another call.

    The first byte tells when they come: even, with the response; odd, while the connection idles.
    """

    name = "strays"

    async def _start(self) -> None:
        await super()._start()
        self._writers: set[asyncio.StreamWriter] = set()
        self._calls = 0
        policy = RetryPolicy(attempts=1)
        config = Config(project_id="p", access_token="t", base_url=self._url, timeout=5, retry=policy)
        self._sinch = AsyncClient(config)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                sender_id = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
                response = answer(SENDER | {"id": sender_id})
                writer.write(response if self._later else response + self._surplus)
        finally:
            self._writers.discard(writer)

    @property
    def _later(self) -> bool:
        return bool(self._data[:1] and self._data[0] % 2)

    @property
    def _surplus(self) -> bytes:
        return self._data[1:]

    def seeds(self) -> Sequence[bytes]:
        stray = answer(SENDER | {"id": "ANOTHER-TENANT"})
        surplus = [
            b"",
            stray,
            stray * 50,
            stray[:20],
            stray[:-3],
            b"\r\n",
            b"\x00",
            scripts.head(status="100 Continue"),
            scripts.head(status="100 Continue") + stray,
            scripts.head(status="204 No Content"),
            scripts.head(status="101 Switching Protocols"),
            scripts.head("Transfer-Encoding: chunked") + b"0\r\n\r\n",
            scripts.head("Connection: close") + b"ANOTHER-TENANT",
            b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",
        ]
        return [when + one for one in surplus for when in (b"0", b"1")]

    async def _once(self) -> bool:
        for _ in range(3):
            self._calls += 1
            try:
                sender = await self._sinch.rcs.senders.get(f"s{self._calls}")
            except errors.TransportError:
                # With the response came what is not HTTP, and aiohttp makes nothing of either.
                assert not self._later
                return False
            assert sender.id == f"s{self._calls}", sender.id
            if self._later:
                for writer in list(self._writers):
                    with contextlib.suppress(ConnectionError):
                        writer.write(self._surplus)
        return True

    async def _stop(self) -> None:
        await self._sinch.close()
        await super()._stop()


class TokenEndpoint(_Served):
    """Whatever the token endpoint sends, framed well or badly: the call goes through, or its error shows no secret."""

    name = "token endpoint"

    async def _start(self) -> None:
        await super()._start()
        self._authorized = False

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b" /oauth2/token " in head.split(b"\r\n", 1)[0]:
            writer.write(self._data)
        else:
            self._authorized = b"authorization: bearer " in head.lower()
            writer.write(answer(SENDER, headers={"Connection": "close"}))

    def seeds(self) -> Sequence[bytes]:
        good = json.dumps({"access_token": TOKEN, "token_type": "bearer", "expires_in": 3599}).encode()
        error = {"error": "invalid_client", "error_description": f"{BASIC} is not known"}
        return [
            scripts.framed(good),
            scripts.head("Transfer-Encoding: chunked") + scripts.chunked(good[:10], good[10:]),
            scripts.head("Connection: close") + good,
            scripts.framed(scripts.zipped(good), "Content-Encoding: gzip"),
            scripts.head(status="100 Continue") + scripts.framed(good),
            good,
            scripts.head("Content-Length: 0") + good,
            scripts.head(status="204 No Content") + good,
            scripts.head("Transfer-Encoding: chunked") + good,
            scripts.head("Transfer-Encoding: chunked") + b"5\r\n" + good + b"\r\n0\r\n\r\n",
            scripts.head(f"X-Long: {TOKEN * 500}", "Content-Length: 0"),
            scripts.head(f"X-Token {TOKEN}", "Content-Length: 0"),
            scripts.head(status=f"200 {TOKEN}") + good,
            scripts.head(status=f"400 {TOKEN}") + good,
            scripts.framed(good + good),
            scripts.framed(good[:-1]),
            scripts.framed(good, length=len(good) + 5),
            scripts.framed(good, length=len(good) - 5),
            scripts.framed(json.dumps({"access_token": [TOKEN]}).encode()),
            scripts.framed(json.dumps({"access_token": TOKEN + "\n"}).encode()),
            answer(error, 401),
            answer({"errorCode": BASIC, "message": f"Basic {BASIC}", "access_token": TOKEN}, 403),
            answer(None, 502, body=f"Bad gateway: authorization: Basic {BASIC}".encode()),
            answer({"access_token": TOKEN}, 302, {"Location": f"http://127.0.0.1:1/?t={TOKEN}"}),
        ]

    async def _once(self) -> bool:
        config = Config(
            project_id="p", key_id="kid", key_secret=KEY, base_url=self._url, auth_url=self._url, timeout=5,
            max_body=50_000, retry=RetryPolicy(attempts=1),
        )  # fmt: skip
        self._authorized = False
        try:
            async with AsyncClient(config) as sinch:
                sender = await sinch.rcs.senders.get("s1")
        except errors.ProvisioningError as error:
            assert not self._authorized
            assert not isinstance(error, errors.ConfigurationError | errors.DeadlineExceeded), error  # noqa: PT017
            for text in self._shown(error):
                assert TOKEN not in text, "the token shows"
                assert KEY not in text, "the key shows"
                assert BASIC not in text, "the key shows"
            return False
        assert self._authorized
        assert sender.id == "s1"
        return True

    def _shown(self, error: BaseException) -> list[str]:
        """Return all texts that an error has for tools: its own, its causes', and the variables of their frames."""
        texts = traceback.format_exception(error)
        seen: BaseException | None = error
        while seen is not None:
            texts += [repr(seen), repr(seen.args), repr(vars(seen))]
            for frame, _ in traceback.walk_tb(seen.__traceback__):
                if "/tests/" not in frame.f_code.co_filename:
                    texts += map(repr, frame.f_locals.values())
            seen = seen.__cause__ or seen.__context__
        return texts
