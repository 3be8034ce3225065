"""Tokens on the wire: one for all, renewed in time, once after a 401, never shown."""

import asyncio
import base64
import logging

import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, errors
from tests.net.wire import SENDER, FakeClock, Request, answer, says, wire

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]


def numbered(lifetime: float = 3600) -> "Numbered":
    return Numbered(lifetime)


class Numbered:
    """A token endpoint that numbers its tokens, and an API that takes the latest only."""

    def __init__(self, lifetime: float) -> None:
        self.lifetime = lifetime
        self.given = 0
        self.spent: set[str] = set()

    async def token(self, request: Request) -> None:
        self.given += 1
        content = {"access_token": f"t{self.given}", "token_type": "bearer", "expires_in": self.lifetime, "scope": ""}
        await request.send(answer(content))

    async def api(self, request: Request) -> None:
        token = request.headers["authorization"].removeprefix("Bearer ")
        if token in self.spent:
            refused = {"errorCode": "unauthorized_error", "message": "expired", "resolution": "Get a new token."}
            await request.send(answer(refused, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}))
        else:
            await request.send(answer(SENDER))


async def test_a_hundred_calls_fetch_one_token() -> None:
    tokens = numbered()
    async with wire(token=tokens.token, otherwise=tokens.api) as server, AsyncClient(server.config()) as sinch:
        await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(100)))
        assert tokens.given == 1
        assert len(server.requests) == 100
        sent = server.tokens[0]
        assert sent.headers["authorization"] == "Basic " + base64.b64encode(b"kid:ksecret").decode()
        assert sent.body == b"grant_type=client_credentials"


async def test_a_spent_token_is_renewed_once_for_all() -> None:
    tokens = numbered()
    async with wire(token=tokens.token, otherwise=tokens.api) as server, AsyncClient(server.config()) as sinch:
        await sinch.rcs.senders.get("s1")
        tokens.spent.add("t1")
        await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(50)))
        assert tokens.given == 2


async def test_a_401_for_ever_is_an_error_after_one_renewal() -> None:
    async with wire(
        otherwise=says({"errorCode": "unauthorized_error", "message": "m", "resolution": "r"}, 401)
    ) as server:
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            with pytest.raises(errors.Unauthorized) as caught:
                await sinch.rcs.senders.get("s1")
        assert caught.value.attempts == 2
        assert len(server.requests) == 2
        assert len(server.tokens) == 2


async def test_the_next_token_comes_before_the_old_one_ends() -> None:
    tokens, clock = numbered(), FakeClock()
    async with (
        wire(token=tokens.token, otherwise=tokens.api) as server,
        AsyncClient(server.config(), clock=clock) as sinch,
    ):
        await sinch.rcs.senders.get("s1")
        clock.now += 3350  # soon: this call still goes with the old one
        await sinch.rcs.senders.get("s1")
        assert server.requests[-1].headers["authorization"] == "Bearer t1"
        flight = sinch._pipeline._auth._flight  # type: ignore[attr-defined]
        await asyncio.wait([flight])
        await sinch.rcs.senders.get("s1")
        assert server.requests[-1].headers["authorization"] == "Bearer t2"


async def test_a_token_that_lives_is_used_while_the_endpoint_is_down() -> None:
    tokens, clock = numbered(), FakeClock()
    async with (
        wire(token=tokens.token, otherwise=tokens.api) as server,
        AsyncClient(server.config(), clock=clock) as sinch,
    ):
        await sinch.rcs.senders.get("s1")
        server.token = says({"error": "temporarily_unavailable"}, 400)
        clock.now += 3590
        for _ in range(3):
            await sinch.rcs.senders.get("s1")
            assert server.requests[-1].headers["authorization"] == "Bearer t1"
        assert len(server.tokens) == 2, "an endpoint that failed just now is left alone"
        clock.now += 20
        with pytest.raises(errors.BadRequest) as caught:
            await sinch.rcs.senders.get("s1")
        assert caught.value.error_code == "temporarily_unavailable"


