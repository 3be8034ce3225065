"""Settings from the environment, certificates by path, options of a scope, and requests a second."""

import asyncio
import pickle
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from sinch_provisioning import AsyncClient, Attempt, CallWait, Client, Config, Observer, RetryPolicy, errors
from sinch_provisioning.testing import ManualClock
from tests.net.wire import SENDER, says, wire

pytestmark = pytest.mark.anyio

ENVIRON = {"SINCH_PROJECT_ID": "p", "SINCH_ACCESS_TOKEN": "t"}
GOOD = says(SENDER)
FIXED: dict[str, Any] = {"basic_auth": True}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> Path:
    """A file with the certificate of a private authority."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def serving(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_proxy_and_certificates_come_from_the_environment(bundle: Path) -> None:
    environ = ENVIRON | {"SINCH_PROXY": "http://proxy.example:3128", "SINCH_CA_BUNDLE": str(bundle)}
    config = Config.from_env(environ)
    assert (config.proxy, config.ssl, config.trust_env) == ("http://proxy.example:3128", str(bundle), False)
    assert Config.from_env(environ, proxy=None, ssl=True) == Config(project_id="p", access_token="t")


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("TRUE", True), ("on ", True), ("0", False), ("no", False), ("", False)]
)
def test_trust_env_comes_from_the_environment(text: str, expected: bool) -> None:
    assert Config.from_env(ENVIRON | {"SINCH_TRUST_ENV": text}).trust_env is expected


def test_a_trust_env_that_is_neither_is_rejected() -> None:
    with pytest.raises(errors.ConfigurationError, match="trust_env must be True or False") as caught:
        Config.from_env(ENVIRON | {"SINCH_TRUST_ENV": "perhaps"})
    assert caught.value.field == "trust_env"


@pytest.mark.parametrize("as_path", [str, Path])
@pytest.mark.parametrize("borrowed", [False, True])
async def test_certificates_are_trusted_by_path(
    authority: trustme.CA, bundle: Path, as_path: type[str | Path], borrowed: bool
) -> None:
    import aiohttp

    async with wire(serving(authority), otherwise=GOOD) as server, aiohttp.ClientSession() as session:
        config = pickle.loads(pickle.dumps(server.config(ssl=as_path(bundle))))
        async with AsyncClient(config, session=session if borrowed else None) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"


async def test_only_the_certificates_of_the_path_are_trusted(bundle: Path) -> None:
    async with (
        wire(serving(trustme.CA()), otherwise=GOOD) as server,
        AsyncClient(server.config(ssl=str(bundle))) as sinch,
    ):
        with pytest.raises(errors.ConnectFailed, match="certificate"):
            await sinch.rcs.senders.get("s1")


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_path_without_certificates_is_rejected_at_once(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a-secret-by-mistake"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(errors.ConfigurationError, match="ssl names no file of certificates") as caught:
        Config(project_id="p", access_token="t", ssl=str(path))
    assert caught.value.field == "ssl"
    assert "secret" not in str(caught.value)


async def test_a_scope_has_its_own_retries() -> None:
    async with wire(otherwise=says({}, 503)) as server, AsyncClient(server.config(), clock=ManualClock()) as sinch:
        for policy, expected in [(RetryPolicy(attempts=1), 1), (RetryPolicy(attempts=6), 6)]:
            with pytest.raises(errors.ServerError) as caught:
                await sinch.options(retry=policy).options(timeout=5).project("p2").rcs.senders.get("s1")
            assert caught.value.attempts == expected
        budget = sinch._pipeline._retries.budget
    assert budget is not None
    assert budget.left == 500 - 5 * 5, "all scopes share the client's budget"


async def test_a_scope_has_its_own_headers() -> None:
    async with wire(otherwise=GOOD) as server, AsyncClient(server.config(**FIXED)) as sinch:
        scope = sinch.options(headers={"X-Team": "a", "X-Trace": "1"}).options(headers={"X-Trace": "2"}).project("p2")
        await scope.rcs.senders.get("s1")
        await sinch.rcs.senders.get("s1")
    first, second = server.requests
    assert (first.headers["x-team"], first.headers["x-trace"]) == ("a", "2")
    assert "x-team" not in second.headers


@pytest.mark.parametrize("cls", [AsyncClient, Client])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"headers": {"Authorization": "Bearer x"}}, "Authorization: is a header of the client's own"),
        ({"headers": {"content-type": "text/plain"}}, "content-type: is a header of the client's own"),
        ({"headers": {"X-A": "1\r\nX-B: 2"}}, "X-A: is not the name or not the content of a header"),
        ({"headers": {"X-A": 1}}, "headers: has to map texts to texts"),
        ({"headers": ["X-A"]}, "headers: must be a mapping, not list"),
        ({"retry": 3}, "retry: must be a RetryPolicy, not int"),
    ],
)
def test_wrong_options_are_rejected(cls: Any, given: dict[str, Any], words: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        cls(project_id="p", access_token="t").options(**given)
    assert str(caught.value) == words


def test_a_blocking_client_says_why_it_takes_no_session() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"Client takes no session: .* AsyncClient") as caught:
        Client(Config(project_id="p", access_token="t"), session=object())  # type: ignore[call-arg]
    assert caught.value.field == "session"


class Times(Observer):
    """When requests leave, and which waits there were."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.sent: list[float] = []
        self.waits: list[CallWait] = []

    def before(self, attempt: Attempt) -> None:
        self.sent.append(round(self.clock.monotonic() - 1_700_000_000.0, 3))

    def wait(self, wait: CallWait) -> None:
        self.waits.append(wait)


