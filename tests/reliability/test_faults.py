"""Every fault of the table has the one outcome that the table says, for calls of each safety."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import attrs
import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, errors, rcs
from sinch_provisioning.core.operation import Safety
from tests.net.scripts import good, once
from tests.net.sockets import closed_port, unanswered
from tests.net.wire import SENDER, FakeClock, Wire, says, wire
from tests.reliability.table import ATTEMPTS, ROWS, Row

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_stray_tasks")]

Make = Callable[[AsyncClient], Awaitable[rcs.Sender]]


async def read(sinch: AsyncClient) -> rcs.Sender:
    return await sinch.rcs.senders.get("s1")


async def change(sinch: AsyncClient) -> rcs.Sender:
    return await sinch.rcs.senders.update("s1", details=rcs.DetailsUpdate(countries=None))


async def create(sinch: AsyncClient) -> rcs.Sender:
    return await sinch.rcs.senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )


CALLS: dict[Safety, Make] = {Safety.SAFE: read, Safety.IDEMPOTENT: change, Safety.ONCE: create}

CASES = [
    pytest.param(row, safety, id=f"{row.name}-{safety.value}") for _, rows in ROWS for row in rows for safety in Safety
]
PASSING = [
    case
    for case in CASES
    if isinstance(row := case.values[0], Row)
    and isinstance(safety := case.values[1], Safety)
    and row.place != "address"
    and row.fate(safety).again
]


@asynccontextmanager
async def faulty(row: Row, *, lasting: bool = True) -> AsyncIterator[Wire]:
    """Run a server with the row's fault, which strikes each time or only once."""
    async with wire() as server:
        server.otherwise = says(SENDER)
        script = row.script
        if script is not None:
            if not lasting:
                script = once(script, _nothing if row.place in {"head", "connection"} else good)
            match row.place:
                case "answer":
                    server.otherwise = script
                case "head":
                    server.on_head = script
                case "connection":
                    server.greet = script
                case _:
                    server.token = script if lasting else once(row.script or script, server.token)
        yield server


async def _nothing(_request: object) -> None:
    pass


@asynccontextmanager
async def address(row: Row, server: Wire) -> AsyncIterator[str]:
    """Return where the API is said to be."""
    if row.place != "address":
        yield server.url
    elif row.name == "refused":
        yield f"http://127.0.0.1:{closed_port()}"
    else:
        with unanswered() as url:
            yield url


@asynccontextmanager
async def client(row: Row, server: Wire, clock: FakeClock, timeout: float) -> AsyncIterator[AsyncClient]:
    policy = RetryPolicy(attempts=ATTEMPTS, budget=None)
    async with address(row, server) as url:
        config = server.config(base_url=url, retry=policy, timeout=timeout, max_body=row.max_body, deadline=600)
        if row.place != "token" and not row.name.startswith("401"):  # the fault is about the call, not about its token
            config = attrs.evolve(config, key_id=None, key_secret=None, access_token="t1")
        async with AsyncClient(config, clock=clock) as sinch:
            if row.warm:
                fault, server.otherwise = server.otherwise, says(SENDER)
                await read(sinch)
                server.otherwise = fault
                server.requests.clear()
                server.heads = 0
            yield sinch


def acquired(sinch: AsyncClient) -> int:
    session = sinch._pipeline.transport._session
    assert session is not None
    assert session.connector is not None
    return len(session.connector._acquired)


@pytest.mark.parametrize(("row", "safety"), CASES)
async def test_each_fault_has_its_one_outcome(row: Row, safety: Safety) -> None:
    fate = row.fate(safety)
    clock = FakeClock()
    async with faulty(row, lasting=not row.once_only) as server, client(row, server, clock, row.timeout) as sinch:
        if fate.error is None:
            assert (await CALLS[safety](sinch)).id == "s1"
        else:
            with pytest.raises(fate.error) as caught:
                await CALLS[safety](sinch)
            assert type(caught.value) is fate.error
            assert getattr(caught.value, "sent", None) is fate.sent
            if not isinstance(caught.value, errors.DecodeError) or isinstance(caught.value, errors.IncompleteAnswer):
                assert caught.value.attempts == fate.requests  # type: ignore[attr-defined]
        seen = len(server.tokens) if row.place == "token" else server.heads
        assert seen == (0 if row.unseen or row.place == "address" else fate.requests)
        assert len(clock.slept) == (ATTEMPTS - 1 if fate.again else 0)
        if row.waits is not None and fate.again:
            assert row.waits[0] <= clock.slept[0] <= row.waits[1]
        if row.place == "token":
            assert server.heads == 0
        assert acquired(sinch) == 0
        if row.place != "address":
            # What has happened spoils nothing for the call after it.
            server.otherwise, server.on_head, server.greet = says(SENDER), None, None
            server.token = says({"access_token": "t2"})
            assert (await sinch.options(timeout=10).rcs.senders.get("s1")).id == "s1"


@pytest.mark.parametrize(("row", "safety"), PASSING)
async def test_a_fault_that_passes_is_got_over(row: Row, safety: Safety) -> None:
    patience = max(row.timeout, 0.2)  # the attempt that is to go well needs some
    clock = FakeClock()
    async with faulty(row, lasting=False) as server, client(row, server, clock, patience) as sinch:
        assert (await CALLS[safety](sinch)).id == "s1"
        seen = len(server.tokens) if row.place == "token" else server.heads + row.unseen
        assert seen == 2
        assert len(clock.slept) == 1
        assert acquired(sinch) == 0
