"""What is fuzzed, what it may answer, and what has to be true of its answers."""

import asyncio
import base64
import contextlib
import hmac
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, cast
from urllib.parse import parse_qs, parse_qsl, unquote

import msgspec

from sinch_provisioning import AsyncClient, Config, RetryPolicy, Secret, errors, to_json, webhooks
from sinch_provisioning.core.failures import api_error, retry_after
from sinch_provisioning.core.operation import Operation
from sinch_provisioning.core.query import write_query
from sinch_provisioning.core.tokens import Token, lifetime
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.console.calls import Call
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.faults import Fault
from sinch_provisioning.emulator.guard import Guard
from sinch_provisioning.emulator.paging import Pager
from sinch_provisioning.emulator.problems import Problem
from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.webhooks.events import Event
from sinch_provisioning.webhooks.signature import sign
from tests.contract.ways import decode, decode_plainly
from tests.documented import operations
from tests.fuzz.outgoing import Outgoing
from tests.fuzz.sockets import Strays, TokenEndpoint
from tests.fuzz.target import Target
from tests.fuzz.walks import Walks
from tests.net import scripts
from tests.net.wire import SENDER, answer

NOW = 1_700_000_000.0


class Answers(Target):
    """Answers of all operations, and events: the fast and the plain reader agree, and what is read can be written."""

    name = "answers"

    @cached_property
    def _samples(self) -> list[tuple[str, bytes]]:
        found: list[tuple[str, bytes]] = []
        known = operations()
        for operation in OPERATIONS.values():
            for status, described in known[operation.id][2]["responses"].items():
                media = described.get("content", {}).get("application/json", {})
                samples = [media["example"]] if "example" in media else []
                samples += [one["value"] for one in media.get("examples", {}).values()]
                if status < "3":
                    found += [(operation.id, json.dumps(sample).encode()) for sample in samples]
        event = {
            "trigger": "RCS_SENDER_STATUS_UPDATED",
            "eventTime": "2023-01-19T13:11:08.204Z",
            "payload": {"id": "s"},
        }
        return [*found, *self._pages(), *[("", json.dumps(event | {"type": name}).encode()) for name in ("a", "b")]]

    def _pages(self) -> list[tuple[str, bytes]]:
        """Return pages of many items, which are read one by one if the page as a whole is odd."""
        comment = {"type": "CREATED", "comment": "c", "created": "2023-01-19T13:11:08.204Z"}
        activity = {"id": "a", "type": "COMMENT", "created": "2023-01-19T13:11:08.204Z", "comment": comment}
        frame = {"totalSize": 1, "pageSize": 1}
        pages: list[tuple[str, dict[str, Any]]] = [
            ("listRcsSenders", frame | {"senders": [SENDER] * 3}),
            ("listRcsSenders", frame | {"senders": [SENDER, {}] + [SENDER] * 3}),
            ("listRcsSenders", frame | {"senders": [SENDER] * 3, "nextPageToken": "x" * 2000}),
            ("listRcsSenders", frame | {"senders": [SENDER | {"state": "x" * 2000}] * 3}),
            ("listRcsSenderActivities", frame | {"activities": [activity] * 5}),
        ]
        return [(name, json.dumps(page).encode()) for name, page in pages]

    def seeds(self) -> Sequence[bytes]:
        return [operation.encode() + b"\n" + body for operation, body in self._samples]

    def run(self, data: bytes) -> bool:
        name, _, body = data.partition(b"\n")
        operation: Operation[Any] | None = OPERATIONS.get(name.decode("latin-1"))
        cls: Any = Event if operation is None else operation.returns
        if cls is type(None):
            cls = dict
        fast, plain = (_read(reader, cls, body) for reader in (decode, decode_plainly))
        if not _is_text(body):
            return False  # the fast reader does not look at what it skips
        assert type(fast) is type(plain), (fast, plain)
        if isinstance(fast, errors.DecodeError):
            # What is not JSON may stand in a field that no model has; then the fast way may find another misfit first.
            if not plain.reason.startswith("not JSON"):
                assert (fast.path, fast.reason) == (plain.path, plain.reason)
            assert fast.body == plain.body == body
            return False
        assert repr(fast) == repr(plain)
        written = to_json(fast)
        assert to_json(decode(cls, written)) == written
        return True


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read(reader: Callable[..., Any], cls: Any, body: bytes) -> Any:
    try:
        return reader(cls, body, "x")
    except errors.DecodeError as error:
        return error


