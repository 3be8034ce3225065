"""The token endpoint, and who may do what."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import attrs
import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.oauth import Gate

pytestmark = pytest.mark.anyio


def basic(key_id: str, key_secret: str) -> str:
    """Return a Basic header."""
    return "Basic " + base64.b64encode(f"{key_id}:{key_secret}".encode()).decode()


@attrs.frozen
class Answer:
    status: int
    headers: Any
    content: Any


class Door:
    """The way in: the token endpoint, and one call behind it."""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        self.emulator = emulator
        self.basic = basic(emulator.key_id, emulator.key_secret)
        self._session = session

    async def token(self, authorization: str | None = None, form: Any = None, method: str = "POST") -> Answer:
        headers = {"Authorization": self.basic if authorization is None else authorization}
        data = {"grant_type": "client_credentials"} if form is None else form
        return await self._ask(method, "/oauth2/token", headers=headers, data=data)

    async def call(self, authorization: str | None, project: str = "p1") -> Answer:
        headers = {} if authorization is None else {"Authorization": authorization}
        return await self._ask("GET", f"/v1/projects/{project}/rcs/senders", headers=headers)

    async def _ask(self, method: str, path: str, **options: Any) -> Answer:
        async with self._session.request(method, self.emulator.url + path, **options) as response:
            return Answer(response.status, response.headers, await response.json())


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def door(session: aiohttp.ClientSession) -> AsyncIterator[Door]:
    async with Emulator(project_id=["p1", "p2"], frozen=True, check_replies=True) as emulator:
        yield Door(emulator, session)


async def test_a_token_has_all_that_is_documented(door: Door) -> None:
    answer = await door.token()
    assert answer.status == 200
    assert answer.content.keys() == {"access_token", "token_type", "expires_in", "scope"}
    assert (answer.content["token_type"], answer.content["expires_in"]) == ("Bearer", 3600)
    assert answer.headers["Cache-Control"] == "no-store"
    claims = json.loads(base64.urlsafe_b64decode(answer.content["access_token"].split(".")[1] + "=="))
    assert claims["exp"] - claims["iat"] == 3600
    assert answer.content["access_token"] != (await door.token()).content["access_token"]
    assert door.emulator.tokens_issued == 2
    assert (await door.call(f"Bearer {answer.content['access_token']}")).status == 200


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "Basic",
        "Basic !!",
        "Bearer x",
        basic("kid", "wrong"),
        basic("", ""),
        "Basic " + base64.b64encode(b"x").decode(),
    ],
)
async def test_wrong_credentials_get_no_token(door: Door, wrong: str) -> None:
    answer = await door.token(wrong)
    assert (answer.status, answer.content["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert door.emulator.tokens_issued == 0


@pytest.mark.parametrize("form", [{}, {"grant_type": "password"}, b"\xff\xfe", b"grant_type"])
async def test_another_grant_gets_no_token(door: Door, form: Any) -> None:
    answer = await door.token(form=form)
    assert (answer.status, answer.content["error"]) == (400, "unsupported_grant_type")


async def test_a_token_is_posted_for(door: Door) -> None:
    assert (await door.token(method="GET")).status == 404


@pytest.mark.parametrize("scheme", ["basic", "BASIC", "Basic"])
async def test_basic_credentials_work_with_every_call(door: Door, scheme: str) -> None:
    assert (await door.call(f"{scheme} {door.basic.partition(' ')[2]}")).status == 200


async def test_what_is_wrong_with_credentials_is_told(door: Door) -> None:
    refused = {
        None: "Bearer",
        "Digest x": "Bearer",
        basic(door.emulator.key_id, "wrong"): "Basic",
        "Bearer made-up": 'Bearer error="invalid_token", error_description="unknown"',
        "Bearer": 'Bearer error="invalid_token"',
    }
    for authorization, words in refused.items():
        answer = await door.call(authorization)
        assert (answer.status, answer.content["errorCode"]) == (401, "unauthorized_error")
        assert answer.headers["WWW-Authenticate"].startswith(words)


async def test_a_token_ends_with_its_hour(door: Door) -> None:
    bearer = f"bearer {(await door.token()).content['access_token']}"
    door.emulator.advance(3599)
    assert (await door.call(bearer)).status == 200
    door.emulator.advance(1)
    answer = await door.call(bearer)
    assert answer.status == 401
    assert 'error_description="expired"' in answer.headers["WWW-Authenticate"]


async def test_a_token_opens_all_projects_of_the_key_and_no_other(door: Door) -> None:
    bearer = f"Bearer {(await door.token()).content['access_token']}"
    assert (await door.call(bearer, "p2")).status == 200
    for authorization in (bearer, door.basic):
        answer = await door.call(authorization, "p3")
        assert (answer.status, answer.content["errorCode"]) == (401, "unauthorized_error")


async def test_a_life_can_be_shorter(session: aiohttp.ClientSession) -> None:
    async with Emulator(project_id="p1", frozen=True, token_lifetime=60) as emulator:
        door = Door(emulator, session)
        answer = await door.token()
        assert answer.content["expires_in"] == 60
        emulator.advance(60)
        assert (await door.call(f"Bearer {answer.content['access_token']}")).status == 401


async def test_the_endpoint_can_be_limited_as_the_real_one_is(session: aiohttp.ClientSession) -> None:
    async with Emulator(frozen=True, limit_tokens=True) as emulator:
        door = Door(emulator, session)
        assert [(await door.token()).status for _ in range(31)] == [200] * 30 + [429]
        refused = await door.token()
        assert "Retry-After" not in refused.headers
        assert refused.content["error"] == "too_many_requests"
        emulator.advance(0.5)
        assert [(await door.token()).status for _ in range(6)] == [200] * 5 + [429]
        emulator.advance(3600)
        assert [(await door.token()).status for _ in range(31)] == [200] * 30 + [429]


async def test_tokens_are_forgotten_a_lifetime_after_they_expired(session: aiohttp.ClientSession) -> None:
    async with Emulator(project_id="p1", frozen=True, token_lifetime=60) as emulator:
        door = Door(emulator, session)
        first = f"Bearer {(await door.token()).content['access_token']}"
        emulator.advance(60)
        await door.token()
        assert 'error_description="expired"' in (await door.call(first)).headers["WWW-Authenticate"]
        emulator.advance(60)
        last = f"Bearer {(await door.token()).content['access_token']}"
        assert 'error_description="unknown"' in (await door.call(first)).headers["WWW-Authenticate"]
        assert (await door.call(last)).status == 200


def test_what_tokens_take_is_bounded() -> None:
    gate = Gate("k", "s", Clock(1_700_000_000.0, running=False), lifetime=3600.0, limited=False)
    headers = {"Authorization": basic("k", "s")}
    made = [gate.give(headers, {"grant_type": "client_credentials"})[1]["access_token"] for _ in range(100_010)]
    known = [gate.admits(f"Bearer {token}") is None for token in (*made[:20], made[-1])]
    assert known == [False] * 10 + [True] * 11


async def test_credentials_are_made_up_anew_each_time() -> None:
    first, second = Emulator(), Emulator()
    assert (first.key_id, first.key_secret, first.project_id) != (second.key_id, second.key_secret, second.project_id)
    chosen = Emulator(key_id="k", key_secret="s", project_id="p")
    assert (chosen.key_id, chosen.key_secret, chosen.project_ids) == ("k", "s", ["p"])


async def test_the_journal_keeps_no_credentials(door: Door) -> None:
    await door.token()
    await door.call(door.basic)
    token, call = door.emulator.requests
    assert (token.operation, token.body, token.headers["Authorization"]) == ("token", None, "***")
    assert call.headers["Authorization"] == "***"
    assert door.emulator.key_secret not in repr(list(door.emulator.requests))
