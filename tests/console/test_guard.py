"""Whom the console lets in: programs and its own page, no page of somebody else."""

import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.console.guard import stranger
from tests.console.asking import Asker

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
    assert stranger({"Host": HOST, **GOOD[name]}, "127.0.0.1") is None


@pytest.mark.parametrize("name", BAD)
async def test_who_may_not(asker: Asker, emulator: Emulator, name: str) -> None:
    assert stranger({"Host": HOST, **BAD[name]}, "127.0.0.1") is not None
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


def test_where_it_listens_to_others_they_may_come_but_no_page_may() -> None:
    for host in ("emulator.internal:8080", "192.168.1.5:8080"):
        assert stranger({"Host": host}, "0.0.0.0") is None
        assert stranger({"Host": host, "Origin": f"http://{host}"}, "0.0.0.0") is None
        assert stranger({"Host": host, "Origin": "https://evil.example"}, "0.0.0.0") is not None


async def test_every_answer_forbids_frames_foreign_content_and_caches(asker: Asker) -> None:
    for path in ("", "health", "static/style.css", "page/nothing", "nothing"):
        headers = (await asker.ask("GET", path)).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert not [name for name in headers if name.startswith("Access-Control")]