class Refusals(Target):
    """Error answers with headers of any kind become an error of their status."""

    name = "refusals"

    def seeds(self) -> Sequence[bytes]:
        return [
            b'400\nRetry-After: 3\n\n{"errorCode": "a", "additionalInformation": {"validationErrors": ["a"]}}',
            b'401\nWWW-Authenticate: Bearer error="invalid_token"\n\n{"errorCode": "unauthorized_error"}',
            b'401\nWWW-Authenticate: Basic realm="provisioning", Bearer\nX-Request-Id: 1\n\n<html>',
            b"503\nRetry-After: Tue, 14 Nov 2023 22:30:20 GMT\nContent-Type: text/html;charset=utf-8\n\n<html>",
            b'424\n\n{"errorCode": "template_submit_error", "additionalInformation": {"metaError": {"code": "1"}}}',
        ]

    def run(self, data: bytes) -> bool:
        head, _, body = data.partition(b"\n\n")
        first, *lines = head.decode("latin-1").split("\n")
        status = int(first) if first.isascii() and first.isdecimal() and len(first) == 3 else 500
        headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
        error = api_error(
            status=status, headers=headers, body=body, method="GET", route="/x", operation="o", attempts=1, wall=NOW
        )
        assert error.status == status
        assert error.body == body
        assert len(str(error)) < 1000 + len(body)
        assert error.retry_after is None or 0 <= error.retry_after < 1e13
        assert all(isinstance(one, str) for one in error.validation_errors)
        return error.error_code is not None


class RetryAfter(Target):
    """A Retry-After is a number of seconds, or nothing."""

    name = "retry-after"

    def seeds(self) -> Sequence[bytes]:
        return [b"3", b"120", b"Tue, 14 Nov 2023 22:30:20 GMT", b"Tuesday, 14-Nov-23 22:30:20 GMT",
                 b"Tue Nov 14 22:30:20 2023", b"Fri, 31 Dec 1999 23:59:59 +0000", b"-5", b"1.5"]  # fmt: skip

    def run(self, data: bytes) -> bool:
        for text in (data.decode("latin-1"), data.decode("utf-8", "surrogateescape")):
            seconds = retry_after(text, NOW)
            assert seconds is None or 0 <= seconds < float("inf")
        return seconds is not None


class Tokens(Target):
    """A token lives for a while, whatever the endpoint and the token itself say."""

    name = "tokens"

    def seeds(self) -> Sequence[bytes]:
        def part(content: object) -> str:
            return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

        jwt = ".".join([part({"alg": "none"}), part({"exp": NOW + 3600}), "x"])
        return [
            json.dumps({"access_token": token, "expires_in": lives}).encode()
            for token in ("opaque", jwt, "a.b", ".")
            for lives in (3600, "3599", None, -1, 1e308)
        ]

    def run(self, data: bytes) -> bool:
        try:
            content: Any = msgspec.json.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        if not isinstance(content, dict):
            return False
        token = str(content.get("access_token"))
        lives = lifetime(content.get("expires_in"), token, NOW)
        assert 0 < lives < float("inf")
        for now in (0.0, lives / 2, lives, lives * 2):
            Token(Secret(token), 0.0, lives).state(now)
        return True


class PageTokens(Target):
    """The emulator reads only its own page tokens; the client sends any as it came."""

    name = "page tokens"
    _pager = Pager(b"0" * 16)

    def seeds(self) -> Sequence[bytes]:
        return [self._pager.write(start, "list").encode() for start in (0, 1, 50, 10**9)]

    def run(self, data: bytes) -> bool:
        token = data.decode("utf-8", "surrogateescape")
        start = self._pager.read(token, "list")
        assert start is None or self._pager.write(start, "list").encode() == data
        assert self._pager.read(token, "another list") is None
        try:
            query = write_query({"page_token": token, "page_size": 5})
        except errors.InvalidRequest:
            assert not token.isascii()
            return False
        assert query.isascii()
        assert query.isprintable()
        assert parse_qs(query[1:], keep_blank_values=True) == {"pageToken": [token], "pageSize": ["5"]}
        return start is not None


