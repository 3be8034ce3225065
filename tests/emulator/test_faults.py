"""Faults on request, seen from the wire: what each does, to which requests, how often."""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Mapping
from typing import Any

import attrs
import pytest

from sinch_provisioning.emulator import Emulator
from tests.emulator.test_oauth import basic

pytestmark = pytest.mark.anyio

NEW = {"region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "OTP"}
LIST, CREATE, TOKEN = "listRcsSenders", "createRcsSender", "token"


@attrs.frozen
class Answer:
    """What came back before the connection ended, if anything did."""

    status: int | None
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_whole(self) -> bool:
        """Whether as much came as was promised."""
        return self.status is not None and len(self.body) == int(self.headers.get("content-length", "0"))

    @property
    def content(self) -> Any:
        return json.loads(self.body)


class Raw:
    """Asks an emulator over bare sockets, one connection for each request, so that every end of one shows."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self._key = basic(emulator.key_id, emulator.key_secret)
        self.authorization = self._key

    async def ask(self, method: str, path: str, body: Any = None, authorization: str | None = None) -> Answer:
        host, _, port = self.emulator.url.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
            f"Authorization: {authorization or self.authorization}\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        try:
            writer.write(head.encode() + content)
            return _parsed(await reader.read())
        except ConnectionError:
            return Answer(None, {}, b"")
        finally:
            writer.close()

    async def list(self, project: str = "p1") -> Answer:
        return await self.ask("GET", f"/v1/projects/{project}/rcs/senders")

    async def create(self) -> Answer:
        return await self.ask("POST", "/v1/projects/p1/rcs/senders", NEW)

    async def token(self) -> Answer:
        return await self.ask("POST", "/oauth2/token", b"grant_type=client_credentials", self._key)

    async def senders(self) -> int:
        """Return how many senders there are, whatever faults are in force."""
        self.emulator.clear_faults()
        total = (await self.list()).content["totalSize"]
        assert isinstance(total, int)
        return total


def _parsed(data: bytes) -> Answer:
    head, separator, body = data.partition(b"\r\n\r\n")
    if not separator:
        return Answer(None, {}, b"")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Answer(int(first.split(" ")[1]), headers, body)


@pytest.fixture
async def raw() -> AsyncIterator[Raw]:
    async with Emulator(project_id=["p1", "p2"], frozen=True) as emulator:
        yield Raw(emulator)


async def test_without_a_fault_all_is_well(raw: Raw) -> None:
    created = await raw.create()
    assert (created.status, created.is_whole) == (201, True)
    assert created.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "invalid_input"),
        (401, "unauthorized_error"),
        (403, "rbm_has_not_been_used"),
        (404, "project_not_found"),
        (409, "account_data_is_corrupt"),
        (429, "rbm_too_many_requests"),
        (500, "internal_error"),
        (503, "internal_error"),
        (418, "internal_error"),
    ],
)
async def test_a_status_comes_with_a_documented_code_and_is_not_taken(raw: Raw, status: int, code: str) -> None:
    fault = raw.emulator.fail(CREATE, status=status)
    answer = await raw.create()
    assert (answer.status, answer.content["errorCode"]) == (status, code)
    assert answer.content.keys() == {"errorCode", "message", "resolution"}
    assert fault.hits == 1
    assert raw.emulator.requests[-1].status == status
    assert raw.emulator.requests[-1].error_code == code
    assert raw.emulator.requests[-1].fault == f"status {status}"
    assert await raw.senders() == 0


async def test_a_code_comes_with_its_documented_status(raw: Raw) -> None:
    raw.emulator.fail(LIST, error_code="rbm_has_not_been_used")
    answer = await raw.list()
    assert (answer.status, answer.content["errorCode"]) == (403, "rbm_has_not_been_used")
    assert "ask the vendor" in answer.content["message"]
    assert raw.emulator.requests[-1].fault == "rbm_has_not_been_used"


async def test_a_code_of_the_future_needs_a_status(raw: Raw) -> None:
    raw.emulator.fail(LIST, status=409, error_code="sender_on_holiday")
    answer = await raw.list()
    assert (answer.status, answer.content["errorCode"]) == (409, "sender_on_holiday")


DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize(
    ("given", "sent"),
    [(2, "2"), (0, "0"), (0.5, "1"), (2.5, "3"), (1e6, "1000000"), (10**12, "1000000000000"), (DATE, DATE)],
)
async def test_retry_after_is_a_whole_number_or_a_text(raw: Raw, given: float | str, sent: str) -> None:
    raw.emulator.fail(LIST, status=429, retry_after=given)
    assert (await raw.list()).headers["retry-after"] == sent
    raw.emulator.clear_faults()
    raw.emulator.fail(LIST, status=429)
    assert "retry-after" not in (await raw.list()).headers


async def test_a_connection_reset_before_the_request_is_taken(raw: Raw) -> None:
    raw.emulator.fail(CREATE, reset="before")
    assert (await raw.create()).status is None
    entry = raw.emulator.requests[-1]
    assert (entry.status, entry.fault, entry.body) == (None, "reset before", NEW)
    assert await raw.senders() == 0


async def test_a_connection_reset_after_it_was_carried_out(raw: Raw) -> None:
    raw.emulator.fail(CREATE, reset="after")
    assert (await raw.create()).status is None
    assert (raw.emulator.requests[-1].status, raw.emulator.requests[-1].fault) == (None, "reset after")
    assert await raw.senders() == 1


@pytest.mark.parametrize(("truncate", "kept"), [(True, None), (0, 0), (1, 1), (7, 7)])
async def test_a_truncated_body_promises_more_than_comes(raw: Raw, truncate: int | bool, kept: int | None) -> None:
    raw.emulator.fail(CREATE, truncate=truncate)
    answer = await raw.create()
    promised = int(answer.headers["content-length"])
    assert answer.status == 201
    assert len(answer.body) == (promised // 2 if kept is None else kept) < promised
    assert await raw.senders() == 1


async def test_a_malformed_body_is_whole_but_no_json(raw: Raw) -> None:
    raw.emulator.fail(CREATE, malformed=True)
    answer = await raw.create()
    assert (answer.status, answer.is_whole) == (201, True)
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.body)
    assert await raw.senders() == 1


@pytest.mark.parametrize(("given", "status"), [({}, 502), ({"status": 504}, 504)])
async def test_a_proxy_speaks_html(raw: Raw, given: dict[str, Any], status: int) -> None:
    raw.emulator.fail(CREATE, html=True, **given)
    answer = await raw.create()
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html")
    assert answer.body.startswith(b"<html>")
    assert await raw.senders() == 0


async def test_headers_are_added(raw: Raw) -> None:
    raw.emulator.fail(LIST, headers={"X-Request-Id": "r1"})
    answer = await raw.list()
    assert (answer.status, answer.headers["x-request-id"]) == (200, "r1")
    raw.emulator.clear_faults()
    raw.emulator.fail(LIST, status=503, headers={"X-Request-Id": "r2"})
    answer = await raw.list()
    assert (answer.status, answer.headers["x-request-id"]) == (503, "r2")


async def test_a_token_is_spent(raw: Raw) -> None:
    raw.authorization = "Bearer " + (await raw.token()).content["access_token"]
    assert (await raw.list()).status == 200
    raw.emulator.fail(LIST, expire_token=True, times=1)
    refused = await raw.list()
    assert (refused.status, refused.content["errorCode"]) == (401, "unauthorized_error")
    assert "expired" in refused.headers["www-authenticate"]
    assert (await raw.list()).status == 401, "for good"
    raw.authorization = "Bearer " + (await raw.token()).content["access_token"]
    assert (await raw.list()).status == 200


SLOW: list[tuple[dict[str, Any], str, int | None]] = [
    ({}, "delay", 200),
    ({"status": 503}, "status 503", 503),
    ({"reset": "after"}, "reset after", None),
    ({"truncate": True}, "truncate", 200),
]


@pytest.mark.parametrize(("more", "name", "status"), SLOW)
async def test_a_slow_request_holds_up_no_other(raw: Raw, more: dict[str, Any], name: str, status: int | None) -> None:
    fault = raw.emulator.fail(LIST, delay=0.3, times=1, **more)
    slow = asyncio.create_task(raw.list())
    await raw.create()
    assert fault.hits == 1
    assert not raw.emulator.requests.of(LIST)
    assert (await slow).status == status
    assert [entry.fault for entry in raw.emulator.requests] == [None, name]


async def test_a_slow_request_ends_with_the_emulator() -> None:
    async with Emulator(project_id="p1") as emulator:
        raw = Raw(emulator)
        fault = emulator.fail(LIST, delay=3600)
        slow = asyncio.create_task(raw.list())
        await raw.create()
        assert fault.hits == 1
    assert (await slow).status is None


@pytest.mark.parametrize("fault", [{"truncate": True}, {"truncate": 0}, {"malformed": True}])
async def test_an_answer_without_a_body_cannot_be_broken(raw: Raw, fault: dict[str, Any]) -> None:
    details = {
        "brand": {"logoUrl": "https://x.example/l", "bannerUrl": "https://x.example/b"},
        "testNumbers": ["+4612"],
    }
    made = await raw.ask("POST", "/v1/projects/p1/rcs/senders", {**NEW, "details": details})
    raw.emulator.fail("deleteRcsTestNumber", **fault)
    answer = await raw.ask("DELETE", f"/v1/projects/p1/rcs/senders/{made.content['id']}/testNumbers/%2B4612")
    assert (answer.status, answer.body) == (204, b"")


# Which requests, how often.


async def statuses(raw: Raw, count: int) -> list[int | None]:
    return [(await raw.list()).status for _ in range(count)]


async def test_a_rule_strikes_as_often_as_it_says_after_those_it_spares(raw: Raw) -> None:
    fault = raw.emulator.fail(LIST, status=503, times=2, skip=1)
    assert await statuses(raw, 5) == [200, 503, 503, 200, 200]
    assert fault.hits == 2


async def test_a_rule_may_be_for_some_requests_only(raw: Raw) -> None:
    raw.emulator.fail(project="p2", status=503)
    assert ((await raw.list("p1")).status, (await raw.list("p2")).status) == (200, 503)
    raw.emulator.clear_faults()
    raw.emulator.fail(method="POST", status=503)
    assert ((await raw.list()).status, (await raw.create()).status) == (200, 503)
    raw.emulator.clear_faults()
    raw.emulator.fail(path="/senders/a%2Fb", status=503)
    assert (await raw.list()).status == 200
    assert (await raw.ask("GET", "/v1/projects/p1/rcs/senders/a%2Fb")).status == 503
    raw.emulator.clear_faults()
    raw.emulator.fail(status=503)
    assert (await raw.list()).status == 503
    assert (await raw.ask("GET", "/nowhere")).status == 503
    assert (await raw.token()).status == 200, "a rule for the API is none for the token endpoint"


async def test_chance_repeats_with_the_seed() -> None:
    async def drawn(seed: int) -> list[int | None]:
        async with Emulator(project_id="p1", seed=seed) as emulator:
            emulator.fail(LIST, status=503, chance=0.5)
            return await statuses(Raw(emulator), 40)

    first = await drawn(1)
    assert first == await drawn(1)
    assert first != await drawn(2)
    assert 8 < first.count(503) < 32


@pytest.mark.parametrize(("chance", "status"), [(0, 200), (1, 503)])
async def test_chance_goes_from_never_to_always(raw: Raw, chance: float, status: int) -> None:
    raw.emulator.fail(LIST, status=503, chance=chance)
    assert set(await statuses(raw, 10)) == {status}


async def test_the_first_rule_that_strikes_wins(raw: Raw) -> None:
    first = raw.emulator.fail(LIST, status=503, times=1)
    second = raw.emulator.fail(LIST, status=429)
    assert await statuses(raw, 3) == [503, 429, 429]
    assert (first.hits, second.hits) == (1, 2)
    second.remove()
    second.remove()
    assert await statuses(raw, 1) == [200]


async def test_a_reset_takes_the_rules_along(raw: Raw) -> None:
    raw.emulator.fail(LIST, status=503)
    raw.emulator.reset()
    assert await statuses(raw, 1) == [200]
    assert len(raw.emulator.requests) == 1


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        ({"status": 429, "retry_after": 1}, 429, "too_many_requests"),
        ({"status": 401}, 401, "invalid_client"),
        ({"status": 503}, 503, "temporarily_unavailable"),
        ({"status": 400, "error_code": "invalid_scope"}, 400, "invalid_scope"),
    ],
)
async def test_the_token_endpoint_fails_in_its_own_shape(
    raw: Raw, fault: dict[str, Any], status: int, error: str
) -> None:
    raw.emulator.fail(TOKEN, **fault)
    answer = await raw.token()
    assert (answer.status, answer.content["error"]) == (status, error)
    assert answer.content.keys() == {"error", "error_description"}
    assert raw.emulator.tokens_issued == 0
    assert (await raw.list()).status == 200
    raw.emulator.clear_faults()
    raw.emulator.fail(TOKEN, truncate=True)
    assert not (await raw.token()).is_whole


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "has no fault"),
        ({"times": 3}, "has no fault"),
        ({"status": 503, "reset": "before"}, "one fault does one thing, not reset and status"),
        ({"truncate": True, "malformed": True}, "one fault does one thing"),
        ({"error_code": "internal_error", "expire_token": True}, "one fault does one thing"),
        ({"reset": "during"}, "before"),
        ({"status": 200}, "between 300 and 599"),
        ({"status": 700}, "between 300 and 599"),
        ({"delay": 1, "retry_after": 5}, "needs a status"),
        ({"reset": "before", "retry_after": 5}, "needs a status"),
        ({"error_code": "sender_on_holiday"}, "needs a status"),
        ({"status": 503, "chance": 1.5}, "between 0 and 1"),
        ({"status": 503, "times": 0}, "times is between 1 and"),
        ({"status": 503, "skip": -1}, "is between 0 and"),
        ({"delay": -1}, "is between 0 and"),
        ({"truncate": -1}, "truncate is between 0 and"),
        ({"operation": "listRcsSender", "status": 503}, "there is no operation listRcsSender"),
        ({"status": 503, "retry_after": math.nan}, "retry_after is between"),
        ({"status": 503, "retry_after": math.inf}, "retry_after is between"),
        ({"status": 503, "retry_after": -1}, "retry_after is between"),
        ({"status": 503, "retry_after": 1e300}, "retry_after is between"),
        ({"status": 503, "retry_after": "5\r\nX-Evil: 1"}, "a header can hold"),
        ({"status": 503, "retry_after": "\udcff"}, "a header can hold"),
        ({"status": 503, "chance": math.nan}, "between 0 and 1"),
        ({"delivery": "lose"}, "delivery is one of drop, double, shuffle"),
        ({"delivery": "drop", "path": "/rcs"}, "are of requests"),
        ({"delivery": "drop", "status": 503}, "one fault does one thing"),
        ({"delivery": "drop", "operation": "createWebhook"}, "no type of event createWebhook"),
        ({"delay": math.nan}, "delay is between 0 and"),
        ({"delay": math.inf}, "delay is between 0 and"),
        ({"delay": 1e9}, "delay is between 0 and"),
        ({"truncate": 10**30}, "is between"),
        ({"status": 503, "skip": 10**30}, "is between"),
        ({"headers": {"X-A": "1\r\nX-B: 2"}}, "HTTP can carry"),
        ({"headers": {"X A": "1"}}, "HTTP can carry"),
        ({"headers": {"": "1"}}, "HTTP can carry"),
        ({"headers": {"X-A": "caf\xe9"}}, "HTTP can carry"),
        ({"headers": {"X-A": "x" * 10_000}}, "HTTP can carry"),
        ({"headers": {f"X-{number}": "1" for number in range(51)}}, "at most 50"),
        ({"headers": {"content-length": "3"}}, "frames the response"),
    ],
)
async def test_a_rule_that_makes_no_sense_is_told(rule: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Emulator().fail(**rule)
