"""The emulator itself: paths, methods, the journal, projects, and how it lives and ends."""

import asyncio
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from yarl import URL

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator, bounds
from sinch_provisioning.emulator.catalogue import HANDLERS
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.problems import KNOWN
from tests.emulator.test_oauth import basic

pytestmark = pytest.mark.anyio


class Asked:
    """How an emulator is asked for any path at all."""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        self.emulator = emulator
        self._session = session
        self._headers = {"Authorization": basic(emulator.key_id, emulator.key_secret)}

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        url = URL(self.emulator.url + path, encoded=True)
        async with self._session.request(method, url, json=body, headers={**self._headers, **headers}) as response:
            content = await response.read()
            return response.status, json.loads(content) if content else None


@pytest.fixture
async def ask() -> AsyncIterator[Asked]:
    async with (
        Emulator(project_id=["p1", "p2"], frozen=True, check_replies=True) as emulator,
        aiohttp.ClientSession() as session,
    ):
        yield Asked(emulator, session)


UNKNOWN = [
    ("GET", "/"),
    ("GET", ""),
    ("GET", "/v1"),
    ("GET", "/v2/projects/p1/rcs/senders"),
    ("GET", "/v1/projects/p1/rcs"),
    ("GET", "/v1/projects/p1/rcs/senders/s1/nothing"),
    ("GET", "/v1/projects/p1/RCS/senders"),
    ("GET", "//v1/projects/p1/rcs/senders"),
    ("GET", "/v1/projects/p1//rcs/senders"),
    ("DELETE", "/v1/projects/p1/rcs/senders"),
    ("PUT", "/v1/projects/p1/rcs/senders/s1"),
    ("HEAD", "/v1/projects/p1/rcs"),
    ("OPTIONS", "/v1/projects/p1/rcs/senders"),
    ("GET", "/v1/projects/p1/rcs/senders/s1/launch"),
]


@pytest.mark.parametrize(("method", "path"), UNKNOWN)
async def test_unknown_paths_and_methods_are_not_found(ask: Asked, method: str, path: str) -> None:
    status, content = await ask(method, path)
    assert status == 404
    if method != "HEAD":
        assert content["errorCode"] == "not_found"
    assert ask.emulator.requests[-1].method == method
    assert ask.emulator.requests[-1].operation is None


async def test_an_empty_id_is_an_id_and_no_list(ask: Asked) -> None:
    status, content = await ask("GET", "/v1/projects/p1/rcs/senders/")
    assert (status, content["errorCode"]) == (404, "sender_not_found")


async def test_every_operation_of_the_contract_has_a_handler(ask: Asked) -> None:
    assert HANDLERS.keys() == the_contract().operations.keys()


async def test_every_documented_code_is_known_by_its_words() -> None:
    documented = {
        code
        for operation in the_contract().operations.values()
        for codes in operation.error_codes.values()
        for code in codes
    }
    assert documented == KNOWN.keys()


@pytest.mark.parametrize(
    "encoded", ["a%2Fb", "%C5%BC%C3%B3", "%2e%2e", "a%3Fb", "%25", "+46", "a%20b", "%", "%zz", "%FF"]
)
async def test_an_encoded_id_is_one_segment(ask: Asked, encoded: str) -> None:
    status, content = await ask("GET", f"/v1/projects/p1/rcs/senders/{encoded}")
    assert (status, content["errorCode"]) == (404, "sender_not_found")
    entry = ask.emulator.requests[-1]
    assert (entry.operation, entry.path) == ("getRcsSender", f"/v1/projects/p1/rcs/senders/{encoded}")