class Ids(Target):
    """An id stays in its segment, or is refused."""

    name = "ids"

    def seeds(self) -> Sequence[bytes]:
        return [b"s1", b"+46123123123", b"a/b", b"name_1", b"../x", b"%2e%2e", "ü".encode()]

    def run(self, data: bytes) -> bool:
        text = data.decode("utf-8", "surrogateescape" if b"\xed\xa0" in data else "replace")
        operation = OPERATIONS["getWhatsappTemplate"]
        try:
            target = operation.target("p1", {"template_name": text, "language_code": "en"})
        except errors.InvalidRequest:
            return False
        segments = target.split("/")
        assert target.isascii()
        assert target.isprintable()
        assert not set(target) & set(" ?#\\")
        assert len(segments) == len(operation.path.split("/"))
        assert text in {unquote(segment) for segment in segments}
        found = the_contract().find("GET", [unquote(segment) for segment in segments[1:]])
        assert found is not None
        assert found[0].id in {operation.id, "getWhatsappTemplate"}
        return True


class Signatures(Target):
    """A receiver takes a call if, and only if, it is signed; everything else is told why not."""

    name = "signatures"

    class _Clock:
        def time(self) -> float:
            return NOW

    def __init__(self) -> None:
        self._receiver = webhooks.Receiver("s3cret", "older", clock=self._Clock())

    def seeds(self) -> Sequence[bytes]:
        found: list[bytes] = []
        for secret in ("s3cret", "older", "another"):
            for body in (b"{}", b'{"type": "RCS_SENDER_COMMENT_ADDED"}', b"[]", b"."):
                headers = sign(body, secret, nonce="n0nce", timestamp=NOW - 10)
                lines = [f"{name}: {value}" for name, value in headers.items()]
                found.append("\n".join(lines).encode() + b"\n\n" + body)
        return found

    def run(self, data: bytes) -> bool:
        head, _, body = data.partition(b"\n\n")
        raw = [(name, value.strip()) for name, _, value in (line.partition(b":") for line in head.split(b"\n"))]
        texts = [tuple(each.decode("utf-8", "surrogateescape") for each in pair) for pair in raw]
        outcomes = [self._outcome(body, cast("Any", headers)) for headers in (raw, texts)]
        genuine = self._is_genuine(body, {name.lower(): value for name, value in raw})
        for outcome in outcomes:
            if not isinstance(outcome, errors.SignatureError):
                assert genuine, "taken, though nobody signed it"
        return genuine

    def _outcome(self, body: bytes, headers: Any) -> object:
        try:
            return self._receiver.receive(body, headers)
        except (errors.SignatureError, errors.DecodeError) as error:
            return error

    def _is_genuine(self, body: bytes, headers: Mapping[bytes, bytes]) -> bool:
        """Check a signature by the document, sharing no code with the receiver."""
        prefix = b"x-sinch-webhook-signature"
        nonce, moment = headers.get(prefix + b"-nonce", b""), headers.get(prefix + b"-timestamp", b"")
        if headers.get(prefix + b"-algorithm") != b"HmacSHA256" or not nonce or not moment.isdigit():
            return False
        if len(moment) > 15 or abs(int(moment) - NOW) > 300:
            return False
        message = b".".join([body, nonce, moment])
        given = headers.get(prefix, b"")
        return given in {base64.b64encode(hmac.digest(key, message, "sha256")) for key in (b"s3cret", b"older")}


