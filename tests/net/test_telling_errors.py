"""What the text of an error says: which call, which project, what was wrong with it, and where a client was made."""

import asyncio
import pickle
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, Config, RetryPolicy, errors
from sinch_provisioning.testing import ManualClock
from tests.net.sockets import unanswered
from tests.net.wire import Request, Wire, says, wire

pytestmark = pytest.mark.anyio

ROUTE = "/v1/projects/{projectId}/rcs/senders/{senderId}"


async def stall(request: Request) -> None:
    await asyncio.sleep(60)


async def reset(request: Request) -> None:
    await request.reset()


def check(error: Any, words: str) -> None:
    """Check that an error names its call, in its text and as data, also after pickling."""
    for one in (error, pickle.loads(pickle.dumps(error))):
        assert (one.operation, one.method, one.route, one.project_id) == ("getRcsSender", "GET", ROUTE, "p2")
        assert str(one).startswith(words)
        assert str(one).endswith(" [getRcsSender, project p2]")
        assert "s1" not in str(one)


async def failed(config: Config, **options: Any) -> errors.ProvisioningError:
    async with AsyncClient(config, **options) as sinch:
        with pytest.raises(errors.ProvisioningError) as caught:
            await sinch.project("p2").rcs.senders.get("s1")
    return caught.value


ONE_ATTEMPT: dict[str, Any] = {"retry": RetryPolicy(attempts=1)}


async def test_a_timeout_names_its_call() -> None:
    async with wire(otherwise=stall) as server:
        error = await failed(server.config(timeout=0.05, **ONE_ATTEMPT))
    assert isinstance(error, errors.TimedOut)
    check(error, "no response within 0.05 seconds")


async def test_a_failed_connection_names_its_call() -> None:
    with unanswered() as url:
        error = await failed(
            Wire().config(base_url=url, auth_url=url, basic_auth=True, connect_timeout=0.05, **ONE_ATTEMPT)
        )
    check(error, "no connection within 0.05 seconds")


async def test_a_lost_connection_names_its_call() -> None:
    async with wire(otherwise=reset) as server:
        error = await failed(server.config(**ONE_ATTEMPT))
    assert isinstance(error, errors.ConnectionLost)
    check(error, "the connection broke")


async def test_a_token_endpoint_that_fails_names_the_call_that_waits() -> None:
    async with wire(token=reset) as server:
        error = await failed(server.config(**ONE_ATTEMPT))
    check(error, "the token endpoint: ")


async def test_a_deadline_names_its_call_and_its_seconds() -> None:
    async with wire(otherwise=reset) as server:
        error = await failed(server.config(deadline=1.5, retry=RetryPolicy(attempts=50)), clock=ManualClock())
    assert isinstance(error, errors.DeadlineExceeded)
    check(error, "the deadline of the call (Config.deadline) passed after ")
    assert error.deadline == 1.5
    check(error.__cause__, "the connection broke")


async def test_a_deadline_in_the_queue_names_its_call() -> None:
    async with wire(otherwise=stall) as server, AsyncClient(server.config(concurrency=1)) as sinch:
        first = asyncio.create_task(sinch.rcs.senders.get("s1"))
        await server.until(lambda: len(server.requests) == 1)
        with pytest.raises(errors.DeadlineExceeded) as caught:
            await sinch.project("p2").options(deadline=0.05).rcs.senders.get("s1")
        first.cancel()
        await asyncio.wait([first])
    check(caught.value, "the deadline of the call (Config.deadline) passed before the first attempt, while the call")
    assert "waited for others (Config.concurrency)" in str(caught.value)
    assert caught.value.deadline == 0.05


async def test_a_call_without_an_operation_is_named_by_its_route() -> None:
    async with wire(otherwise=reset) as server, AsyncClient(server.config(**ONE_ATTEMPT)) as sinch:
        with pytest.raises(errors.ConnectionLost) as caught:
            await sinch.request("GET", "/new-thing")
    assert str(caught.value).endswith(f" [GET /v1/projects/{sinch.project_id}/new-thing, project {sinch.project_id}]")


@pytest.mark.parametrize("status", [400, 412])
async def test_validation_errors_show(status: int) -> None:
    found = [f"details.brand.field{number} is required" for number in range(6)]
    content = {"errorCode": "invalid_input", "message": "m", "additionalInformation": {"validationErrors": found}}
    async with wire(otherwise=says(content, status, headers={"X-Request-Id": "r-1"})) as server:
        error = await failed(server.config())
    assert isinstance(error, errors.ApiError)
    shown = "; ".join(found[:4])
    assert str(error) == (
        f"{status} invalid_input: m ({shown}; 2 more in .validation_errors) [GET {ROUTE}, project p2, request r-1]"
    )
    assert error.validation_errors == found
    assert (error.project_id, error.request_id) == ("p2", "r-1")


async def test_long_validation_errors_do_not_push_out_the_advice() -> None:
    content = {
        "message": "m" * 2000,
        "resolution": "Do better.",
        "additionalInformation": {"validationErrors": ["a\n" * 5000] * 50},
    }
    async with wire(otherwise=says(content, 400)) as server:
        text = str(await failed(server.config()))
    assert len(text) <= 1000
    assert text.isprintable()
    assert "46 more in .validation_errors" in text
    assert text.endswith("] Do better.")


@pytest.mark.parametrize("cls", [AsyncClient, Client])
async def test_an_unclosed_client_from_the_environment_names_the_users_line(
    cls: type[AsyncClient | Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with wire() as server:
        config = server.config()
        for name in ("project_id", "key_id", "base_url", "auth_url"):
            monkeypatch.setenv(f"SINCH_{name.upper()}", getattr(config, name))
        assert config.key_secret is not None
        monkeypatch.setenv("SINCH_KEY_SECRET", config.key_secret.reveal())
        left: list[Any] = [cls.from_env()]
        session: Any = None
        if cls is AsyncClient:
            await left[0].rcs.senders.get("s1")
            session = left[0]._pipeline.transport._session
        else:
            await asyncio.to_thread(left[0].rcs.senders.get, "s1")
        with pytest.warns(ResourceWarning, match=rf"unclosed {cls.__name__}, made at .*test_telling_errors\.py:\d+"):
            left.clear()
        if session is not None:
            await session.close()