async def test_requests_are_spaced_by_the_rate_over_all_projects() -> None:
    clock = ManualClock()
    async with wire(otherwise=GOOD) as server:
        config = server.config(rate=4, **FIXED)
        async with AsyncClient(config, clock=clock, hooks=[times := Times(clock)]) as sinch:
            await asyncio.gather(*(sinch.project(f"p{number}").rcs.senders.get("s1") for number in range(5)))
            assert times.sent == [0.0, 0.25, 0.5, 0.75, 1.0]
            clock.advance(10)
            await sinch.rcs.senders.get("s1")
            await sinch.rcs.senders.get("s1")
    assert times.sent[5:] == [11.0, 11.25], "time without requests gives no burst later"
    assert {wait.reason for wait in times.waits} == {"rate"}


async def test_retries_count_too() -> None:
    clock = ManualClock()
    policy = RetryPolicy(wait_initial=0.001)
    async with wire(scripts=[says({}, 503), says({}, 503), GOOD]) as server:
        config = server.config(rate=0.5, retry=policy, **FIXED)
        async with AsyncClient(config, clock=clock, hooks=[times := Times(clock)]) as sinch:
            await sinch.rcs.senders.get("s1")
    assert times.sent == [0.0, 2.0, 4.0]


async def test_a_deadline_holds_while_the_rate_is_waited_for() -> None:
    async with wire(otherwise=GOOD) as server, AsyncClient(server.config(rate=0.01, **FIXED)) as sinch:
        await sinch.rcs.senders.get("s1")
        with pytest.raises(errors.DeadlineExceeded) as caught:
            await sinch.options(deadline=0.05).rcs.senders.get("s1")
        assert not caught.value.sent
    assert len(server.requests) == 1


async def test_a_call_that_is_cancelled_takes_no_time_from_others() -> None:
    async with wire(otherwise=GOOD) as server, AsyncClient(server.config(rate=20, **FIXED)) as sinch:
        await sinch.rcs.senders.get("s1")
        given_up = [asyncio.create_task(sinch.rcs.senders.get("s1")) for _ in range(15)]
        await asyncio.sleep(0)
        for task in given_up:
            task.cancel()
        await asyncio.wait(given_up)
        async with asyncio.timeout(0.5):  # 15 of them would have taken 0.75 s
            await sinch.rcs.senders.get("s1")


@pytest.mark.parametrize("rate", [0, -1, float("inf"), "5", True])
def test_a_rate_that_is_no_number_is_rejected(rate: Any) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        Config(project_id="p", access_token="t", rate=rate)
    assert caught.value.field == "rate"