class Gate(Target):
    """The emulator's door: any Authorization header, any request for a token."""

    name = "authorization"

    def __init__(self) -> None:
        self._gate = Emulator(key_id="kid", key_secret="s3cret")._gate

    def seeds(self) -> Sequence[bytes]:
        basic = b"Basic " + base64.b64encode(b"kid:s3cret")
        token = self._gate.give({"Authorization": basic.decode()}, {"grant_type": "client_credentials"})[1][
            "access_token"
        ]
        return [
            basic,
            b"Bearer " + token.encode(),
            b"Bearer",
            b"basic  x",
            basic + b"\n\ngrant_type=client_credentials",
        ]

    def run(self, data: bytes) -> bool:
        head, _, form = data.partition(b"\n\n")
        header = head.decode("utf-8", "surrogateescape")
        refusal = self._gate.admits(header)
        self._gate.expire(None)
        status, _, _ = self._gate.give({"Authorization": header}, dict(parse_qsl(form.decode("utf-8", "replace"))))
        good = base64.b64encode(b"kid:s3cret")
        assert (refusal is None) <= (good in head or b"." in head)
        assert status in {200, 400, 401}
        assert (status == 200) <= (good in head)
        return refusal is None


class Faults(Target):
    """Fault rules, as they come over HTTP: refused in words, or good for every request."""

    name = "fault rules"

    def __init__(self) -> None:
        self._emulator = Emulator()
        self._call = Call(self._emulator.fail)

    def seeds(self) -> Sequence[bytes]:
        return [
            json.dumps(rule).encode()
            for rule in (
                {"operation": "createRcsSender", "status": 503, "times": 2, "retry_after": 3},
                {"reset": "after", "chance": 0.3, "project": "p"},
                {"delay": 0.1, "skip": 3, "method": "GET", "path": "/rcs"},
                {"delivery": "shuffle", "delay": 9}, {"truncate": 10},
                {"truncate": True}, {"malformed": True}, {"html": True}, {"expire_token": True},
                {"status": 429, "error_code": "too_many_requests", "headers": {"X-A": "b"}, "retry_after": "soon"},
            )
        ]  # fmt: skip

    def run(self, data: bytes) -> bool:
        try:
            given: Any = msgspec.json.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        if not isinstance(given, dict):
            return False
        self._emulator.clear_faults()
        try:
            rule: Any = self._call(given)
        except Problem as problem:
            rule = problem.body()["errorCode"]
        if not isinstance(rule, Fault):
            assert rule == "invalid_input"
            return False
        for operation, method, path in (
            ("createRcsSender", "POST", "/v1/projects/p/rcs/senders"),
            ("token", "POST", "/oauth2/token"),
            (None, "GET", "/rcs"),
        ):
            struck = self._emulator._faults.strike(operation, "p", method, path)
            assert struck is None or struck.name
        return True


class Settings(Target):
    """Settings from anywhere: refused by name, or fit for use."""

    name = "settings"

    def seeds(self) -> Sequence[bytes]:
        return [
            json.dumps(fields).encode()
            for fields in (
                {"project_id": "p", "key_id": "k", "key_secret": "s", "base_url": "https://example.com:443/a"},
                {"project_id": "p", "access_token": "t", "auth_url": "http://127.0.0.1:80", "proxy": "http://u:p@h:1"},
                {
                    "project_id": "p",
                    "access_token": "t",
                    "timeout": 3,
                    "deadline": 1.5,
                    "concurrency": 2,
                    "max_body": 100,
                },
                {"project_id": "p", "key_id": "k", "key_secret": "s", "basic_auth": True, "user_agent": "me/1"},
            )
        ]

    def run(self, data: bytes) -> bool:
        try:
            fields: Any = msgspec.json.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        if not isinstance(fields, dict):
            return False
        try:
            made = Config.of(**fields)
        except errors.ConfigurationError:
            return False
        for url in (made.base_url, made.auth_url):
            assert url.lower().startswith(("https:", "http://127.", "http://localhost", "http://[")) or made.allow_http
            assert url.isascii()
            assert url.isprintable()
        assert "s3cret" not in repr(made)
        return True


