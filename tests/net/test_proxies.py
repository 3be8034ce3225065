"""Through a real proxy (tinyproxy, in a process of its own), by CONNECT, with and without authentication."""

import asyncio
import base64
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
import trustme

from sinch_provisioning import AsyncClient, RetryPolicy, errors
from tests.net.scripts import close, reset, sends, stall
from tests.net.sockets import closed_port
from tests.net.wire import FakeClock, Script, Wire, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]


TINYPROXY = shutil.which("tinyproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SETTINGS = """\
Port {port}
Listen 127.0.0.1
Timeout 60
MaxClients 50
LogFile "{log}"
LogLevel Info
{more}
"""


@attrs.frozen
class Proxy:
    """A running proxy."""

    port: int
    log: Path

    def url(self, credentials: str = "") -> str:
        return f"http://{credentials}127.0.0.1:{self.port}"

    async def carried(self, server: Wire) -> bool:
        """Return whether it has carried something to a server, once that connection has ended."""
        for _ in range(200):
            told = self.log.read_text()
            ended = told.count("Closed connection between") == told.count("opening connection to")
            if ended and f"opening connection to 127.0.0.1:{server.port}\n" in told:
                return True
            await asyncio.sleep(0.02)
        return False


def _listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def _run(folder: Path, *more: str) -> Iterator[Proxy]:
    if TINYPROXY is None:
        pytest.skip("needs a real proxy: apt-get install tinyproxy")
    proxy = Proxy(closed_port(), folder / "log")
    (folder / "settings").write_text(SETTINGS.format(port=proxy.port, log=proxy.log, more="\n".join(more)))
    with subprocess.Popen([TINYPROXY, "-d", "-c", str(folder / "settings")], stdout=subprocess.DEVNULL) as process:
        try:
            while not _listens(proxy.port):
                assert process.poll() is None
                time.sleep(0.02)
            yield proxy
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    yield from _run(tmp_path_factory.mktemp("proxy"))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Carries only what comes with credentials."""
    yield from _run(tmp_path_factory.mktemp("guarded"), "BasicAuth user pass-word")


@pytest.fixture(scope="module")
def certificates() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For the server, and for its clients."""
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(client)
    return server, client


Certificates = tuple[ssl.SSLContext, ssl.SSLContext]


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy", "netrc"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def test_tls_goes_through_a_tunnel(proxy: Proxy, certificates: Certificates) -> None:
    async with wire(certificates[0]) as server:
        async with AsyncClient(server.config(ssl=certificates[1], proxy=proxy.url())) as sinch:
            for _ in range(3):
                assert (await sinch.rcs.senders.get("s1")).id == "s1"
            assert server.connections == 1
        assert await proxy.carried(server)
        assert not any("proxy" in name for request in server.requests for name in request.headers)


async def test_plain_http_goes_through_a_proxy_too(proxy: Proxy) -> None:
    async with wire() as server:
        async with AsyncClient(server.config(proxy=proxy.url())) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
        assert await proxy.carried(server)


async def test_a_proxy_that_wants_a_password_gets_it(guarded: Proxy, certificates: Certificates) -> None:
    async with wire(certificates[0]) as server:
        async with AsyncClient(server.config(ssl=certificates[1], proxy=guarded.url("user:pass%2Dword@"))) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
        assert await guarded.carried(server)
        assert not any("proxy-authorization" in request.headers for request in server.tokens + server.requests)


# What tinyproxy says of wrong credentials is not what the standard says, which makes no difference here.
@pytest.mark.parametrize(("credentials", "status"), [("", 407), ("user:wrong@", 401)])
async def test_a_proxy_that_rejects_is_told_apart(
    credentials: str, status: int, guarded: Proxy, certificates: Certificates
) -> None:
    async with wire(certificates[0]) as server:
        config = server.config(ssl=certificates[1], proxy=guarded.url(credentials), retry=RetryPolicy(attempts=2))
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            with pytest.raises(errors.ConnectFailed, match=f"the proxy rejected the connection: {status}") as caught:
                await sinch.rcs.senders.get("s1")
        assert not caught.value.sent
        assert "wrong" not in str(caught.value)
        assert server.connections == 0


async def test_a_password_with_a_colon_goes_whole(certificates: Certificates) -> None:
    refused = sends(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    async with wire(otherwise=refused) as between, wire(certificates[0]) as server:
        proxy = between.url.replace("http://", "http://user:pass%3Aword%40@")
        config = server.config(ssl=certificates[1], proxy=proxy, retry=RetryPolicy(attempts=1))
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            with pytest.raises(errors.ConnectFailed):
                await sinch.rcs.senders.get("s1")
        [request] = between.requests
        proof = request.headers["proxy-authorization"].removeprefix("Basic ")
        assert base64.b64decode(proof) == b"user:pass:word@"


async def test_a_proxy_that_is_not_there(certificates: Certificates) -> None:
    async with wire(certificates[0]) as server:
        config = server.config(ssl=certificates[1], proxy=f"http://127.0.0.1:{closed_port()}")
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            with pytest.raises(errors.ConnectFailed) as caught:
                await sinch.rcs.senders.get("s1")
        assert not caught.value.sent
        assert server.connections == 0


BAD_PROXIES: dict[str, tuple[Script, Callable[[errors.TransportError], bool]]] = {
    "forbids": (sends(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"), lambda e: "403" in str(e)),
    "cannot connect": (sends(b"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"), lambda e: "502" in str(e)),
    "closes": (close, lambda e: isinstance(e, errors.ConnectFailed)),
    "resets": (reset, lambda e: isinstance(e, errors.ConnectFailed)),
    "is silent": (stall, lambda e: isinstance(e, errors.TimedOut)),
    "speaks no HTTP": (sends(b"SSH-2.0-OpenSSH\r\n\r\n", then=close), lambda e: isinstance(e, errors.ConnectFailed)),
    "opens and closes": (sends(b"HTTP/1.1 200 OK\r\n\r\n", then=close), lambda e: isinstance(e, errors.ConnectFailed)),
    "opens and is silent": (sends(b"HTTP/1.1 200 OK\r\n\r\n", then=stall), lambda e: isinstance(e, errors.TimedOut)),
}


@pytest.mark.parametrize("name", BAD_PROXIES)
async def test_what_breaks_in_the_tunnel_never_left(name: str, certificates: Certificates) -> None:
    """So even a call that is made once may go again."""
    script, is_right = BAD_PROXIES[name]
    async with wire(otherwise=script) as between, wire(certificates[0]) as server:
        config = server.config(
            ssl=certificates[1], proxy=between.url, key_id=None, key_secret=None, access_token="t", timeout=0.2,
            retry=RetryPolicy(attempts=2),
        )  # fmt: skip
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            with pytest.raises(errors.TransportError) as caught:
                await sinch.rcs.senders.comment("s1", "hello")
        assert is_right(caught.value), caught.value
        assert not caught.value.sent
        assert caught.value.attempts == 2
        assert [request.method for request in between.requests] == ["CONNECT"] * 2
        assert not any("authorization" in request.headers for request in between.requests)
        assert server.connections == 0


async def test_the_environment_is_not_looked_at_unless_asked_for(
    proxy: Proxy, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    async with wire(certificates[0]) as server:
        async with AsyncClient(server.config(ssl=certificates[1])) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
        async with AsyncClient(server.config(ssl=certificates[1], trust_env=True), clock=FakeClock()) as sinch:
            with pytest.raises(errors.ConnectFailed):
                await sinch.rcs.senders.get("s1")
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        async with AsyncClient(server.config(ssl=certificates[1], trust_env=True)) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
        assert await proxy.carried(server)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        async with AsyncClient(server.config(ssl=certificates[1], trust_env=True)) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"


async def test_the_environment_may_hold_the_proxys_password(
    guarded: Proxy, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", guarded.url("user:pass%2Dword@"))
    async with wire(certificates[0]) as server:
        async with AsyncClient(server.config(ssl=certificates[1], trust_env=True)) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
        assert await guarded.carried(server)


async def test_a_netrc_takes_the_place_of_no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """aiohttp reads it with `trust_env`, for any host; here it is for proxies only."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\ndefault login any password body\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    async with wire() as server, AsyncClient(server.config(trust_env=True)) as sinch:
        assert (await sinch.rcs.senders.get("s1")).id == "s1"
        assert server.requests[0].headers["authorization"] == "Bearer t1"
        assert server.tokens[0].headers["authorization"].startswith("Basic a2lkOm")