async def test_the_journal_tells_what_was_asked_and_answered(ask: Asked) -> None:
    body = {"comment": "Hello"}
    await ask("POST", "/v1/projects/p1/rcs/comments", body, **{"X-Trace": "t1", "Cookie": "c"})
    await ask("GET", "/v1/projects/p2/rcs/senders?search=a%20b&filterStates=DRAFT")
    await ask("GET", "/v1/projects/p1/rcs/senders/nobody")
    await ask("GET", "/nowhere")
    first, second, third, fourth = ask.emulator.requests
    assert (first.operation, first.project_id, first.method, first.status) == (
        "createRcsAccountComment",
        "p1",
        "POST",
        201,
    )
    assert (first.body, first.headers["X-Trace"], first.headers["Cookie"]) == (body, "t1", "***")
    assert first.at == ask.emulator.clock.now()
    assert (first.error_code, first.fault) == (None, None)
    assert (second.project_id, second.query) == ("p2", "search=a%20b&filterStates=DRAFT")
    assert (third.status, third.error_code) == (404, "sender_not_found")
    assert (fourth.operation, fourth.project_id, fourth.status) == (None, None, 404)


async def test_the_journal_is_a_sequence(ask: Asked) -> None:
    for number in range(3):
        await ask("GET", f"/v1/projects/p1/rcs/senders/{number}")
    await ask("GET", "/v1/projects/p1/rcs/senders")
    journal = ask.emulator.requests
    assert (len(journal), journal.total) == (4, 4)
    assert [entry.path[-1] for entry in journal[:3]] == ["0", "1", "2"]
    assert journal[-1].operation == "listRcsSenders"
    assert len(journal.of("getRcsSender")) == 3
    journal.clear()
    assert (len(journal), journal.total) == (0, 0)


async def test_a_body_that_is_no_json_is_refused_and_noted(ask: Asked) -> None:
    async with ask._session.post(
        ask.emulator.url + "/v1/projects/p1/rcs/comments", data=b"{", headers=ask._headers
    ) as response:
        assert response.status == 400
    assert ask.emulator.requests[-1].body is None


async def test_a_deeply_nested_body_is_refused(ask: Asked) -> None:
    body = b"[" * 100_000
    async with ask._session.post(
        ask.emulator.url + "/v1/projects/p1/rcs/comments", data=body, headers=ask._headers
    ) as response:
        assert response.status == 400
        assert (await response.json())["errorCode"] == "invalid_payload"


async def test_many_requests_at_once(ask: Asked) -> None:
    made = await asyncio.gather(
        *(
            ask("POST", f"/v1/projects/p{1 + number % 2}/rcs/comments", {"comment": str(number)})
            for number in range(100)
        )
    )
    assert {status for status, _ in made} == {201}
    for project in ("p1", "p2"):
        _, page = await ask("GET", f"/v1/projects/{project}/rcs/activities")
        assert page["totalSize"] == 50


async def test_projects_come_while_it_runs_and_begin_anew_on_request(ask: Asked) -> None:
    made = ask.emulator.add_project(senders=3)
    assert ask.emulator.project_ids == ["p1", "p2", made]
    assert (await ask("GET", f"/v1/projects/{made}/rcs/senders"))[1]["totalSize"] == 3
    await ask("POST", f"/v1/projects/{made}/rcs/comments", {"comment": "x"})
    ask.emulator.reset()
    assert len(ask.emulator.requests) == 0
    assert (await ask("GET", f"/v1/projects/{made}/rcs/senders"))[1]["totalSize"] == 3
    assert (await ask("GET", f"/v1/projects/{made}/rcs/activities"))[1]["totalSize"] == 0


# How it lives and ends.


async def test_it_can_be_started_again_and_keeps_its_port_and_state() -> None:
    emulator = Emulator(project_id="p1")
    async with aiohttp.ClientSession() as session:
        async with emulator:
            url = emulator.url
            await Asked(emulator, session)("POST", "/v1/projects/p1/rcs/comments", {"comment": "x"})
        async with emulator:
            assert emulator.url == url
            _, page = await Asked(emulator, session)("GET", "/v1/projects/p1/rcs/activities")
            assert page["totalSize"] == 1


async def test_it_starts_once_at_a_time() -> None:
    async with Emulator() as emulator:
        with pytest.raises(RuntimeError, match="runs already"):
            await emulator.start()
        assert "projects" in repr(emulator)
    await emulator.stop()


