"""When a token is fetched: by a clock that is moved, to the second."""

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from sinch_provisioning import Config, errors
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.tokens import Token
from sinch_provisioning.net.auth import Rejection, Tokens, authorizer
from sinch_provisioning.net.watching import Watch
from sinch_provisioning.testing import ManualClock

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]


class Endpoint:
    """Hands out tokens of an hour, or fails, or waits for `open`."""

    def __init__(self) -> None:
        self.clock = ManualClock(1000.0)
        self.asked = 0
        self.error: errors.ProvisioningError | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.tokens = Tokens(self._fetch, self.clock, Watch((), self.clock, "https://api.example"))

    async def _fetch(self) -> Token:
        self.asked += 1
        number = self.asked
        await self.open.wait()
        if self.error is not None:
            raise self.error
        return Token(Secret(f"t{number}"), self.clock.monotonic(), self.clock.monotonic() + 3600.0)

    async def header(self) -> str:
        return (await self.tokens.header()).reveal()

    async def settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)


async def test_the_next_token_is_fetched_in_the_background_five_minutes_ahead() -> None:
    endpoint = Endpoint()
    assert await endpoint.header() == "Bearer t1"
    endpoint.clock.advance(3299)
    assert await endpoint.header() == "Bearer t1"
    await endpoint.settle()
    assert endpoint.asked == 1
    endpoint.clock.advance(1)
    assert await endpoint.header() == "Bearer t1"
    await endpoint.settle()
    assert endpoint.asked == 2
    assert await endpoint.header() == "Bearer t2"


@pytest.mark.parametrize("left", [200.0, 20.0], ids=["soon", "now"])
async def test_a_fetch_that_failed_is_left_alone_for_fifteen_seconds(left: float) -> None:
    endpoint = Endpoint()
    await endpoint.header()
    endpoint.error = errors.ConnectFailed("down")
    endpoint.clock.advance(3600 - left)
    assert await endpoint.header() == "Bearer t1"
    await endpoint.settle()
    assert endpoint.asked == 2
    endpoint.clock.advance(14.999)
    assert await endpoint.header() == "Bearer t1"
    await endpoint.settle()
    assert endpoint.asked == 2
    endpoint.clock.advance(0.001)
    assert await endpoint.header() == "Bearer t1"
    await endpoint.settle()
    assert endpoint.asked == 3


async def test_without_a_token_that_lives_each_call_asks_again() -> None:
    endpoint = Endpoint()
    await endpoint.header()
    endpoint.error = errors.ConnectFailed("down")
    endpoint.clock.advance(3600)
    for asked in (2, 3):
        with pytest.raises(errors.ConnectFailed):
            await endpoint.header()
        await endpoint.settle()
        assert endpoint.asked == asked


async def test_a_slow_endpoint_holds_a_call_up_for_half_of_what_the_token_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    endpoint = Endpoint()
    await endpoint.header()
    waits: list[float | None] = []
    wait: Callable[..., object] = asyncio.wait

    def waiting(tasks: object, *, timeout: float | None = None) -> object:
        waits.append(timeout)
        return wait(tasks, timeout=0 if timeout is not None else None)

    monkeypatch.setattr(asyncio, "wait", waiting)
    endpoint.open.clear()
    endpoint.clock.advance(3580)
    assert await endpoint.header() == "Bearer t1"
    assert waits == [10.0]
    endpoint.clock.advance(20)  # it has ended: now there is nothing but to wait
    waiter = asyncio.create_task(endpoint.header())
    await endpoint.settle()
    assert waits == [10.0, None]
    endpoint.open.set()
    assert await waiter == "Bearer t2"


async def test_after_a_new_token_was_rejected_too_none_is_dropped_for_a_minute() -> None:
    endpoint = Endpoint()
    await endpoint.header()

    async def rejected() -> bool:
        rejection = Rejection()
        header = await endpoint.tokens.header()
        assert endpoint.tokens.rejected(header, endpoint.tokens.uses, rejection) or True
        return endpoint.tokens.rejected(await endpoint.tokens.header(), endpoint.tokens.uses, rejection)

    assert not await rejected()
    assert endpoint.asked == 2
    endpoint.clock.advance(59.999)
    assert not await rejected()
    assert endpoint.asked == 2
    endpoint.clock.advance(60.0)
    await rejected()
    assert endpoint.asked == 3


@pytest.mark.parametrize("life", [None, 600.0], ids=["unsaid", "said"])
async def test_a_provided_token_is_asked_for_again_before_it_ends(life: float | None) -> None:
    clock = ManualClock(1000.0)
    asked = 0

    async def provide() -> str:
        nonlocal asked
        asked += 1
        if life is None:
            return f"t{asked}"
        claims = base64.urlsafe_b64encode(json.dumps({"exp": clock.time() + life}).encode()).decode()
        return f"e30.{claims.rstrip('=')}.x{asked}"

    nothing: Any = None
    config = Config(project_id="p", access_token=provide)
    tokens = authorizer(config, nothing, clock, lambda: 0.0, Watch((), clock, "https://api.example"))
    await tokens.header()
    clock.advance((life or 3600.0) * 11 / 12 - 1)
    await tokens.header()
    await asyncio.sleep(0)
    assert asked == 1
    clock.advance(1)
    await tokens.header()
    for _ in range(5):
        await asyncio.sleep(0)
    assert asked == 2
    await tokens.close()
