"""The short form of `python -m tests.reliability`."""

import pytest

from tests.net.wire import Script
from tests.reliability.ledger import FAULTS, OUTAGES, fleet, once_only

pytestmark = pytest.mark.anyio


async def test_what_callers_are_told_of_once_only_calls_is_true() -> None:
    account = await once_only(400)
    assert len(FAULTS) == 13
    assert account.calls == 400
    assert account.arrivals > 300
    assert account.holds, account


@pytest.mark.parametrize("fault", OUTAGES.values(), ids=OUTAGES.keys())
async def test_a_fleet_in_an_outage_sends_little_more_than_its_calls(fault: Script) -> None:
    assert await fleet(2_000, fault) <= 2_200