class Origins(Target):
    """The guard of the emulator's page lets no page of others in."""

    name = "origins"

    def seeds(self) -> Sequence[bytes]:
        return [
            b"Host: localhost:8080\nOrigin: http://localhost:8080", b"Host: 127.0.0.1:1\nSec-Fetch-Site: cross-site",
            b"Host: [::1]:80\nOrigin: null", b"Host: evil.example\nOrigin: http://evil.example",
            b"Host: localhost\nOrigin: http://[\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document",
        ]  # fmt: skip

    def run(self, data: bytes) -> bool:
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
        reason = Guard("127.0.0.1").rejection_reason("GET", headers)
        if reason is None and "Origin" in headers:
            origin = headers["Origin"].replace("\t", "").replace("\r", "")  # no browser sends them
            assert origin.partition("//")[2].split("/")[0].split("?")[0].split("#")[0] == headers["Host"]
        return reason is None


class Bodies(Target):
    """Requests to the emulator: kept by the contract's rules, or told which one they break."""

    name = "bodies"

    def seeds(self) -> Sequence[bytes]:
        found: list[bytes] = []
        for name, (_, _, described) in operations().items():
            media = described.get("requestBody", {}).get("content", {}).get("application/json", {})
            samples = [media["example"]] if "example" in media else []
            samples += [one["value"] for one in media.get("examples", {}).values()]
            found += [name.encode() + b"\n" + json.dumps(sample).encode() for sample in samples]
        return found

    def run(self, data: bytes) -> bool:
        name, _, body = data.partition(b"\n")
        operation = the_contract().operations.get(name.decode("latin-1"))
        if operation is None or operation.body_schema is None:
            return False
        try:
            content: Any = msgspec.json.decode(body)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        breaches = [str(breach) for breach in operation.check_body(content)]
        assert all(breaches)
        return not breaches


class Wire(Target):
    """Whole HTTP answers, over a real socket: an answer or an error of ours, and no connection is kept for it."""

    name = "http answers"

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._data = b""
        self._loop.run_until_complete(self._start())

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        policy = RetryPolicy(attempts=1)
        config = Config(project_id="p", access_token="t", base_url=url, retry=policy, max_body=50_000, timeout=5)
        self._sinch = AsyncClient(config)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._data)
            writer.close()

    def seeds(self) -> Sequence[bytes]:
        body = json.dumps({"id": "s1", "region": "EU", "state": "DRAFT"} | SENDER).encode()
        return [
            answer(SENDER),
            answer(SENDER, headers={"Retry-After": "3", "X-Request-Id": "1"}),
            answer({"errorCode": "a"}, 404, {"WWW-Authenticate": 'Bearer error="invalid_token"'}),
            scripts.head("Transfer-Encoding: chunked") + scripts.chunked(body[:20], body[20:]),
            scripts.framed(scripts.zipped(body), "Content-Encoding: gzip"),
            scripts.framed(zlib.compress(body), "Content-Encoding: deflate"),
            scripts.head("Connection: close") + body,
            scripts.head(status="100 Continue") + answer(SENDER),
            scripts.head("Location: http://127.0.0.1:1/", "Content-Length: 0", status="302 Found"),
            scripts.head(status="204 No Content"),
        ]

    def run(self, data: bytes) -> bool:
        self._data = data
        return self._loop.run_until_complete(self._once())

    async def _once(self) -> bool:
        try:
            await self._sinch.rcs.senders.get("s1")
        except errors.ProvisioningError as error:
            assert not isinstance(error, errors.ConfigurationError | errors.DeadlineExceeded), error  # noqa: PT017
            return False
        finally:
            session = self._sinch._pipeline.transport._session
            assert session is not None
            assert session.connector is not None
            assert not session.connector._acquired
        return True

    def close(self) -> None:
        self._loop.run_until_complete(self._sinch.close())
        self._server.close()
        self._loop.run_until_complete(self._server.wait_closed())
        self._loop.close()


TARGETS: Sequence[type[Target]] = (
    Answers, Refusals, RetryAfter, Tokens, PageTokens, Walks, Ids, Outgoing, Signatures, Gate, Faults, Settings,
    Origins, Bodies, Wire, Strays, TokenEndpoint,
)  # fmt: skip
