"""Nothing that a caller is given by others can break out of its place: a path's segment, a query, a header, a host."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sinch_provisioning import AsyncClient, Attempt, Config, errors
from sinch_provisioning.core.operation import Operation
from sinch_provisioning.core.query import write_query
from sinch_provisioning.operations import OPERATIONS
from tests.net.scripts import redirect
from tests.net.wire import SENDER, FakeClock, says, wire
from tests.reliability.test_exactly_once import ids

pytestmark = pytest.mark.anyio

REFUSED = {
    "nothing": "",
    "line": "a\r\nX-Evil: 1",
    "line feed": "a\nb",
    "carriage return": "a\rb",
    "NUL": "a\x00b",
    "dot": ".",
    "parent": "..",
    "half a character": "\ud800",
}
BENT = [
    "a/b",
    "a/../../b",
    "../x",
    "a\\..\\b",
    "a?b=c",
    "a#b",
    "a b",
    "+46123",
    "%2e%2e",
    "%0d%0a",
    "ü",
    "a;b",
    "a@b",
    "http://evil.example/",
    "//x",
    "*",
]
WITH_IDS = [operation for operation in OPERATIONS.values() if "{" in operation.path]


@pytest.mark.parametrize("operation", WITH_IDS, ids=lambda operation: operation.id)
def test_an_id_that_would_lead_elsewhere_is_refused(operation: Operation[object]) -> None:
    for name in ids(operation):
        for bad in REFUSED.values():
            values = ids(operation) | {name: bad}
            with pytest.raises(errors.InvalidRequest) as caught:
                operation.target(values.get("project_id", "p1"), values)
            assert caught.value.field == name


@pytest.mark.parametrize("operation", WITH_IDS, ids=lambda operation: operation.id)
def test_any_other_id_stays_in_its_segment(operation: Operation[object]) -> None:
    for name in ids(operation):
        for bent in BENT:
            values = ids(operation) | {name: bent}
            target = operation.target(values.get("project_id", "p1"), values)
            segments = target.split("/")
            assert len(segments) == len(operation.path.split("/"))
            assert [unquote(segment) for segment in segments].count(bent) == 1
            assert not set(target) & set(" ?#\r\n\\")


@given(st.text(max_size=40))
@example("a/..")
@example("..%2f")
def test_no_text_leaves_its_segment(text: str) -> None:
    operation = OPERATIONS["getRcsSender"]
    try:
        target = operation.target("p1", {"sender_id": text})
    except errors.InvalidRequest:
        return
    head, _, last = target.rpartition("/")
    assert head == "/v1/projects/p1/rcs/senders"
    assert unquote(last, errors="strict") == text
    assert target.isascii()
    assert target.isprintable()
    assert last not in {".", ".."}


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}(_[a-z]{1,5})?", fullmatch=True), st.text() | st.lists(st.text())))
def test_no_text_leaves_its_query(query: dict[str, Any]) -> None:
    try:
        written = write_query(query)
    except errors.InvalidRequest:
        return
    assert written.isascii()
    assert not set(written[1:]) & set(" ?#\r\n/")
    read = parse_qs(written[1:], keep_blank_values=True, strict_parsing=bool(written))
    assert sum(map(len, read.values())) == sum(len(v) if isinstance(v, list) else 1 for v in query.values())


@pytest.mark.parametrize(
    "path",
    [
        "rcs/senders", "", "/rcs/../x", "/rcs/./x", "/rcs/%2e%2e/x", "/rcs/%2E./x", "/rcs/x?y=1", "/rcs/x#y",
        "/rcs/x y", "/rcs/x\r\nX-Evil: 1", "/rcs/\x00", "/rcs/ü", "/v1/../x", "/v1/%2e%2e/x",
    ],
)  # fmt: skip
async def test_a_path_of_the_callers_own_keeps_the_rules(path: str) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest) as caught:
            await sinch.request("GET", path)
        assert caught.value.field == "path"
        assert server.connections == 0


@pytest.mark.parametrize("path", ["//evil.example/x", "/@evil.example", "/v1//evil.example", "/x:80@evil.example/"])
async def test_no_path_changes_the_host(path: str) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        await sinch.request("GET", path)
        assert server.requests[0].target.endswith(path)
        assert server.requests[0].headers["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("method", ["GET\r\nX: y", "CONNECT", "TRACE", "", "get it"])
async def test_a_method_of_the_callers_own_is_one_of_the_apis(method: str) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest):
            await sinch.request(method, "/x")
        assert server.connections == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("X-A", "a\r\nX-Evil: 1"), ("X-A", "a\nb"), ("X-A", "a\x00"), ("X-A\r\nX-Evil", "1"), ("", "a"), ("X A", "a"),
     ("X:A", "a"), ("X-Ü", "a"), ("X-A", "ü")],
)  # fmt: skip
async def test_a_hook_cannot_break_a_header(name: str, content: str) -> None:
    class Bad:
        def before(self, attempt: Attempt) -> None:
            attempt.headers[name] = content

        def after(self, attempt: Attempt) -> None: ...

    async with wire() as server, AsyncClient(server.config(), hooks=[Bad()]) as sinch:
        with pytest.raises(errors.InvalidRequest):
            await sinch.rcs.senders.get("s1")
        assert not server.requests


async def test_a_hook_cannot_take_the_place_of_the_credentials() -> None:
    class Helpful:
        def before(self, attempt: Attempt) -> None:
            assert "authorization" not in {name.lower() for name in attempt.headers}
            attempt.headers["authorization"] = "Bearer hooks-own"

        def after(self, attempt: Attempt) -> None: ...

    async with wire() as server, AsyncClient(server.config(), hooks=[Helpful()]) as sinch:
        await sinch.rcs.senders.get("s1")
        assert server.requests[0].headers["authorization"] == "Bearer t1"


@pytest.mark.parametrize("bad", ["a\r\nX: 1", "a\nb", "a\x00b", "a\x7fb", "ü"])
async def test_no_setting_and_no_token_breaks_a_header(bad: str) -> None:
    for fields in ({"access_token": bad}, {"access_token": "t", "user_agent": bad}):
        with pytest.raises(errors.ConfigurationError):
            Config.of(project_id="p", **fields)

    async def provide() -> str:
        return bad

    async with wire() as server:
        config = server.config(key_id=None, key_secret=None, access_token=provide)
        async with AsyncClient(config) as sinch:
            with pytest.raises(errors.ConfigurationError, match="usable text"):
                await sinch.rcs.senders.get("s1")
        assert server.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "http://provisioning.api.sinch.com", "http://127.0.0.1.evil.example", "http://127.evil.example",
        "http://localhost.evil.example", "http://[::ffff:8.8.8.8]", "http://0.0.0.0", "http://10.0.0.1", "http://127.1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["base_url", "auth_url"])
def test_credentials_go_over_plain_http_to_this_machine_only(field: str, url: str) -> None:
    with pytest.raises(errors.ConfigurationError, match="plain http") as caught:
        Config.of(project_id="p", key_id="k", key_secret="s", **{field: url})
    assert caught.value.field == field
    allowed = Config.of(project_id="p", key_id="k", key_secret="s", allow_http=True, **{field: url})
    assert getattr(allowed, field) == url


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://localhost", "http://[::1]:8", "http://127.9.9.9"])
def test_this_machine_may_be_spoken_to_in_plain_http(url: str) -> None:
    assert Config(project_id="p", key_id="k", key_secret="s", base_url=url, auth_url=url).base_url == url


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("at", ["api", "token"])
async def test_a_redirect_takes_nothing_to_another_host(at: str, status: int) -> None:
    async with wire() as elsewhere, wire() as server:
        script = redirect(status, elsewhere.url + "/v1/projects/p1/rcs/senders/s1")
        if at == "api":
            server.otherwise = script
        else:
            server.token = script
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            with pytest.raises(errors.ApiError, match="redirect") as caught:
                await sinch.rcs.senders.get("s1")
        assert caught.value.status == status
        assert elsewhere.connections == 0


async def test_each_credential_goes_to_its_own_host() -> None:
    async with wire() as login, wire() as api:
        async with AsyncClient(api.config(auth_url=login.url)) as sinch:
            await sinch.rcs.senders.get("s1")
        assert [request.headers["authorization"].split()[0] for request in login.tokens] == ["Basic"]
        assert [request.headers["authorization"] for request in api.requests] == ["Bearer t1"]
        assert not api.tokens
        assert not login.requests


async def test_cookies_are_neither_kept_nor_sent() -> None:
    setting = says(SENDER, headers={"Set-Cookie": "session=stolen; Path=/"})
    async with wire(otherwise=setting) as server, AsyncClient(server.config()) as sinch:
        for _ in range(2):
            await sinch.rcs.senders.get("s1")
        assert not any("cookie" in request.headers for request in server.requests)


async def test_a_text_that_is_none_is_refused_before_it_is_sent() -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        calls: list[Callable[[], Any]] = [
            lambda: sinch.rcs.senders.comment("s1", "half \ud800"),
            lambda: sinch.rcs.senders.list(search="half \ud800").first(),
            lambda: sinch.request("POST", "/x", body={"a": "\ud800"}),
            lambda: sinch.request("POST", "/x", body=_nested(100_000)),
        ]
        for call in calls:
            with pytest.raises(errors.InvalidRequest):
                await call()
        assert not server.requests


def _nested(depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for _ in range(depth):
        made = {"a": made}
    return made
