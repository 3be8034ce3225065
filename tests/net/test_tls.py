"""TLS with certificates of our own making: who is trusted, who is not, and that nothing is sent to the latter."""

import asyncio
import datetime as dt
import ssl
from collections.abc import Callable

import pytest
import trustme

from sinch_provisioning import AsyncClient, Client, RetryPolicy, errors
from tests.net.scripts import close, reset, stall
from tests.net.wire import SENDER, FakeClock, Wire, says, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """What a client needs to know of a private authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


async def test_a_private_authority_is_trusted_when_told_so(authority: trustme.CA, trusting: ssl.SSLContext) -> None:
    async with wire(serving(authority.issue_cert("127.0.0.1"))) as server:
        config = server.config(ssl=trusting)
        async with AsyncClient(config) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"

        def blocking() -> str:
            with Client(config) as sinch:
                return sinch.rcs.senders.get("s1").id

        assert await asyncio.to_thread(blocking) == "s1"


UNTRUSTED: dict[str, Callable[[trustme.CA], trustme.LeafCert]] = {
    "another authority": lambda _: trustme.CA().issue_cert("127.0.0.1"),
    "another host": lambda authority: authority.issue_cert("elsewhere.example"),
    "expired": lambda authority: authority.issue_cert(
        "127.0.0.1", not_before=now() - dt.timedelta(days=9), not_after=now() - dt.timedelta(days=1)
    ),
    "not yet valid": lambda authority: authority.issue_cert("127.0.0.1", not_before=now() + dt.timedelta(days=1)),
}


@pytest.mark.parametrize("place", ["API", "token endpoint"])
@pytest.mark.parametrize("name", UNTRUSTED)
async def test_who_is_not_trusted_is_told_nothing(
    name: str, place: str, authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    """And is asked once only: the next attempt would meet the same certificate."""
    given = {"key_id": None, "key_secret": None, "access_token": "t1"} if place == "API" else {}
    async with wire(serving(UNTRUSTED[name](authority))) as server:
        async with AsyncClient(server.config(ssl=trusting, **given), clock=(clock := FakeClock())) as sinch:
            with pytest.raises(errors.ConnectFailed) as caught:
                await sinch.rcs.senders.get("s1")
        assert caught.value.attempts == 1
        assert not clock.slept
        assert "certificate" in str(caught.value).lower()
        assert isinstance(caught.value.__cause__, ssl.SSLCertVerificationError)
        assert not caught.value.sent
        assert not server.tokens
        assert not server.requests


async def test_the_systems_certificates_do_not_vouch_for_a_private_authority(authority: trustme.CA) -> None:
    async with wire(serving(authority.issue_cert("127.0.0.1"))) as server:
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            with pytest.raises(errors.ConnectFailed):
                await sinch.rcs.senders.get("s1")
        assert not server.tokens
        async with AsyncClient(server.config(ssl=False)) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"


async def test_a_server_that_wants_to_know_its_client(authority: trustme.CA) -> None:
    strict = serving(authority.issue_cert("127.0.0.1"))
    strict.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(strict)
    anonymous, known = ssl.create_default_context(), ssl.create_default_context()
    for context in (anonymous, known):
        authority.configure_trust(context)
    authority.issue_cert("client@example.com").configure_cert(known)
    async with wire(strict) as server:
        async with AsyncClient(server.config(ssl=known)) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
        server.tokens.clear()
        server.requests.clear()
        config = server.config(ssl=anonymous, retry=RetryPolicy(attempts=2))
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            with pytest.raises(errors.TransportError) as caught:
                await sinch.rcs.senders.get("s1")
        assert not caught.value.sent
        assert not server.tokens
        assert not server.requests


async def test_plain_http_where_tls_is_spoken_and_the_other_way_round(
    authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    async with wire() as plain, wire(serving(authority.issue_cert("127.0.0.1"))) as secure:
        for url in (plain.url.replace("http:", "https:"), secure.url.replace("https:", "http:")):
            config = plain.config(base_url=url, auth_url=url, ssl=trusting, timeout=0.2)
            async with AsyncClient(config, clock=FakeClock()) as sinch:
                with pytest.raises(errors.TransportError) as caught:
                    await sinch.rcs.senders.get("s1")
                assert not caught.value.sent
        assert not plain.tokens
        assert not secure.tokens


@pytest.mark.parametrize("script", [close, reset, stall], ids=["closed", "reset", "silent"])
async def test_a_handshake_that_breaks_is_no_request(script: Callable[..., object], trusting: ssl.SSLContext) -> None:
    async with wire(greet=script) as server:
        url = server.url.replace("http:", "https:")
        config = server.config(
            base_url=url, key_id=None, key_secret=None, access_token="t", ssl=trusting, timeout=0.1,
            retry=RetryPolicy(attempts=2),
        )  # fmt: skip
        async with AsyncClient(config, clock=(clock := FakeClock())) as sinch:
            with pytest.raises((errors.ConnectFailed, errors.TimedOut)) as caught:
                await sinch.rcs.senders.comment("s1", "a ONCE call, which may go again, as it never left")
        assert not caught.value.sent
        assert caught.value.attempts == 2
        assert len(clock.slept) == 1
        assert server.connections == 2


async def test_faults_are_the_same_under_tls(authority: trustme.CA, trusting: ssl.SSLContext) -> None:
    async with (
        wire(serving(authority.issue_cert("127.0.0.1"))) as server,
        AsyncClient(server.config(ssl=trusting), clock=FakeClock()) as sinch,
    ):
        await sinch.rcs.senders.get("s1")
        server.scripts = [reset, close]
        server.requests.clear()
        assert (await sinch.rcs.senders.get("s1")).id == "s1"
        assert len(server.requests) == 3
        server.scripts = [reset]
        server.requests.clear()
        with pytest.raises(errors.ConnectionLost) as caught:
            await sinch.rcs.senders.comment("s1", "hello")
        assert caught.value.sent
        assert len(server.requests) == 1


async def test_connections_are_kept_and_closed_in_the_end(authority: trustme.CA, trusting: ssl.SSLContext) -> None:
    server: Wire
    async with wire(serving(authority.issue_cert("127.0.0.1")), otherwise=says(SENDER)) as server:
        async with AsyncClient(server.config(ssl=trusting)) as sinch:
            for _ in range(5):
                await sinch.rcs.senders.get("s1")
            assert server.connections == 1
        await server.until(lambda: server.open_now == 0)
