"""What hooks and the log see of a call: its attempts, retries, waits and tokens."""

import asyncio
import logging
from typing import Any

import pytest

from sinch_provisioning import (
    AsyncClient,
    Attempt,
    Call,
    CallRetry,
    CallWait,
    Client,
    Config,
    Observer,
    RetryPolicy,
    TokenFetch,
    errors,
)
from sinch_provisioning.testing import ManualClock
from tests.net.wire import SENDER, Request, answer, says, wire

pytestmark = pytest.mark.anyio


class Seen(Observer):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []

    def before(self, attempt: Attempt) -> None:
        self.events.append(("before", attempt))

    def after(self, attempt: Attempt) -> None:
        self.events.append(("after", attempt))

    def call_started(self, call: Call) -> None:
        self.events.append(("call_started", call))

    def call_ended(self, call: Call) -> None:
        self.events.append(("call_ended", call))

    def retry(self, retry: CallRetry) -> None:
        self.events.append(("retry", retry))

    def wait(self, wait: CallWait) -> None:
        self.events.append(("wait", wait))

    def token(self, fetch: TokenFetch) -> None:
        self.events.append(("token", fetch))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]

    def of(self, name: str) -> list[Any]:
        return [event for kind, event in self.events if kind == name]


BASIC: dict[str, Any] = {"basic_auth": True}
GOOD = says(SENDER)
BUSY = says({}, 503, headers={"Retry-After": "7"})


async def test_a_call_is_seen_from_its_start_to_its_end() -> None:
    clock, seen = ManualClock(), Seen()
    async with (
        wire(scripts=[BUSY, GOOD]) as server,
        AsyncClient(server.config(retry=RetryPolicy()), clock=clock, hooks=[seen]) as sinch,
    ):
        await sinch.rcs.senders.get("s1")
        budget = sinch._pipeline._retries.budget
    assert seen.names == [
        *("call_started", "token", "wait"),
        *("before", "after", "retry"),
        *("before", "after", "call_ended"),
    ]
    (call,) = {id(event): event for event in seen.of("call_started") + seen.of("call_ended")}.values()
    assert (call.operation, call.attempts, call.status, call.error) == ("getRcsSender", 2, 200, None)
    assert call.base_url == server.config().base_url
    assert call.route == "/v1/projects/{projectId}/rcs/senders/{senderId}"
    assert budget is not None
    assert call.budget_left == budget.left
    (retry,) = seen.of("retry")
    assert (retry.call, retry.attempt, retry.reason) == (call, 1, "503")
    assert [retry.pause] == clock.slept
    assert isinstance(retry.error, errors.ServerError)
    (wait,) = seen.of("wait")
    assert (wait.call, wait.reason) == (call, "token")
    (fetch,) = seen.of("token")
    assert fetch.error is None
    assert fetch.lifetime > 0
    first, second = seen.of("after")
    assert first.call is second.call is call
    assert (first.status, first.response_headers["retry-after"]) == (503, "7")
    assert call.ended == call.started + retry.pause


async def test_a_failed_call_ends_with_its_error() -> None:
    seen = Seen()
    async with wire(otherwise=says({}, 404)) as server, AsyncClient(server.config(**BASIC), hooks=[seen]) as sinch:
        with pytest.raises(errors.NotFound) as caught:
            await sinch.rcs.senders.get("s1")
    assert seen.names == ["call_started", "before", "after", "call_ended"]
    assert seen.of("call_ended")[0].error is caught.value


async def test_a_cancelled_call_ends_too() -> None:
    seen = Seen()

    async def stall(request: Request) -> None:
        await asyncio.sleep(60)

    async with wire(otherwise=stall) as server, AsyncClient(server.config(**BASIC), hooks=[seen]) as sinch:
        task = asyncio.create_task(sinch.rcs.senders.get("s1"))
        await server.until(lambda: len(server.requests) == 1)
        task.cancel()
        await asyncio.wait([task])
    assert seen.names == ["call_started", "before", "after", "call_ended"]
    assert isinstance(seen.of("call_ended")[0].error, asyncio.CancelledError)


async def test_a_wait_for_the_limiter_is_seen() -> None:
    seen = Seen()
    async with (
        wire(otherwise=GOOD) as server,
        AsyncClient(server.config(concurrency=1, **BASIC), hooks=[seen]) as sinch,
    ):
        await asyncio.gather(sinch.rcs.senders.get("s1"), sinch.rcs.senders.get("s2"))
    (wait,) = seen.of("wait")
    assert wait.reason == "concurrency"
    assert wait.call is seen.of("call_started")[1]
    assert wait.seconds > 0


async def test_a_token_endpoint_that_fails_is_not_silent(caplog: pytest.LogCaptureFixture) -> None:
    seen, clock = Seen(), ManualClock()
    async with wire(token=says({}, 503)) as server:
        config = server.config(retry=RetryPolicy(attempts=2))
        with caplog.at_level(logging.DEBUG, "sinch_provisioning"):
            async with AsyncClient(config, hooks=[seen], clock=clock) as sinch:
                with pytest.raises(errors.ServerError):
                    await sinch.rcs.senders.get("s1")
    assert seen.names == ["call_started", "retry", "token", "wait", "call_ended"]
    (retry,) = seen.of("retry")
    assert (retry.call, retry.attempt, retry.reason, retry.pause) == (None, 1, "503", clock.slept[0])
    (fetch,) = seen.of("token")
    assert isinstance(fetch.error, errors.ServerError)
    assert fetch.lifetime is None
    logged: list[Any] = [record.__dict__ for record in caplog.records]
    assert [one["sinch_event"] for one in logged] == [
        *("call_started", "token_started", "retry", "token", "wait", "call_ended")
    ]
    assert logged[3]["sinch_error"] == "ServerError"


