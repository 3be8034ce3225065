"""A short form of `python -m tests.attacks`."""

import pytest

from tests.attacks.running import run

pytestmark = pytest.mark.anyio


async def test_an_emulator_stands_odd_calls_and_raw_bytes() -> None:
    report = await run(calls=1_000, connections=300, requests=500, seed=1)
    assert report.wrong == []
    assert len(report.steady) == 10
    assert report.calls.statuses[400] > 100
    assert report.calls.statuses[200] > 50
