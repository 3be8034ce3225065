"""Whom the console lets in: programs and its own page, no page of somebody else."""

import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.guard import Guard
from tests.console.asking import Asker
from tests.emulator.test_edges import connected

pytestmark = pytest.mark.anyio

HOST = "127.0.0.1:8080"
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

GOOD: dict[str, dict[str, str]] = {
    "a program": {},
    "by name": {"Host": "localhost:8080"},
    "by another name of it": {"Host": "api.localhost:8080"},
    "over IPv6": {"Host": "[::1]:8080"},
    "the page itself": {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"},
    "an address typed in": {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    "a link followed": LINK,
}
BAD: dict[str, dict[str, str]] = {
    "a page elsewhere": {"Origin": "https://evil.example"},
    "a page of another port": {"Origin": "http://127.0.0.1:3000"},
    "a page without an origin": {"Origin": "null"},
    "a page whose name leads here": {"Host": "evil.example:8080", "Origin": "http://evil.example:8080"},
    "a name that leads here": {"Host": "evil.example"},
    "an address that is not this machine's": {"Host": "192.168.1.5:8080"},
    "no host": {"Host": ""},
    "a host that is none": {"Host": "[:8080"},
    "an image": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    "a frame": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    "a site beside it": {"Sec-Fetch-Site": "same-site"},
    "a form of another site": {**LINK, "Origin": "https://evil.example"},
}


@pytest.mark.parametrize("name", GOOD)
async def test_who_may_come_in(name: str) -> None:
    assert reason({"Host": HOST, **GOOD[name]}) is None


@pytest.mark.parametrize("name", BAD)
async def test_who_may_not(asker: Asker, emulator: Emulator, name: str) -> None:
    assert reason({"Host": HOST, **BAD[name]}) is not None
    before = emulator.clock.now()
    for method, path in (
        ("POST", "clock"),
        ("GET", "state"),
        ("GET", ""),
        ("GET", "changes"),
        ("GET", "static/script.js"),
    ):
        answer = await asker.ask(method, path, {"seconds": 5} if method == "POST" else None, headers=BAD[name])
        assert (answer.status, answer.json["errorCode"]) == (403, "forbidden")
    assert emulator.clock.now() == before


def reason(headers: dict[str, str], listening_on: str = "127.0.0.1", *allowed: str, method: str = "GET") -> str | None:
    return Guard(listening_on, allowed).rejection_reason(method, headers)


@pytest.mark.parametrize("listening_on", ["0.0.0.0", "::", "", "192.168.1.5", "emulator.internal"])
def test_where_it_listens_to_others_addresses_are_fine_and_names_have_to_be_allowed(listening_on: str) -> None:
    for host in ("192.168.1.5:8080", "[2001:db8::1]:8080", "localhost:8080", "127.0.0.1"):
        assert reason({"Host": host}, listening_on) is None
        assert reason({"Host": host, "Origin": f"http://{host}"}, listening_on) is None
        assert reason({"Host": host, "Origin": "https://evil.example"}, listening_on) is not None
    for host in ("evil.example:8080", "evil.example", "1.2.3.4.evil.example", ""):
        assert reason({"Host": host, "Origin": f"http://{host}"}, listening_on) is not None
        assert reason({"Host": host}, listening_on) is not None
    for host in ("EMULATOR.internal:8080", "emulator.internal."):
        assert reason({"Host": host}, listening_on, "Emulator.Internal") is None
    assert (reason({"Host": "emulator.internal"}, listening_on) is None) == (listening_on == "emulator.internal")


def test_the_case_of_what_a_browser_says_does_not_matter_and_a_form_is_not_a_link() -> None:
    assert reason({"Host": HOST, "Sec-Fetch-Site": "Cross-Site"}) is not None
    assert reason({"Host": HOST, **LINK}, method="POST") is not None
    assert reason({"Host": HOST, **LINK}, method="HEAD") is None


def test_a_rejected_name_is_logged_once_with_the_way_to_allow_it(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard("0.0.0.0")
    for number in range(100):
        for _ in range(3):
            assert guard.rejection_reason("GET", {"Host": f"name-{number}"}) is not None
    assert len(caplog.records) == 20
    assert "--allow-host" in caplog.text


async def test_a_page_elsewhere_leaves_no_trace_of_any_path(emulator: Emulator, session: aiohttp.ClientSession) -> None:
    emulator.fail(status=503, times=1)
    paths = ("/", "/oauth2/token", f"/v1/projects/{emulator.project_id}/rcs/senders", "/_emulator/requests")
    for headers in (*BAD.values(), {"Host": "caf\udce9"}, {"Origin": "http://\udcff"}):
        for path in paths:
            status, body = await raw(emulator, path, {"Host": HOST, **headers}, b"x" * 1000)
            assert (status, body["errorCode"]) == (403, "forbidden"), headers
    status, _ = await raw(emulator, paths[2], {"Host": HOST, **LINK}, b"")
    assert status == 403, "a link leads to the page, not to the API"
    assert len(emulator.requests) == 0
    assert emulator.faults[0].hits == 0


async def raw(emulator: Emulator, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
    """Send a request byte for byte, as no HTTP library would."""
    port = urlsplit(emulator.url).port or 0
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items() if name != "x")]
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    async with connected(port) as (reader, writer):
        writer.write("\r\n".join(lines).encode("utf-8", "surrogateescape") + body)
        head, _, content = (await reader.read()).partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(content)


async def test_every_answer_forbids_frames_foreign_content_and_caches(asker: Asker) -> None:
    for path in ("", "health", "static/style.css", "page/nothing", "nothing"):
        headers = (await asker.ask("GET", path)).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert not [name for name in headers if name.startswith("Access-Control")]
