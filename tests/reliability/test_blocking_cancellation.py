"""What Ctrl-C does to a blocking client: the call ends where it is, and the client is as before."""

import asyncio
import threading
from typing import Any

import pytest

from sinch_provisioning import Client, RetryPolicy, errors
from sinch_provisioning.blocking.loop import Call
from tests.net.wire import FakeClock, wire
from tests.reliability.checkpoints import Moment, Stepped
from tests.reliability.test_cancellation import CONCURRENCY, SCENARIOS, WEATHER, as_before

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("scenario", ["get", "create", "queued", "collected", "many_calls"])
async def test_given_up_at_any_checkpoint_a_blocking_client_is_as_before(scenario: str, moment: Moment) -> None:
    """The bridge gives a call up by cancelling the call, which cancels the task in the loop's thread."""
    async with wire(**WEATHER["slow answers"]()) as server:
        config = server.config(concurrency=CONCURRENCY, retry=RetryPolicy(budget=None))
        assert await asyncio.to_thread(_give_up_everywhere, Client(config, clock=FakeClock()), scenario, moment) > 0


def _give_up_everywhere(sinch: Client, scenario: str, moment: Moment) -> int:
    with sinch:
        loop = sinch._bridge._open()
        for at in range(1, 1000):
            calls: list[Call[Any]] = []
            strikers: list[threading.Thread] = []

            def strike(calls: list[Call[Any]] = calls, strikers: list[threading.Thread] = strikers) -> None:
                # Whoever gives up sits in another thread.
                strikers.append(threading.Thread(target=calls[0].cancel))
                strikers[0].start()

            known = threading.Event()

            async def run(at: int = at, strike: Any = strike, known: threading.Event = known) -> object:
                await asyncio.to_thread(known.wait)
                return await Stepped(SCENARIOS[scenario](sinch._client), at, moment, strike)

            calls.append(loop.submit(run()))
            known.set()
            try:
                calls[0].result()
            except errors.ClientClosed:
                strikers[0].join()
                loop.submit(as_before(sinch._client, at, None)).result()
            if not strikers:
                return at - 1
            strikers[0].join()
    raise AssertionError("the call has no end of checkpoints")