async def test_before_it_runs_it_has_no_address() -> None:
    emulator = Emulator()
    assert "not started" in repr(emulator)
    with pytest.raises(RuntimeError, match="not running"):
        _ = emulator.url
    with pytest.raises(RuntimeError, match="not running"):
        emulator.config()


def test_a_number_of_senders_is_not_negative() -> None:
    with pytest.raises(ValueError, match="between 0 and 10000000"):
        Emulator(senders=-1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"senders": 10**30}, "between 0 and 10000000"),
        ({"port": 99_999}, "65535"),
        ({"port": -1}, "65535"),
        ({"token_lifetime": 0}, "above 0"),
        ({"token_lifetime": float("nan")}, "above 0"),
        ({"now": float("inf")}, "from 1970"),
        ({"project_id": ""}, "1 to 100"),
        ({"project_id": ["p", "x" * 101]}, "1 to 100"),
        ({"project_id": "\udcff"}, "printable"),
        ({"allowed_hosts": "emulator.internal"}, "several names"),
    ],
)
def test_what_is_out_of_bounds_is_told_at_once(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Emulator(**wrong)


async def test_projects_are_bounded_wherever_they_come_from(ask: Asked) -> None:
    for body in ({"senders": 10**30}, {"senders": -1}, {"project_id": ""}, {"project_id": "x" * 101}):
        status, content = await ask("POST", "/_emulator/projects", body)
        assert (status, content["errorCode"]) == (400, "invalid_input")
    state = ask.emulator.snapshot()
    for senders in (-1, 10**18):
        wrong = {**state, "projects": {"p": {"senders": senders, "parts": {}}}}
        with pytest.raises(ValueError, match="not a snapshot"):
            ask.emulator.restore(wrong)
    assert (await ask("GET", "/_emulator/health"))[1]["projects"] == 2


def test_without_its_extra_it_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match=r"jsonschema_rs and jinja2: pip install 'sinch-provisioning\[emul"):
        Emulator()


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "localhost"])
async def test_wherever_it_listens_its_url_and_its_config_lead_to_it(host: str) -> None:
    try:
        async with Emulator(host=host) as emulator, AsyncClient(emulator.config()) as sinch:
            assert await sinch.rcs.senders.list().collect() == []
    except OSError:
        assert host == "::", "no IPv6 on this machine"


def in_use() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


async def test_a_port_that_is_taken_is_told_where_the_emulator_was_asked_for() -> None:
    with in_use() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="address already in use"):
            async with Emulator(port=port):
                pass
        with pytest.raises(OSError, match="address already in use"), Emulator(port=port):
            pass


def test_it_runs_in_a_thread_of_its_own_for_those_who_do_not_await() -> None:
    with Emulator(project_id="p1", frozen=True) as emulator:
        request = urllib.request.Request(
            f"{emulator.url}/v1/projects/p1/rcs/senders",
            headers={"Authorization": basic(emulator.key_id, emulator.key_secret)},
        )
        with urllib.request.urlopen(request) as response:
            assert json.load(response)["totalSize"] == 0
        emulator.advance(5)
        names = [thread.name for thread in threading.enumerate()]
        assert "sinch_provisioning emulator" in names
        url = emulator.url
    assert "sinch_provisioning emulator" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url)


async def test_its_config_leads_to_it() -> None:
    async with Emulator(project_id=["p1", "p2"]) as emulator:
        config = emulator.config()
        assert (config.project_id, config.base_url, config.auth_url) == ("p1", emulator.url, emulator.auth_url)
        other = emulator.config("p2", timeout=5, basic_auth=True)
        assert (other.project_id, other.timeout, other.basic_auth) == ("p2", 5, True)


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
async def test_an_ipv6_address_is_written_in_brackets() -> None:
    try:
        async with Emulator(host="::1", project_id="p1") as emulator, aiohttp.ClientSession() as session:
            assert emulator.url.startswith("http://[::1]:")
            assert (await Asked(emulator, session)("GET", "/v1/projects/p1/rcs/senders"))[0] == 200
    except OSError:
        pytest.skip("no IPv6 on this machine")