async def test_new_credentials_are_a_retry_without_a_pause() -> None:
    seen = Seen()
    async with wire(scripts=[says({}, 401), GOOD]) as server, AsyncClient(server.config(), hooks=[seen]) as sinch:
        await sinch.rcs.senders.get("s1")
    (retry,) = seen.of("retry")
    assert (retry.reason, retry.pause) == ("401", 0.0)
    assert len(seen.of("token")) == 2


async def test_log_records_have_fields(caplog: pytest.LogCaptureFixture) -> None:
    async with wire(scripts=[BUSY, GOOD]) as server:
        config = server.config(retry=RetryPolicy(), **BASIC)
        with caplog.at_level(logging.DEBUG, "sinch_provisioning"):
            async with AsyncClient(config, clock=ManualClock()) as sinch:
                await sinch.rcs.senders.get("personal-id")
    records: list[Any] = caplog.records
    events = [record.sinch_event for record in records]
    assert events == ["call_started", "attempt", "retry", "attempt", "call_ended"]
    for record in records:
        assert record.sinch_operation == "getRcsSender"
        assert record.sinch_method == "GET"
        assert record.sinch_project_id == config.project_id
        assert "personal-id" not in repr(record.__dict__)
    assert (records[1].sinch_attempt, records[1].sinch_status) == (1, 503)
    assert (records[2].sinch_reason, records[2].sinch_seconds >= 7) == ("503", True)
    assert (records[4].sinch_status, records[4].msg) == (200, "%s %s ended after %d attempts: %s in %.1f ms")


async def test_an_observer_that_fails_loses_no_response(caplog: pytest.LogCaptureFixture) -> None:
    class Faulty(Observer):
        def _fail(self, _event: object) -> None:
            raise RuntimeError("a hook's own")

        call_started = call_ended = retry = wait = token = _fail

    async with wire(scripts=[BUSY, GOOD]) as server:
        config = server.config(retry=RetryPolicy())
        async with AsyncClient(config, hooks=[Faulty()], clock=ManualClock()) as sinch:
            assert (await sinch.rcs.senders.get("s1")).id == "s1"
    failed = [record for record in caplog.records if record.exc_info]
    assert {record.args[0] for record in failed if isinstance(record.args, tuple)} == {
        *("call_started", "token", "wait", "retry", "call_ended")
    }


async def test_a_hook_that_ends_an_attempt_leaves_no_other_waiting() -> None:
    class Strict(Observer):
        def before(self, attempt: Attempt) -> None:
            raise ValueError("not today")

    first, last = Seen(), Seen()
    async with (
        wire(otherwise=GOOD) as server,
        AsyncClient(server.config(**BASIC), hooks=[first, Strict(), last]) as sinch,
    ):
        with pytest.raises(ValueError, match="not today"):
            await sinch.rcs.senders.get("s1")
    assert first.names == ["call_started", "before", "after", "call_ended"]
    assert last.names == ["call_started", "call_ended"]


async def test_hooks_see_no_credentials_that_a_gateway_repeats() -> None:
    seen = Seen()

    async def echo(request: Request) -> None:
        await request.send(answer(SENDER, headers={"X-Saw": request.headers["authorization"], "X-Request-Id": "r1"}))

    async with wire(otherwise=echo) as server, AsyncClient(server.config(**BASIC), hooks=[seen]) as sinch:
        await sinch.rcs.senders.get("s1")
    (attempt,) = seen.of("after")
    assert attempt.response_headers["x-saw"] == "Basic ***"
    assert attempt.response_headers["x-request-id"] == "r1"


@pytest.mark.parametrize("kind", ["async", "blocking"])
async def test_both_clients_tell_the_same(kind: str) -> None:
    seen = Seen()
    async with wire(otherwise=GOOD) as server:
        if kind == "async":
            async with AsyncClient(server.config(), hooks=[seen]) as sinch:
                await sinch.rcs.senders.get("s1")
        else:
            with Client(server.config(), hooks=[seen]) as plain:
                await asyncio.to_thread(plain.rcs.senders.get, "s1")
    assert seen.names == ["call_started", "token", "wait", "before", "after", "call_ended"]


@pytest.mark.parametrize("make", [AsyncClient, Client])
@pytest.mark.parametrize("name", ["call_started", "call_ended", "retry", "wait", "token"])
def test_async_observers_are_rejected(make: Any, name: str) -> None:
    async def method(self: object, event: object) -> None: ...

    hook = type("Late", (Observer,), {name: method})()
    with pytest.raises(errors.ConfigurationError, match=rf"write `def {name}\(self, "):
        make(Config(project_id="p", access_token="t"), hooks=[hook])