async def test_a_token_that_lives_is_used_while_the_endpoint_is_slow() -> None:
    tokens, clock = numbered(), FakeClock()
    async with (
        wire(token=tokens.token, otherwise=tokens.api) as server,
        AsyncClient(server.config(), clock=clock) as sinch,
    ):
        await sinch.rcs.senders.get("s1")

        async def silence(request: Request) -> None:
            await request.reader.read()

        server.token = silence
        clock.now += 3599.8  # half of what is left is what a call waits
        await sinch.rcs.senders.get("s1")
        assert [request.headers["authorization"] for request in server.requests] == ["Bearer t1"] * 2
        assert len(server.tokens) == 2


async def test_the_rate_limit_of_the_endpoint_is_waited_for() -> None:
    tokens, clock = numbered(), FakeClock()
    left = [says(None, 429), says(None, 429)]

    async def limited(request: Request) -> None:
        await (left.pop()(request) if left else tokens.token(request))

    async with wire(token=limited, otherwise=tokens.api) as server:
        async with AsyncClient(server.config(), clock=clock) as sinch:
            await sinch.rcs.senders.get("s1")
        assert len(server.tokens) == 3
        assert len(clock.slept) == 2


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b"[]", b'{"access_token": ""}', b'{"access_token": "a\\nb"}', b'{"access_token": 7}']
)
async def test_rubbish_from_the_endpoint_is_a_typed_error(body: bytes) -> None:
    async with wire(token=says(body=body)) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        with pytest.raises(errors.DecodeError, match="token endpoint"):
            await sinch.rcs.senders.get("s1")
        assert not server.requests


async def test_wrong_credentials_say_what_to_do() -> None:
    refusal = {"error": "invalid_client", "error_description": "no such key"}
    async with wire(token=says(refusal, 401)) as server, AsyncClient(server.config()) as sinch:
        results = await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(5)), return_exceptions=True)
        assert [type(result) for result in results] == [errors.Unauthorized] * 5
        assert len({id(result) for result in results}) == 5
        assert "Check key_id and key_secret" in str(results[0])
        assert len(server.tokens) == 1


async def test_one_caller_who_gives_up_does_not_end_the_fetch_for_the_others() -> None:
    tokens = numbered()
    gate = asyncio.Event()

    async def slow(request: Request) -> None:
        await gate.wait()
        await tokens.token(request)

    async with wire(token=slow, otherwise=tokens.api) as server, AsyncClient(server.config()) as sinch:
        first, second = (asyncio.create_task(sinch.rcs.senders.get("s1")) for _ in range(2))
        await server.until(lambda: len(server.tokens) == 1)
        first.cancel()
        gate.set()
        assert (await second).id == "s1"
        with pytest.raises(asyncio.CancelledError):
            await first
        assert tokens.given == 1


async def test_basic_and_given_tokens_go_with_each_request() -> None:
    calls = 0

    async def provide() -> str:
        nonlocal calls
        calls += 1
        return f"own{calls}"

    tokens = numbered()
    tokens.spent.add("own1")
    async with wire(otherwise=tokens.api) as server:
        async with AsyncClient(server.config(basic_auth=True)) as sinch:
            await sinch.rcs.senders.get("s1")
            assert server.requests[-1].headers["authorization"].startswith("Basic ")
        async with AsyncClient(server.config(key_id=None, key_secret=None, access_token="fixed")) as sinch:
            await sinch.rcs.senders.get("s1")
            assert server.requests[-1].headers["authorization"] == "Bearer fixed"
        async with AsyncClient(server.config(key_id=None, key_secret=None, access_token=provide)) as sinch:
            await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(10)))
            assert server.requests[-1].headers["authorization"] == "Bearer own2"
            assert calls == 2
        assert not server.tokens


async def test_a_providers_own_errors_come_through() -> None:
    async def provide() -> str:
        raise TimeoutError("vault")

    async with wire() as server:
        async with AsyncClient(server.config(key_id=None, key_secret=None, access_token=provide)) as sinch:
            with pytest.raises(TimeoutError, match="vault"):
                await sinch.rcs.senders.get("s1")
        assert not server.requests


