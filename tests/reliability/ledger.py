"""What callers are told, held against the ledger of the server: once-only calls under faults, fleets in an outage."""

import asyncio
import random
import time
from collections import Counter

import attrs

from sinch_provisioning import AsyncClient, Attempt, RetryPolicy, errors
from tests.net import scripts
from tests.net.scripts import BODY, chunked, error, framed, head, sends
from tests.net.wire import FakeClock, Request, Script, Wire, answer, says, wire

AFTER: dict[str, Script] = {
    "reset before the response": scripts.reset,
    "closed before the response": scripts.close,
    "silent": scripts.stall,
    "half a head": sends(b"HTTP/1.1 200 OK\r\nConte", then=scripts.close),
    "half a body": sends(framed(BODY[:20], length=len(BODY)), then=scripts.reset),
    "no last chunk": sends(head("Transfer-Encoding: chunked") + chunked(BODY)[:-5], then=scripts.close),
    "not HTTP": sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", then=scripts.close),
    "two responses": sends(answer({}) + answer({})),
    "502 of a gateway": says(None, 502),
}
"""Faults that strike when the server has done what it was asked for."""
BEFORE: dict[str, Script] = {"429": error(429), "401": error(401), "503": error(503)}
"""Faults in place of doing it."""
IN_THE_REQUEST = "reset in the request"
FAULTS = (*AFTER, *BEFORE, IN_THE_REQUEST)


class _Numbers:
    """A hook that sends each call's number, which its task is named for."""

    def before(self, attempt: Attempt) -> None:
        task = asyncio.current_task()
        attempt.headers["X-Number"] = "" if task is None else task.get_name()

    def after(self, attempt: Attempt) -> None: ...


@attrs.frozen
class Account:
    """What came of a run."""

    calls: int
    arrivals: int
    taken_twice: int
    unsent_but_taken: int
    fine_but_not_taken: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether every caller was told the truth, and nothing was done twice."""
        return not (self.taken_twice or self.unsent_but_taken or self.fine_but_not_taken)


async def once_only(calls: int, seed: int = 0) -> Account:
    """Send ONCE calls to a server that does most of them some harm."""
    chance = random.Random(seed)
    taken: Counter[str] = Counter()
    started = time.monotonic()

    async def strike(request: Request) -> None:
        fault = chance.choice(("none", *FAULTS))
        if fault in BEFORE:
            await BEFORE[fault](request)
            return
        taken[request.headers["x-number"]] += 1
        await (AFTER[fault] if fault in AFTER else says({}))(request)

    async def in_the_request(request: Request) -> None:
        if chance.random() < 1 / (len(FAULTS) + 1):
            await request.reset()

    server: Wire
    async with wire(otherwise=strike, on_head=in_the_request) as server:
        policy = RetryPolicy(budget=None, wait_initial=0.001, wait_max=0.002)
        given = server.config(
            timeout=0.5, concurrency=100, retry=policy, key_id=None, key_secret=None, access_token="t"
        )
        outcomes: dict[str, errors.ProvisioningError | None] = {}

        async def call(number: str) -> None:
            try:
                await sinch.request("POST", "/things", body={"number": number})
                outcomes[number] = None
            except errors.ProvisioningError as trouble:
                outcomes[number] = trouble

        async with AsyncClient(given, hooks=[_Numbers()]) as sinch:
            for first in range(0, calls, 1000):
                numbers = [str(number) for number in range(first, min(first + 1000, calls))]
                await asyncio.gather(*(asyncio.create_task(call(number), name=number) for number in numbers))
        return Account(
            calls=len(outcomes),
            arrivals=server.heads,
            taken_twice=sum(times > 1 for times in taken.values()),
            unsent_but_taken=sum(
                getattr(trouble, "sent", None) is False and number in taken for number, trouble in outcomes.items()
            ),
            fine_but_not_taken=sum(trouble is None and number not in taken for number, trouble in outcomes.items()),
            seconds=time.monotonic() - started,
        )


async def fleet(calls: int, fault: Script) -> int:
    """Send calls at once to a server that is out of order; return how many requests it sees."""
    async with wire(otherwise=fault) as server, AsyncClient(server.config(), clock=FakeClock()) as sinch:
        await asyncio.gather(*(sinch.rcs.senders.get("s1") for _ in range(calls)), return_exceptions=True)
        return server.heads


OUTAGES: dict[str, Script] = {"503": error(503), "429": error(429), "401": error(401), "reset": scripts.reset}