async def test_no_secret_in_logs_reprs_and_errors(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    refusal = {"errorCode": "sender_not_found", "message": "m", "resolution": "r"}
    async with wire(otherwise=says(refusal, 404)) as server:
        config = server.config()
        async with AsyncClient(config) as sinch:
            with sinch.capture() as replies, pytest.raises(errors.NotFound) as caught:
                await sinch.rcs.senders.get("s1")
            shown = f"{config!r}{sinch!r}{replies!r}{caught.value!r}{caught.value.__dict__!r}{caplog.text}"
    assert "getRcsSender" in shown
    assert "GET /v1/projects/{projectId}/rcs/senders/{senderId} attempt 1: 404" in caplog.text
    for secret in ("ksecret", "Bearer t1", base64.b64encode(b"kid:ksecret").decode()):
        assert secret not in shown


async def test_a_rejection_of_everything_fetches_no_token_per_call() -> None:
    rejected = says({"errorCode": "unauthorized_error", "message": "m"}, 401)
    async with wire(otherwise=rejected) as server:
        async with AsyncClient(server.config(), clock=FakeClock()) as sinch:
            outcomes = await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(2000)), return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {errors.Unauthorized}
        assert len(server.requests) <= 2200
        assert len(server.tokens) <= 3


@pytest.mark.parametrize("at_once", [1, 20])
async def test_a_token_that_works_for_others_is_kept(at_once: int) -> None:
    """Half of the projects of a sweep are not for this key; that says nothing against its token."""
    tokens = numbered()

    async def api(request: Request) -> None:
        if "/bad" in request.path:
            await request.send(answer({"errorCode": "unauthorized_error", "message": "m"}, 401))
        else:
            await tokens.api(request)

    projects = [f"{kind}{number}" for number in range(100) for kind in ("good", "bad")]
    async with wire(token=tokens.token, otherwise=api) as server:
        async with AsyncClient(server.config(concurrency=20), clock=FakeClock()) as sinch:
            await sinch.rcs.senders.get("s1")
            gate = asyncio.Semaphore(at_once)

            async def call(project: str) -> object:
                async with gate:
                    return await sinch.project(project).rcs.senders.get("s1")

            outcomes = await asyncio.gather(*map(call, projects), return_exceptions=True)
        fine = [
            project for project, outcome in zip(projects, outcomes, strict=True) if not isinstance(outcome, Exception)
        ]
        assert fine == [project for project in projects if project.startswith("good")]
        assert tokens.given <= 3


async def test_a_token_that_is_spent_amid_traffic_is_renewed_and_no_call_fails() -> None:
    tokens = numbered()
    async with wire(token=tokens.token, otherwise=tokens.api) as server, AsyncClient(server.config()) as sinch:

        async def calls() -> None:
            for _ in range(20):
                await sinch.rcs.senders.get("s1")

        running = [asyncio.create_task(calls()) for _ in range(20)]
        for number in range(1, 4):
            await server.until(lambda wanted=60 * number: len(server.requests) > wanted)  # type: ignore[misc]
            tokens.spent.add(f"t{number}")
        await asyncio.gather(*running)
        assert tokens.given == 4


async def test_renewals_spend_the_retry_budget() -> None:
    tokens, clock = numbered(), FakeClock()
    policy = RetryPolicy(budget=10)
    async with wire(token=tokens.token, otherwise=tokens.api) as server:
        async with AsyncClient(server.config(retry=policy), clock=clock) as sinch:
            server.otherwise = says({"errorCode": "unauthorized_error", "message": "m"}, 401)
            for _ in range(50):
                with pytest.raises(errors.Unauthorized):
                    await sinch.rcs.senders.get("s1")
                clock.now += 61  # longer than a useless renewal is remembered
        assert len(server.requests) == 52
        assert len(server.tokens) == 3
